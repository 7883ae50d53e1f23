//! Rows of the desk's lists.

use super::{draft_title, editor_path, listing_path};
use crate::components::{amount::Price, form::ButtonForm};
use durbar_domain::{
    ListingSummary, Locale,
    draft::{Draft, DraftField, DraftStep},
    neighbourhood::Neighbourhood,
};
use durbar_messages::{Label, desk as words, place};
use leptos::prelude::*;

/// Drafts that are being written or looked at.
#[component]
pub fn Drafts(locale: Locale, drafts: Vec<Draft>) -> impl IntoView {
    let (gone, drafts): (Vec<_>, Vec<_>) = drafts
        .into_iter()
        .partition(|draft| draft.discarded_at.is_some());
    let none = drafts.is_empty();
    view! {
        <section class="section">
            <h2>{words::drafts(locale)}</h2>
            {none.then(|| view! { <p>{words::none_drafts(locale)}</p> })}
            <ul class="desk-list" role="list">
                {drafts
                    .into_iter()
                    .map(|draft| {
                        let address = locale.path(&editor_path(draft.listing_id, DraftStep::Place));
                        let state = draft.review.state.label(locale);
                        view! {
                            <li class="desk-list__row">
                                <a class="desk-list__home" href=address>{draft_title(locale, &draft.fields)}</a>
                                <p class="muted">{place_words(locale, &draft)} ", " {state}</p>
                            </li>
                        }
                    })
                    .collect_view()}
            </ul>
        </section>
        <ThrownAway locale drafts=gone />
    }
    .into_any()
}

#[component]
fn ThrownAway(locale: Locale, drafts: Vec<Draft>) -> impl IntoView {
    if drafts.is_empty() {
        return ().into_any();
    }
    view! {
        <section class="section">
            <h2>{words::thrown_away(locale)}</h2>
            <p>{words::thrown_away_text(locale)}</p>
            <ul class="desk-list" role="list">
                {drafts
                    .into_iter()
                    .map(|draft| view! {
                        <li class="desk-list__row desk-list__row--gone">
                            <span>{draft_title(locale, &draft.fields)}</span>
                            <ButtonForm
                                action="restore-draft"
                                submit=words::bring_back(locale).to_owned()
                                fields=vec![("draft", draft.listing_id.to_string())]
                            />
                        </li>
                    })
                    .collect_view()}
            </ul>
        </section>
    }
    .into_any()
}

/// Published homes, each with a box to choose it.
#[component]
pub fn Homes(locale: Locale, homes: Vec<ListingSummary>) -> impl IntoView {
    if homes.is_empty() {
        return view! { <p>{words::none_homes(locale)}</p> }.into_any();
    }
    view! {
        <ul class="desk-list" role="list">
            {homes
                .into_iter()
                .map(|home| {
                    let title = home.title.get(locale).clone();
                    let address = locale.path(&listing_path(home.listing_id));
                    let name = format!("pick.{}", home.listing_id);
                    let choose = words::choose(locale, &title);
                    view! {
                        <li class="desk-list__row desk-list__row--pick">
                            <input type="checkbox" name=name value=home.version.to_string() aria-label=choose />
                            <div>
                                <a class="desk-list__home" href=address>{title}</a>
                                <p class="muted">
                                    {place(home.neighbourhood, locale)} ", "
                                    <Price locale price=home.list_price />
                                </p>
                            </div>
                        </li>
                    }
                })
                .collect_view()}
        </ul>
    }
    .into_any()
}

fn place_words(locale: Locale, draft: &Draft) -> String {
    let place = draft.fields.text(DraftField::Neighbourhood);
    match place.parse::<Neighbourhood>() {
        Ok(place) => (*place.name().get(locale)).to_owned(),
        Err(_) => words::unsaved_place(locale).to_owned(),
    }
}
