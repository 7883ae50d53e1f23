//! What an account proves itself with, as it is kept.

use super::{BuiltIn, totp::Sealed};
use crate::{
    PlatformError,
    identity::{IdentityError, Proof},
    keys::{Digest, IdentityKey, PrimaryKey},
    table::{Item, Refusal, Write, from_item, to_item},
    throttle::Purpose,
};
use durbar_domain::{AccountId, account::EmailAddress};
use serde::{Deserialize, Serialize};

const KIND: &str = "Credential";
/// How often a change is tried that another one of the same account came before.
const ATTEMPTS: u32 = 5;
/// The attribute of [`Credential::generation`].
pub(super) const GENERATION: &str = "generation";

/// What an account proves itself with. No `Debug`: hashes don't belong in a log either.
#[derive(Clone, Serialize, Deserialize)]
pub(super) struct Credential {
    pub account_id: AccountId,
    /// Counts the writes.
    pub version: u64,
    /// Counts the changes after which nothing begun before may go on: a sign-in under an
    /// earlier generation opens no session.
    pub generation: u64,
    pub email: EmailAddress,
    /// In the PHC string format.
    pub password_hash: String,
    /// The password was given by somebody else.
    pub must_change_password: bool,
    pub disabled: bool,
    pub totp: Option<Sealed>,
    /// The greatest step whose code was used.
    pub totp_last_step: u64,
    /// Offered to an authenticator and not confirmed yet.
    pub totp_offered: Option<Sealed>,
    /// Of the recovery codes not used yet.
    pub recovery: Vec<Digest>,
}

impl Credential {
    pub fn new(account_id: AccountId, email: EmailAddress, password_hash: String) -> Self {
        Self {
            account_id,
            version: 1,
            generation: 1,
            email,
            password_hash,
            must_change_password: false,
            disabled: false,
            totp: None,
            totp_last_step: 0,
            totp_offered: None,
            recovery: Vec::new(),
        }
    }

    /// Refuses a change whose proof was shown for an earlier generation: the owner may have
    /// reset the password since.
    pub fn expect(&self, generation: u64) -> Result<(), IdentityError> {
        match self.generation == generation {
            true => Ok(()),
            false => Err(IdentityError::SessionEnded),
        }
    }

    /// A write that makes it, where there is none.
    pub fn new_write(&self) -> Result<Write, PlatformError> {
        Ok(Write::PutNew(self.item()?))
    }

    /// A write over the version it was read at.
    pub fn write(mut self) -> Result<Write, PlatformError> {
        let version = self.version;
        self.version += 1;
        let item = self.item()?;
        Ok(Write::PutOver { item, version })
    }

    /// A check that goes with the opening of a session.
    pub fn unchanged(&self) -> Write {
        Write::Check {
            key: key(self.account_id),
            attribute: GENERATION,
            number: self.generation,
        }
    }

    fn item(&self) -> Result<Item, PlatformError> {
        to_item(key(self.account_id), KIND, self)
    }
}

pub(super) fn key(account_id: AccountId) -> PrimaryKey {
    PrimaryKey::Identity(IdentityKey::Credential(account_id))
}

impl BuiltIn {
    /// What an account proves itself with; `None` when there is no such account.
    pub(super) async fn credential(
        &self,
        account_id: AccountId,
    ) -> Result<Option<Credential>, PlatformError> {
        self.table
            .get(key(account_id))
            .await?
            .map(from_item)
            .transpose()
    }

    /// Changes what an account proves itself with, as `change` says from how it stands; it is
    /// asked again when another change came before.
    pub(super) async fn change_credential<T>(
        &self,
        account_id: AccountId,
        change: impl Fn(&mut Credential) -> Result<T, IdentityError>,
    ) -> Result<T, IdentityError> {
        for _ in 0..ATTEMPTS {
            let found = self.credential(account_id).await?;
            let mut credential = found.ok_or(IdentityError::NoAccount)?;
            let outcome = change(&mut credential)?;
            match self.table.transact(vec![credential.write()?]).await {
                Ok(()) => return Ok(outcome),
                Err(Refusal::Condition { .. }) => {}
                Err(Refusal::Failed(error)) => return Err(error.into()),
            }
        }
        Err(IdentityError::Busy)
    }

    /// Takes a code of the authenticator or a recovery code, which is then used up in
    /// `credential`; whoever calls writes it.
    ///
    /// # Errors
    /// [`IdentityError::WrongCode`] when it is neither, or was used before.
    pub(super) fn use_code(
        &self,
        credential: &mut Credential,
        code: &str,
    ) -> Result<(), IdentityError> {
        let Some(sealed) = &credential.totp else {
            return Err(IdentityError::NoMultiFactor);
        };
        let digits: String = code.chars().filter(|c| !c.is_whitespace()).collect();
        let step = self
            .sealer
            .step_of(credential.account_id, sealed, &digits, self.now())?;
        if let Some(step) = step {
            if step <= credential.totp_last_step {
                return Err(IdentityError::WrongCode);
            }
            credential.totp_last_step = step;
            return Ok(());
        }
        let digest = super::code::digest(&self.code_key, code);
        let known = credential
            .recovery
            .iter()
            .position(|it| it.matches(&digest));
        let known = known.ok_or(IdentityError::WrongCode)?;
        credential.recovery.swap_remove(known);
        Ok(())
    }

    /// Checks what shows again that it is the person who asks, and gives the generation it
    /// was shown for: [`Credential::expect`] it where the change is made. A code is used up.
    pub(super) async fn check_proof(
        &self,
        account_id: AccountId,
        proof: &Proof,
    ) -> Result<u64, IdentityError> {
        let subject = account_id.to_string();
        self.count(Purpose::SecondStep, &subject).await?;
        let generation = match proof {
            Proof::Password(password) => {
                let credential = self.credential(account_id).await?;
                let generation = credential.as_ref().map(|it| it.generation);
                let hash = credential.map(|it| it.password_hash);
                if !self.hasher.verify(password.expose(), hash).await? {
                    return Err(IdentityError::WrongCredentials);
                }
                generation.ok_or(IdentityError::NoAccount)?
            }
            Proof::Code(code) => {
                self.change_credential(account_id, |credential| {
                    self.use_code(credential, code)?;
                    Ok(credential.generation)
                })
                .await?
            }
        };
        self.throttle.forget(Purpose::SecondStep, &subject).await?;
        Ok(generation)
    }
}
