//! Notes on the homes of a list.

use super::{Done, Failure, OnList};
use durbar_domain::{NoteId, PropertyId, shortlist::NoteText};
use jiff::Timestamp;

/// The note a form is about, and the version its page showed.
fn note(list: &OnList<'_>) -> Result<(NoteId, u64), Failure> {
    Ok((
        list.request.hidden("note")?,
        list.request.hidden("version")?,
    ))
}

pub async fn add(list: &OnList<'_>) -> Done {
    let request = list.request;
    let home: PropertyId = request.hidden("listing")?;
    let text = NoteText::parse("text", request.form.text("text"))?;
    request
        .shortlists()
        .add_note(list.visitor(), list.id, (home, text), Timestamp::now())
        .await?;
    list.back_to(home)
}

pub async fn edit(list: &OnList<'_>) -> Done {
    let request = list.request;
    let text = NoteText::parse("text", request.form.text("text"))?;
    let note = request
        .shortlists()
        .edit_note(list.visitor(), list.id, note(list)?, text, Timestamp::now())
        .await?;
    list.back_to(note.listing_id)
}

pub async fn delete(list: &OnList<'_>) -> Done {
    let note = list
        .request
        .shortlists()
        .delete_note(list.visitor(), list.id, note(list)?, Timestamp::now())
        .await?;
    list.removed("note", format_args!("{}.{}", note.note_id, note.version))
}

/// Takes a deletion back.
pub async fn restore(list: &OnList<'_>) -> Done {
    let note = list
        .request
        .shortlists()
        .restore_note(list.visitor(), list.id, note(list)?, Timestamp::now())
        .await?;
    list.back_to(note.listing_id)
}
