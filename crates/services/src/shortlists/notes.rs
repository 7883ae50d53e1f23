//! Notes on the homes of a list.

use super::{Shortlists, Visitor, access::Presence, room, unix_ms};
use crate::ServiceError;
use durbar_domain::{
    NoteId, PropertyId, ShortlistId,
    policy::{Operation::CommentOnShortlist, Relation},
    shortlist::{MemberId, Note, NoteText, Shortlist, is_restorable},
};
use jiff::Timestamp;

impl Shortlists {
    /// Notes something about a home of the list.
    ///
    /// # Errors
    /// [`ServiceError::NotFound`] when the home isn't in the list, [`ServiceError::Invalid`]
    /// when the list has as many notes as it can.
    pub async fn add_note(
        &self,
        visitor: Visitor<'_>,
        id: ShortlistId,
        (listing_id, text): (PropertyId, NoteText),
        now: Timestamp,
    ) -> Result<Note, ServiceError> {
        let by = self
            .enter(visitor, id, CommentOnShortlist, now)
            .await?
            .member_id()?;
        self.check_home(id, listing_id).await?;
        let note = Note {
            note_id: NoteId::from_parts(unix_ms(now), rand::random()),
            version: 1,
            listing_id,
            by,
            text,
            written_at: now,
            modified_at: now,
            deleted_at: None,
        };
        let added = self.store.add_note(id, &note).await?;
        room(added, "notes", Shortlist::MAX_NOTES)?;
        Ok(note)
    }

    /// Writes one's own note that is at `expected_version` anew.
    ///
    /// # Errors
    /// [`ServiceError::Conflict`] when it is at another version, [`ServiceError::NotFound`]
    /// when it isn't theirs.
    pub async fn edit_note(
        &self,
        visitor: Visitor<'_>,
        id: ShortlistId,
        (note_id, expected_version): (NoteId, u64),
        text: NoteText,
        now: Timestamp,
    ) -> Result<Note, ServiceError> {
        let presence = self.enter(visitor, id, CommentOnShortlist, now).await?;
        let note = self.note(id, note_id, expected_version).await?;
        if note.deleted_at.is_some() || note.by != presence.member_id()? {
            return Err(ServiceError::NotFound);
        }
        let note = next(note, text, None, now);
        self.store.replace_note(id, expected_version, &note).await?;
        Ok(note)
    }

    /// Deletes the note that is at `expected_version`: its author may, and the list's owner.
    /// It can be brought back for 30 days; gives back how it now stands.
    ///
    /// # Errors
    /// [`ServiceError::Conflict`] when it is at another version.
    pub async fn delete_note(
        &self,
        visitor: Visitor<'_>,
        id: ShortlistId,
        (note_id, expected_version): (NoteId, u64),
        now: Timestamp,
    ) -> Result<Note, ServiceError> {
        let presence = self.enter(visitor, id, CommentOnShortlist, now).await?;
        let note = self.note(id, note_id, expected_version).await?;
        if note.deleted_at.is_some() || !may_delete(&presence, &note) {
            return Err(ServiceError::NotFound);
        }
        let text = note.text.clone();
        let note = next(note, text, Some(now), now);
        let end = now + Shortlist::RESTORABLE_FOR;
        self.store
            .delete_note(id, expected_version, &note, end)
            .await?;
        Ok(note)
    }

    /// Brings back the deleted note that is at `expected_version`: who may delete it may.
    ///
    /// # Errors
    /// [`ServiceError::NotFound`] when 30 days have passed, [`ServiceError::Invalid`] when the
    /// list has as many notes as it can.
    pub async fn restore_note(
        &self,
        visitor: Visitor<'_>,
        id: ShortlistId,
        (note_id, expected_version): (NoteId, u64),
        now: Timestamp,
    ) -> Result<Note, ServiceError> {
        let presence = self.enter(visitor, id, CommentOnShortlist, now).await?;
        let note = self.note(id, note_id, expected_version).await?;
        let restorable = note.deleted_at.is_some_and(|at| is_restorable(at, now));
        if !restorable || !may_delete(&presence, &note) {
            return Err(ServiceError::NotFound);
        }
        let text = note.text.clone();
        let note = next(note, text, None, now);
        let added = self.store.restore_note(id, expected_version, &note).await?;
        room(added, "notes", Shortlist::MAX_NOTES)?;
        Ok(note)
    }

    async fn note(
        &self,
        id: ShortlistId,
        note: NoteId,
        expected_version: u64,
    ) -> Result<Note, ServiceError> {
        let note = self.store.note(id, note).await?;
        let note = note.ok_or(ServiceError::NotFound)?;
        if note.version == expected_version {
            return Ok(note);
        }
        Err(ServiceError::Conflict {
            current_version: note.version,
        })
    }
}

fn may_delete(presence: &Presence, note: &Note) -> bool {
    let me: Option<MemberId> = presence.member.as_ref().map(|member| member.member_id);
    presence.relation == Relation::Own || me == Some(note.by)
}

/// The note after a write.
fn next(note: Note, text: NoteText, deleted_at: Option<Timestamp>, now: Timestamp) -> Note {
    Note {
        version: note.version + 1,
        text,
        modified_at: now,
        deleted_at,
        ..note
    }
}
