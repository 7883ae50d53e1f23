//! Searches that an account has saved.

mod edit;

pub use edit::EditSearchPage;

use super::restorable::Restorable;
use super::{AccountPage, query, require_account};
use crate::{
    components::{
        form::{ButtonForm, Refusal},
        notice::{Notice, Tone},
    },
    context::AppContext,
    form::FormState,
    locale::use_locale,
    pages::{failure::Unavailable, search::search_words},
    visitor::Visitor,
};
use durbar_domain::{Locale, saved_search::SavedSearch};
use durbar_messages::{Label, account, saved_search as words, shortlist};
use durbar_services::saved_searches::Overview;
use leptos::prelude::*;

const PATH: &str = "/account/saved-searches";

#[component]
pub fn SavedSearchesPage() -> impl IntoView {
    let locale = use_locale();
    let context = AppContext::get();
    let visitor = Visitor::get();
    if require_account(locale).is_none() {
        return ().into_any();
    }
    Suspend::new(async move {
        let list = context.services.saved_searches.list(&visitor.principal);
        match list.await {
            Ok(overview) => view! { <SavedSearches locale overview /> }.into_any(),
            Err(error) => view! { <Unavailable error=error.into() /> }.into_any(),
        }
    })
    .into_any()
}

#[component]
fn SavedSearches(locale: Locale, overview: Overview) -> impl IntoView {
    let Overview { saved, removed } = overview;
    let repeated = query("done") == "repeated";
    let is_empty = saved.is_empty();
    // Buttons have no room for words.
    let refused = ["remove-search", "restore-search"].map(FormState::of);
    view! {
        <AccountPage locale path=PATH title=account::searches(locale)>
            {repeated.then(|| view! {
                <div role="status">
                    <Notice tone=Tone::Calm><p>{words::repeated(locale)}</p></Notice>
                </div>
            })}
            {refused.into_iter().map(|state| view! { <Refusal locale state /> }).collect_view()}
            {is_empty.then(|| view! {
                <p>{words::none(locale)}</p>
                <p class="step__way"><a href=locale.path("/homes")>{words::to_homes(locale)}</a></p>
            })}
            {(!is_empty).then(|| view! {
                <ul class="sessions" role="list">
                    {saved
                        .into_iter()
                        .map(|search| view! { <Row locale search /> })
                        .collect_view()}
                </ul>
            })}
            <Removed locale searches=removed />
        </AccountPage>
    }
    .into_any()
}

#[component]
fn Row(locale: Locale, search: SavedSearch) -> impl IntoView {
    let id = search.saved_search_id.to_string();
    let change = locale.path(&format!("{PATH}/{id}"));
    let kinds: Vec<&str> = search.kinds.iter().map(|kind| kind.label(locale)).collect();
    let told = words::told(locale, search.frequency.label(locale), kinds.join(", "));
    let name = search.name.as_str().to_owned();
    let homes = locale.path(&search.query.path());
    // A search that nobody has named is called by what it asks for.
    let is_named = name != search_words(&search.query, locale);
    view! {
        <li class="sessions__row saved-search">
            <div class="saved-search__text">
                <h2 class="saved-search__name"><a href=homes>{name.clone()}</a></h2>
                {is_named.then(|| view! {
                    <p class="saved-search__query">{search_words(&search.query, locale)}</p>
                })}
                <p class="muted">{told}</p>
            </div>
            <div class="saved-search__ways">
                <a class="button button--quiet button--small" href=change>
                    {words::change(locale)}
                    <span class="visually-hidden">{format!(": {name}")}</span>
                </a>
                <ButtonForm
                    action="remove-search"
                    submit=account::remove(locale).to_owned()
                    fields=vec![("search", id)]
                />
            </div>
        </li>
    }
    .into_any()
}

/// Searches that can be brought back.
#[component]
fn Removed(locale: Locale, searches: Vec<SavedSearch>) -> impl IntoView {
    let thing = |it: SavedSearch| (it.saved_search_id.to_string(), it.name.as_str().to_owned());
    let things = searches.into_iter().map(thing).collect();
    view! {
        <Restorable
            title=words::removed(locale)
            text=words::removed_text(locale)
            action="restore-search"
            field="search"
            submit=shortlist::restore(locale)
            things
        />
    }
}
