//! One pass over the homes: filter, count, order, and place on the map.

use super::{
    PAGE_SIZE,
    cluster::{self, MapPin},
    facets::{Facets, FilterGroup, Filters},
    query::{SearchQuery, Sort},
    row::SearchRow,
};
use crate::PropertyId;
use std::cmp::Reverse;
use strum::VariantArray;

/// A home to be judged and how well it answers the text (0 where there is none).
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

/// Judges `candidates` by `query`. The order is total: equals are ordered newest first,
/// then by identifier, so that pages never overlap.
pub fn evaluate<'a>(
    query: &SearchQuery,
    candidates: impl IntoIterator<Item = Candidate<'a>>,
) -> Evaluation {
    let filters = Filters::new(query);
    let mut facets = Facets::new();
    let mut kept_out = vec![0; FilterGroup::VARIANTS.len()];
    let mut matches: Vec<Candidate<'a>> = Vec::new();
    for candidate in candidates {
        let failing = filters.failing(candidate.row);
        if failing.len() <= 1 {
            facets.count(candidate.row, failing);
            match failing.iter().next() {
                Some(group) => kept_out[group as usize] += 1,
                None => matches.push(candidate),
            }
        }
    }
    facets.accumulate();

    let total = matches.len();
    let pages = total.div_ceil(PAGE_SIZE).max(1);
    let page = (query.page.0.max(1) as usize).min(pages);
    let start = (page - 1) * PAGE_SIZE;
    let end = (start + PAGE_SIZE).min(total);
    let pins = cluster::pins(query, &matches);
    let sort = query.effective_sort();
    let order = |candidate: &Candidate<'_>| rank(sort, candidate);
    // Only the page asked for has to be in order.
    if start > 0 && start < total {
        matches.select_nth_unstable_by_key(start, order);
    }
    if end > start && end < total {
        matches[start..].select_nth_unstable_by_key(end - start, order);
    }
    let shown = &mut matches[start..end];
    shown.sort_unstable_by_key(order);
    Evaluation {
        total,
        page: page as u32,
        pages: pages as u32,
        listing_ids: shown
            .iter()
            .map(|candidate| candidate.row.listing_id)
            .collect(),
        facets,
        pins,
        kept_out: FilterGroup::VARIANTS
            .iter()
            .copied()
            .zip(kept_out)
            .filter(|(_, n)| *n > 0)
            .collect(),
    }
}

/// Smaller is earlier. Homes without the figure sorted by come last.
fn rank(sort: Sort, candidate: &Candidate<'_>) -> (u64, Reverse<i32>, PropertyId) {
    let row = candidate.row;
    let known_first = |value: u64| if value == 0 { u64::MAX } else { value };
    let first = match sort {
        // A positive float's bits sort as the float does.
        Sort::BestMatch => u64::MAX - u64::from(candidate.score.max(0.0).to_bits()),
        Sort::Newest => 0,
        Sort::PriceLow => known_first(row.list_price),
        Sort::PriceHigh => u64::MAX - row.list_price,
        Sort::PricePerAana => known_first(row.price_per_aana),
        Sort::LargestLand => u64::MAX - row.land,
    };
    (first, Reverse(row.on_market_day), row.listing_id)
}
