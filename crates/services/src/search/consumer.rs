//! The search as a consumer of events: what changes in the table is found as it is now.

use super::facade::Search;
use async_trait::async_trait;
use durbar_domain::event::{DomainEvent, EventDetail};
use durbar_platform::bus::EventConsumer;
use std::error::Error;

#[async_trait]
impl EventConsumer for Search {
    fn name(&self) -> &'static str {
        "search"
    }

    /// What the next search shows is the listing's present state, so repeats and events that
    /// come late do no harm.
    async fn handle(&self, event: &DomainEvent) -> Result<(), Box<dyn Error + Send + Sync>> {
        match event.detail {
            EventDetail::ListingChanged {
                listing_id,
                version,
            }
            | EventDetail::ListingPublished {
                listing_id,
                version,
            }
            | EventDetail::PriceChanged {
                listing_id,
                version,
                ..
            }
            | EventDetail::StatusChanged {
                listing_id,
                version,
                ..
            }
            | EventDetail::TierChanged {
                listing_id,
                version,
                ..
            } => Ok(self.follow(listing_id, version).await?),
            // Cards name their broker by identifier alone; nothing else is in a card.
            _ => Ok(()),
        }
    }
}
