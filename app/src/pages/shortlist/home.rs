//! Homes of a list, with what its members think of them.

use super::{
    notes::{NoteEntry, NoteForm},
    votes::Votes,
};
use crate::components::{card::HomeCard, form::ButtonForm};
use durbar_domain::{Locale, policy::Relation, shortlist::Member};
use durbar_messages::shortlist as words;
use durbar_services::shortlists::{HomeView, ShortlistView};
use leptos::prelude::*;

/// The homes of a list as `list` shows it to its visitor.
#[component]
pub fn Homes(locale: Locale, list: ShortlistView) -> impl IntoView {
    if list.homes.is_empty() {
        let text = match list.relation {
            Relation::Own => words::no_homes(locale),
            _ => words::no_homes_yet(locale),
        };
        return view! { <p>{text}</p> }.into_any();
    }
    let homes = list.homes.clone();
    view! {
        <ul class="shortlist" role="list">
            {homes
                .into_iter()
                .map(|home| view! { <Home locale home list=list.clone() /> })
                .collect_view()}
        </ul>
    }
    .into_any()
}

#[component]
fn Home(locale: Locale, home: HomeView, list: ShortlistView) -> impl IntoView {
    let id = home.entry.listing_id;
    let may_comment = may_comment(&list);
    let is_owner = list.relation == Relation::Own;
    let members: Vec<Member> = list.members;
    let notes = home
        .notes
        .iter()
        .cloned()
        .map(|note| {
            let is_mine = may_comment && Some(note.note.by) == list.me;
            let may_delete = is_mine || (may_comment && is_owner);
            view! { <li><NoteEntry locale note is_mine may_delete /></li> }
        })
        .collect_view();
    view! {
        <li class="shortlist__home" id=id.to_string()>
            <div>
                {match home.card.clone() {
                    Some(card) => view! { <HomeCard locale home=card heading=2 /> }.into_any(),
                    None => view! { <p class="muted">{words::hidden(locale)}</p> }.into_any(),
                }}
            </div>
            <div class="shortlist__talk">
                <Votes locale home members may_comment />
                <ul class="shortlist__notes" role="list">{notes}</ul>
                {may_comment.then(|| view! { <NoteForm locale id /> })}
                {is_owner.then(|| view! {
                    <ButtonForm
                        action="remove-home"
                        submit=words::remove_home(locale).to_owned()
                        fields=vec![("listing", id.to_string())]
                    />
                })}
            </div>
        </li>
    }
    .into_any()
}

/// Whether the visitor may note and vote: under a name, and by the right they have.
fn may_comment(list: &ShortlistView) -> bool {
    list.me.is_some() && list.relation != Relation::SharedToView
}
