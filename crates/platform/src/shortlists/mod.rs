//! Shortlists in the table: each in a partition of its own with its homes, members, links,
//! notes and votes, and an entry in the list of each of its accounts.
//!
//! How many of each there are is counted in the list's own item. A write adds to it and asks
//! at once that the list is there, isn't deleted and has room, so that no two that come at
//! the same moment go over a limit.

mod change;
mod content;
mod lifetime;
mod people;
mod personal;
mod read;
mod write;

pub use read::Contents;
pub use write::Added;

use crate::{
    PlatformError, Table,
    keys::{Digest, PrimaryKey, ShortlistKey},
    table::{Item, attribute, from_item},
};
use durbar_domain::{
    InvitationId, NoteId, PropertyId, ShortlistId,
    shortlist::{Invitation, Member, MemberId, Note, Shortlist, Vote},
};
use serde::{Deserialize, Serialize, de::DeserializeOwned};

/// The attribute with the hash of a link's or a guest's secret.
const SECRET: &str = "secret";

/// Shortlists in the table. Cheap to clone.
#[derive(Debug, Clone)]
pub struct ShortlistStore {
    table: Table,
}

/// An entry of the list of an account's shortlists.
#[derive(Debug, Clone, Copy, Serialize, Deserialize)]
struct Listed {
    shortlist_id: ShortlistId,
    /// They are no longer in it; what they wrote may be.
    left: bool,
}

impl ShortlistStore {
    pub fn new(table: Table) -> Self {
        Self { table }
    }

    /// A list, deleted or not; `None` when there is none.
    pub async fn get(&self, id: ShortlistId) -> Result<Option<Shortlist>, PlatformError> {
        self.one(ShortlistKey::Shortlist(id)).await
    }

    /// A member; `None` when there is none.
    pub async fn member(
        &self,
        id: ShortlistId,
        member: MemberId,
    ) -> Result<Option<Member>, PlatformError> {
        self.one(ShortlistKey::Member(id, member)).await
    }

    /// A guest who gives this secret; `None` when there is none.
    pub async fn guest(
        &self,
        id: ShortlistId,
        member: MemberId,
        secret: Digest,
    ) -> Result<Option<Member>, PlatformError> {
        self.with_secret(ShortlistKey::Member(id, member), secret)
            .await
    }

    /// A link; `None` when there is none.
    pub async fn invitation(
        &self,
        id: ShortlistId,
        invitation: InvitationId,
    ) -> Result<Option<Invitation>, PlatformError> {
        self.one(ShortlistKey::Invitation(id, invitation)).await
    }

    /// The link with this secret; `None` when there is none.
    pub async fn invitation_with(
        &self,
        id: ShortlistId,
        invitation: InvitationId,
        secret: Digest,
    ) -> Result<Option<Invitation>, PlatformError> {
        self.with_secret(ShortlistKey::Invitation(id, invitation), secret)
            .await
    }

    /// A note, deleted or not; `None` when there is none.
    pub async fn note(&self, id: ShortlistId, note: NoteId) -> Result<Option<Note>, PlatformError> {
        self.one(ShortlistKey::Note(id, note)).await
    }

    /// A member's vote on a home; `None` when they haven't voted.
    pub async fn vote(
        &self,
        id: ShortlistId,
        home: PropertyId,
        member: MemberId,
    ) -> Result<Option<Vote>, PlatformError> {
        self.one(ShortlistKey::Vote(id, home, member)).await
    }

    /// Whether a home is in a list.
    pub async fn has_home(&self, id: ShortlistId, home: PropertyId) -> Result<bool, PlatformError> {
        let item = self.table.get(key(ShortlistKey::Home(id, home))).await?;
        Ok(item.is_some())
    }

    async fn one<T: DeserializeOwned>(
        &self,
        one: ShortlistKey,
    ) -> Result<Option<T>, PlatformError> {
        let item = self.table.get(key(one)).await?;
        item.map(from_item).transpose()
    }

    async fn with_secret<T: DeserializeOwned>(
        &self,
        one: ShortlistKey,
        secret: Digest,
    ) -> Result<Option<T>, PlatformError> {
        let item = self.table.get(key(one)).await?;
        let item = item.filter(|item| has_secret(item, secret));
        item.map(from_item).transpose()
    }
}

/// Whether the item's secret is this one, in a time that doesn't tell where it differs.
fn has_secret(item: &Item, secret: Digest) -> bool {
    let stored = attribute(item, SECRET).ok();
    let stored: Option<Digest> = stored.and_then(|stored| stored.parse().ok());
    stored.is_some_and(|stored| stored.matches(&secret))
}

fn key(key: ShortlistKey) -> PrimaryKey {
    PrimaryKey::Shortlist(key)
}
