//! A table in memory, whose answers a test can hold back or spoil.

use async_trait::async_trait;
use durbar_domain::{ListingSummary, PropertyId, price_band::PriceBand, status::Visibility};
use durbar_services::search::{ListingSource, PresentState, SourceError};
use futures::{StreamExt, stream, stream::BoxStream};
use std::{
    collections::BTreeMap,
    sync::{
        Mutex, MutexGuard, PoisonError,
        atomic::{AtomicBool, AtomicUsize, Ordering},
    },
};
use tokio::sync::watch;

/// Homes on one page of the stream.
const PAGE: usize = 10;

pub struct MemoryTable {
    listings: Mutex<BTreeMap<PropertyId, ListingSummary>>,
    generation: Mutex<String>,
    /// Times all published homes were asked for.
    pub streams: AtomicUsize,
    /// Cells asked for.
    pub cells: AtomicUsize,
    /// Whether it refuses to give all published homes.
    pub broken: AtomicBool,
    /// Whether it doesn't tell its generation.
    pub silent: AtomicBool,
    /// Pages of the stream that may be given.
    pages: watch::Sender<usize>,
    /// Pages that were asked for: given or held back.
    asked: watch::Sender<usize>,
}

impl MemoryTable {
    pub fn new(listings: impl IntoIterator<Item = ListingSummary>) -> Self {
        Self {
            listings: Mutex::new(
                listings
                    .into_iter()
                    .map(|card| (card.listing_id, card))
                    .collect(),
            ),
            generation: Mutex::new("first".into()),
            streams: AtomicUsize::new(0),
            cells: AtomicUsize::new(0),
            broken: AtomicBool::new(false),
            silent: AtomicBool::new(false),
            pages: watch::Sender::new(usize::MAX),
            asked: watch::Sender::new(0),
        }
    }

    /// Writes a listing as it is from now on.
    pub fn put(&self, card: ListingSummary) {
        self.listings().insert(card.listing_id, card);
    }

    pub fn remove(&self, id: PropertyId) {
        self.listings().remove(&id);
    }

    pub fn set_generation(&self, generation: &str) {
        *self
            .generation
            .lock()
            .unwrap_or_else(PoisonError::into_inner) = generation.to_owned();
    }

    /// Lets so many pages of the next stream pass and holds back those that follow.
    pub fn hold_after(&self, pages: usize) {
        self.asked.send_replace(0);
        self.pages.send_replace(pages);
    }

    /// Lets all pages pass.
    pub fn release(&self) {
        self.pages.send_replace(usize::MAX);
    }

    /// Waits until a stream waits for its page of this number, from 0.
    pub async fn is_at_page(&self, page: usize) {
        self.asked
            .subscribe()
            .wait_for(|asked| *asked > page)
            .await
            .expect("the sender is kept");
    }

    fn listings(&self) -> MutexGuard<'_, BTreeMap<PropertyId, ListingSummary>> {
        self.listings.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn all(&self) -> Vec<ListingSummary> {
        self.listings()
            .values()
            .filter(|card| published(card))
            .cloned()
            .collect()
    }
}

fn published(card: &ListingSummary) -> bool {
    card.standard_status.visibility() == Visibility::Published
}

#[async_trait]
impl ListingSource for MemoryTable {
    async fn generation(&self) -> Result<String, SourceError> {
        if self.silent.load(Ordering::SeqCst) {
            return Err(SourceError::new("no answer"));
        }
        Ok(self
            .generation
            .lock()
            .unwrap_or_else(PoisonError::into_inner)
            .clone())
    }

    fn published(&self) -> BoxStream<'_, Result<Vec<ListingSummary>, SourceError>> {
        self.streams.fetch_add(1, Ordering::SeqCst);
        let pages: Vec<Vec<ListingSummary>> = self.all().chunks(PAGE).map(<[_]>::to_vec).collect();
        let give = move |(number, page): (usize, Vec<ListingSummary>)| async move {
            if self.broken.load(Ordering::SeqCst) {
                return Err(SourceError::new("out of order"));
            }
            self.asked.send_modify(|asked| *asked = number + 1);
            let mut pages = self.pages.subscribe();
            pages
                .wait_for(|pages| *pages > number)
                .await
                .expect("the sender is kept");
            Ok(page)
        };
        stream::iter(pages.into_iter().enumerate())
            .then(give)
            .boxed()
    }

    async fn newest(&self, limit: usize) -> Result<Vec<ListingSummary>, SourceError> {
        let mut all = self.all();
        all.sort_by_key(|card| std::cmp::Reverse(card.on_market_date));
        all.truncate(limit);
        Ok(all)
    }

    async fn in_cell(
        &self,
        cell: &str,
        bands: Option<(PriceBand, PriceBand)>,
        limit: usize,
    ) -> Result<Vec<ListingSummary>, SourceError> {
        self.cells.fetch_add(1, Ordering::SeqCst);
        let mut all = self.all();
        all.retain(|card| {
            let band = PriceBand::of(card.list_price);
            card.location.point.geohash(5) == cell
                && bands.is_none_or(|(low, high)| (low..=high).contains(&band))
        });
        all.truncate(limit);
        Ok(all)
    }

    async fn present(&self, ids: &[PropertyId]) -> Result<Vec<PresentState>, SourceError> {
        let listings = self.listings();
        let state = |id| match listings.get(id) {
            Some(card) if published(card) => PresentState::Published(Box::new(card.clone())),
            Some(card) => PresentState::Unpublished {
                version: card.version,
            },
            None => PresentState::Absent,
        };
        Ok(ids.iter().map(state).collect())
    }
}
