//! What people do about homes, for their brokers: how many, never who.

use crate::ServiceError;
use async_trait::async_trait;
use durbar_domain::{
    PropertyId,
    event::{DomainEvent, EventDetail},
    interest::{Interest, InterestCounts},
};
use durbar_platform::{
    Platform, bus::EventConsumer, enquiries::EnquiryStore, interest::InterestStore,
};
use jiff::{civil::Date, tz::TimeZone};
use std::{collections::BTreeMap, error::Error};

/// Counts what people do. Cheap to clone.
#[derive(Debug, Clone)]
pub struct Interests {
    store: InterestStore,
    enquiries: EnquiryStore,
}

impl Interests {
    pub fn new(platform: &Platform) -> Self {
        Self {
            store: InterestStore::new(platform.table.clone()),
            enquiries: EnquiryStore::new(platform.table.clone()),
        }
    }

    /// Counts of a listing on the days from one to another (UTC), both included; a day on
    /// which nothing was done is left out.
    pub async fn daily(
        &self,
        id: PropertyId,
        from: Date,
        to: Date,
    ) -> Result<BTreeMap<Date, InterestCounts>, ServiceError> {
        Ok(self.store.daily(id, from, to).await?)
    }
}

#[async_trait]
impl EventConsumer for Interests {
    fn name(&self) -> &'static str {
        "interests"
    }

    async fn handle(&self, event: &DomainEvent) -> Result<(), Box<dyn Error + Send + Sync>> {
        let (enquiry_id, interest) = match event.detail {
            // The first message may ask a question or propose times.
            EventDetail::EnquirySent {
                enquiry_id,
                version: 1,
                ..
            }
            | EventDetail::ViewingRequested {
                enquiry_id,
                version: 1,
                ..
            } => (enquiry_id, Interest::Enquiry),
            EventDetail::ViewingConfirmed { enquiry_id, .. } => (enquiry_id, Interest::Viewing),
            _ => return Ok(()),
        };
        // It may have been erased since.
        if let Some(enquiry) = self.enquiries.get(enquiry_id).await? {
            let day = event.occurred_at.to_zoned(TimeZone::UTC).date();
            let (home, id) = (enquiry.listing_id, event.event_id);
            self.store.count(home, day, interest, id).await?;
        }
        Ok(())
    }
}
