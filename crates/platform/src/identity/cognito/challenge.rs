//! Sign-ins that wait for a further step. Only who has shown the password gets so far. The
//! pool's own session stays here: what is handed out for it means nothing to the pool.

use super::{Cognito, factor::Factor, pool::Asked};
use crate::{
    identity::{
        Challenge, Device, IdentityError, built_in::CHALLENGE_LIFETIME, sealed_text::SealedText,
    },
    keys::{Digest, IdentityKey, PrimaryKey},
    secret::random,
    table::{Refusal, Write, from_item, to_item},
};
use base64::{Engine as _, engine::general_purpose::URL_SAFE_NO_PAD};
use durbar_domain::AccountId;
use serde::{Deserialize, Serialize};

/// A sign-in that waits, as it is kept.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub(super) struct Waiting {
    pub account_id: AccountId,
    digest: Digest,
    asked: Step,
    /// The generation of the factor that was there.
    generation: u64,
    pub device: Device,
    session: SealedText,
    /// In seconds since 1970.
    expires_at: i64,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
enum Step {
    MultiFactor,
    NewPassword,
}

impl From<Asked> for Step {
    fn from(asked: Asked) -> Self {
        match asked {
            Asked::MultiFactor => Self::MultiFactor,
            Asked::NewPassword => Self::NewPassword,
        }
    }
}

impl Waiting {
    fn key(&self) -> PrimaryKey {
        PrimaryKey::Identity(IdentityKey::Challenge {
            account_id: self.account_id,
            digest: self.digest,
        })
    }
}

impl Cognito {
    /// Lets a sign-in wait for what the pool asks.
    pub(super) async fn wait_for(
        &self,
        asked: Asked,
        factor: &Factor,
        session: &str,
        device: &Device,
    ) -> Result<Challenge, IdentityError> {
        let secret = URL_SAFE_NO_PAD.encode(random::<32>());
        let digest = Digest::of(secret.as_bytes());
        let waiting = Waiting {
            account_id: factor.account_id,
            digest,
            asked: asked.into(),
            generation: factor.generation,
            device: device.clone(),
            session: self.texts.seal(&digest.to_string(), session)?,
            expires_at: self.end_of(CHALLENGE_LIFETIME),
        };
        self.table
            .put(to_item(waiting.key(), "Challenge", &waiting)?)
            .await?;
        Ok(Challenge::new(format!("{}.{secret}", factor.account_id)))
    }

    /// The sign-in that waits for what `asked` says, with the pool's session.
    ///
    /// # Errors
    /// [`IdentityError::CodeExpired`] when there is none any more.
    pub(super) async fn waiting(
        &self,
        asked: Asked,
        challenge: &Challenge,
    ) -> Result<(Waiting, Factor, String), IdentityError> {
        let (account_id, digest) = read(challenge).ok_or(IdentityError::CodeExpired)?;
        let key = PrimaryKey::Identity(IdentityKey::Challenge { account_id, digest });
        let item = self.table.get(key).await?;
        let waiting: Option<Waiting> = item.map(from_item).transpose()?;
        let waiting = waiting
            .filter(|it| it.asked == asked.into() && self.now().as_second() < it.expires_at)
            .ok_or(IdentityError::CodeExpired)?;
        let factor = self.factor(account_id).await?;
        let factor = factor
            .filter(|it| it.generation == waiting.generation)
            .ok_or(IdentityError::CodeExpired)?;
        let session = self.texts.open(&digest.to_string(), &waiting.session)?;
        Ok((waiting, factor, session))
    }

    /// Ends the waiting, once.
    pub(super) async fn end_waiting(&self, waiting: &Waiting) -> Result<(), IdentityError> {
        let write = Write::DeleteIf {
            key: waiting.key(),
            attribute: "digest",
            text: waiting.digest.to_string(),
        };
        match self.table.transact(vec![write]).await {
            Ok(()) => Ok(()),
            Err(Refusal::Condition { .. }) => Err(IdentityError::CodeExpired),
            Err(Refusal::Failed(error)) => Err(error.into()),
        }
    }
}

/// Whose a challenge is, and the hash it is known by.
fn read(challenge: &Challenge) -> Option<(AccountId, Digest)> {
    let (account_id, secret) = challenge.expose().split_once('.')?;
    Some((account_id.parse().ok()?, Digest::of(secret.as_bytes())))
}
