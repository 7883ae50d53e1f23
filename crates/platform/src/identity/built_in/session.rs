//! Sessions as they are kept, read and ended: each a sign-in on one device.

use super::{BuiltIn, IDLE_LIFETIME, SESSION_LIFETIME, SESSIONS, after, refresh_token};
use crate::{
    PlatformError,
    identity::{Device, IdentityError, RefreshToken, SessionSummary},
    keys::{Digest, IdentityKey, PrimaryKey},
    table::{Item, Query, SortRange, Write, from_item, to_item},
};
use durbar_domain::{AccountId, SessionId, account::Account};
use jiff::Timestamp;
use serde::{Deserialize, Serialize};

const KIND: &str = "Session";

/// A session as it is kept.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub(super) struct Session {
    pub account_id: AccountId,
    pub session_id: SessionId,
    /// Counts the writes.
    pub version: u64,
    /// Of the refresh token that works.
    pub refresh: Digest,
    pub device: Device,
    pub multi_factor: bool,
    /// Of the credential, when it was opened or last kept through a change: a session of an
    /// earlier one is not renewed, even when the change was cut off before ending it.
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

    fn is_live(&self, now: Timestamp) -> bool {
        now.as_second() < self.expires_at
    }

    /// When it ends unless it is used after `now`.
    pub fn end(&self, now: Timestamp) -> Timestamp {
        after(now, IDLE_LIFETIME).min(after(self.created_at, SESSION_LIFETIME))
    }

    pub fn item(&self) -> Result<Item, PlatformError> {
        to_item(self.key(), KIND, self)
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

impl BuiltIn {
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

    pub(super) async fn end(
        &self,
        account_id: AccountId,
        session_id: SessionId,
    ) -> Result<(), IdentityError> {
        Ok(self.table.delete(key(account_id, session_id)).await?)
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
        let sessions = self.all_sessions(account_id).await?;
        let others = sessions.iter().filter(|it| Some(it.session_id) != kept);
        let deletes = others.map(|it| Write::Delete(it.key())).collect();
        Ok(self.table.write_all(deletes).await?)
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

    pub(super) async fn account(&self, account_id: AccountId) -> Result<Account, IdentityError> {
        let account = self.accounts.get(account_id).await?;
        account.ok_or(IdentityError::NoAccount)
    }

    /// Ends the sessions used longest ago, so that there is room for another one.
    pub(super) async fn make_room(&self, account_id: AccountId) -> Result<(), IdentityError> {
        let mut sessions = self.all_sessions(account_id).await?;
        sessions.sort_by_key(|session| std::cmp::Reverse(session.last_used_at));
        let surplus = sessions.iter().skip(SESSIONS - 1);
        let deletes = surplus.map(|it| Write::Delete(it.key())).collect();
        Ok(self.table.write_all(deletes).await?)
    }

    async fn all_sessions(&self, account_id: AccountId) -> Result<Vec<Session>, PlatformError> {
        let query = Query::partition(PrimaryKey::account_partition(account_id))
            .range(SortRange::StartsWith(IdentityKey::SESSIONS.to_owned()));
        let items = self.table.query(query).await?.items;
        items.into_iter().map(from_item).collect()
    }
}
