//! Making, renaming, deleting a list, and bringing it back.

use super::{
    Contents, ShortlistStore,
    change::Change,
    key,
    write::{Added, Count, LIST, MEMBER, OWNED, listed, number},
};
use crate::{
    PlatformError,
    keys::{PrimaryKey, ShortlistKey},
    table::{EXPIRES_AT, Item, Write, text, to_item},
};
use durbar_domain::{
    AccountId,
    shortlist::{Member, Shortlist, ShortlistName},
};
use jiff::Timestamp;
use std::collections::HashMap;

impl ShortlistStore {
    /// Writes a new list with its owner as its first member, unless they own `max` lists.
    pub async fn create(
        &self,
        list: &Shortlist,
        owner: &Member,
        max: u16,
    ) -> Result<Added, PlatformError> {
        let id = list.shortlist_id;
        let list_key = key(ShortlistKey::Shortlist(id));
        let mut item = to_item(list_key, LIST, list)?;
        for count in Count::ALL {
            let many = i64::from(matches!(count, Count::Members));
            item.insert(count.attribute().to_owned(), number(many));
        }
        let member = key(ShortlistKey::Member(id, owner.member_id));
        let writes = vec![
            Write::PutNew(item),
            Write::PutNew(to_item(member, MEMBER, owner)?),
            listed(list.owner, id, false)?,
            one_more_owned(list.owner, max),
        ];
        self.write(list_key, writes).await
    }

    /// Names a list anew.
    ///
    /// # Errors
    /// [`PlatformError::Conflict`] when the list has another version.
    pub async fn rename(
        &self,
        list: &Shortlist,
        name: &ShortlistName,
        now: Timestamp,
    ) -> Result<(), PlatformError> {
        let mut change = Change::of(list, now);
        change.set(("#name", ":name"), text(name.as_str()));
        let write = change.write("attribute_not_exists(deleted_at)");
        self.write_version(list, vec![write]).await
    }

    /// Deletes a list; it stays to be brought back until `expires_at`, and all that belongs
    /// to it as long.
    ///
    /// # Errors
    /// [`PlatformError::Conflict`] when the list has another version.
    pub async fn delete(
        &self,
        list: &Shortlist,
        now: Timestamp,
        expires_at: Timestamp,
    ) -> Result<(), PlatformError> {
        let mut change = Change::of(list, now);
        change.set(("deleted_at", ":now"), text(now.to_string()));
        change.set((EXPIRES_AT, ":end"), number(expires_at.as_second()));
        let writes = vec![
            change.write("attribute_not_exists(deleted_at)"),
            one_fewer_owned(list.owner),
        ];
        // First, so that nothing is added while the rest is given its end.
        self.write_version(list, writes).await?;
        self.end_all(list, |_| Some(expires_at)).await
    }

    /// Brings a deleted list back, unless its owner owns `max` lists by now.
    ///
    /// # Errors
    /// [`PlatformError::Conflict`] when the list has another version.
    pub async fn restore(
        &self,
        list: &Shortlist,
        max: u16,
        now: Timestamp,
        note_end: impl Fn(Timestamp) -> Timestamp + Sync,
    ) -> Result<Added, PlatformError> {
        // First, so that no list is there of which parts still come to an end.
        self.end_all(list, |deleted_at| deleted_at.map(&note_end))
            .await?;
        let mut change = Change::of(list, now);
        change.remove = &["deleted_at", EXPIRES_AT];
        let writes = vec![
            one_more_owned(list.owner, max),
            change.write("attribute_exists(deleted_at)"),
        ];
        self.write(key(ShortlistKey::Shortlist(list.shortlist_id)), writes)
            .await
    }

    /// As [`ShortlistStore::write`], where a refusal by the list tells of its version.
    async fn write_version(
        &self,
        list: &Shortlist,
        writes: Vec<Write>,
    ) -> Result<(), PlatformError> {
        let what = key(ShortlistKey::Shortlist(list.shortlist_id));
        match self.write(what, writes).await? {
            Added::Yes => Ok(()),
            Added::There | Added::Full => {
                let present = self.get(list.shortlist_id).await?;
                let current_version = present.map_or(0, |present| present.version);
                Err(PlatformError::Conflict { current_version })
            }
        }
    }

    /// Gives everything that belongs to a list the end that `end` says of when it was deleted
    /// by itself, or none.
    async fn end_all(
        &self,
        list: &Shortlist,
        end: impl Fn(Option<Timestamp>) -> Option<Timestamp>,
    ) -> Result<(), PlatformError> {
        let Some(contents) = self.contents(list.shortlist_id).await? else {
            return Ok(());
        };
        let writes = belonging(&contents).map(|(key, deleted_at)| match end(deleted_at) {
            Some(end) => Write::Update {
                key,
                expression: format!("SET {EXPIRES_AT} = :end"),
                values: Item::from([(":end".to_owned(), number(end.as_second()))]),
            },
            None => Write::Update {
                key,
                expression: format!("REMOVE {EXPIRES_AT}"),
                values: Item::new(),
            },
        });
        self.table.write_all(writes.collect()).await
    }
}

/// The keys of all that belongs to a list beside its own item, and when each was deleted.
fn belonging(of: &Contents) -> impl Iterator<Item = (PrimaryKey, Option<Timestamp>)> {
    let id = of.shortlist.shortlist_id;
    let homes = of
        .homes
        .iter()
        .map(move |it| (ShortlistKey::Home(id, it.listing_id), None));
    let members = of.members.iter().flat_map(move |it| {
        let entry = it.member_id.account();
        let entry = entry.map(|account| (ShortlistKey::OfAccount(account, id), None));
        [Some((ShortlistKey::Member(id, it.member_id), None)), entry]
    });
    let links = of.invitations.iter();
    let links = links.map(move |it| {
        (
            ShortlistKey::Invitation(id, it.invitation_id),
            it.revoked_at,
        )
    });
    let notes = of.notes.iter();
    let notes = notes.map(move |it| (ShortlistKey::Note(id, it.note_id), it.deleted_at));
    let votes = of.votes.iter();
    let votes = votes.map(move |it| (ShortlistKey::Vote(id, it.listing_id, it.by), None));
    homes
        .chain(members.flatten())
        .chain(links)
        .chain(notes)
        .chain(votes)
        .map(|(of, deleted_at)| (key(of), deleted_at))
}

/// Counts one more list of an owner, if they have fewer than `max`.
fn one_more_owned(owner: AccountId, max: u16) -> Write {
    Write::UpdateIf {
        key: key(ShortlistKey::Owned(owner)),
        expression: "ADD owned :one SET entity_type = :kind".to_owned(),
        condition: "attribute_not_exists(owned) OR owned < :max".to_owned(),
        names: &[],
        values: HashMap::from([
            (":one".to_owned(), number(1)),
            (":max".to_owned(), number(max.into())),
            (":kind".to_owned(), text(OWNED)),
        ]),
    }
}

fn one_fewer_owned(owner: AccountId) -> Write {
    Write::Update {
        key: key(ShortlistKey::Owned(owner)),
        expression: "ADD owned :less SET entity_type = :kind".to_owned(),
        values: HashMap::from([
            (":less".to_owned(), number(-1)),
            (":kind".to_owned(), text(OWNED)),
        ]),
    }
}
