//! Alerts about homes, without needing an account: asked for, confirmed, and ended.

mod confirm;
mod fields;
mod new;
mod stop;

pub use confirm::ConfirmAlertsPage;
pub use fields::{AlertFields, Frequencies};
pub use new::NewAlertsPage;
pub use stop::StopAlertsPage;

use super::search::search_words;
use crate::{page::PageRecord, pages::account::Step};
use durbar_domain::{Locale, saved_search::SavedSearch, search::SearchQuery};
use durbar_messages::saved_search as words;
use leptos::prelude::*;

/// What a search asks for, with a way to the homes that answer it now.
#[component]
pub fn SearchLine(locale: Locale, query: SearchQuery) -> impl IntoView {
    view! {
        <p class="saved-search__query">
            <a href=locale.path(&query.path())>{search_words(&query, locale)}</a>
        </p>
    }
}

/// Searches, one a line.
#[component]
fn SearchLines(locale: Locale, searches: Vec<SavedSearch>) -> impl IntoView {
    view! {
        <ul class="sessions" role="list">
            {searches
                .into_iter()
                .map(|search| view! { <li><SearchLine locale query=search.query /></li> })
                .collect_view()}
        </ul>
    }
}

/// A link that is none of ours, or too old.
#[component]
fn LinkGone(locale: Locale, path: &'static str) -> impl IntoView {
    expect_context::<PageRecord>().set_status(404);
    view! {
        <Step locale path title=words::gone_title(locale) text=words::gone_text(locale)>
            <p class="step__way"><a href=locale.path("/homes")>{words::to_homes(locale)}</a></p>
        </Step>
    }
}
