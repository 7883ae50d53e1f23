//! Reading a list whole, and the lists of an account.

use super::{Listed, ShortlistStore, key};
use crate::{
    PlatformError,
    keys::{PrimaryKey, ShortlistKey},
    table::{Item, Query, SortRange, from_item, key_in},
};
use durbar_domain::{
    AccountId, ShortlistId,
    shortlist::{Entry, Invitation, Member, Note, Shortlist, Vote},
};
use serde::{Serialize, de::DeserializeOwned};

/// A list and all that belongs to it, deleted notes and revoked links too.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Contents {
    pub shortlist: Shortlist,
    pub homes: Vec<Entry>,
    pub members: Vec<Member>,
    pub invitations: Vec<Invitation>,
    /// In the order in which they were written.
    pub notes: Vec<Note>,
    pub votes: Vec<Vote>,
}

impl ShortlistStore {
    /// A list whole; `None` when there is none. A part that can't be read is left out and
    /// logged, so that it takes no other down with it.
    pub async fn contents(&self, id: ShortlistId) -> Result<Option<Contents>, PlatformError> {
        let partition = Query::partition(ShortlistKey::shortlist_partition(id));
        let items = self.table.query(partition).await?.items;
        let mut shortlist = None;
        let (mut homes, mut members, mut invitations) = (Vec::new(), Vec::new(), Vec::new());
        let (mut notes, mut votes) = (Vec::new(), Vec::new());
        for item in items {
            let PrimaryKey::Shortlist(kind) = key_in(&item)? else {
                continue;
            };
            match kind {
                ShortlistKey::Shortlist(_) => shortlist = Some(from_item(item)?),
                ShortlistKey::Home(..) => homes.extend(part::<Entry>(item)),
                ShortlistKey::Member(..) => members.extend(part::<Member>(item)),
                ShortlistKey::Invitation(..) => invitations.extend(part::<Invitation>(item)),
                ShortlistKey::Note(..) => notes.extend(part::<Note>(item)),
                ShortlistKey::Vote(..) => votes.extend(part::<Vote>(item)),
                ShortlistKey::OfAccount(..) | ShortlistKey::Owned(_) => {}
            }
        }
        Ok(shortlist.map(|shortlist| Contents {
            shortlist,
            homes,
            members,
            invitations,
            notes,
            votes,
        }))
    }

    /// The lists that an account owns or is in, deleted ones too, in the order in which they
    /// were made.
    pub async fn of_account(&self, account: AccountId) -> Result<Vec<Shortlist>, PlatformError> {
        let present = self.listed(account, false).await?;
        let keys: Vec<_> = present
            .into_iter()
            .map(|id| key(ShortlistKey::Shortlist(id)))
            .collect();
        let items = self.table.batch_get(&keys, &[]).await?;
        items.into_iter().map(from_item).collect()
    }

    /// The lists that an account owns or is in, and with `left` those it was in too.
    pub(super) async fn listed(
        &self,
        account: AccountId,
        left: bool,
    ) -> Result<Vec<ShortlistId>, PlatformError> {
        let query = Query::partition(PrimaryKey::account_partition(account))
            .range(SortRange::StartsWith(ShortlistKey::ENTRIES.to_owned()));
        let items = self.table.query(query).await?.items;
        let listed = items.into_iter().map(from_item::<Listed>);
        let listed: Vec<Listed> = listed.collect::<Result<_, _>>()?;
        let wanted = listed.into_iter().filter(|listed| left || !listed.left);
        Ok(wanted.map(|listed| listed.shortlist_id).collect())
    }
}

fn part<T: DeserializeOwned>(item: Item) -> Option<T> {
    from_item(item)
        .inspect_err(|error| tracing::error!(%error, "a part of a shortlist was left out"))
        .ok()
}
