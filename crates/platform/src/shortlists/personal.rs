//! What is kept of an account in shortlists, to be handed out or deleted.

use super::{
    Contents, ShortlistStore, key,
    write::{Count, number},
};
use crate::{
    PlatformError,
    export::{self, Value},
    keys::{PrimaryKey, ShortlistKey},
    table::{Item, Query, Write, key_in},
};
use durbar_domain::{
    AccountId,
    shortlist::{Entry, Member, MemberId, Note, Vote},
};
use serde::Serialize;

#[derive(Serialize)]
struct Exported {
    /// Their own lists, whole.
    owned: Vec<Contents>,
    shared: Vec<Share>,
}

/// What is theirs in somebody else's list.
#[derive(Serialize)]
struct Share {
    name: String,
    /// `None` when they have left it.
    member: Option<Member>,
    added: Vec<Entry>,
    notes: Vec<Note>,
    votes: Vec<Vote>,
}

impl ShortlistStore {
    /// All that is kept here of an account: `{owned, shared}`.
    pub async fn export_of(&self, account: AccountId) -> Result<Value, PlatformError> {
        let mut exported = Exported {
            owned: Vec::new(),
            shared: Vec::new(),
        };
        for id in self.listed(account, true).await? {
            match self.contents(id).await? {
                Some(contents) if contents.shortlist.owner == account => {
                    exported.owned.push(contents);
                }
                Some(contents) => exported.shared.push(share(contents, account)),
                None => {}
            }
        }
        export::value("shortlists", &exported)
    }

    /// Deletes an account's lists, and in others' lists its membership, notes and votes; gives
    /// back the keys of what was deleted. When it fails, doing it again deletes the rest.
    pub async fn erase_of(&self, account: AccountId) -> Result<Vec<PrimaryKey>, PlatformError> {
        let mut erased = Vec::new();
        for id in self.listed(account, true).await? {
            match self.contents(id).await? {
                Some(contents) if contents.shortlist.owner == account => {
                    erased.extend(self.erase_list(&contents).await?);
                }
                Some(contents) => erased.extend(self.erase_share(&contents, account).await?),
                None => {}
            }
            // Last: by this one the rest is found.
            let entry = key(ShortlistKey::OfAccount(account, id));
            erased.extend(self.table.erase_keys(vec![entry]).await?);
        }
        let owned = key(ShortlistKey::Owned(account));
        if self.table.get(owned).await?.is_some() {
            erased.extend(self.table.erase_keys(vec![owned]).await?);
        }
        Ok(erased)
    }

    async fn erase_list(&self, contents: &Contents) -> Result<Vec<PrimaryKey>, PlatformError> {
        let id = contents.shortlist.shortlist_id;
        let others = contents
            .members
            .iter()
            .filter_map(|member| member.member_id.account())
            .filter(|account| *account != contents.shortlist.owner)
            .map(|account| key(ShortlistKey::OfAccount(account, id)));
        let mut erased = self.table.erase_keys(others.collect()).await?;
        let partition = Query::partition(ShortlistKey::shortlist_partition(id));
        let items = self.table.query(partition).await?.items;
        let keys: Vec<_> = items.iter().map(key_in).collect::<Result<_, _>>()?;
        // The list itself last: without it the account's entry would find nothing again.
        let (list, parts): (Vec<_>, Vec<_>) = keys
            .into_iter()
            .partition(|it| *it == key(ShortlistKey::Shortlist(id)));
        erased.extend(self.table.erase_keys(parts).await?);
        erased.extend(self.table.erase_keys(list).await?);
        Ok(erased)
    }

    async fn erase_share(
        &self,
        contents: &Contents,
        account: AccountId,
    ) -> Result<Vec<PrimaryKey>, PlatformError> {
        let id = contents.shortlist.shortlist_id;
        let me = MemberId::Account(account);
        let mut erased = Vec::new();
        for note in contents.notes.iter().filter(|note| note.by == me) {
            let counted = note.deleted_at.is_none().then_some(Count::Notes);
            let note = ShortlistKey::Note(id, note.note_id);
            erased.push(self.erase_counted(note, counted).await?);
        }
        for vote in contents.votes.iter().filter(|vote| vote.by == me) {
            let vote = ShortlistKey::Vote(id, vote.listing_id, me);
            erased.push(self.erase_counted(vote, None).await?);
        }
        for entry in contents.homes.iter().filter(|it| it.added_by == Some(me)) {
            // The home stays the family's; who added it is forgotten.
            let forget = Write::Update {
                key: key(ShortlistKey::Home(id, entry.listing_id)),
                expression: "REMOVE added_by".to_owned(),
                values: Item::new(),
            };
            self.table.write_all(vec![forget]).await?;
        }
        if contents.members.iter().any(|it| it.member_id == me) {
            let member = ShortlistKey::Member(id, me);
            erased.push(self.erase_counted(member, Some(Count::Members)).await?);
        }
        Ok(erased)
    }

    /// Deletes an item and counts one fewer.
    async fn erase_counted(
        &self,
        item: ShortlistKey,
        count: Option<Count>,
    ) -> Result<PrimaryKey, PlatformError> {
        let mut writes = vec![Write::Delete(key(item))];
        if let (Some(count), Some(id)) = (count, item.shortlist_id()) {
            writes.push(Write::Update {
                key: key(ShortlistKey::Shortlist(id)),
                expression: format!("ADD {} :less", count.attribute()),
                values: Item::from([(":less".to_owned(), number(-1))]),
            });
        }
        self.table.write_all(writes).await?;
        Ok(key(item))
    }
}

fn share(contents: Contents, account: AccountId) -> Share {
    let me = MemberId::Account(account);
    let mine = |by: MemberId| by == me;
    Share {
        name: contents.shortlist.name.as_str().to_owned(),
        member: contents.members.into_iter().find(|it| mine(it.member_id)),
        added: contents
            .homes
            .into_iter()
            .filter(|it| it.added_by == Some(me))
            .collect(),
        notes: contents
            .notes
            .into_iter()
            .filter(|it| mine(it.by))
            .collect(),
        votes: contents
            .votes
            .into_iter()
            .filter(|it| mine(it.by))
            .collect(),
    }
}
