//! Notes on a home of a list.

use crate::{
    components::{
        form::{ButtonForm, escaped},
        problem::problem_words,
    },
    form::FormState,
};
use durbar_domain::{Locale, PropertyId};
use durbar_messages::shortlist as words;
use durbar_services::shortlists::NoteView;
use leptos::prelude::*;

/// A note with its author, and for who may change it the forms to do so.
#[component]
pub fn NoteEntry(locale: Locale, note: NoteView, is_mine: bool, may_delete: bool) -> impl IntoView {
    let author = match &note.author {
        Some(name) => name.as_str().to_owned(),
        None => words::gone_member(locale).to_owned(),
    };
    let is_edited = note.note.modified_at != note.note.written_at;
    let author = match is_edited {
        true => words::edited(locale, author),
        false => author,
    };
    let text = note.note.text.as_str().to_owned();
    let fields = vec![
        ("note", note.note.note_id.to_string()),
        ("version", note.note.version.to_string()),
    ];
    let of_edit = fields.clone();
    view! {
        <p class="messages__by">{author}</p>
        <p class="messages__text">{text.clone()}</p>
        <div class="shortlist__ways">
            {is_mine.then(|| view! { <EditForm locale fields=of_edit text /> })}
            {may_delete.then(|| view! {
                <ButtonForm action="delete-note" submit=words::delete_note(locale).to_owned() fields />
            })}
        </div>
    }
    .into_any()
}

/// One's own note to be written anew, folded away until it is wanted or was refused.
#[component]
fn EditForm(locale: Locale, fields: Vec<(&'static str, String)>, text: String) -> impl IntoView {
    let state = FormState::of("edit-note");
    let id = fields
        .first()
        .map_or_else(String::new, |(_, id)| id.clone());
    let is_this = state.value("note") == id;
    let text = if is_this { state.value("text") } else { text };
    view! {
        <details class="more" open=is_this>
            <summary>{words::edit_note(locale)}</summary>
            <form class="form" method="post">
                <input type="hidden" name="action" value="edit-note" />
                {fields
                    .into_iter()
                    .map(|(name, value)| view! { <input type="hidden" name=name value=value /> })
                    .collect_view()}
                <NoteField locale id=format!("text-{id}") text state=is_this.then_some(state) />
                <p>
                    <button class="button button--quiet button--small" type="submit">
                        {words::save_note(locale)}
                    </button>
                </p>
            </form>
        </details>
    }
    .into_any()
}

/// A new note. A field of its own name for each home would be hard to read: it has an
/// identifier of its own instead.
#[component]
pub fn NoteForm(locale: Locale, id: PropertyId) -> impl IntoView {
    let state = FormState::of("add-note");
    let is_this = state.value("listing") == id.to_string();
    let text = match is_this {
        true => state.value("text"),
        false => String::new(),
    };
    view! {
        <form class="form" method="post">
            <input type="hidden" name="action" value="add-note" />
            <input type="hidden" name="listing" value=id.to_string() />
            <NoteField locale id=format!("note-{id}") text state=is_this.then_some(state) />
            <p>
                <button class="button button--quiet button--small" type="submit">
                    {words::add_note(locale)}
                </button>
            </p>
        </form>
    }
    .into_any()
}

#[component]
fn NoteField(
    locale: Locale,
    id: String,
    text: String,
    /// The state of its form, if it was refused.
    state: Option<FormState>,
) -> impl IntoView {
    let label = words::note(locale);
    let problem = state.as_ref().and_then(|state| state.problem("text"));
    let trouble = problem.map(|problem| problem_words(locale, label, problem));
    let error = format!("{id}-error");
    view! {
        <div class="field">
            <label class="field__label" for=id.clone()>{label}</label>
            <textarea
                id=id
                name="text"
                rows="2"
                required=true
                maxlength="1000"
                aria-invalid=trouble.is_some().then_some("true")
                aria-describedby=trouble.is_some().then(|| error.clone())
                inner_html=escaped(&text)
            ></textarea>
            {trouble.map(|text| view! { <p class="field__error" id=error>{text}</p> })}
        </div>
    }
    .into_any()
}
