//! Homes of a list, notes and votes on them.

use super::{
    ShortlistStore, key,
    write::{Added, Count, HOME, NOTE, VOTE, live, number},
};
use crate::{
    PlatformError,
    keys::{PrimaryKey, ShortlistKey},
    table::{ENTITY_TYPE, EXPIRES_AT, Item, Write, to_item},
};
use durbar_domain::{
    PropertyId, ShortlistId,
    shortlist::{Entry, Note, Shortlist, Vote},
};
use jiff::Timestamp;

impl ShortlistStore {
    /// Puts a home into a list.
    pub async fn add_home(&self, id: ShortlistId, entry: &Entry) -> Result<Added, PlatformError> {
        let home = key(ShortlistKey::Home(id, entry.listing_id));
        let writes = vec![
            Write::PutNew(to_item(home, HOME, entry)?),
            Count::Homes.one_more(id, Shortlist::MAX_HOMES),
        ];
        self.write(home, writes).await
    }

    /// Takes a home out of a list. Notes and votes on it stay, so that they are there again
    /// when it is put back.
    ///
    /// # Errors
    /// [`PlatformError::Missing`] when it isn't in the list.
    pub async fn remove_home(
        &self,
        id: ShortlistId,
        home: PropertyId,
    ) -> Result<(), PlatformError> {
        let home = key(ShortlistKey::Home(id, home));
        let writes = vec![
            Write::DeleteIf {
                key: home,
                attribute: ENTITY_TYPE,
                text: HOME.to_owned(),
            },
            Count::Homes.one_fewer(id),
        ];
        self.write(home, writes).await.map(drop)
    }

    /// Adds a note.
    pub async fn add_note(&self, id: ShortlistId, note: &Note) -> Result<Added, PlatformError> {
        let (key, item) = note_item(id, note)?;
        let writes = vec![
            Write::PutNew(item),
            Count::Notes.one_more(id, Shortlist::MAX_NOTES),
        ];
        self.write(key, writes).await
    }

    /// Writes a note over the one that has `expected_version`.
    ///
    /// # Errors
    /// [`PlatformError::Conflict`] when the one there has another version.
    pub async fn replace_note(
        &self,
        id: ShortlistId,
        expected_version: u64,
        note: &Note,
    ) -> Result<(), PlatformError> {
        let (key, item) = note_item(id, note)?;
        let over = Write::PutOver {
            item,
            version: expected_version,
        };
        self.write(key, vec![over, live(id)]).await.map(drop)
    }

    /// Writes a note that is deleted with this over the one that has `expected_version`; it
    /// stays to be brought back until `expires_at`.
    ///
    /// # Errors
    /// [`PlatformError::Conflict`] when the one there has another version.
    pub async fn delete_note(
        &self,
        id: ShortlistId,
        expected_version: u64,
        note: &Note,
        expires_at: Timestamp,
    ) -> Result<(), PlatformError> {
        let (key, mut item) = note_item(id, note)?;
        item.insert(EXPIRES_AT.to_owned(), number(expires_at.as_second()));
        let over = Write::PutOver {
            item,
            version: expected_version,
        };
        let writes = vec![over, Count::Notes.one_fewer(id)];
        self.write(key, writes).await.map(drop)
    }

    /// Writes a note that is brought back with this over the deleted one that has
    /// `expected_version`.
    ///
    /// # Errors
    /// [`PlatformError::Conflict`] when the one there has another version.
    pub async fn restore_note(
        &self,
        id: ShortlistId,
        expected_version: u64,
        note: &Note,
    ) -> Result<Added, PlatformError> {
        let (key, item) = note_item(id, note)?;
        let over = Write::PutOver {
            item,
            version: expected_version,
        };
        let writes = vec![over, Count::Notes.one_more(id, Shortlist::MAX_NOTES)];
        self.write(key, writes).await
    }

    /// Writes a vote over the one that has `expected_version`, 0 where there is none.
    ///
    /// # Errors
    /// [`PlatformError::Conflict`] when the one there has another version.
    pub async fn put_vote(
        &self,
        id: ShortlistId,
        expected_version: u64,
        vote: &Vote,
    ) -> Result<(), PlatformError> {
        let key = key(ShortlistKey::Vote(id, vote.listing_id, vote.by));
        let item = to_item(key, VOTE, vote)?;
        let write = match expected_version {
            0 => Write::PutNew(item),
            version => Write::PutOver { item, version },
        };
        self.write(key, vec![write, live(id)]).await.map(drop)
    }
}

fn note_item(id: ShortlistId, note: &Note) -> Result<(PrimaryKey, Item), PlatformError> {
    let key = key(ShortlistKey::Note(id, note.note_id));
    Ok((key, to_item(key, NOTE, note)?))
}
