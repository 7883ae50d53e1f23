//! What every search promises: the same tests over both.

mod figures;
mod filters;
mod texts;

use crate::{all_pages, by_table, by_text_index, market::homes, query};
use durbar_domain::{ListingSummary, PropertyId, StandardStatus};
use durbar_services::search::SearchIndex;
use figures::*;
use filters::*;
use std::cmp::Reverse;
use texts::*;

/// Runs each test over both implementations.
macro_rules! both {
    ($($test:ident),+ $(,)?) => {
        mod the_table { $(#[tokio::test] async fn $test() { super::$test(super::by_table).await; })+ }
        mod the_text_index { $(#[tokio::test] async fn $test() { super::$test(super::by_text_index).await; })+ }
    };
}

both!(
    every_filter_keeps_what_it_should,
    filters_combine,
    sold_homes_are_found_only_when_asked_for,
    every_order_is_total_and_pages_share_nothing,
    a_page_beyond_the_end_is_the_last_one,
    facets_count_what_each_choice_would_show,
    a_price_on_request_answers_no_question_about_prices,
    an_approximate_home_is_found_where_the_public_sees_it,
    pins_hold_every_home,
    text_finds_titles_and_places,
    text_combines_with_filters,
    an_empty_result_names_the_filters_that_help,
    hostile_texts_find_little_and_break_nothing,
    odd_boxes_are_answered,
    nothing_is_found_where_there_is_nothing,
);

/// Homes in the demo market.
const HOMES: u64 = 210;

fn for_sale(card: &ListingSummary) -> bool {
    card.standard_status != StandardStatus::Closed
}

/// What should be found, newest first.
fn expected(keep: impl Fn(&ListingSummary) -> bool) -> Vec<PropertyId> {
    let mut cards = homes(HOMES);
    cards.retain(|card| for_sale(card) && keep(card));
    cards.sort_by_key(|card| (Reverse(card.on_market_date), card.listing_id));
    cards.iter().map(|card| card.listing_id).collect()
}

async fn check(
    index: &dyn SearchIndex,
    query_string: &str,
    keep: impl Fn(&ListingSummary) -> bool,
) {
    let wanted = expected(keep);
    assert!(
        !wanted.is_empty() && wanted.len() < HOMES as usize,
        "{query_string} should keep some homes"
    );
    assert_eq!(
        all_pages(index, &query(query_string)).await,
        wanted,
        "{query_string}"
    );
}
