//! Search with the table alone: homes are read through its indexes and judged here.

mod cells;
mod text;

use super::{
    answer::answer,
    error::{SearchError, SourceError},
    index::SearchIndex,
    source::ListingSource,
};
use async_trait::async_trait;
use durbar_domain::{
    ListingSummary,
    location::BoundingBox,
    price_band::PriceBand,
    search::{SearchQuery, SearchResults, SearchRow, TextReach, evaluate, evaluate::Candidate},
};
use futures::{StreamExt, TryStreamExt, stream};
use std::{collections::HashMap, sync::Arc};
use text::Needles;
use tokio::{sync::Semaphore, task::spawn_blocking};

/// Cells read for a box; a larger box holds most of the market, and the feed of newest
/// homes tells the same homes in fewer requests. Without a box it is always the feed: a home
/// outside the cells of the valley could otherwise be found by some searches only.
const MOST_CELLS: usize = 48;
/// Requests to the table at a time, of one search.
const REQUESTS: usize = 8;
/// Searches at a time; others wait.
const SEARCHES: usize = 2;

/// Answers from the table: exact in figures, limited to titles and places in words. It
/// stands in while there is no full-text index, so it reads no more than a set number of
/// homes: in a larger market the newest of them, or those of the cells read first.
pub struct TableSearch {
    source: Arc<dyn ListingSource>,
    most_homes: usize,
    turn: Semaphore,
}

impl TableSearch {
    /// Homes that a search reads at most: about 20 MB, and half a second of one core.
    pub const MOST_HOMES: usize = 10_000;

    pub fn new(source: Arc<dyn ListingSource>) -> Self {
        Self {
            source,
            most_homes: Self::MOST_HOMES,
            turn: Semaphore::new(SEARCHES),
        }
    }

    /// What may match: through the cells of the box and the bands of the prices asked for
    /// when `narrow`, else from the feed.
    async fn read(
        &self,
        query: &SearchQuery,
        narrow: bool,
    ) -> Result<Vec<ListingSummary>, SourceError> {
        let Some(cells) = narrow.then(|| cells_of(query)).flatten() else {
            return self.source.newest(self.most_homes).await;
        };
        let prices = (query.min_price, query.max_price);
        let bands = (prices != (None, None)).then(|| PriceBand::covering(prices.0, prices.1));
        let limit = self.most_homes;
        let requests = cells
            .into_iter()
            .map(|cell| async move { self.source.in_cell(&cell, bands, limit).await });
        let mut answers = stream::iter(requests).buffer_unordered(REQUESTS);
        let mut homes: HashMap<_, ListingSummary> = HashMap::new();
        while let Some(page) = answers.try_next().await? {
            homes.extend(page.into_iter().map(|home| (home.listing_id, home)));
            if homes.len() >= limit {
                break;
            }
        }
        Ok(homes.into_values().collect())
    }
}

#[async_trait]
impl SearchIndex for TableSearch {
    async fn search(&self, query: &SearchQuery) -> Result<SearchResults, SearchError> {
        let _turn = self
            .turn
            .acquire()
            .await
            .map_err(|_| SearchError::Stopped)?;
        let found = judge(query, self.read(query, true).await?).await?;
        if found.total > 0 || cells_of(query).is_none() {
            return Ok(found);
        }
        // Which filter keeps homes out can only be told from homes that were read.
        judge(query, self.read(query, false).await?).await
    }
}

/// The cells that hold the box or the drawn area, by the smaller of the two.
fn cells_of(query: &SearchQuery) -> Option<Vec<String>> {
    let drawn = query.drawn_area.as_ref().map(|area| area.bounds());
    let boxes: [Option<BoundingBox>; 2] = [query.bounds, drawn];
    let covers = boxes
        .iter()
        .flatten()
        .filter_map(|bounds| cells::covering(bounds, MOST_CELLS));
    covers.min_by_key(Vec::len)
}

/// Judges homes off the async threads.
async fn judge(
    query: &SearchQuery,
    homes: Vec<ListingSummary>,
) -> Result<SearchResults, SearchError> {
    let query = query.clone();
    let judged = spawn_blocking(move || judge_now(&query, homes));
    judged
        .await
        .map_err(|error| SearchError::BrokeOff(Box::new(error)))
}

fn judge_now(query: &SearchQuery, homes: Vec<ListingSummary>) -> SearchResults {
    let needles = query.text.as_deref().and_then(Needles::of);
    let judged: Vec<(SearchRow, f32, ListingSummary)> = homes
        .into_iter()
        .filter_map(|home| {
            let score = needles
                .as_ref()
                .map_or(Some(0.0), |needles| needles.score(&home))?;
            Some((SearchRow::of(&home)?, score, home))
        })
        .collect();
    let evaluation = evaluate(
        query,
        judged
            .iter()
            .map(|(row, score, _)| Candidate { row, score: *score }),
    );
    let mut cards: HashMap<_, ListingSummary> = judged
        .into_iter()
        .map(|(row, _, home)| (row.listing_id, home))
        .collect();
    let page = evaluation
        .listing_ids
        .iter()
        .filter_map(|id| cards.remove(id))
        .collect();
    let reach = match query.text {
        Some(_) => TextReach::TitlesAndPlaces,
        None => TextReach::EveryWord,
    };
    answer(evaluation, page, reach)
}
