//! From figures to the answer a page shows.

use durbar_domain::{
    ListingSummary,
    search::{Evaluation, Loosening, SearchResults, TextReach},
};

/// Filters offered for removal where nothing was found.
const LOOSENINGS: usize = 3;

/// Joins an evaluation with the cards of its page, in the evaluation's order.
pub(super) fn answer(
    evaluation: Evaluation,
    homes: Vec<ListingSummary>,
    text_reach: TextReach,
) -> SearchResults {
    let loosenings = loosenings(&evaluation);
    SearchResults {
        total: u32::try_from(evaluation.total).unwrap_or(u32::MAX),
        page: evaluation.page,
        pages: evaluation.pages,
        homes,
        facets: evaluation.facets,
        pins: evaluation.pins,
        text_reach,
        loosenings,
    }
}

/// The filters that alone keep most homes out, when nothing is left.
fn loosenings(evaluation: &Evaluation) -> Vec<Loosening> {
    if evaluation.total > 0 {
        return Vec::new();
    }
    let offer = |&(group, count): &(_, usize)| Loosening {
        group,
        total: u32::try_from(count).unwrap_or(u32::MAX),
    };
    let mut offers: Vec<Loosening> = evaluation.kept_out.iter().map(offer).collect();
    // A stable sort: filters that help equally stay in the order of the page.
    offers.sort_by_key(|offer| std::cmp::Reverse(offer.total));
    offers.truncate(LOOSENINGS);
    offers
}
