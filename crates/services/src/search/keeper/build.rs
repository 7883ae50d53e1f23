//! Building an index while the table changes.

use super::{BATCH, Closed, Keeper, Request};
use crate::search::{error::IndexError, text::TextIndex};
use durbar_domain::PropertyId;
use std::{collections::HashSet, time::Instant};
use tracing::info;

impl Keeper {
    /// Builds an index. Listings that change meanwhile are followed before it answers, so
    /// their requests are done at once: until then the table answers, and should the process
    /// end, there is no index to open and the next one is built with them.
    pub(super) async fn build(
        &mut self,
        generation: &str,
    ) -> Result<Result<TextIndex, Closed>, IndexError> {
        let started = Instant::now();
        TextIndex::disown(self.place.clone()).await?;
        self.kept = false;
        // The index of the table that a build reads may lag a moment behind the table.
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
                    None => return Ok(Err(Closed)),
                },
            }
        };
        for ids in late.into_iter().collect::<Vec<_>>().chunks(BATCH) {
            index.follow(ids, &*self.source).await?;
        }
        index.adopt(generation).await?;
        self.kept = true;
        info!(
            homes = index.homes(),
            seconds = started.elapsed().as_secs_f32(),
            "built the full-text index"
        );
        Ok(Ok(index))
    }
}
