//! One pass over the homes: filter, count, order, and place on the map.

use super::{
    PAGE_SIZE,
    cluster::{self, MapPin},
    facets::{Facets, FilterGroup},
    filters::Filters,
    order::{self, Match},
    query::SearchQuery,
    row::SearchRow,
    tally::Tally,
};
use crate::PropertyId;

/// A home to be judged and how well it answers the text (0 where there is none; what isn't
/// above 0 is taken as 0).
#[derive(Debug, Clone, Copy)]
pub struct Candidate<'a> {
    pub row: &'a SearchRow,
    pub score: f32,
}

/// What a search found, before the cards are fetched.
#[derive(Debug, Clone, PartialEq)]
pub struct Evaluation {
    /// Homes that pass every filter.
    pub total: usize,
    /// The page given: that asked for, or the last one there is.
    pub page: u32,
    /// Pages there are; at least 1.
    pub pages: u32,
    /// The homes on the page, in order.
    pub listing_ids: Vec<PropertyId>,
    pub facets: Facets,
    pub pins: Vec<MapPin>,
    /// Homes that each filter alone keeps out.
    pub kept_out: Vec<(FilterGroup, usize)>,
}

/// Judges `candidates`, each home once, by `query`. The order is total: equals are ordered
/// newest first, then by identifier, so that pages never overlap.
pub fn evaluate<'a>(
    query: &SearchQuery,
    candidates: impl IntoIterator<Item = Candidate<'a>>,
) -> Evaluation {
    let filters = Filters::new(query);
    let sort = query.effective_sort();
    let mut tally = Tally::new(filters.list_price());
    let mut matches: Vec<Match<'a>> = Vec::new();
    // `for_each` lets a chain of iterators run its own inner loops.
    candidates.into_iter().for_each(|Candidate { row, score }| {
        let failing = filters.failing(row);
        if failing.is_several() {
            return;
        }
        tally.count(row, failing);
        if failing.is_none() {
            matches.push(Match::new(sort, row, score));
        }
    });

    let total = matches.len();
    let pages = total.div_ceil(PAGE_SIZE).max(1);
    let page = (query.page.0.max(1) as usize).min(pages);
    let start = (page - 1) * PAGE_SIZE;
    let end = (start + PAGE_SIZE).min(total);
    let pins = cluster::pins(query, &matches);
    let shown = order::in_order(&mut matches, start, end);
    let listing_ids = shown.iter().map(|found| found.row.listing_id).collect();
    let (facets, kept_out) = tally.finish();
    Evaluation {
        total,
        page: page as u32,
        pages: pages as u32,
        listing_ids,
        facets,
        pins,
        kept_out,
    }
}
