//! What a broker changes about a published home at once, without a review: its price, its
//! status, its sale, its tier.

use super::{Change, Listings, change};
use crate::{ServiceError, drafts::relation, permit::permit};
use durbar_domain::{
    Listing, Npr, PropertyId, StandardStatus,
    account::Principal,
    broker::Broker,
    error::Problem,
    history::{HistoryEntry, HistoryFact},
    policy::Operation,
};
use jiff::{Timestamp, civil::Date};

impl Listings {
    /// Changes price, status, sale or tier of a listing that is the asker's or their agency's and that is at
    /// `expected_version`. It goes live at once, and into the history.
    ///
    /// # Errors
    /// As [`Listings::change`]; [`ServiceError::Refused`] for somebody else's listing;
    /// [`ServiceError::Invalid`] with `license` for a price, or for going on the market, that
    /// the broker's licence doesn't reach: such a change goes through a review.
    pub async fn change_own(
        &self,
        principal: &Principal,
        id: PropertyId,
        expected_version: u64,
        change: Change,
        now: Timestamp,
    ) -> Result<Listing, ServiceError> {
        let before = self.get(id).await?;
        let relation = relation(&self.brokers, principal, &before).await?;
        let operation = match change {
            Change::Premium(_) => Operation::ChangeTier,
            _ => Operation::ChangeOffer,
        };
        permit(principal, operation, relation)?;
        if before.version != expected_version {
            return Err(ServiceError::Conflict {
                current_version: before.version,
            });
        }
        if let Some(price) = offered_at(&before, &change) {
            let broker = self.brokers.get(before.broker_id).await?;
            must_cover(broker.as_ref(), price, crate::kathmandu_date(now))?;
        }
        let mut after = change.apply(&before, now).map_err(ServiceError::Invalid)?;
        if after == before {
            return Ok(before);
        }
        after.version = expected_version + 1;
        after.modified_at = now;
        let details = change::events(&before, &after);
        let mut facts: Vec<_> = details.iter().filter_map(change::fact).collect();
        if before.price.on_request != after.price.on_request {
            facts.push(HistoryFact::PriceHidden {
                on_request: after.price.on_request,
            });
        }
        let by = principal.person().map(|person| person.account_id);
        let entry = |fact| HistoryEntry {
            event_id: self.events.id(now),
            at: now,
            by,
            fact,
        };
        let history: Vec<_> = facts.into_iter().map(entry).collect();
        let events: Vec<_> = details
            .into_iter()
            .map(|detail| self.events.event(detail, now))
            .collect();
        self.store
            .replace_noted(expected_version, &after, &events, &history)
            .await?;
        self.events.nudge();
        Ok(after)
    }
}

/// The price at which a change puts a home on the market anew; `None` where it doesn't.
fn offered_at(before: &Listing, change: &Change) -> Option<Npr> {
    match change {
        Change::Price { list_price, .. } => Some(*list_price),
        Change::Status(StandardStatus::Active | StandardStatus::ComingSoon) => {
            Some(before.price.list_price)
        }
        _ => None,
    }
}

fn must_cover(broker: Option<&Broker>, price: Npr, today: Date) -> Result<(), ServiceError> {
    let is_covered = broker.is_some_and(|broker| broker.may_offer(price, today).is_ok());
    if is_covered {
        return Ok(());
    }
    let accepted = "a licence that is verified, current and reaches the price".to_owned();
    Err(ServiceError::invalid(
        "license",
        Problem::NotOneOf { accepted },
    ))
}
