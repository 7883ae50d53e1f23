//! Opening a session and keeping it.

use super::{
    Cognito, factor::Factor, fault::Fault, pool::PoolTokens, session::Session, token::Verified,
};
use crate::{
    PlatformError,
    identity::{Device, IdentityError, RefreshToken, Tokens, refresh_token},
    keys::Digest,
    secret::random,
    table::{Refusal, Write},
};
use durbar_domain::SessionId;
use std::time::Duration;

/// How often a session is written that another change of it came before.
const ATTEMPTS: u32 = 5;

impl Cognito {
    /// Opens a session with the pool's tokens, unless the factor has changed since.
    pub(super) async fn open_session(
        &self,
        factor: &Factor,
        username: &str,
        tokens: PoolTokens,
        device: &Device,
        multi_factor: bool,
    ) -> Result<Tokens, IdentityError> {
        let verified = self.verified(&tokens.access).await?;
        if verified.username != username {
            return Err(IdentityError::InvalidToken);
        }
        let pool_token = tokens.refresh.ok_or_else(|| {
            PlatformError::corrupt("an answer of Cognito", "there is no refresh token")
        })?;
        let (now, account_id) = (self.now(), factor.account_id);
        let unix_ms = u64::try_from(now.as_millisecond()).unwrap_or(0);
        let session_id = SessionId::from_parts(unix_ms, u128::from_be_bytes(random()) >> 48);
        let refresh = refresh_token::make(&self.refresh_key, account_id, session_id);
        let mut session = Session {
            account_id,
            session_id,
            version: 1,
            refresh: refresh_token::digest(&refresh),
            access: Digest::of(tokens.access.as_bytes()),
            username: username.to_owned(),
            pool_token: self.texts.seal(&session_id.to_string(), &pool_token)?,
            device: device.clone(),
            multi_factor,
            created_at: now,
            last_used_at: now,
            expires_at: 0,
        };
        session.expires_at = session.end(now).as_second();
        self.make_room(account_id).await?;
        let writes = vec![factor.unchanged(), Write::PutNew(session.item()?)];
        match self.table.transact(writes).await {
            Ok(()) => Ok(self.tokens(&session, refresh, &verified)),
            Err(Refusal::Condition { .. }) => {
                self.give_back(&pool_token).await;
                Err(IdentityError::WrongCredentials)
            }
            Err(Refusal::Failed(error)) => Err(error.into()),
        }
    }

    pub(super) async fn refresh_session(
        &self,
        token: &RefreshToken,
    ) -> Result<Tokens, IdentityError> {
        let opened = refresh_token::open(&self.refresh_key, token);
        let opened = opened.ok_or(IdentityError::InvalidToken)?;
        for _ in 0..ATTEMPTS {
            let session = self.session(opened.account_id, opened.session_id).await?;
            let mut session = session.ok_or(IdentityError::SessionEnded)?;
            if !session.refresh.matches(&opened.digest) {
                return Err(self.end_reused(&session).await?);
            }
            let renewed = self.renew(&session).await?;
            let verified = self.verified(&renewed.access).await?;
            if verified.username != session.username {
                return Err(IdentityError::InvalidToken);
            }
            let now = self.now();
            let next =
                refresh_token::make(&self.refresh_key, session.account_id, session.session_id);
            session.refresh = refresh_token::digest(&next);
            session.access = Digest::of(renewed.access.as_bytes());
            if let Some(pool_token) = &renewed.refresh {
                let place = session.session_id.to_string();
                session.pool_token = self.texts.seal(&place, pool_token)?;
            }
            session.last_used_at = now;
            session.expires_at = session.end(now).as_second();
            match self.table.transact(vec![session.clone().write()?]).await {
                Ok(()) => return Ok(self.tokens(&session, next, &verified)),
                // Read again: ended, used by somebody else, or only noted something.
                Err(Refusal::Condition { .. }) => {}
                Err(Refusal::Failed(error)) => return Err(error.into()),
            }
        }
        Err(IdentityError::Busy)
    }

    /// New tokens of the pool; a session that the pool has ended ends here too.
    async fn renew(&self, session: &Session) -> Result<PoolTokens, IdentityError> {
        let token = self.pool_token(session)?;
        match self.pool.refresh(&session.username, &token).await {
            Ok(tokens) => Ok(tokens),
            Err(Fault::NotAuthorized { .. } | Fault::UserNotFound) => {
                self.table.delete(session.key()).await?;
                Err(IdentityError::SessionEnded)
            }
            Err(fault) => Err(fault.into()),
        }
    }

    /// Ends a session one of whose used tokens was shown.
    async fn end_reused(&self, session: &Session) -> Result<IdentityError, IdentityError> {
        self.end(session.account_id, session.session_id).await?;
        tracing::warn!(
            account = %session.account_id,
            session = %session.session_id,
            "ended a session whose refresh token was used twice"
        );
        Ok(IdentityError::Reused)
    }

    /// Notes whether a session counts as signed in with a second factor.
    pub(super) async fn set_multi_factor(
        &self,
        session: &Session,
        multi_factor: bool,
    ) -> Result<(), IdentityError> {
        for _ in 0..ATTEMPTS {
            let found = self.session(session.account_id, session.session_id).await?;
            let mut found = found.ok_or(IdentityError::SessionEnded)?;
            found.multi_factor = multi_factor;
            match self.table.transact(vec![found.write()?]).await {
                Ok(()) => return Ok(()),
                Err(Refusal::Condition { .. }) => {}
                Err(Refusal::Failed(error)) => return Err(error.into()),
            }
        }
        Err(IdentityError::Busy)
    }

    /// Revokes a token that no session has. That it failed harms nobody: nobody has it.
    pub(super) async fn give_back(&self, pool_token: &str) {
        if let Err(fault) = self.pool.revoke(pool_token).await {
            tracing::warn!(?fault, "a token was not revoked");
        }
    }

    fn tokens(&self, session: &Session, refresh: RefreshToken, verified: &Verified) -> Tokens {
        let now = self.now().as_second();
        let left = |end: i64| Duration::from_secs(u64::try_from(end - now).unwrap_or(0));
        Tokens {
            account_id: session.account_id,
            session_id: session.session_id,
            access_token: verified.token.clone(),
            refresh_token: refresh,
            expires_in: left(verified.expires_at.as_second()),
            refresh_expires_in: left(session.expires_at),
        }
    }
}
