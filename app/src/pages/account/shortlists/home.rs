//! A home of a list, with what its members think of it.

use crate::{
    components::{card::HomeCard, form::ButtonForm, problem::problem_words},
    form::FormState,
};
use durbar_domain::{
    Locale, PropertyId, format,
    shortlist::{MemberId, Opinion},
};
use durbar_messages::shortlist as words;
use durbar_services::shortlists::{HomeView, NoteView};
use leptos::prelude::*;

#[component]
pub(super) fn Home(
    locale: Locale,
    home: HomeView,
    me: Option<MemberId>,
    is_owner: bool,
    may_comment: bool,
) -> impl IntoView {
    let id = home.entry.listing_id;
    let notes = home.notes.clone();
    let votes = view! { <Votes locale home=home.clone() may_comment /> };
    view! {
        {match home.card {
            Some(card) => view! { <HomeCard locale home=card /> }.into_any(),
            None => view! { <p>{words::hidden(locale)}</p> }.into_any(),
        }}
        {votes}
        <ul class="shortlist__notes" role="list">
            {notes
                .into_iter()
                .map(|note| {
                    let may_delete = may_comment && (is_owner || Some(note.note.by) == me);
                    view! { <li><NoteEntry locale note may_delete /></li> }
                })
                .collect_view()}
        </ul>
        {may_comment.then(|| view! { <NoteForm locale id /> })}
        {is_owner.then(|| view! {
            <ButtonForm
                action="remove-home"
                submit=words::remove_home(locale).to_owned()
                fields=vec![("listing", id.to_string())]
            />
        })}
    }
    .into_any()
}

/// Votes for and against; choosing one's own again takes it back.
#[component]
fn Votes(locale: Locale, home: HomeView, may_comment: bool) -> impl IntoView {
    let mine = home.my_vote.map(|vote| vote.opinion);
    let version = home.my_vote.map_or(0, |vote| vote.version).to_string();
    let choices = [Opinion::Up, Opinion::Down].map(|opinion| {
        let count = home
            .votes
            .iter()
            .filter(|vote| vote.opinion == opinion)
            .count();
        let count = format::number(count as u64, locale);
        let text = match opinion {
            Opinion::Up => words::up(locale, count),
            _ => words::down(locale, count),
        };
        if !may_comment {
            return view! { <span>{text}</span> }.into_any();
        }
        let is_mine = mine == Some(opinion);
        let next: &str = match is_mine {
            true => Opinion::None.into(),
            false => opinion.into(),
        };
        let fields = vec![
            ("listing", home.entry.listing_id.to_string()),
            ("version", version.clone()),
            ("opinion", next.to_owned()),
        ];
        let class = match is_mine {
            true => "button button--small",
            false => "button button--quiet button--small",
        };
        view! { <ButtonForm action="vote" submit=text fields class /> }.into_any()
    });
    view! { <div class="enquiry__ways">{choices.into_iter().collect_view()}</div> }.into_any()
}

#[component]
fn NoteEntry(locale: Locale, note: NoteView, may_delete: bool) -> impl IntoView {
    let author = match &note.author {
        Some(name) => name.as_str().to_owned(),
        None => words::gone_member(locale).to_owned(),
    };
    let fields = vec![
        ("note", note.note.note_id.to_string()),
        ("version", note.note.version.to_string()),
    ];
    view! {
        <p class="messages__by">{author}</p>
        <p class="messages__text">{note.note.text.as_str().to_owned()}</p>
        {may_delete.then(|| view! {
            <ButtonForm action="delete-note" submit=words::delete_note(locale).to_owned() fields />
        })}
    }
    .into_any()
}

/// A field of its own name for each home would be hard to read: it has an identifier instead.
#[component]
fn NoteForm(locale: Locale, id: PropertyId) -> impl IntoView {
    let state = FormState::of("add-note");
    let is_this = state.value("listing") == id.to_string();
    let typed = if is_this {
        state.value("note")
    } else {
        String::new()
    };
    let trouble = state
        .problem("note")
        .filter(|_| is_this)
        .map(|problem| problem_words(locale, words::note(locale), problem));
    let field = format!("note-{id}");
    let error = format!("{field}-error");
    view! {
        <form class="form" method="post">
            <input type="hidden" name="action" value="add-note" />
            <input type="hidden" name="listing" value=id.to_string() />
            <div class="field">
                <label class="field__label" for=field.clone()>{words::note(locale)}</label>
                <input
                    id=field
                    type="text"
                    name="note"
                    value=typed
                    required=true
                    maxlength="1000"
                    aria-invalid=trouble.is_some().then_some("true")
                    aria-describedby=trouble.is_some().then(|| error.clone())
                />
                {trouble.map(|text| view! { <p class="field__error" id=error>{text}</p> })}
            </div>
            <p><button class="button button--quiet button--small" type="submit">{words::add_note(locale)}</button></p>
        </form>
    }
    .into_any()
}
