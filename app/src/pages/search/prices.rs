//! Between which prices the homes of a search lie.

use crate::{context::AppContext, error::PageError};
use durbar_domain::{
    Npr,
    search::{SearchQuery, SearchResults, Sort},
};

/// The lowest and the highest price that is told; never of homes whose price is on request.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct PriceSpan {
    pub lowest: Npr,
    pub highest: Npr,
}

/// The prices of all homes found, of which `results` is a page; `None` where none is told.
pub async fn price_span(
    context: &AppContext,
    query: &SearchQuery,
    results: &SearchResults,
) -> Result<Option<PriceSpan>, PageError> {
    if results.pages == 1 {
        let told = || results.homes.iter().filter_map(|home| home.list_price);
        return Ok(told()
            .min()
            .zip(told().max())
            .map(|(lowest, highest)| PriceSpan { lowest, highest }));
    }
    let (lowest, highest) = futures::try_join!(
        first_price(context, query, Sort::PriceLow),
        first_price(context, query, Sort::PriceHigh),
    )?;
    Ok(lowest
        .zip(highest)
        .map(|(lowest, highest)| PriceSpan { lowest, highest }))
}

/// The price of the first home by `sort`; homes on request come last in either order.
async fn first_price(
    context: &AppContext,
    query: &SearchQuery,
    sort: Sort,
) -> Result<Option<Npr>, PageError> {
    let query = SearchQuery {
        sort: Some(sort),
        ..query.clone().on_first_page()
    };
    let results = context.services.search.search(&query).await?;
    Ok(results.homes.first().and_then(|home| home.list_price))
}
