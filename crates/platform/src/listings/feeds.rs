//! The recent and the premium feed: shards read in parallel and merged.

use super::{Cursor, ListingStore, Slice, item};
use crate::{
    PlatformError,
    keys::{Index, IndexKey, PREMIUM_SHARDS, RECENT_SHARDS},
    table::{Item, Query, SortRange, attribute},
};
use durbar_domain::ListingSummary;
use futures::future::try_join_all;
use std::collections::VecDeque;

/// A feed of published listings, newest first.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Feed {
    Recent,
    Premium,
}

impl Feed {
    fn index(self) -> Index {
        match self {
            Feed::Recent => Index::Recent,
            Feed::Premium => Index::Premium,
        }
    }

    fn shards(self) -> u8 {
        match self {
            Feed::Recent => RECENT_SHARDS,
            Feed::Premium => PREMIUM_SHARDS,
        }
    }

    fn partition(self, shard: u8) -> String {
        match self {
            Feed::Recent => IndexKey::recent_partition(shard),
            Feed::Premium => IndexKey::premium_partition(shard),
        }
    }
}

/// What has been read of a shard and not yet given out.
struct Lane {
    shard: u8,
    waiting: VecDeque<(String, Item)>,
    /// Read on below this sort key; `None` from the top.
    below: Option<String>,
    exhausted: bool,
}

impl ListingStore {
    /// A page of a feed: at most `limit` cards.
    pub async fn feed(
        &self,
        feed: Feed,
        after: Option<&Cursor>,
        limit: usize,
    ) -> Result<Slice<ListingSummary>, PlatformError> {
        if let Some(cursor) = after {
            IndexKey::parse(feed.index(), &feed.partition(0), &cursor.0)
                .map_err(|_| PlatformError::BadCursor)?;
        }
        let below = after.map(|cursor| cursor.0.clone());
        let lane = |shard| Lane {
            shard,
            waiting: VecDeque::new(),
            below: below.clone(),
            exhausted: false,
        };
        let mut lanes: Vec<Lane> = (0..feed.shards()).map(lane).collect();
        // Twice a shard's even share is mostly enough, so that one round of reads is.
        let share = limit.div_ceil(lanes.len()).saturating_mul(2).max(2);
        let mut taken: Vec<(String, Item)> = Vec::with_capacity(limit);
        loop {
            let empty = lanes
                .iter_mut()
                .filter(|lane| lane.waiting.is_empty() && !lane.exhausted);
            try_join_all(empty.map(|lane| self.fill(feed, lane, share))).await?;
            while taken.len() < limit
                && lanes
                    .iter()
                    .all(|lane| lane.exhausted || !lane.waiting.is_empty())
            {
                let newest = lanes.iter_mut().max_by(|a, b| {
                    a.waiting
                        .front()
                        .map(sort)
                        .cmp(&b.waiting.front().map(sort))
                });
                match newest.and_then(|lane| lane.waiting.pop_front()) {
                    Some(entry) => taken.push(entry),
                    None => break,
                }
            }
            let more = lanes
                .iter()
                .any(|lane| !lane.waiting.is_empty() || !lane.exhausted);
            if taken.len() == limit || !more {
                let next = taken
                    .last()
                    .filter(|_| more)
                    .map(|(sort, _)| Cursor(sort.clone()));
                let items: Vec<Item> = taken.into_iter().map(|(_, found)| found).collect();
                return Ok(Slice {
                    items: item::cards(&items),
                    next,
                });
            }
        }
    }

    async fn fill(&self, feed: Feed, lane: &mut Lane, share: usize) -> Result<(), PlatformError> {
        let query = Query::latest(feed.index(), feed.partition(lane.shard)).limit(share);
        let query = match &lane.below {
            Some(below) => query.range(SortRange::Below(below.clone())),
            None => query,
        };
        let page = self.table.query(query).await?;
        lane.exhausted = page.next.is_none();
        for found in page.items {
            let sort = attribute(&found, feed.index().sort_attribute())?.to_owned();
            lane.waiting.push_back((sort, found));
        }
        lane.below = lane
            .waiting
            .back()
            .map(|(sort, _)| sort.clone())
            .or(lane.below.take());
        Ok(())
    }
}

fn sort((sort, _): &(String, Item)) -> &str {
    sort
}
