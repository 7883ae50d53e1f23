//! The demo market: read from the seed folder, checked, and written into an empty table.
//!
//! Everything is made from the files alone, so seeding again writes nothing new, and seeding
//! that was broken off anywhere is finished by the next run.

mod brokers;
mod error;
mod files;
mod identity;
mod listing_figures;
mod listing_file;
mod listings;
mod manifest;
mod pictures;
mod premium;
mod scale;
mod upload;

#[cfg(test)]
mod tests;

pub use error::SeedError;
pub use pictures::PictureLibrary;

use crate::events::Events;
use durbar_domain::{
    EarlyAccess, Listing,
    broker::Broker,
    event::{DomainEvent, EventDetail},
    history::HistoryEntry,
};
use durbar_platform::{
    Platform, PlatformError, brokers::BrokerStore, listings::ListingStore, markers::SeedProgress,
};
use futures::{StreamExt, TryStreamExt, stream};
use jiff::Timestamp;
use premium::{PremiumFile, PremiumLibrary};
use std::path::{Path, PathBuf};

/// Listings written at a time.
const WRITES: usize = 8;

/// The demo market as the seed folder describes it.
#[derive(Debug, Clone)]
pub struct Market {
    pub brokers: Vec<Broker>,
    pub listings: Vec<Listing>,
    pub pictures: PictureLibrary,
    /// Keys of the pictures that listings show.
    shown: Vec<String>,
    /// Files of what only members see.
    premium: Vec<PremiumFile>,
}

impl Market {
    /// Reads and checks a seed folder.
    pub fn read(seed: &Path) -> Result<Self, SeedError> {
        let pictures = PictureLibrary::read(seed)?;
        let (brokers, ids) = brokers::read(seed)?;
        let premium = PremiumLibrary::read(seed)?;
        let read = listings::read(seed, &ids, &pictures, &premium)?;
        Ok(Self {
            brokers,
            listings: read.listings,
            pictures,
            shown: read.shown,
            premium: read.premium,
        })
    }
}

/// What seeding wrote; what was there already isn't counted.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct SeedReport {
    /// Files, not pictures: each has several. Tours and films are among them.
    pub picture_files: usize,
    pub brokers: usize,
    pub listings: usize,
}

/// Writes demo markets. Cheap to clone.
#[derive(Debug, Clone)]
pub struct Seeder {
    platform: Platform,
    events: Events,
    folder: PathBuf,
}

impl Seeder {
    /// A seeder that reads the seed folder at `folder`.
    pub fn new(platform: &Platform, events: Events, folder: impl Into<PathBuf>) -> Self {
        Self {
            platform: platform.clone(),
            events,
            folder: folder.into(),
        }
    }

    /// Whether the table holds nothing yet.
    pub async fn is_empty(&self) -> Result<bool, PlatformError> {
        self.platform.table.is_empty().await
    }

    /// Whether to seed a table that is to hold the demo market: when it is empty, or when an
    /// earlier seeding was broken off.
    pub async fn is_due(&self) -> Result<bool, PlatformError> {
        match self.platform.table.seed_progress().await? {
            Some(SeedProgress::Started) => Ok(true),
            Some(SeedProgress::Finished) => Ok(false),
            None => self.is_empty().await,
        }
    }

    /// Writes the demo market, as far as it isn't there. What is there is left as it is.
    pub async fn run(&self) -> Result<SeedReport, SeedError> {
        self.run_with(&self.market().await?).await
    }

    async fn market(&self) -> Result<Market, SeedError> {
        let folder = self.folder.clone();
        let read = tokio::task::spawn_blocking(move || Market::read(&folder)).await;
        read.unwrap_or_else(|panic| std::panic::resume_unwind(panic.into_panic()))
    }

    async fn run_with(&self, market: &Market) -> Result<SeedReport, SeedError> {
        self.platform
            .table
            .set_seed_progress(SeedProgress::Started)
            .await?;
        // Pictures first: a listing that is there has its pictures.
        let objects = &self.platform.objects;
        let mut picture_files = market.pictures.upload(objects, &market.shown).await?;
        picture_files += premium::upload(objects, &market.premium).await?;
        let brokers = self.write_brokers(&market.brokers).await?;
        let listings = self.write_listings(&market.listings).await?;
        self.platform
            .table
            .set_seed_progress(SeedProgress::Finished)
            .await?;
        self.events.nudge();
        Ok(SeedReport {
            picture_files,
            brokers,
            listings,
        })
    }

    async fn write_brokers(&self, brokers: &[Broker]) -> Result<usize, SeedError> {
        let store = BrokerStore::new(self.platform.table.clone());
        let mut written = 0;
        for broker in brokers {
            let detail = EventDetail::BrokerChanged {
                broker_id: broker.broker_id,
                version: broker.version,
            };
            written += usize::from(is_new(store.put_new(broker, &[self.event(detail)]).await)?);
        }
        Ok(written)
    }

    async fn write_listings(&self, listings: &[Listing]) -> Result<usize, SeedError> {
        let store = ListingStore::new(self.platform.table.clone());
        let store = &store;
        stream::iter(listings)
            .map(|listing| async move {
                let (listing_id, version) = (listing.listing_id, listing.version);
                let event = self.event(EventDetail::ListingChanged {
                    listing_id,
                    version,
                });
                let listing = announced_now(listing, event.occurred_at);
                let published = HistoryEntry::published(&listing, &event);
                let history: Vec<_> = published.into_iter().collect();
                is_new(store.put_new_noted(&listing, &[event], &history).await)
            })
            .buffer_unordered(WRITES)
            .try_fold(0, |sum, new| async move { Ok(sum + usize::from(new)) })
            .await
            .map_err(SeedError::Platform)
    }

    fn event(&self, detail: EventDetail) -> DomainEvent {
        self.events.event(detail, Timestamp::now())
    }
}

/// The listing, first announced at `now` where members see it first, so that a demo market has
/// such a home on the day it is made.
fn announced_now(listing: &Listing, now: Timestamp) -> Listing {
    Listing {
        early_access: listing
            .early_access
            .map(|_| EarlyAccess { announced_at: now }),
        ..listing.clone()
    }
}

/// Whether a write made something; that it was there already is no error.
fn is_new(outcome: Result<(), PlatformError>) -> Result<bool, PlatformError> {
    match outcome {
        Ok(()) => Ok(true),
        Err(PlatformError::AlreadyExists { .. }) => Ok(false),
        Err(error) => Err(error),
    }
}
