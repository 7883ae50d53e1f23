//! The search that pages call.

use super::{
    error::SearchError,
    index::SearchIndex,
    keeper::{Follow, Keeper, Present, Request},
    source::ListingSource,
    table::TableSearch,
    text::IndexPlace,
};
use async_trait::async_trait;
use durbar_domain::{
    PropertyId,
    search::{SearchQuery, SearchResults},
};
use std::{sync::Arc, time::Duration};
use tokio::sync::{mpsc, oneshot, watch};

/// Requests that may wait for the keeper before those who make them wait themselves.
const WAITING: usize = 1_024;
/// Between a first attempt to open or build the index and the second.
const FIRST_PAUSE: Duration = Duration::from_millis(500);

/// Search over all published homes: by the full-text index, and by the table while there is
/// none. Cheap to clone; when the last clone goes, the index is closed.
#[derive(Clone)]
pub struct Search {
    table: Arc<TableSearch>,
    present: watch::Receiver<Present>,
    requests: mpsc::Sender<Request>,
}

impl Search {
    /// Starts the search: it answers at once, from the table until the full-text index is
    /// open or built, which happens in the background. Needs a tokio runtime.
    pub fn start(place: IndexPlace, source: Arc<dyn ListingSource>) -> Search {
        Self::start_with_pause(place, source, FIRST_PAUSE)
    }

    /// As [`Self::start`], with the time between the first attempt to open or build the index
    /// and the second; each further one waits twice as long as the one before.
    pub fn start_with_pause(
        place: IndexPlace,
        source: Arc<dyn ListingSource>,
        first_pause: Duration,
    ) -> Search {
        let (requests, asked) = mpsc::channel(WAITING);
        let (announced, present) = watch::channel(None);
        tokio::spawn(Keeper::new(place, source.clone(), asked, announced, first_pause).run());
        Search {
            table: Arc::new(TableSearch::new(source)),
            present,
            requests,
        }
    }

    /// Whether the full-text index answers.
    pub fn is_ready(&self) -> bool {
        self.present.borrow().is_some()
    }

    /// Waits until the full-text index answers; false when it never will.
    pub async fn ready(&self) -> bool {
        self.present.clone().wait_for(Option::is_some).await.is_ok()
    }

    /// Homes in the full-text index; `None` while it doesn't answer.
    pub fn homes(&self) -> Option<u64> {
        self.present.borrow().as_ref().map(|index| index.homes())
    }

    /// The page of results asked for, or the last one there is.
    pub async fn search(&self, query: &SearchQuery) -> Result<SearchResults, SearchError> {
        let present = self.present.borrow().clone();
        if let Some(index) = present {
            match index.search(query).await {
                Ok(results) => return Ok(results),
                // The keeper looks into it and says so in the log; should it have too much
                // to do, another search tells it.
                Err(error) => drop(self.requests.try_send(Request::Failed { index, error })),
            }
        }
        self.table.search(query).await
    }

    /// Brings a listing to the state the table has it in: the next search shows it. Doing so
    /// again changes nothing.
    ///
    /// # Errors
    /// Fails when the table can't be read or tells an older version than `version`, or when
    /// the index can't be written: then it has to be followed again.
    pub async fn follow(&self, listing_id: PropertyId, version: u64) -> Result<(), SearchError> {
        let (done, followed) = oneshot::channel();
        let request = Request::Follow(Follow {
            listing_id,
            version,
            done,
        });
        self.requests
            .send(request)
            .await
            .map_err(|_| SearchError::Stopped)?;
        followed.await.map_err(|_| SearchError::Stopped)?
    }

    /// Has the full-text index built anew, as after a bulk load; the table answers meanwhile.
    pub async fn rebuild(&self) -> Result<(), SearchError> {
        self.requests
            .send(Request::Rebuild)
            .await
            .map_err(|_| SearchError::Stopped)
    }
}

#[async_trait]
impl SearchIndex for Search {
    async fn search(&self, query: &SearchQuery) -> Result<SearchResults, SearchError> {
        Search::search(self, query).await
    }
}
