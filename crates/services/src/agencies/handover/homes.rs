//! Homes and drafts that change hands, one by one.

use super::{ATTEMPTS, PAGE};
use crate::{
    Change, ServiceError,
    agencies::{Agencies, leave::KEPT_ALIVE},
    kathmandu_date, listings,
};
use durbar_domain::{
    AccountId, BrokerId, Listing, PropertyId, StandardStatus,
    agency::{Agency, Handover},
    draft::Draft,
    history::{HistoryEntry, HistoryFact},
};
use durbar_platform::PlatformError;
use jiff::Timestamp;

impl Agencies {
    /// Gives the homes and drafts of whoever leaves to those who take over; gives back how many
    /// changed hands.
    pub(super) async fn hand_over_homes(
        &self,
        handover: &Handover,
        from: BrokerId,
        agency: &Agency,
        now: Timestamp,
    ) -> Result<usize, ServiceError> {
        let mut ids: Vec<PropertyId> = Vec::new();
        for status in KEPT_ALIVE {
            let mut after = None;
            loop {
                let read = self.listings.of_broker(from, status, after.as_ref(), PAGE);
                let slice = read.await?;
                ids.extend(slice.items.iter().map(|home| home.listing_id));
                after = slice.next;
                if after.is_none() {
                    break;
                }
            }
        }
        let drafts = self.drafts.of_broker(from).await?;
        ids.extend(drafts.iter().map(|draft| draft.listing_id));
        ids.sort_unstable();
        ids.dedup();
        let mut moved = 0;
        for id in ids {
            // Nobody is left to take it: it stays with its broker.
            let Some(to) = handover.successor(id, agency) else {
                continue;
            };
            moved += usize::from(self.reassign(id, (from, to), handover.by, now).await?);
        }
        Ok(moved)
    }

    /// Gives a home with its draft to another broker; whether it still was the first one's.
    async fn reassign(
        &self,
        id: PropertyId,
        (from, to): (BrokerId, BrokerId),
        by: AccountId,
        now: Timestamp,
    ) -> Result<bool, ServiceError> {
        for _ in 0..ATTEMPTS {
            let (listing, draft) = futures::try_join!(self.listings.get(id), self.drafts.get(id))?;
            let before = listing.filter(|it| it.broker_id == from);
            let draft = draft.filter(|it| it.broker_id == from).map(|it| Draft {
                version: it.version + 1,
                broker_id: to,
                modified_at: now,
                ..it
            });
            if before.is_none() && draft.is_none() {
                return Ok(false);
            }
            let after = match &before {
                Some(before) => Some(self.taken_over(before, to, now).await?),
                None => None,
            };
            let details = match (&before, &after) {
                (Some(before), Some(after)) => listings::events(before, after),
                _ => Vec::new(),
            };
            let reassigned = HistoryFact::Reassigned { from, to };
            let facts = [reassigned]
                .into_iter()
                .chain(details.iter().filter_map(listings::fact));
            let history: Vec<_> = facts
                .map(|fact| HistoryEntry {
                    event_id: self.events.id(now),
                    at: now,
                    by: Some(by),
                    fact,
                })
                .collect();
            let events: Vec<_> = details
                .into_iter()
                .map(|detail| self.events.event(detail, now))
                .collect();
            let written = self
                .store
                .reassign((after.as_ref(), draft.as_ref()), &events, &history);
            match written.await {
                Ok(()) => {
                    self.events.nudge();
                    return Ok(true);
                }
                Err(PlatformError::Conflict { .. } | PlatformError::Missing { .. }) => {}
                Err(error) => return Err(error.into()),
            }
        }
        Err(ServiceError::Conflict { current_version: 0 })
    }

    /// The home in its new broker's hands. One that is on offer at a price which their licence
    /// doesn't reach is put on hold; to offer it again goes through a review, as ever.
    async fn taken_over(
        &self,
        before: &Listing,
        to: BrokerId,
        now: Timestamp,
    ) -> Result<Listing, ServiceError> {
        let broker = self.brokers.get(to).await?.ok_or(ServiceError::NotFound)?;
        let is_offered = matches!(
            before.standard_status,
            StandardStatus::Active | StandardStatus::ComingSoon
        );
        let price = before.price.list_price;
        let is_covered = broker.may_offer(price, kathmandu_date(now)).is_ok();
        let held = match is_offered && !is_covered {
            true => Change::Status(StandardStatus::Hold)
                .apply(before, now)
                .map_err(ServiceError::Invalid)?,
            false => before.clone(),
        };
        Ok(Listing {
            version: before.version + 1,
            broker_id: to,
            modified_at: now,
            ..held
        })
    }
}
