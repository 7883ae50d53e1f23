//! Alerts as a consumer of events.

use super::Alerts;
use async_trait::async_trait;
use durbar_domain::event::{DomainEvent, EventDetail};
use durbar_platform::bus::EventConsumer;
use jiff::Timestamp;
use std::error::Error;

#[async_trait]
impl EventConsumer for Alerts {
    fn name(&self) -> &'static str {
        "alerts"
    }

    /// Notes whom to tell; mail is sent apart from this, so that a slow carrier keeps no
    /// other consumer waiting. What was noted once is not noted again, so repeats do no harm.
    async fn handle(&self, event: &DomainEvent) -> Result<(), Box<dyn Error + Send + Sync>> {
        match event.detail {
            EventDetail::SavedSearchChanged {
                saved_search_id, ..
            } => {
                self.ready().await;
                let present = self
                    .inner
                    .searches
                    .get(saved_search_id, Timestamp::now())
                    .await?;
                match present {
                    Some(search) => self.index_mut().put(&search),
                    None => self.index_mut().remove(saved_search_id),
                }
            }
            EventDetail::ListingChanged { .. }
            | EventDetail::ListingPublished { .. }
            | EventDetail::PriceChanged { .. }
            | EventDetail::StatusChanged { .. } => {
                self.ready().await;
                self.fan_out(event, None, Timestamp::now()).await?;
            }
            _ => {}
        }
        Ok(())
    }
}
