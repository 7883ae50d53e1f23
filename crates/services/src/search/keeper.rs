//! The task that keeps the full-text index: opens or builds it, and follows the table.

use super::{
    error::{IndexError, SearchError, SourceError},
    source::ListingSource,
    text::{IndexPlace, TextIndex},
};
use durbar_domain::PropertyId;
use std::{
    collections::{HashSet, VecDeque},
    sync::Arc,
    time::{Duration, Instant},
};
use tokio::sync::{mpsc, oneshot, watch};
use tracing::{error, info, warn};

/// Listings brought up to date with one commit, at most.
const BATCH: usize = 256;
/// Listings followed lately that are followed again after a build: the index of the table
/// that a build reads may lag a moment behind the table.
const RECENT: usize = 1_000;
/// Pauses between attempts to build.
const FIRST_PAUSE: Duration = Duration::from_millis(500);
const LONGEST_PAUSE: Duration = Duration::from_secs(60);

/// The index that answers; `None` while none does.
pub(super) type Present = Option<Arc<TextIndex>>;

/// What the keeper is asked to do.
pub(super) enum Request {
    /// Bring a listing to the state the table has it in.
    Follow(Follow),
    /// A search of this index failed.
    Failed { index: Arc<TextIndex>, error: SearchError },
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
    recent: VecDeque<PropertyId>,
}

/// Why serving an index ends.
enum End {
    /// Nobody searches any more.
    Closed,
    /// It has to be built anew.
    Rebuild,
}

impl Keeper {
    pub(super) fn new(
        place: IndexPlace,
        source: Arc<dyn ListingSource>,
        requests: mpsc::Receiver<Request>,
        present: watch::Sender<Present>,
    ) -> Self {
        Self { place, source, requests, present, recent: VecDeque::new() }
    }

    /// Keeps an index until nobody searches any more.
    pub(super) async fn run(mut self) {
        let mut opened = self.open().await;
        loop {
            let index = match opened.take() {
                Some(index) => index,
                None => match self.build_until_done().await {
                    Some(index) => index,
                    None => return,
                },
            };
            let index = Arc::new(index);
            info!(homes = index.homes(), "the full-text index answers searches");
            self.present.send_replace(Some(index.clone()));
            let end = self.serve(&index).await;
            self.present.send_replace(None);
            if let End::Closed = end {
                return;
            }
            info!("the table answers searches until the full-text index is built anew");
        }
    }

    /// The index of the last process, if there is one that fits. Requests wait meanwhile.
    async fn open(&self) -> Option<TextIndex> {
        let opened = async {
            let generation = self.source.generation().await?;
            TextIndex::open(self.place.clone(), &generation).await
        };
        match opened.await {
            Ok(index) => index,
            Err(error) => {
                warn!(error = &error as &dyn std::error::Error, "the full-text index can't be opened");
                None
            }
        }
    }

    async fn build_until_done(&mut self) -> Option<TextIndex> {
        let mut pause = FIRST_PAUSE;
        loop {
            let started = Instant::now();
            match self.build().await {
                Ok(Some(index)) => {
                    info!(homes = index.homes(), seconds = started.elapsed().as_secs_f32(), "built the full-text index");
                    return Some(index);
                }
                Ok(None) => return None,
                Err(error) => {
                    let retry_in_seconds = pause.as_secs_f32();
                    let error = &error as &dyn std::error::Error;
                    error!(error, retry_in_seconds, "the full-text index can't be built");
                }
            }
            if !self.rest(pause).await {
                return None;
            }
            pause = (pause * 2).min(LONGEST_PAUSE);
        }
    }

    /// Builds an index. Listings that change meanwhile are followed before it answers, so
    /// their requests are done at once: until then the table answers, and should the process
    /// end, there is no index to open and the next one is built with them. `None` when
    /// nobody searches any more.
    async fn build(&mut self) -> Result<Option<TextIndex>, IndexError> {
        let generation = self.source.generation().await?;
        TextIndex::disown(self.place.clone()).await?;
        let mut late: HashSet<PropertyId> = self.recent.iter().copied().collect();
        let source = self.source.clone();
        let mut building = std::pin::pin!(TextIndex::build(self.place.clone(), &*source));
        let index = loop {
            tokio::select! {
                built = &mut building => break built?,
                request = self.requests.recv() => match request {
                    Some(Request::Follow(follow)) => {
                        late.insert(follow.listing_id);
                        let _ = follow.done.send(Ok(()));
                    }
                    Some(Request::Failed { .. } | Request::Rebuild) => {}
                    None => return Ok(None),
                },
            }
        };
        for ids in late.into_iter().collect::<Vec<_>>().chunks(BATCH) {
            index.follow(ids, &*self.source).await?;
        }
        index.adopt(&generation).await?;
        Ok(Some(index))
    }

    /// Waits between attempts; false when nobody searches any more. Listings needn't be
    /// followed: the attempt to come reads them all.
    async fn rest(&mut self, pause: Duration) -> bool {
        let mut rested = std::pin::pin!(tokio::time::sleep(pause));
        loop {
            tokio::select! {
                () = &mut rested => return true,
                request = self.requests.recv() => match request {
                    Some(Request::Follow(follow)) => {
                        let unsure = SourceError::new("the full-text index can't be built yet");
                        let _ = follow.done.send(Err(unsure.into()));
                    }
                    Some(_) => {}
                    None => return false,
                },
            }
        }
    }

    /// Follows the table with an index that answers.
    async fn serve(&mut self, index: &Arc<TextIndex>) -> End {
        loop {
            let Some(first) = self.requests.recv().await else { return End::Closed };
            let mut requests = vec![first];
            while requests.len() < BATCH
                && let Ok(request) = self.requests.try_recv()
            {
                requests.push(request);
            }
            let mut follows = Vec::new();
            let mut rebuild = false;
            for request in requests {
                match request {
                    Request::Follow(follow) => follows.push(follow),
                    Request::Failed { index: failed, error } if Arc::ptr_eq(&failed, index) => {
                        let whole = index.is_whole().await;
                        let error = &error as &dyn std::error::Error;
                        error!(error, whole, "a search of the full-text index failed");
                        rebuild |= !whole;
                    }
                    Request::Failed { .. } => {}
                    Request::Rebuild => rebuild = true,
                }
            }
            rebuild |= !follows.is_empty() && !self.follow(index, follows).await;
            if rebuild {
                return End::Rebuild;
            }
        }
    }

    /// Brings listings up to date; false when the index can no longer be used.
    async fn follow(&mut self, index: &TextIndex, follows: Vec<Follow>) -> bool {
        let unique: HashSet<PropertyId> = follows.iter().map(|follow| follow.listing_id).collect();
        let ids: Vec<PropertyId> = unique.into_iter().collect();
        self.recent.extend(&ids);
        self.recent.drain(..self.recent.len().saturating_sub(RECENT));
        match index.follow(&ids, &*self.source).await {
            Ok(versions) => {
                for follow in follows {
                    let found = ids.iter().position(|id| *id == follow.listing_id).and_then(|place| versions[place]);
                    let stale = found.is_some_and(|version| version < follow.version);
                    let answer = if stale { Err(SourceError::new("the table tells an older version").into()) } else { Ok(()) };
                    let _ = follow.done.send(answer);
                }
                true
            }
            Err(error) => {
                let usable = matches!(error, IndexError::Source(_));
                warn!(error = &error as &dyn std::error::Error, usable, "the full-text index could not follow the table");
                for follow in follows {
                    let _ = follow.done.send(Err(SourceError::new("listings could not be followed").into()));
                }
                usable
            }
        }
    }
}
