//! Listings: finding, comparing, changing.

mod change;
mod early;
mod own;
mod similar;
mod source;
mod twins;

#[cfg(test)]
mod tests;

pub use change::Change;
pub(crate) use change::{events, fact};
pub use durbar_platform::listings::{Cursor, Feed, Slice};
pub use early::FoundEarly;
pub(crate) use early::{early_relation, visibility_for};

use crate::{ServiceError, events::Events};
use durbar_domain::{
    BrokerId, Listing, ListingSummary, PropertyId, PublicListing, StandardStatus,
    event::EventDetail, public::Teaser, status::Visibility,
};
use durbar_platform::{Platform, PlatformError, brokers::BrokerStore, listings::ListingStore};
use futures::{Stream, future::try_join_all};
use jiff::Timestamp;

/// Use cases about listings. Cheap to clone.
#[derive(Debug, Clone)]
pub struct Listings {
    store: ListingStore,
    brokers: BrokerStore,
    table: durbar_platform::Table,
    events: Events,
}

/// What asking for a listing's page finds.
#[derive(Debug, Clone, PartialEq)]
pub enum Found {
    Published(Box<PublicListing>),
    /// Members alone may see it yet.
    Early(Teaser),
    /// It was published and no longer is.
    Gone(Box<PublicListing>),
    /// There is none, or nobody may know of it.
    NotFound,
}

impl Listings {
    pub fn new(platform: &Platform, events: Events) -> Self {
        Self {
            store: ListingStore::new(platform.table.clone()),
            brokers: BrokerStore::new(platform.table.clone()),
            table: platform.table.clone(),
            events,
        }
    }

    /// What the public finds under an identifier.
    pub async fn find(&self, id: PropertyId) -> Result<Found, ServiceError> {
        let Some(listing) = self.store.get(id).await? else {
            return Ok(Found::NotFound);
        };
        if let Some(teaser) = listing.tease() {
            return Ok(Found::Early(teaser));
        }
        Ok(match listing.visibility() {
            Visibility::Published => Found::Published(Box::new(listing.publish())),
            Visibility::Gone => Found::Gone(Box::new(listing.publish())),
            Visibility::Hidden => Found::NotFound,
        })
    }

    /// A page of a feed of published listings, newest first.
    pub async fn feed(
        &self,
        feed: Feed,
        after: Option<&Cursor>,
        limit: usize,
    ) -> Result<Slice<ListingSummary>, ServiceError> {
        Ok(self.store.feed(feed, after, limit).await?)
    }

    /// Cards of published listings in the order of their identifiers here; others are left out.
    pub async fn published_cards(
        &self,
        ids: &[PropertyId],
    ) -> Result<Vec<ListingSummary>, ServiceError> {
        let mut cards = self.store.summaries(ids).await?;
        cards.retain(|card| card.visibility() == Visibility::Published);
        Ok(cards)
    }

    /// A broker's published listings, those for sale first, newest first within a status; at
    /// most `limit`.
    pub async fn published_of_broker(
        &self,
        broker: BrokerId,
        limit: usize,
    ) -> Result<Vec<ListingSummary>, ServiceError> {
        use StandardStatus::{Active, ActiveUnderContract, Closed, ComingSoon, Pending};
        let statuses = [Active, ComingSoon, ActiveUnderContract, Pending, Closed];
        let reads = statuses.map(|status| self.store.of_broker(broker, status, None, limit));
        let slices = try_join_all(reads).await?;
        Ok(slices
            .into_iter()
            .flat_map(|slice| slice.items)
            .filter(|card| card.visibility() == Visibility::Published)
            .take(limit)
            .collect())
    }

    /// Cards of a broker's listings in one status, newest first: for the broker.
    pub async fn of_broker(
        &self,
        broker: BrokerId,
        status: StandardStatus,
        after: Option<&Cursor>,
        limit: usize,
    ) -> Result<Slice<ListingSummary>, ServiceError> {
        Ok(self.store.of_broker(broker, status, after, limit).await?)
    }

    /// Numbers of the shards of [`Self::published_in`].
    pub fn shards() -> std::ops::Range<u8> {
        0..durbar_platform::keys::RECENT_SHARDS
    }

    /// Every published listing of a shard, newest first, in pages. A listing stays in its
    /// shard for ever, and the shards are about equally large.
    pub fn published_in(
        &self,
        shard: u8,
    ) -> impl Stream<Item = Result<Vec<ListingSummary>, PlatformError>> + Send + 'static + use<>
    {
        self.store.published_in(shard)
    }

    /// A listing as its broker knows it.
    pub async fn get(&self, id: PropertyId) -> Result<Listing, ServiceError> {
        self.store.get(id).await?.ok_or(ServiceError::NotFound)
    }

    /// Writes a new listing, at version 1.
    pub async fn create(&self, listing: Listing) -> Result<Listing, ServiceError> {
        let listing = Listing {
            version: 1,
            ..listing
        };
        let detail = EventDetail::ListingChanged {
            listing_id: listing.listing_id,
            version: 1,
        };
        let event = self.events.event(detail, Timestamp::now());
        self.store.put_new(&listing, &[event]).await?;
        self.events.nudge();
        Ok(listing)
    }

    /// Changes the listing that is at `expected_version`; gives back how it now stands. A
    /// change that changes nothing writes nothing.
    ///
    /// # Errors
    /// [`ServiceError::Conflict`] when the listing is at another version,
    /// [`ServiceError::Invalid`] when the change isn't allowed from where the listing stands.
    pub async fn change(
        &self,
        id: PropertyId,
        expected_version: u64,
        change: Change,
    ) -> Result<Listing, ServiceError> {
        let before = self.get(id).await?;
        if before.version != expected_version {
            return Err(ServiceError::Conflict {
                current_version: before.version,
            });
        }
        let now = Timestamp::now();
        let mut after = change.apply(&before, now).map_err(ServiceError::Invalid)?;
        if after == before {
            return Ok(before);
        }
        after.version = expected_version + 1;
        after.modified_at = now;
        let details = change::events(&before, &after);
        let events: Vec<_> = details
            .into_iter()
            .map(|detail| self.events.event(detail, now))
            .collect();
        self.store
            .replace(expected_version, &after, &events)
            .await?;
        self.events.nudge();
        Ok(after)
    }
}
