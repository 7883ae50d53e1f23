//! The task that keeps the full-text index: opens or builds it, and follows the table.

mod build;
mod follow;

use super::{
    error::{IndexError, SearchError, SourceError},
    source::ListingSource,
    text::{IndexPlace, TextIndex},
};
use durbar_domain::PropertyId;
use std::{collections::VecDeque, error::Error, sync::Arc, time::Duration};
use tokio::sync::{mpsc, oneshot, watch};
use tracing::{error, info, warn};

/// Listings brought up to date with one commit, at most.
const BATCH: usize = 256;
/// The longest pause between attempts to open or build.
const LONGEST_PAUSE: Duration = Duration::from_secs(60);

/// The index that answers; `None` while none does.
pub(super) type Present = Option<Arc<TextIndex>>;

/// What the keeper is asked to do.
pub(super) enum Request {
    /// Bring a listing to the state the table has it in.
    Follow(Follow),
    /// A search of this index failed.
    Failed {
        index: Arc<TextIndex>,
        error: SearchError,
    },
    /// Build the index anew.
    Rebuild,
}

/// A listing to follow.
pub(super) struct Follow {
    pub listing_id: PropertyId,
    /// The version the table must at least tell.
    pub version: u64,
    /// Told when the next search shows it, or when it is certain that the index will.
    pub done: oneshot::Sender<Result<(), SearchError>>,
}

pub(super) struct Keeper {
    place: IndexPlace,
    source: Arc<dyn ListingSource>,
    requests: mpsc::Receiver<Request>,
    present: watch::Sender<Present>,
    /// Whether an index may lie there that this or the next process would open.
    kept: bool,
    /// Between the first attempt to open or build and the second; each further one waits twice
    /// as long as the one before.
    first_pause: Duration,
    /// Listings followed lately.
    recent: VecDeque<PropertyId>,
}

/// Nobody searches any more.
struct Closed;

impl Keeper {
    pub(super) fn new(
        place: IndexPlace,
        source: Arc<dyn ListingSource>,
        requests: mpsc::Receiver<Request>,
        present: watch::Sender<Present>,
        first_pause: Duration,
    ) -> Self {
        Self {
            place,
            source,
            requests,
            present,
            kept: true,
            first_pause,
            recent: VecDeque::new(),
        }
    }

    /// Keeps an index until nobody searches any more.
    pub(super) async fn run(mut self) {
        let mut may_open = true;
        while let Ok(index) = self.prepare(may_open).await {
            let index = Arc::new(index);
            info!(
                homes = index.homes(),
                "the full-text index answers searches"
            );
            self.present.send_replace(Some(index.clone()));
            let end = self.serve(&index).await;
            self.present.send_replace(None);
            if let Err(Closed) = end {
                return;
            }
            info!("the table answers searches until the full-text index is built anew");
            may_open = false;
        }
    }

    /// The index that is there, if it may be opened and fits, or a new one.
    async fn prepare(&mut self, mut may_open: bool) -> Result<TextIndex, Closed> {
        let mut pause = self.first_pause;
        loop {
            match self.attempt(&mut may_open).await {
                Ok(prepared) => return prepared,
                Err(error) => {
                    let retry_in_seconds = pause.as_secs_f32();
                    let error = &error as &dyn Error;
                    error!(error, retry_in_seconds, "there is no full-text index");
                }
            }
            self.rest(pause).await?;
            pause = (pause * 2).min(LONGEST_PAUSE);
        }
    }

    async fn attempt(
        &mut self,
        may_open: &mut bool,
    ) -> Result<Result<TextIndex, Closed>, IndexError> {
        let generation = self.source.generation().await?;
        if std::mem::take(may_open) {
            // Requests wait meanwhile.
            match TextIndex::open(self.place.clone(), &generation).await {
                Ok(Some(index)) => return Ok(Ok(index)),
                Ok(None) => {}
                Err(error) => warn!(
                    error = &error as &dyn Error,
                    "the full-text index is built anew"
                ),
            }
        }
        self.build(&generation).await
    }

    /// Waits between attempts. The build to come reads all listings, so none has to be
    /// followed, unless an index may yet be opened.
    async fn rest(&mut self, pause: Duration) -> Result<(), Closed> {
        let mut rested = std::pin::pin!(tokio::time::sleep(pause));
        loop {
            tokio::select! {
                () = &mut rested => return Ok(()),
                request = self.requests.recv() => match request {
                    Some(Request::Follow(follow)) => {
                        let unsure = || SourceError::new("the full-text index can't be opened yet").into();
                        let _ = follow.done.send(if self.kept { Err(unsure()) } else { Ok(()) });
                    }
                    Some(_) => {}
                    None => return Err(Closed),
                },
            }
        }
    }
}
