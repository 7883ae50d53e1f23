//! Sign-ins that wait for a further step. Only who has shown the password gets so far.

use super::{BuiltIn, CHALLENGE_LIFETIME, after, credential::Credential};
use crate::{
    PlatformError,
    identity::{Challenge, Device, IdentityError},
    keys::{Digest, IdentityKey, PrimaryKey},
    secret::random,
    table::{Write, from_item, to_item},
};
use base64::{Engine as _, engine::general_purpose::URL_SAFE_NO_PAD};
use durbar_domain::AccountId;
use serde::{Deserialize, Serialize};

/// What comes next.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub(super) enum Step {
    MultiFactor,
    NewPassword,
}

/// A sign-in that waits, as it is kept.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub(super) struct Waiting {
    pub account_id: AccountId,
    digest: Digest,
    pub step: Step,
    /// The generation of the credential that was shown.
    pub generation: u64,
    pub device: Device,
    /// In seconds since 1970.
    expires_at: i64,
}

impl Waiting {
    fn key(&self) -> PrimaryKey {
        PrimaryKey::Identity(IdentityKey::Challenge {
            account_id: self.account_id,
            digest: self.digest,
        })
    }

    /// A write that ends the waiting, once.
    pub fn end(&self) -> Write {
        Write::DeleteIf {
            key: self.key(),
            attribute: "digest",
            text: self.digest.to_string(),
        }
    }
}

impl BuiltIn {
    /// Lets a sign-in wait for a step.
    pub(super) async fn wait_for(
        &self,
        step: Step,
        credential: &Credential,
        device: &Device,
    ) -> Result<Challenge, IdentityError> {
        let (waiting, challenge) = self.new_waiting(step, credential, device);
        self.table
            .put(to_item(waiting.key(), "Challenge", &waiting)?)
            .await?;
        Ok(challenge)
    }

    fn new_waiting(
        &self,
        step: Step,
        credential: &Credential,
        device: &Device,
    ) -> (Waiting, Challenge) {
        let secret = URL_SAFE_NO_PAD.encode(random::<32>());
        let waiting = Waiting {
            account_id: credential.account_id,
            digest: Digest::of(secret.as_bytes()),
            step,
            generation: credential.generation,
            device: device.clone(),
            expires_at: after(self.now(), CHALLENGE_LIFETIME).as_second(),
        };
        let challenge = Challenge::new(format!("{}.{secret}", credential.account_id));
        (waiting, challenge)
    }

    /// The sign-in that waits for `step`, and the credential it was begun with.
    ///
    /// # Errors
    /// [`IdentityError::CodeExpired`] when there is none any more.
    pub(super) async fn waiting(
        &self,
        step: Step,
        challenge: &Challenge,
    ) -> Result<(Waiting, Credential), IdentityError> {
        let (account_id, digest) = read(challenge).ok_or(IdentityError::CodeExpired)?;
        let key = PrimaryKey::Identity(IdentityKey::Challenge { account_id, digest });
        let item = self.table.get(key).await?;
        let waiting: Option<Waiting> = item.map(from_item).transpose()?;
        let waiting = waiting
            .filter(|it| it.step == step && self.now().as_second() < it.expires_at)
            .ok_or(IdentityError::CodeExpired)?;
        let credential = self.credential(account_id).await?;
        let credential = credential
            .filter(|it| it.generation == waiting.generation && !it.disabled)
            .ok_or(IdentityError::CodeExpired)?;
        Ok((waiting, credential))
    }

    /// The write that lets a sign-in wait, to stand in a transaction.
    pub(super) fn wait_write(
        &self,
        step: Step,
        credential: &Credential,
        device: &Device,
    ) -> Result<(Write, Challenge), PlatformError> {
        let (waiting, challenge) = self.new_waiting(step, credential, device);
        let item = to_item(waiting.key(), "Challenge", &waiting)?;
        Ok((Write::PutNew(item), challenge))
    }
}

/// Whose a challenge is, and the hash it is known by.
fn read(challenge: &Challenge) -> Option<(AccountId, Digest)> {
    let (account_id, secret) = challenge.expose().split_once('.')?;
    Some((account_id.parse().ok()?, Digest::of(secret.as_bytes())))
}
