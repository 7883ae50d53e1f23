//! What came to brokers, and the viewings in it.

use super::{Enquiries, MOST};
use crate::{
    ServiceError,
    agencies::desk_of,
    listings::{Cursor, Slice},
    permit::permit,
};
use durbar_domain::{
    BrokerId,
    account::{Person, Principal},
    enquiry::{CalendarEntry, Enquiry, Slot, State, calendar_of},
    policy::{Operation, Refusal, Relation},
};
use jiff::{SignedDuration, Timestamp};
use std::collections::BTreeMap;

/// Which of the enquiries to brokers are asked for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Received {
    /// Those to the broker that the asker acts as.
    Own,
    /// Those to a broker in the asker's care.
    Of(BrokerId),
    /// Those that the asker was put in charge of.
    InCharge,
}

/// How far back a feed of viewings reaches, and how far ahead.
const FEED: (SignedDuration, SignedDuration) = (
    SignedDuration::from_hours(31 * 24),
    SignedDuration::from_hours(92 * 24),
);

impl Enquiries {
    /// A page of enquiries to a broker, newest first; `limit` is at most 100.
    ///
    /// # Errors
    /// [`Refusal::NotPermitted`] for somebody who acts as no broker,
    /// [`ServiceError::NotFound`] for a broker who isn't in the asker's care.
    pub async fn received(
        &self,
        principal: &Principal,
        which: Received,
        after: Option<&Cursor>,
        limit: usize,
    ) -> Result<Slice<Enquiry>, ServiceError> {
        let limit = limit.clamp(1, MOST);
        let of = match which {
            Received::Own => None,
            Received::Of(broker) => Some(broker),
            Received::InCharge => {
                let person = charged(principal)?;
                let store = &self.store;
                return Ok(store.in_charge_of(person.account_id, after, limit).await?);
            }
        };
        let operation = Operation::ReceiveEnquiry;
        let broker_id = desk_of(&self.brokers, principal, operation, of).await?;
        Ok(self.store.of_broker(broker_id, after, limit).await?)
    }

    /// Enquiries with a viewing, proposed or agreed, that begins from one time to another, the
    /// second left out: of a broker in the asker's care, or of the asker, with those that they
    /// were put in charge of. At most 500 times of a broker, and the latest 100 in charge.
    ///
    /// # Errors
    /// As [`Self::received`].
    pub async fn viewings(
        &self,
        principal: &Principal,
        of: Option<BrokerId>,
        (from, to): (Timestamp, Timestamp),
    ) -> Result<Vec<(Slot, Enquiry)>, ServiceError> {
        let mut found = BTreeMap::new();
        let own = principal.person().and_then(|person| person.broker_id);
        if of.is_some() || own.is_some() || principal.seat().is_none() {
            let operation = Operation::ReceiveEnquiry;
            let broker_id = desk_of(&self.brokers, principal, operation, of).await?;
            let viewings = self.store.viewings(broker_id, (from, to)).await?;
            found.extend(viewings.into_iter().map(|it| (it.enquiry_id, it)));
        }
        if of.is_none() && principal.seat().is_some() {
            let person = charged(principal)?;
            let charged = self.store.in_charge_of(person.account_id, None, MOST);
            let charged = charged.await?.items.into_iter();
            found.extend(charged.map(|it| (it.enquiry_id, it)));
        }
        let mut entries = Vec::new();
        for enquiry in found.into_values() {
            let slots = match &enquiry.state {
                State::SlotsProposed { slots, .. } => slots.as_slice(),
                State::Confirmed { slot } => std::slice::from_ref(slot),
                _ => &[],
            };
            let inside = slots
                .iter()
                .filter(|slot| from <= slot.starts_at() && slot.starts_at() < to);
            entries.extend(inside.map(|slot| (*slot, enquiry.clone())));
        }
        entries.sort_by_key(|(slot, enquiry)| (*slot, enquiry.enquiry_id));
        Ok(entries)
    }

    /// The agreed viewings of the asker about `now` as a calendar file (RFC 5545). `url` makes
    /// the address of a thread, which must hold no secret.
    ///
    /// # Errors
    /// As [`Self::received`].
    pub async fn calendar_feed(
        &self,
        principal: &Principal,
        url: impl Fn(durbar_domain::EnquiryId) -> String,
        now: Timestamp,
    ) -> Result<String, ServiceError> {
        let span = (now - FEED.0, now + FEED.1);
        let mut viewings = self.viewings(principal, None, span).await?;
        viewings.retain(|(_, enquiry)| matches!(enquiry.state, State::Confirmed { .. }));
        let enquiries: Vec<_> = viewings.into_iter().map(|(_, enquiry)| enquiry).collect();
        let homes = self.homes(&enquiries).await?;
        let texts: Vec<_> = enquiries
            .iter()
            .map(|enquiry| {
                let home = homes.get(&enquiry.listing_id);
                let title = home.map(|home| home.title.get(enquiry.locale).as_str());
                let place = home.map(|home| *home.neighbourhood.name().get(enquiry.locale));
                let title = title.unwrap_or_default();
                (
                    durbar_messages::mail::enquiry::calendar(enquiry.locale, title),
                    place.unwrap_or_default(),
                    url(enquiry.enquiry_id),
                )
            })
            .collect();
        let entries = enquiries.iter().zip(&texts);
        let entries = entries.map(|(enquiry, (summary, place, url))| {
            let entry = CalendarEntry {
                summary,
                place,
                url,
            };
            (enquiry, entry)
        });
        Ok(calendar_of(entries))
    }
}

/// Whoever may have been put in charge of something.
fn charged(principal: &Principal) -> Result<&Person, ServiceError> {
    permit(principal, Operation::ReceiveEnquiry, Relation::Assisted)?;
    Ok(principal.person().ok_or(Refusal::SignIn)?)
}
