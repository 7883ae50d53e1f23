//! Rendered pages in memory: bounded by bytes, one rendering for all who ask at once, and
//! none shown after something on it has changed.

use super::{address::PageAddress, stored::StoredPage, versions::TagVersions};
use futures::{FutureExt as _, future::Shared};
use moka::{Expiry, future::Cache};
use std::{
    collections::HashMap,
    future::Future,
    pin::Pin,
    sync::{
        Arc, Mutex, MutexGuard, PoisonError,
        atomic::{AtomicU64, Ordering},
    },
    time::{Duration, Instant},
};
use tracing::Instrument as _;

/// How a page came to be sent.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum CacheResult {
    Hit,
    /// Rendered for this request, or for another one that asked at the same time.
    Miss,
    /// Caching is turned off.
    Off,
}

/// Why there is no page: the rendering panicked or was stopped. Logged where it happened.
#[derive(Debug, Clone, thiserror::Error)]
#[error("the page could not be rendered")]
pub struct RenderFailed;

type Rendering =
    Shared<Pin<Box<dyn Future<Output = Result<Arc<StoredPage>, RenderFailed>> + Send>>>;
type Pages = Cache<PageAddress, Arc<StoredPage>>;

/// The cache. Cheap to clone.
#[derive(Clone)]
pub struct PageCache(Arc<Inner>);

struct Inner {
    /// Pages that a plain path names. Searches cannot push them out, however many there are.
    plain: Pages,
    /// Searches, and answers other than 200: there is no end of them.
    endless: Pages,
    under_way: Mutex<HashMap<PageAddress, Rendering>>,
    versions: Arc<TagVersions>,
    enabled: bool,
    renderings: AtomicU64,
}

impl PageCache {
    /// A cache of at most `bytes` of pages; 0 turns it off.
    pub fn new(bytes: u64, versions: Arc<TagVersions>) -> Self {
        let endless = bytes / 4;
        Self(Arc::new(Inner {
            plain: pages(bytes - endless),
            endless: pages(endless),
            under_way: Mutex::default(),
            versions,
            enabled: bytes > 0,
            renderings: AtomicU64::new(0),
        }))
    }

    /// Pages rendered since the start.
    pub fn renderings(&self) -> u64 {
        self.0.renderings.load(Ordering::Relaxed)
    }

    /// The page at `address`, kept or made by `render`.
    ///
    /// What it shows is never older than the call: a rendering that began earlier counts
    /// only if nothing on it has changed since.
    pub async fn page<R, F>(
        &self,
        address: &PageAddress,
        render: R,
    ) -> (Result<Arc<StoredPage>, RenderFailed>, CacheResult)
    where
        R: Fn() -> F,
        F: Future<Output = StoredPage> + Send + 'static,
    {
        let inner = &self.0;
        if !inner.enabled {
            inner.renderings.fetch_add(1, Ordering::Relaxed);
            let page = render().map(|page| Arc::new(page.for_one_answer()));
            return (spawn(page).await, CacheResult::Off);
        }
        let asked_at = inner.versions.now();
        if let Some(page) = self.kept(address).await {
            return (Ok(page), CacheResult::Hit);
        }
        loop {
            let rendering = self.join_or_start(address, &render);
            match rendering.await {
                // Renderings of one page follow each other, so the second one joined here
                // began after this call.
                Ok(page)
                    if page.read_at < asked_at
                        && !inner.versions.is_current(&page.tags, page.read_at) => {}
                result => return (result, CacheResult::Miss),
            }
        }
    }

    /// The page if it is kept and still true.
    async fn kept(&self, address: &PageAddress) -> Option<Arc<StoredPage>> {
        let inner = &self.0;
        let plain = match address.is_plain() {
            true => inner.plain.get(address).await,
            false => None,
        };
        let page = match plain {
            Some(page) => page,
            None => inner.endless.get(address).await?,
        };
        inner
            .versions
            .is_current(&page.tags, page.read_at)
            .then_some(page)
    }

    fn join_or_start<R, F>(&self, address: &PageAddress, render: &R) -> Rendering
    where
        R: Fn() -> F,
        F: Future<Output = StoredPage> + Send + 'static,
    {
        let mut under_way = self.under_way();
        if let Some(rendering) = under_way.get(address) {
            return rendering.clone();
        }
        self.0.renderings.fetch_add(1, Ordering::Relaxed);
        let (cache, key, page) = (self.clone(), address.clone(), render());
        // A task of its own, so that a visitor who goes away stops nobody else's page.
        let rendering = spawn(async move {
            let departure = Departure {
                cache: &cache,
                address: &key,
            };
            let page = cache.keep(&key, page.await).await;
            drop(departure);
            page
        });
        let rendering = rendering.boxed().shared();
        under_way.insert(address.clone(), rendering.clone());
        rendering
    }

    async fn keep(&self, address: &PageAddress, page: StoredPage) -> Arc<StoredPage> {
        let page = Arc::new(page);
        if page.lifetime.is_some() {
            let pages = if address.is_plain() && page.is_ok() {
                &self.0.plain
            } else {
                &self.0.endless
            };
            pages.insert(address.clone(), page.clone()).await;
        }
        page
    }

    fn under_way(&self) -> MutexGuard<'_, HashMap<PageAddress, Rendering>> {
        self.0
            .under_way
            .lock()
            .unwrap_or_else(PoisonError::into_inner)
    }
}

/// Takes a rendering off the list when it ends, even by a panic.
struct Departure<'a> {
    cache: &'a PageCache,
    address: &'a PageAddress,
}

impl Drop for Departure<'_> {
    fn drop(&mut self) {
        self.cache.under_way().remove(self.address);
    }
}

/// Runs a rendering as a task; a panic in it becomes an error.
fn spawn<F>(
    rendering: F,
) -> impl Future<Output = Result<Arc<StoredPage>, RenderFailed>> + Send + 'static
where
    F: Future<Output = Arc<StoredPage>> + Send + 'static,
{
    tokio::spawn(rendering.in_current_span()).map(|page| {
        page.map_err(|error| {
            tracing::error!(%error, "a rendering ended early");
            RenderFailed
        })
    })
}

fn pages(bytes: u64) -> Pages {
    Cache::builder()
        .max_capacity(bytes)
        .weigher(|address: &PageAddress, page: &Arc<StoredPage>| {
            u32::try_from(address.weight() + page.weight()).unwrap_or(u32::MAX)
        })
        .expire_after(Lifetime)
        .build()
}

/// Keeps each page as long as it may be kept.
struct Lifetime;

impl Expiry<PageAddress, Arc<StoredPage>> for Lifetime {
    fn expire_after_create(
        &self,
        _: &PageAddress,
        page: &Arc<StoredPage>,
        _: Instant,
    ) -> Option<Duration> {
        page.lifetime
    }

    fn expire_after_update(
        &self,
        _: &PageAddress,
        page: &Arc<StoredPage>,
        _: Instant,
        _: Option<Duration>,
    ) -> Option<Duration> {
        page.lifetime
    }
}

#[cfg(test)]
#[path = "cache_tests.rs"]
mod tests;
