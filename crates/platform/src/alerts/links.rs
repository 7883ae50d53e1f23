//! Links in mails: what whoever has one may do, without signing in.

use super::{SavedSearchStore, expiring, has_expired, key};
use crate::{
    PlatformError,
    keys::AlertKey,
    link_token::LinkToken,
    table::{from_item, to_item},
};
use durbar_domain::SavedSearchId;
use jiff::Timestamp;
use serde::{Deserialize, Serialize};

/// What a link may do.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "purpose", rename_all = "snake_case")]
pub enum Link {
    /// Say that the mails of a search are wanted.
    Confirm { saved_search_id: SavedSearchId },
    /// End the mails of these searches.
    Stop {
        saved_search_ids: Vec<SavedSearchId>,
    },
}

impl SavedSearchStore {
    /// Makes a new link, for one mail, that works until `expires_at`. Only a hash of it is
    /// written.
    pub async fn new_link(
        &self,
        link: &Link,
        expires_at: Timestamp,
    ) -> Result<LinkToken, PlatformError> {
        let token = LinkToken::random();
        let item = to_item(key(AlertKey::Link(token.digest())), "AlertLink", link)?;
        self.table.put(expiring(item, expires_at)).await?;
        Ok(token)
    }

    /// What a link may do at `now`; `None` when it is none of ours or too old.
    pub async fn link(
        &self,
        token: &LinkToken,
        now: Timestamp,
    ) -> Result<Option<Link>, PlatformError> {
        let item = self.table.get(key(AlertKey::Link(token.digest()))).await?;
        item.filter(|item| !has_expired(item, now))
            .map(from_item)
            .transpose()
    }
}
