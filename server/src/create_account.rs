//! `durbar account create`: an account that nobody has to sign up for, as an admin's first.

use crate::{
    cli::CreateAccountArguments,
    error::StartError,
    stack::{Identity, Stack, Store},
};
use durbar_domain::account::{Account, NewPassword, Role};
use durbar_services::accounts::{AccountError, IdentityError, new_account};
use jiff::Timestamp;
use std::io::{self, Write as _};

/// No mail is sent here, and no token made, so no address of the site is needed.
const NO_SITE: &str = "http://localhost";
/// Crockford's base 32: no i, l, o or u.
const ALPHABET: &[u8; 32] = b"0123456789abcdefghjkmnpqrstvwxyz";
/// 100 bits.
const CHARACTERS: usize = 20;

/// Makes the account and says what came of it on standard output.
///
/// # Errors
/// When the address has an account, or the password is none.
pub async fn create(arguments: CreateAccountArguments) -> Result<(), StartError> {
    let settings = arguments.store.settings().map_err(StartError::Setting)?;
    let pool = arguments
        .identity
        .settings(arguments.store.mode, String::new())
        .map_err(StartError::Setting)?;
    if arguments.broker.is_some() && arguments.role != Role::Broker {
        let line = "--broker is for --role broker".to_owned();
        return Err(StartError::Setting(line));
    }
    let typed = match arguments.password_stdin {
        true => Some(read_password(io::stdin().lock())?),
        false => None,
    };
    let generated = typed.is_none();
    let text = typed.unwrap_or_else(generate);
    let password = NewPassword::parse("password", &text, &arguments.email)
        .map_err(|error| StartError::Setting(format!("the password: {error}")))?;
    let store = Store::open(&settings).await?;
    let identity = Identity::open(&store, pool, NO_SITE).await?;
    let stack = Stack::with(store, NO_SITE, identity);
    let accounts = &stack.services().accounts;
    let account = account(&arguments);
    let created = match generated {
        true => accounts.invite(&account, &password).await,
        false => accounts.create(&account, &password).await,
    };
    stack.close().await;
    match created {
        Ok(()) => {}
        Err(AccountError::Identity(IdentityError::AddressTaken)) => {
            let line = format!("{} has an account already", account.email);
            return Err(StartError::Setting(line));
        }
        Err(error) => return Err(error.into()),
    }
    let mut out = io::stdout().lock();
    let password = match generated {
        true => format!("password, to be changed at the first sign-in: {text}\n"),
        false => String::new(),
    };
    let told = write!(
        out,
        "made the account {} of {}, {}\n{password}",
        account.account_id,
        account.email,
        account.role.key()
    );
    told.map_err(StartError::Output)
}

fn account(arguments: &CreateAccountArguments) -> Account {
    let (email, name) = (&arguments.email, arguments.name.clone());
    let now = Timestamp::now();
    Account {
        subscription_level: arguments.level,
        broker_id: arguments.broker,
        ..new_account(email, name, arguments.language, arguments.role, now)
    }
}

fn read_password(mut input: impl io::BufRead) -> Result<String, StartError> {
    let mut line = String::new();
    let read = input.read_line(&mut line);
    read.map_err(|error| StartError::Setting(format!("the password: {error}")))?;
    Ok(line.trim_end_matches(['\r', '\n']).to_owned())
}

/// A password nobody can guess, in groups of five.
fn generate() -> String {
    let mut text = String::new();
    for place in 0..CHARACTERS {
        if place > 0 && place % 5 == 0 {
            text.push('-');
        }
        // 256 is a multiple of 32, so every character is as likely as the others.
        let byte: u8 = rand::random();
        text.push(char::from(ALPHABET[usize::from(byte % 32)]));
    }
    text
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn generated_passwords_are_taken_and_never_the_same() {
        let email = durbar_domain::account::EmailAddress::parse("email", "admin@durbar.example");
        let email = email.expect("an address");
        let (one, other) = (generate(), generate());
        assert_ne!(one, other);
        assert_eq!(one.len(), 23);
        assert!(NewPassword::parse("password", &one, &email).is_ok());
    }

    #[test]
    fn the_first_line_is_the_password_as_it_is() {
        let read = |text: &str| read_password(text.as_bytes()).expect("read");
        assert_eq!(
            read("four quiet marigolds\r\nmore\n"),
            "four quiet marigolds"
        );
        assert_eq!(read(" spaces stay \n"), " spaces stay ");
        assert_eq!(read(""), "");
    }
}
