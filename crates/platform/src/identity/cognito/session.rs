//! Sessions as they are kept, read and ended: each a sign-in on one device, with the pool's
//! refresh token, encrypted.

use super::Cognito;
use crate::{
    PlatformError,
    identity::{
        Device, IdentityError, RefreshToken, SessionSummary,
        built_in::{IDLE_LIFETIME, SESSION_LIFETIME, SESSIONS, after},
        refresh_token,
        sealed_text::SealedText,
    },
    keys::{Digest, IdentityKey, PrimaryKey},
    table::{Item, Query, SortRange, Write, from_item, to_item},
};
use durbar_domain::{AccountId, SessionId};
use jiff::Timestamp;
use serde::{Deserialize, Serialize};

/// A session as it is kept.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub(super) struct Session {
    pub account_id: AccountId,
    pub session_id: SessionId,
    /// Counts the writes.
    pub version: u64,
    /// Of our refresh token that works.
    pub refresh: Digest,
    /// Of the pool's access token that works.
    pub access: Digest,
    /// The user's name in the pool.
    pub username: String,
    /// The pool's refresh token.
    pub pool_token: SealedText,
    pub device: Device,
    pub multi_factor: bool,
    /// Of the factor, when it was opened or last kept through a change: a session of an earlier
    /// one is not renewed, even when the change was cut off before ending it.
    #[serde(default)]
    pub generation: u64,
    pub created_at: Timestamp,
    pub last_used_at: Timestamp,
    /// When it ends if it isn't used, in seconds since 1970.
    pub expires_at: i64,
}

impl Session {
    pub fn key(&self) -> PrimaryKey {
        key(self.account_id, self.session_id)
    }

    pub fn is_live(&self, now: Timestamp) -> bool {
        now.as_second() < self.expires_at
    }

    /// When it ends unless it is used after `now`.
    pub fn end(&self, now: Timestamp) -> Timestamp {
        after(now, IDLE_LIFETIME).min(after(self.created_at, SESSION_LIFETIME))
    }

    pub fn item(&self) -> Result<Item, PlatformError> {
        to_item(self.key(), "Session", self)
    }

    /// Deletes it if nothing has changed it since.
    pub fn delete(&self) -> Write {
        Write::DeleteOver {
            key: self.key(),
            version: self.version,
        }
    }

    pub fn write(mut self) -> Result<Write, PlatformError> {
        let version = self.version;
        self.version += 1;
        let item = self.item()?;
        Ok(Write::PutOver { item, version })
    }
}

fn key(account_id: AccountId, session_id: SessionId) -> PrimaryKey {
    PrimaryKey::Identity(IdentityKey::Session {
        account_id,
        session_id,
    })
}

impl Cognito {
    /// A session that is live.
    pub(super) async fn session(
        &self,
        account_id: AccountId,
        session_id: SessionId,
    ) -> Result<Option<Session>, PlatformError> {
        let item = self.table.get(key(account_id, session_id)).await?;
        let session: Option<Session> = item.map(from_item).transpose()?;
        Ok(session.filter(|it| it.is_live(self.now())))
    }

    /// The live session that has an access token.
    pub(super) async fn session_with(
        &self,
        account_id: AccountId,
        access: Digest,
    ) -> Result<Option<Session>, PlatformError> {
        let now = self.now();
        let sessions = self.all_sessions(account_id).await?;
        let mut live = sessions.into_iter().filter(|it| it.is_live(now));
        Ok(live.find(|it| it.access.matches(&access)))
    }

    pub(super) async fn end(
        &self,
        account_id: AccountId,
        session_id: SessionId,
    ) -> Result<(), IdentityError> {
        let item = self.table.get(key(account_id, session_id)).await?;
        let session: Option<Session> = item.map(from_item).transpose()?;
        if let Some(session) = session {
            self.end_all(vec![session]).await?;
        }
        Ok(())
    }

    /// Ends the session of a refresh token, used or not.
    pub(super) async fn end_by_token(&self, token: &RefreshToken) -> Result<(), IdentityError> {
        match refresh_token::open(&self.refresh_key, token) {
            Some(opened) => self.end(opened.account_id, opened.session_id).await,
            None => Ok(()),
        }
    }

    /// Ends the sessions of an account, all but `kept`.
    pub(super) async fn end_sessions(
        &self,
        account_id: AccountId,
        kept: Option<SessionId>,
    ) -> Result<(), IdentityError> {
        let mut sessions = self.all_sessions(account_id).await?;
        sessions.retain(|it| Some(it.session_id) != kept);
        self.end_all(sessions).await
    }

    pub(super) async fn live_sessions(
        &self,
        account_id: AccountId,
    ) -> Result<Vec<SessionSummary>, IdentityError> {
        let now = self.now();
        let mut sessions = self.all_sessions(account_id).await?;
        sessions.retain(|session| session.is_live(now));
        sessions.sort_by_key(|session| std::cmp::Reverse(session.last_used_at));
        let summary = |session: Session| SessionSummary {
            session_id: session.session_id,
            device: session.device,
            multi_factor: session.multi_factor,
            created_at: session.created_at,
            last_used_at: session.last_used_at,
        };
        Ok(sessions.into_iter().map(summary).collect())
    }

    /// Ends the sessions used longest ago, so that there is room for another one.
    pub(super) async fn make_room(&self, account_id: AccountId) -> Result<(), IdentityError> {
        let mut sessions = self.all_sessions(account_id).await?;
        sessions.sort_by_key(|session| std::cmp::Reverse(session.last_used_at));
        sessions.drain(..sessions.len().min(SESSIONS - 1));
        self.end_all(sessions).await
    }

    /// Ends sessions here, and then in the pool. Once they are gone here nobody has their
    /// tokens any more, so a pool that fails to take note of it opens nothing.
    async fn end_all(&self, sessions: Vec<Session>) -> Result<(), IdentityError> {
        let deletes = sessions.iter().map(|it| Write::Delete(it.key())).collect();
        self.table.write_all(deletes).await?;
        for session in sessions {
            let token = self.pool_token(&session)?;
            if let Err(fault) = self.pool.revoke(&token).await {
                tracing::warn!(session = %session.session_id, ?fault, "a token was not revoked");
            }
        }
        Ok(())
    }

    /// The pool's refresh token of a session.
    pub(super) fn pool_token(&self, session: &Session) -> Result<String, PlatformError> {
        let place = session.session_id.to_string();
        self.texts.open(&place, &session.pool_token)
    }

    async fn all_sessions(&self, account_id: AccountId) -> Result<Vec<Session>, PlatformError> {
        let query = Query::partition(PrimaryKey::account_partition(account_id))
            .range(SortRange::StartsWith(IdentityKey::SESSIONS.to_owned()));
        let items = self.table.query(query).await?.items;
        items.into_iter().map(from_item).collect()
    }
}
