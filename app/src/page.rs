//! What a rendering tells its host about the page it made.

use durbar_domain::{BrokerId, PropertyId};
use std::{
    collections::BTreeSet,
    sync::{Arc, Mutex, MutexGuard, PoisonError},
    time::Duration,
};

/// Something a page shows; when it changes, the page is out of date.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Tag {
    Listing(PropertyId),
    Broker(BrokerId),
    /// Which homes there are: lists, counts and feeds.
    Market,
}

/// Who may keep a page, and for how long.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum CachePolicy {
    /// Shared caches keep it for `shared_max_age`, and show it for `stale` more while they
    /// ask again.
    Public {
        shared_max_age: Duration,
        stale: Duration,
    },
    NoStore,
}

impl CachePolicy {
    /// Pages of homes: a change shows within a minute wherever no event reaches the cache.
    pub const PAGE: CachePolicy = CachePolicy::Public {
        shared_max_age: Duration::from_secs(60),
        stale: Duration::from_secs(600),
    };
    /// Texts that change with a release.
    pub const TEXT: CachePolicy = CachePolicy::Public {
        shared_max_age: Duration::from_secs(3_600),
        stale: Duration::from_secs(86_400),
    };
}

/// What the host must know of a rendered page.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PageOutcome {
    pub status: u16,
    /// Status and address of a redirect; the body doesn't matter then.
    pub redirect: Option<(u16, String)>,
    pub tags: BTreeSet<Tag>,
    pub cache: CachePolicy,
    /// Values of `Set-Cookie`; only a private page may have any.
    pub cookies: Vec<String>,
    /// Why the page could not be made, with its causes: for the log, never for the page.
    pub failure: Option<String>,
}

/// Handed to a rendering by its host through the context; components write to it.
#[derive(Debug, Clone)]
pub struct PageRecord(Arc<Mutex<PageOutcome>>);

impl Default for PageRecord {
    fn default() -> Self {
        let outcome = PageOutcome {
            status: 200,
            redirect: None,
            tags: BTreeSet::new(),
            cache: CachePolicy::PAGE,
            cookies: Vec::new(),
            failure: None,
        };
        Self(Arc::new(Mutex::new(outcome)))
    }
}

impl PageRecord {
    fn lock(&self) -> MutexGuard<'_, PageOutcome> {
        // No holder can leave the record half-written, so a panic elsewhere doesn't spoil it.
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }

    pub fn set_status(&self, status: u16) {
        self.lock().status = status;
    }

    /// Sends the visitor to `address` instead.
    pub fn redirect(&self, status: u16, address: String) {
        self.lock().redirect = Some((status, address));
    }

    pub fn shows(&self, tag: Tag) {
        self.lock().tags.insert(tag);
    }

    pub fn set_cache(&self, cache: CachePolicy) {
        self.lock().cache = cache;
    }

    /// Sets a cookie with the page, as a value of `Set-Cookie`. A public page sets none.
    pub fn set_cookie(&self, cookie: String) {
        self.lock().cookies.push(cookie);
    }

    /// Notes why the page could not be made.
    pub fn set_failure(&self, error: &dyn std::error::Error) {
        self.lock().failure = Some(crate::error::chain(error));
    }

    /// What was recorded.
    pub fn outcome(&self) -> PageOutcome {
        self.lock().clone()
    }
}
