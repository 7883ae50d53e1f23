//! Files of a listing: uploading them, working on them, arranging them.

mod access;
mod alike;
mod arranged;
mod change;
mod tier;
mod upload;
mod worker;

#[cfg(test)]
mod tests;

pub use alike::AlikePictures;
pub use arranged::Arranged;
pub use change::Direction;
pub use durbar_platform::objects::UploadAddress;
pub use upload::{Begun, UploadPlan};
pub use worker::{Boundary, Fault};

use crate::events::Events;
use durbar_domain::{MediaId, PropertyId, media_reference::MediaReference};
use durbar_media::Recipe;
use durbar_platform::{
    Objects, Platform, brokers::BrokerStore, drafts::DraftStore, fetch::Fetcher, keys::Digest,
    listings::ListingStore, media::MediaStore, objects::ObjectKey, scanner::Clamd,
    transcoder::Ffmpeg,
};
use jiff::{SignedDuration, Timestamp};
use std::{fmt, sync::Arc};
use tokio::sync::{Notify, Semaphore};

/// How long an upload may take before it is forgotten.
pub const UPLOAD_WITHIN: SignedDuration = SignedDuration::from_hours(24);
/// How long what was taken away can be brought back.
pub const UNDO_WITHIN: SignedDuration = SignedDuration::from_hours(1);

/// Use cases about files of listings, and the worker. Cheap to clone.
#[derive(Clone)]
pub struct Media {
    inner: Arc<Inner>,
}

struct Inner {
    store: MediaStore,
    objects: Objects,
    listings: ListingStore,
    brokers: BrokerStore,
    drafts: DraftStore,
    events: Events,
    settings: MediaSettings,
    /// Tells the worker that there is something to do.
    waiting: Notify,
    /// The same for what is to be fetched.
    fetching: Notify,
    /// Files that are worked on, wherever they come from.
    turns: Semaphore,
    /// Threads for pictures, fewer than there are cores, so that pages don't wait for them.
    threads: rayon::ThreadPool,
    /// Thousands of pixels that may be decoded at a time, over all files that are worked on.
    pixels: Semaphore,
}

/// How files are worked on.
#[derive(Clone)]
pub struct MediaSettings {
    /// Files worked on at a time.
    pub at_most: usize,
    /// Files fetched at a time that imported lists name.
    pub fetches_at_most: usize,
    /// Fetches them.
    pub fetcher: Fetcher,
    /// Looks for harmful content; without, files are shown unscanned, and that is noted.
    pub scanner: Option<Clamd>,
    /// Without, films play as they were uploaded.
    pub transcoder: Option<Ffmpeg>,
    /// What is made of a picture.
    pub recipe: Recipe,
    /// Whether browsers send uploads to this site, which hands them on: where the store is on
    /// this machine alone.
    pub through_site: bool,
    /// For tests: where the process ends.
    pub fault: Option<Fault>,
}

impl Default for MediaSettings {
    fn default() -> Self {
        Self {
            at_most: 2,
            fetches_at_most: 2,
            fetcher: Fetcher::new(),
            scanner: None,
            transcoder: None,
            recipe: Recipe::standard(),
            through_site: false,
            fault: None,
        }
    }
}

impl fmt::Debug for Media {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.debug_struct("Media").finish_non_exhaustive()
    }
}

impl Media {
    pub fn new(platform: &Platform, events: Events, settings: MediaSettings) -> Self {
        let cores = std::thread::available_parallelism().map_or(1, usize::from);
        let threads = rayon::ThreadPoolBuilder::new()
            .num_threads(cores.saturating_sub(1).max(1))
            .thread_name(|index| format!("media-{index}"))
            .build()
            .expect("threads can be started");
        let pixels = settings.recipe.limits.max_pixels / 1_000;
        Self {
            inner: Arc::new(Inner {
                store: MediaStore::new(platform.table.clone()),
                objects: platform.objects.clone(),
                listings: ListingStore::new(platform.table.clone()),
                brokers: BrokerStore::new(platform.table.clone()),
                drafts: DraftStore::new(platform.table.clone()),
                events,
                turns: Semaphore::new(settings.at_most.max(1)),
                settings,
                waiting: Notify::new(),
                fetching: Notify::new(),
                threads,
                pixels: Semaphore::new(usize::try_from(pixels).unwrap_or(usize::MAX >> 3)),
            }),
        }
    }

    /// Whether films are made into several qualities here.
    pub fn transcodes(&self) -> bool {
        self.inner.settings.transcoder.is_some()
    }

    /// Whether files are looked through for harmful content here.
    pub fn scans(&self) -> bool {
        self.inner.settings.scanner.is_some()
    }
}

/// Where an upload lies until it is worked on. Its name says nothing of what is in it.
fn raw_key(listing_id: PropertyId, media_id: MediaId) -> ObjectKey {
    let key = format!("uploads/{listing_id}/{media_id}.bin");
    key.parse().expect("identifiers make a key")
}

/// Which file of a home a row of a list means: always the same one, so that it is there once
/// however often the row is read.
fn named_id(listing_id: PropertyId, row: Digest, reference: &MediaReference) -> MediaId {
    let bits = Digest::of(format!("{row}\n{reference}").as_bytes()).bits_80();
    MediaId::from_parts(listing_id.unix_ms(), bits)
}

/// Where an import puts a file of a folder until the worker takes it over.
pub(crate) fn named_key(row: Digest, reference: &MediaReference) -> ObjectKey {
    let digest = Digest::of(format!("{row}\n{reference}").as_bytes());
    let key = format!("named/{digest}.bin");
    key.parse().expect("a hash makes a key")
}

/// In whole milliseconds, as keys hold times.
fn whole(at: Timestamp) -> Timestamp {
    Timestamp::from_millisecond(at.as_millisecond()).unwrap_or(at)
}
