//! The search: its whole state is the address.

mod chips;
mod filter_fields;
mod filters;
mod head;
mod name;
mod nothing;
mod pagination;
mod prices;
mod problems;
mod results;
mod toolbar;

pub use name::{search_name, search_words};

use super::failure::Unavailable;
use crate::{
    context::AppContext,
    error::PageError,
    islands::SearchEnhancer,
    locale::use_locale,
    page::{PageRecord, Tag},
};
use durbar_domain::{
    FieldError, ListingSummary, Locale,
    search::{Layout, SearchQuery, SearchResults},
};
use durbar_services::listings::Feed;
use leptos::prelude::*;
use leptos_router::location::RequestUrl;
use prices::{PriceSpan, price_span};

/// What the search page shows.
#[derive(Clone)]
struct Found {
    query: SearchQuery,
    errors: Vec<FieldError>,
    results: SearchResults,
    /// The cards of the map's single pins; empty without a map.
    on_map: Vec<ListingSummary>,
    /// Between which prices the homes lie; known where search engines may show the page.
    prices: Option<PriceSpan>,
    /// Homes new on the market, where nothing has the words asked for.
    instead: Vec<ListingSummary>,
}

/// Homes shown where nothing has the words asked for.
const INSTEAD: usize = 6;

async fn read(context: &AppContext, query_string: &str) -> Result<Found, PageError> {
    let (query, errors) = SearchQuery::parse(query_string);
    let results = context.services.search.search(&query).await?;
    let on_map = if query.layout == Layout::Map {
        let ids: Vec<_> = results
            .pins
            .iter()
            .filter_map(|pin| pin.listing_id)
            .collect();
        context.services.listings.published_cards(&ids).await?
    } else {
        Vec::new()
    };
    let prices = match head::is_indexed(&query) {
        true => price_span(context, &query, &results).await?,
        false => None,
    };
    let instead = match results.total == 0 && nothing::asks_words_alone(&query) {
        true => {
            let feed = context
                .services
                .listings
                .feed(Feed::Recent, None, INSTEAD)
                .await?;
            feed.items
        }
        false => Vec::new(),
    };
    Ok(Found {
        query,
        errors,
        results,
        on_map,
        prices,
        instead,
    })
}

/// Filters, results, and the map where it is asked for.
#[component]
pub fn SearchPage() -> impl IntoView {
    let locale = use_locale();
    let context = AppContext::get();
    let record = expect_context::<PageRecord>();
    record.shows(Tag::Market);
    let address = expect_context::<RequestUrl>();
    let query_string = address
        .as_ref()
        .split_once('?')
        .map(|(_, query)| query.to_owned())
        .unwrap_or_default();
    Suspend::new(async move {
        match read(&context, &query_string).await {
            Ok(found) => {
                if !found.errors.is_empty() {
                    record.set_status(400);
                }
                view! { <SearchView locale found /> }.into_any()
            }
            Err(error) => view! { <Unavailable error /> }.into_any(),
        }
    })
}

#[component]
fn SearchView(locale: Locale, found: Found) -> impl IntoView {
    let query = found.query.clone();
    let total = found.results.total;
    let class = match query.layout {
        Layout::Map => "search search--map",
        Layout::Grid | Layout::List => "search",
    };
    view! {
        <head::SearchHead locale found=found.clone() />
        <div class=class id="search">
            <h1 class="search__title" id="search-title" data-swap="title">{head::title(&query, locale)}</h1>
            <filters::Filters locale query=query.clone() results=found.results.clone() />
            <SearchEnhancer />
            <div id="results" data-swap="results" class="search__results" data-total=total.to_string()>
                <problems::Problems locale errors=found.errors.clone() />
                <chips::Chips locale query=query.clone() />
                <toolbar::Toolbar locale query=query.clone() total />
                <results::Results locale found />
            </div>
        </div>
    }
    .into_any()
}
