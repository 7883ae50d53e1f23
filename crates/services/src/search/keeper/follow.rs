//! Following the table with an index that answers.

use super::{BATCH, Closed, Follow, Keeper, Request};
use crate::search::{
    error::{IndexError, SourceError},
    text::TextIndex,
};
use durbar_domain::PropertyId;
use std::{collections::HashSet, error::Error, sync::Arc};
use tracing::{error, warn};

/// Listings followed lately that are followed again after a build.
const RECENT: usize = 1_000;

impl Keeper {
    /// Does what is asked, until the index has to be built anew.
    pub(super) async fn serve(&mut self, index: &Arc<TextIndex>) -> Result<(), Closed> {
        loop {
            let mut requests = vec![self.requests.recv().await.ok_or(Closed)?];
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
                    Request::Failed {
                        index: failed,
                        error,
                    } if Arc::ptr_eq(&failed, index) => {
                        // A fault of the program isn't mended by building.
                        let whole = index.is_whole().await;
                        error!(
                            error = &error as &dyn Error,
                            whole, "a search of the full-text index failed"
                        );
                        rebuild |= !whole;
                    }
                    Request::Failed { .. } => {}
                    Request::Rebuild => rebuild = true,
                }
            }
            rebuild |= !follows.is_empty() && !self.follow(index, follows).await;
            if rebuild {
                return Ok(());
            }
        }
    }

    /// Brings listings up to date; false when the index can no longer be used.
    async fn follow(&mut self, index: &TextIndex, follows: Vec<Follow>) -> bool {
        let unique: HashSet<PropertyId> = follows.iter().map(|follow| follow.listing_id).collect();
        let ids: Vec<PropertyId> = unique.into_iter().collect();
        self.recent.extend(&ids);
        self.recent
            .drain(..self.recent.len().saturating_sub(RECENT));
        match index.follow(&ids, &*self.source).await {
            Ok(versions) => {
                for follow in follows {
                    let place = ids.iter().position(|id| *id == follow.listing_id);
                    let version = place.and_then(|place| versions[place]);
                    let stale = version.is_some_and(|version| version < follow.version);
                    let error = || SourceError::new("the table tells an older version").into();
                    let _ = follow.done.send(if stale { Err(error()) } else { Ok(()) });
                }
                true
            }
            Err(error) => {
                let usable = matches!(error, IndexError::Source(_));
                let cause = &error as &dyn Error;
                warn!(
                    error = cause,
                    usable, "the full-text index could not follow the table"
                );
                for follow in follows {
                    let error = SourceError::new("a listing could not be followed").into();
                    let _ = follow.done.send(Err(error));
                }
                usable
            }
        }
    }
}
