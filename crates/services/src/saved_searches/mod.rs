//! Saved searches: keeping them with an account, and hearing of homes without one.

mod letter;
mod links;
mod own;
mod personal;
mod subscribe;

#[cfg(test)]
mod tests;

pub use links::LinkTarget;
pub use own::{Overview, Saved};

pub(crate) use letter::{STOP_WITHIN, stop_link};

use crate::{ServiceError, accounts::postbox::Postbox, events::Events, permit::permit};
use durbar_domain::{
    Locale, SavedSearchId,
    account::{Principal, SubscriptionLevel},
    error::Problem,
    event::{DomainEvent, EventDetail},
    policy::{Operation, Refusal, Relation},
    saved_search::{AlertFrequency, AlertKind, SavedSearch, SearchName, SearchOwner},
    search::SearchQuery,
};
use durbar_platform::{
    Platform, PlatformError,
    alerts::{AlertQueue, OwnerList, SavedSearchStore},
    mail::MailSender,
    throttle::Throttle,
};
use enumset::EnumSet;
use jiff::Timestamp;
use std::sync::Arc;

/// How often a change is tried that met another one of the same list.
const ATTEMPTS: u32 = 4;

/// Use cases about saved searches. Cheap to clone.
#[derive(Debug, Clone)]
pub struct SavedSearches {
    store: SavedSearchStore,
    queue: AlertQueue,
    events: Events,
    throttle: Throttle,
    postbox: Postbox,
    /// What every link in a mail starts with, as in `https://durbar.example`.
    origin: Arc<str>,
}

/// A search as it is saved.
#[derive(Debug, Clone, PartialEq)]
pub struct NewSavedSearch {
    pub name: SearchName,
    /// Order, page and layout are left out.
    pub query: SearchQuery,
    pub frequency: AlertFrequency,
    pub kinds: EnumSet<AlertKind>,
    pub locale: Locale,
}

impl SavedSearches {
    /// `origin` is what every link in a mail starts with, without a slash at its end.
    pub fn new(
        platform: &Platform,
        events: Events,
        throttle: Throttle,
        mail: Arc<dyn MailSender>,
        origin: impl Into<Arc<str>>,
    ) -> Self {
        Self {
            store: SavedSearchStore::new(platform.table.clone()),
            queue: AlertQueue::new(platform.table.clone()),
            events,
            throttle,
            postbox: Postbox::new(mail),
            origin: origin.into(),
        }
    }

    /// Waits until the mails of what was done so far are handed over: before a stop, and in
    /// tests.
    pub async fn settled(&self) {
        self.postbox.settled().await;
    }

    async fn replace(
        &self,
        expected_version: u64,
        search: &SavedSearch,
    ) -> Result<(), PlatformError> {
        let events = [self.changed(search)];
        self.store
            .replace(expected_version, search, &events)
            .await?;
        self.events.nudge();
        Ok(())
    }

    /// Writes a search that counts again towards its owner's limit.
    async fn count_again(
        &self,
        list: &OwnerList,
        expected_version: u64,
        search: &SavedSearch,
    ) -> Result<(), PlatformError> {
        let events = [self.changed(search)];
        self.store
            .restore(list, expected_version, search, &events)
            .await?;
        self.events.nudge();
        Ok(())
    }

    fn changed(&self, search: &SavedSearch) -> DomainEvent {
        let detail = EventDetail::SavedSearchChanged {
            saved_search_id: search.saved_search_id,
            version: search.version,
        };
        self.events.event(detail, Timestamp::now())
    }
}

fn made(
    owner: SearchOwner,
    new: NewSavedSearch,
    confirmed_at: Option<Timestamp>,
    now: Timestamp,
) -> SavedSearch {
    let unix_ms = u64::try_from(now.as_millisecond()).unwrap_or(0);
    SavedSearch {
        saved_search_id: SavedSearchId::from_parts(unix_ms, rand::random()),
        version: 1,
        owner,
        name: new.name,
        query: SavedSearch::normalized(new.query),
        frequency: new.frequency,
        kinds: new.kinds,
        locale: new.locale,
        confirmed_at,
        removed_at: None,
        created_at: now,
        modified_at: now,
    }
}

/// The searches of a list that count: those confirmed and not removed.
fn counting(list: &OwnerList) -> impl Iterator<Item = &SavedSearch> {
    list.searches
        .iter()
        .filter(|search| search.confirmed_at.is_some() && search.removed_at.is_none())
}

/// Whether a list has as many searches as a level allows.
fn is_full(list: &OwnerList, level: SubscriptionLevel) -> bool {
    counting(list).count() >= usize::from(level.entitlements().saved_searches)
}

fn check_limit(list: &OwnerList, level: SubscriptionLevel) -> Result<(), ServiceError> {
    if !is_full(list, level) {
        return Ok(());
    }
    let most = level.entitlements().saved_searches;
    match SubscriptionLevel::lowest_with(|it| it.saved_searches > most) {
        Some(higher) => Err(Refusal::Upgrade(higher).into()),
        None => Err(too_many(most)),
    }
}

fn too_many(most: u16) -> ServiceError {
    let max = usize::from(most);
    ServiceError::invalid("name", Problem::TooMany { max })
}

/// Goes on if the policy lets anyone have alerts without an account.
fn permit_anyone() -> Result<(), ServiceError> {
    let operation = Operation::SubscribeToAlerts;
    permit(&Principal::Guest, operation, Relation::Public)
}

/// Somebody else changed the same list again and again.
fn busy() -> ServiceError {
    ServiceError::Unavailable(PlatformError::Conflict { current_version: 0 })
}
