//! Search, by the table and by the full-text index.

mod contract;
mod damage;
mod events;
mod market;
mod memory;
mod rebuild;
mod words;

use durbar_domain::{
    ListingSummary, PropertyId,
    search::{SearchQuery, SearchResults, query::Page},
};
use durbar_services::search::{IndexPlace, Search, SearchIndex, TableSearch};
use memory::MemoryTable;
use std::sync::Arc;

/// A search by the table over these homes.
async fn by_table(homes: Vec<ListingSummary>) -> Box<dyn SearchIndex> {
    Box::new(TableSearch::new(Arc::new(MemoryTable::new(homes))))
}

/// A search by the full-text index over these homes.
async fn by_text_index(homes: Vec<ListingSummary>) -> Box<dyn SearchIndex> {
    Box::new(started(IndexPlace::Memory, &Arc::new(MemoryTable::new(homes))).await)
}

/// A search whose full-text index answers.
async fn started(place: IndexPlace, table: &Arc<MemoryTable>) -> Search {
    let search = Search::start(place, table.clone());
    assert!(search.ready().await, "the index becomes ready");
    search
}

/// A query as an address says it; every part of it must be understood.
fn query(query_string: &str) -> SearchQuery {
    let (query, errors) = SearchQuery::parse(query_string);
    assert!(errors.is_empty(), "{query_string}: {errors:?}");
    query
}

fn text(text: &str) -> SearchQuery {
    SearchQuery {
        text: Some(text.to_owned()),
        ..SearchQuery::default()
    }
}

async fn found(index: &dyn SearchIndex, query: &SearchQuery) -> SearchResults {
    index.search(query).await.expect("an answer")
}

/// The identifiers on all pages, in order.
async fn all_pages(index: &dyn SearchIndex, query: &SearchQuery) -> Vec<PropertyId> {
    let mut ids = Vec::new();
    let first = found(index, query).await;
    for page in 1..=first.pages {
        let results = found(
            index,
            &SearchQuery {
                page: Page(page),
                ..query.clone()
            },
        )
        .await;
        assert_eq!(
            (results.total, results.page, results.pages),
            (first.total, page, first.pages)
        );
        ids.extend(results.homes.iter().map(|home| home.listing_id));
    }
    assert_eq!(ids.len(), first.total as usize);
    ids
}

/// English titles found for a text, in order.
async fn titles(index: &dyn SearchIndex, words: &str) -> Vec<String> {
    found(index, &text(words))
        .await
        .homes
        .into_iter()
        .map(|home| home.title.en)
        .collect()
}
