//! The order of results.

use super::{query::Sort, row::SearchRow};
use std::cmp::Ordering;

/// A home that passes every filter, with what it is sorted by.
#[derive(Clone, Copy)]
pub(super) struct Match<'a> {
    /// The figure sorted by, the day and the first 32 bits of the identifier; smaller is
    /// earlier.
    key: u128,
    pub(super) row: &'a SearchRow,
}

impl<'a> Match<'a> {
    /// Homes without the figure sorted by come last; among equals, the newest comes first.
    pub(super) fn new(sort: Sort, row: &'a SearchRow, score: f32) -> Self {
        let known_first = |value: u64| if value == 0 { u64::MAX } else { value };
        let figure = match sort {
            // A positive float's bits sort as the float does.
            Sort::BestMatch if score > 0.0 => u64::MAX - u64::from(score.to_bits()),
            Sort::BestMatch => u64::MAX,
            Sort::Newest => 0,
            Sort::PriceLow => known_first(row.list_price),
            Sort::PriceHigh => u64::MAX - row.list_price,
            Sort::PricePerAana => known_first(row.price_per_aana),
            Sort::LargestLand => u64::MAX - row.land,
        };
        // Days later than others become smaller numbers; the sign bit is turned so that
        // days before 1970 stay earlier.
        let days_back = !(row.on_market_day as u32 ^ (1 << 31));
        let key =
            u128::from(figure) << 64 | u128::from(days_back) << 32 | row.listing_id.bits() >> 96;
        Self { key, row }
    }

    /// Total: no two homes are equal, so pages never overlap.
    pub(super) fn order(&self, other: &Self) -> Ordering {
        let keys = self.key.cmp(&other.key);
        keys.then_with(|| self.row.listing_id.cmp(&other.row.listing_id))
    }
}

/// The matches from `start` up to `end`, in order; others are left in any order.
pub(super) fn in_order<'m, 'a>(
    matches: &'m mut [Match<'a>],
    start: usize,
    end: usize,
) -> &'m [Match<'a>] {
    if 0 < start && start < matches.len() {
        matches.select_nth_unstable_by(start, Match::order);
    }
    let rest = &mut matches[start..];
    if end - start < rest.len() && end > start {
        rest.select_nth_unstable_by(end - start, Match::order);
    }
    let shown = &mut rest[..end - start];
    shown.sort_unstable_by(Match::order);
    shown
}
