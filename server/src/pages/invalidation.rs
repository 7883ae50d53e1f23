//! Turns events into pages that are out of date.

use super::versions::TagVersions;
use async_trait::async_trait;
use durbar_app::page::Tag;
use durbar_domain::event::{DomainEvent, EventDetail};
use durbar_platform::bus::EventConsumer;
use std::{error::Error, sync::Arc};

/// Consumes events for the page cache. A repeat makes pages old once more, which only
/// costs a rendering.
pub struct PageInvalidation {
    versions: Arc<TagVersions>,
}

impl PageInvalidation {
    pub fn new(versions: Arc<TagVersions>) -> Self {
        Self { versions }
    }
}

#[async_trait]
impl EventConsumer for PageInvalidation {
    fn name(&self) -> &'static str {
        "page cache"
    }

    async fn handle(&self, event: &DomainEvent) -> Result<(), Box<dyn Error + Send + Sync>> {
        let subject = match event.detail {
            EventDetail::ListingChanged { listing_id, .. }
            | EventDetail::ListingPublished { listing_id, .. }
            | EventDetail::PriceChanged { listing_id, .. }
            | EventDetail::StatusChanged { listing_id, .. }
            | EventDetail::TierChanged { listing_id, .. }
            | EventDetail::MediaProcessed { listing_id, .. }
            | EventDetail::MediaWithdrawn { listing_id, .. } => Tag::Listing(listing_id),
            EventDetail::BrokerChanged { broker_id, .. } => Tag::Broker(broker_id),
            // What belongs to one person is on no page that is kept.
            _ => return Ok(()),
        };
        self.versions.change([subject, Tag::Market]);
        Ok(())
    }
}
