//! Opening a session and keeping it: the tokens, of which the last refresh token works.

use super::{ACCESS_LIFETIME, BuiltIn, credential::Credential, refresh_token, session::Session};
use crate::{
    identity::{AccessToken, Device, IdentityError, RefreshToken, Tokens},
    table::{Refusal, Write},
};
use durbar_domain::{AccountId, SessionId, account::Account};
use std::time::Duration;

/// How often a session is written that another change of it came before.
const ATTEMPTS: u32 = 5;

impl BuiltIn {
    /// A new session of an account: the write that opens it, and its tokens. The write counts
    /// only together with [`Credential::unchanged`] or a write of the credential.
    pub(super) async fn new_session(
        &self,
        account: &Account,
        credential: &Credential,
        device: &Device,
        multi_factor: bool,
    ) -> Result<(Write, Tokens), IdentityError> {
        let now = self.now();
        let account_id = account.account_id;
        let session_id = refresh_token::new_session_id(now);
        let refresh_token = refresh_token::make(&self.refresh_key, account_id, session_id);
        let mut session = Session {
            account_id,
            session_id,
            version: 1,
            refresh: refresh_token::digest(&refresh_token),
            device: device.clone(),
            multi_factor,
            generation: credential.generation,
            created_at: now,
            last_used_at: now,
            expires_at: 0,
        };
        session.expires_at = session.end(now).as_second();
        let tokens = self.tokens(account, &session, refresh_token).await?;
        self.make_room(account_id).await?;
        Ok((Write::PutNew(session.item()?), tokens))
    }

    /// Opens a session for who has shown enough, unless the credential has changed since.
    pub(super) async fn open_session(
        &self,
        credential: &Credential,
        device: &Device,
    ) -> Result<Tokens, IdentityError> {
        let account = self.account(credential.account_id).await?;
        let (write, tokens) = self
            .new_session(&account, credential, device, false)
            .await?;
        let writes = vec![credential.unchanged(), write];
        match self.table.transact(writes).await {
            Ok(()) => Ok(tokens),
            Err(Refusal::Condition { .. }) => Err(IdentityError::WrongCredentials),
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
            self.check_credential(&session).await?;
            let account = self.account(session.account_id).await?;
            let now = self.now();
            let next =
                refresh_token::make(&self.refresh_key, session.account_id, session.session_id);
            session.refresh = refresh_token::digest(&next);
            session.last_used_at = now;
            session.expires_at = session.end(now).as_second();
            let tokens = self.tokens(&account, &session, next).await?;
            match self.table.transact(vec![session.write()?]).await {
                Ok(()) => return Ok(tokens),
                // Read again: ended, used by somebody else, or only noted something.
                Err(Refusal::Condition { .. }) => {}
                Err(Refusal::Failed(error)) => return Err(error.into()),
            }
        }
        Err(IdentityError::Busy)
    }

    /// Ends a session of an account that was disabled, or that a state of the credential
    /// before this one opened.
    async fn check_credential(&self, session: &Session) -> Result<(), IdentityError> {
        let credential = self.credential(session.account_id).await?;
        let credential = credential.ok_or(IdentityError::NoAccount)?;
        if credential.disabled || session.generation != credential.generation {
            self.table.delete(session.key()).await?;
            return Err(IdentityError::SessionEnded);
        }
        Ok(())
    }

    /// Puts a session under a new identifier in the place of the one that a token is of.
    pub(super) async fn session_anew(&self, token: &AccessToken) -> Result<Tokens, IdentityError> {
        let caller = self.read_token(token).await?;
        for _ in 0..ATTEMPTS {
            let before = self.session(caller.account_id, caller.session_id).await?;
            let before = before.ok_or(IdentityError::SessionEnded)?;
            self.check_credential(&before).await?;
            let account = self.account(before.account_id).await?;
            let now = self.now();
            let session_id = refresh_token::new_session_id(now);
            let refresh = refresh_token::make(&self.refresh_key, before.account_id, session_id);
            let mut session = Session {
                session_id,
                version: 1,
                refresh: refresh_token::digest(&refresh),
                last_used_at: now,
                ..before.clone()
            };
            session.expires_at = session.end(now).as_second();
            let tokens = self.tokens(&account, &session, refresh).await?;
            let writes = vec![before.delete(), Write::PutNew(session.item()?)];
            match self.table.transact(writes).await {
                Ok(()) => return Ok(tokens),
                // Read again: ended, or renewed by another request.
                Err(Refusal::Condition { .. }) => {}
                Err(Refusal::Failed(error)) => return Err(error.into()),
            }
        }
        Err(IdentityError::Busy)
    }

    /// Ends a session one of whose used tokens was shown: its owner or somebody with a copy
    /// has the last one, and nobody can say who.
    async fn end_reused(&self, session: &Session) -> Result<IdentityError, IdentityError> {
        self.table.delete(session.key()).await?;
        tracing::warn!(
            account = %session.account_id,
            session = %session.session_id,
            "ended a session whose refresh token was used twice"
        );
        Ok(IdentityError::Reused)
    }

    /// Keeps the session that made a change of the credential, and no other: under the
    /// credential's new `generation`, and as signed in with a second factor or not.
    pub(super) async fn keep_only(
        &self,
        account_id: AccountId,
        session_id: SessionId,
        generation: u64,
        multi_factor: bool,
    ) -> Result<(), IdentityError> {
        self.end_sessions(account_id, Some(session_id)).await?;
        for _ in 0..ATTEMPTS {
            let Some(mut session) = self.session(account_id, session_id).await? else {
                return Err(IdentityError::SessionEnded);
            };
            session.multi_factor = multi_factor;
            session.generation = generation;
            match self.table.transact(vec![session.write()?]).await {
                Ok(()) => return Ok(()),
                Err(Refusal::Condition { .. }) => {}
                Err(Refusal::Failed(error)) => return Err(error.into()),
            }
        }
        Err(IdentityError::Busy)
    }

    async fn tokens(
        &self,
        account: &Account,
        session: &Session,
        refresh_token: RefreshToken,
    ) -> Result<Tokens, IdentityError> {
        let access_token = self
            .access_token(account, session.session_id, session.multi_factor)
            .await?;
        let left = session.expires_at - self.now().as_second();
        Ok(Tokens {
            account_id: account.account_id,
            session_id: session.session_id,
            access_token,
            refresh_token,
            expires_in: ACCESS_LIFETIME,
            refresh_expires_in: Duration::from_secs(u64::try_from(left).unwrap_or(0)),
        })
    }
}
