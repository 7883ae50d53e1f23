//! What the pool doesn't keep of what an account proves itself with.

use super::Cognito;
use crate::{
    PlatformError,
    identity::{IdentityError, Proof, code, totp::Sealed},
    keys::{Digest, IdentityKey, PrimaryKey},
    table::{Item, Refusal, Write, from_item, to_item},
    throttle::Purpose,
};
use durbar_domain::AccountId;
use serde::{Deserialize, Serialize};

/// How often a change is tried that another one of the same account came before.
const ATTEMPTS: u32 = 5;

/// Beside the pool's user.
#[derive(Clone, Serialize, Deserialize)]
pub(super) struct Factor {
    pub account_id: AccountId,
    /// Counts the writes.
    pub version: u64,
    /// Counts the changes after which nothing begun before may go on.
    pub generation: u64,
    /// The authenticator's secret. The pool has it too, but answers only whether a code fits,
    /// and only within a sign-in; so a recovery code could open nothing.
    pub totp: Option<Sealed>,
    /// The greatest step whose code was used.
    pub totp_last_step: u64,
    /// Offered to an authenticator and not confirmed yet.
    pub totp_offered: Option<Sealed>,
    /// Of the recovery codes not used yet.
    pub recovery: Vec<Digest>,
    /// Names in the pool of users that came from other providers, as in `Google_1234`.
    pub federated: Vec<String>,
}

impl Factor {
    pub fn new(account_id: AccountId) -> Self {
        Self {
            account_id,
            version: 1,
            generation: 1,
            totp: None,
            totp_last_step: 0,
            totp_offered: None,
            recovery: Vec::new(),
            federated: Vec::new(),
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
            attribute: "generation",
            number: self.generation,
        }
    }

    fn item(&self) -> Result<Item, PlatformError> {
        to_item(key(self.account_id), "Factor", self)
    }
}

fn key(account_id: AccountId) -> PrimaryKey {
    PrimaryKey::Identity(IdentityKey::Credential(account_id))
}

impl Cognito {
    pub(super) async fn factor(
        &self,
        account_id: AccountId,
    ) -> Result<Option<Factor>, PlatformError> {
        let item = self.table.get(key(account_id)).await?;
        item.map(from_item).transpose()
    }

    /// The same of an account that must be there.
    pub(super) async fn factor_of(&self, account_id: AccountId) -> Result<Factor, IdentityError> {
        let factor = self.factor(account_id).await?;
        factor.ok_or(IdentityError::NoAccount)
    }

    /// Changes it as `change` says from how it stands; it is asked again when another change
    /// came before.
    pub(super) async fn change_factor<T>(
        &self,
        account_id: AccountId,
        change: impl Fn(&mut Factor) -> Result<T, IdentityError>,
    ) -> Result<T, IdentityError> {
        for _ in 0..ATTEMPTS {
            let mut factor = self.factor_of(account_id).await?;
            let outcome = change(&mut factor)?;
            match self.table.transact(vec![factor.write()?]).await {
                Ok(()) => return Ok(outcome),
                Err(Refusal::Condition { .. }) => {}
                Err(Refusal::Failed(error)) => return Err(error.into()),
            }
        }
        Err(IdentityError::Busy)
    }

    /// Nothing begun before goes on. Gives the new generation.
    pub(super) async fn next_generation(
        &self,
        account_id: AccountId,
    ) -> Result<u64, IdentityError> {
        self.change_factor(account_id, |factor| {
            factor.generation += 1;
            Ok(factor.generation)
        })
        .await
    }

    /// Uses up a code of the authenticator or a recovery code, and gives the code that the
    /// pool is to be told: a recovery code's is the one the authenticator would show.
    pub(super) async fn use_code(
        &self,
        account_id: AccountId,
        typed: &str,
    ) -> Result<String, IdentityError> {
        let digits: String = typed.chars().filter(|c| !c.is_whitespace()).collect();
        self.change_factor(account_id, |factor| {
            let sealed = factor.totp.as_ref().ok_or(IdentityError::NoMultiFactor)?;
            let now = self.now();
            if let Some(step) = self.sealer.step_of(account_id, sealed, &digits, now)? {
                if step <= factor.totp_last_step {
                    return Err(IdentityError::WrongCode);
                }
                factor.totp_last_step = step;
                return Ok(digits.clone());
            }
            let digest = code::digest(&self.code_key, typed);
            let known = factor.recovery.iter().position(|it| it.matches(&digest));
            let shown = self.sealer.code_at(account_id, sealed, now)?;
            factor
                .recovery
                .swap_remove(known.ok_or(IdentityError::WrongCode)?);
            Ok(shown)
        })
        .await
    }

    /// Checks what shows again that it is the person who asks. A code is used up by it.
    pub(super) async fn check_proof(
        &self,
        account_id: AccountId,
        proof: &Proof,
    ) -> Result<(), IdentityError> {
        let subject = account_id.to_string();
        self.count(Purpose::SecondStep, &subject).await?;
        match proof {
            Proof::Password(password) => {
                self.check_password(&subject, password.expose()).await?;
            }
            Proof::Code(code) => {
                self.use_code(account_id, code).await?;
            }
        }
        Ok(self.throttle.forget(Purpose::SecondStep, &subject).await?)
    }
}
