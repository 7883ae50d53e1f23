//! Flags of `durbar account`.

use super::{IdentityArguments, LogArguments, StoreArguments};
use clap::{Args, Subcommand};
use durbar_domain::{
    BrokerId, Locale,
    account::{EmailAddress, Role, SubscriptionLevel},
    text::Name,
};

/// What to do about accounts.
#[derive(Debug, Args)]
pub struct AccountArguments {
    #[command(subcommand)]
    pub command: AccountCommand,
}

#[derive(Debug, Subcommand)]
pub enum AccountCommand {
    /// Make an account, as the first admin's; its address needs no confirming
    Create(Box<CreateAccountArguments>),
}

/// Flags of `durbar account create`.
#[derive(Debug, Args)]
pub struct CreateAccountArguments {
    #[command(flatten)]
    pub store: StoreArguments,
    #[command(flatten)]
    pub identity: IdentityArguments,
    /// Address to sign in with
    #[arg(long, value_name = "ADDRESS", value_parser = email)]
    pub email: EmailAddress,
    /// The person's name
    #[arg(long, value_name = "NAME", value_parser = name)]
    pub name: Name,
    /// What they are: buyer, seller, broker, admin or investor
    #[arg(long, value_name = "ROLE", default_value = "buyer")]
    pub role: Role,
    /// What they see: free, gold or platinum
    #[arg(long, value_name = "LEVEL", default_value = "free")]
    pub level: SubscriptionLevel,
    /// Language of their mails: en or ne
    #[arg(long, value_name = "LANGUAGE", default_value = "en", value_parser = locale)]
    pub language: Locale,
    /// The broker that a broker acts as
    #[arg(long, value_name = "ID", required_if_eq("role", "broker"))]
    pub broker: Option<BrokerId>,
    /// Read the password from the first line of standard input. Without this one is made and
    /// printed once, and opens the account only to choose another
    #[arg(long)]
    pub password_stdin: bool,
    #[command(flatten)]
    pub log: LogArguments,
}

fn email(text: &str) -> Result<EmailAddress, String> {
    EmailAddress::parse("email", text).map_err(|error| error.to_string())
}

fn name(text: &str) -> Result<Name, String> {
    Name::parse("name", text).map_err(|error| error.to_string())
}

fn locale(text: &str) -> Result<Locale, String> {
    [Locale::En, Locale::Ne]
        .into_iter()
        .find(|locale| locale.code() == text)
        .ok_or_else(|| "expected en or ne".to_owned())
}
