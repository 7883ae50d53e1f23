//! Opening a session and keeping it.

use super::{
    Cognito, factor::Factor, fault::Fault, pool::PoolTokens, session::Session, token::Verified,
};
use crate::{
    PlatformError,
    identity::{AccessToken, Device, IdentityError, RefreshToken, Tokens, refresh_token},
    keys::Digest,
    table::{Refusal, Write},
};
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
        let session_id = refresh_token::new_session_id(now);
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
            generation: factor.generation,
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
            let (renewed, verified) = self.renew(&session).await?;
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

    /// Puts a session under a new identifier in the place of the one that a token is of.
    pub(super) async fn session_anew(&self, token: &AccessToken) -> Result<Tokens, IdentityError> {
        let (caller, _) = self.caller(token).await?;
        for _ in 0..ATTEMPTS {
            let before = self.session(caller.account_id, caller.session_id).await?;
            let before = before.ok_or(IdentityError::SessionEnded)?;
            let (renewed, verified) = self.renew(&before).await?;
            let now = self.now();
            let session_id = refresh_token::new_session_id(now);
            let refresh = refresh_token::make(&self.refresh_key, before.account_id, session_id);
            let pool_token = match renewed.refresh {
                Some(token) => token,
                None => self.pool_token(&before)?,
            };
            let mut session = Session {
                session_id,
                version: 1,
                refresh: refresh_token::digest(&refresh),
                access: Digest::of(renewed.access.as_bytes()),
                pool_token: self.texts.seal(&session_id.to_string(), &pool_token)?,
                last_used_at: now,
                ..before.clone()
            };
            session.expires_at = session.end(now).as_second();
            let writes = vec![before.delete(), Write::PutNew(session.item()?)];
            match self.table.transact(writes).await {
                Ok(()) => return Ok(self.tokens(&session, refresh, &verified)),
                // Read again: ended, or renewed by another request.
                Err(Refusal::Condition { .. }) => {}
                Err(Refusal::Failed(error)) => return Err(error.into()),
            }
        }
        Err(IdentityError::Busy)
    }

    /// New tokens of the pool; a session that the pool has ended, or a change that outlasted it,
    /// ends here too.
    async fn renew(&self, session: &Session) -> Result<(PoolTokens, Verified), IdentityError> {
        let factor = self.factor_of(session.account_id).await?;
        if factor.generation != session.generation {
            self.end(session.account_id, session.session_id).await?;
            return Err(IdentityError::SessionEnded);
        }
        let token = self.pool_token(session)?;
        match self.pool.refresh(&session.username, &token).await {
            Ok(tokens) => {
                let verified = self.verified(&tokens.access).await?;
                match verified.username == session.username {
                    true => Ok((tokens, verified)),
                    false => Err(IdentityError::InvalidToken),
                }
            }
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

    /// Keeps the session that made a change, and no other: under the factor's new
    /// `generation`, and as signed in with a second factor or not.
    pub(super) async fn keep_only(
        &self,
        session: &Session,
        generation: u64,
        multi_factor: bool,
    ) -> Result<(), IdentityError> {
        self.end_sessions(session.account_id, Some(session.session_id))
            .await?;
        for _ in 0..ATTEMPTS {
            let found = self.session(session.account_id, session.session_id).await?;
            let mut found = found.ok_or(IdentityError::SessionEnded)?;
            found.multi_factor = multi_factor;
            found.generation = generation;
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
