//! Enquiries that change hands, one by one.

use super::{ATTEMPTS, PAGE};
use crate::{ServiceError, agencies::Agencies};
use durbar_domain::{
    AccountId, BrokerId,
    agency::{Agency, Handover},
    enquiry::{Enquiry, State},
    event::EventDetail,
};
use durbar_platform::PlatformError;
use jiff::Timestamp;

impl Agencies {
    /// Open enquiries go with their homes.
    pub(super) async fn hand_over_enquiries(
        &self,
        handover: &Handover,
        from: BrokerId,
        agency: &Agency,
        now: Timestamp,
    ) -> Result<(), ServiceError> {
        let mut after = None;
        loop {
            let slice = self.enquiries.of_broker(from, after.as_ref(), PAGE).await?;
            for enquiry in slice.items {
                let home = enquiry.listing_id;
                if let Some(to) = handover.successor(home, agency) {
                    let keep = |it: Enquiry| Enquiry {
                        broker_id: to,
                        in_charge: it.in_charge.filter(|id| *id != handover.account_id),
                        ..it
                    };
                    let told = agency.broker(to).map(|member| member.account_id);
                    let of_broker = |it: &Enquiry| it.broker_id == from;
                    self.pass_on(enquiry, of_broker, keep, told, now).await?;
                }
            }
            after = slice.next;
            if after.is_none() {
                return Ok(());
            }
        }
    }

    /// Takes somebody out of the charge of all enquiries; they are their brokers' again.
    pub(super) async fn release(&self, id: AccountId, now: Timestamp) -> Result<(), ServiceError> {
        let mut after = None;
        loop {
            let read = self.enquiries.in_charge_of(id, after.as_ref(), PAGE);
            let slice = read.await?;
            for enquiry in slice.items {
                let released = |it: Enquiry| Enquiry {
                    in_charge: None,
                    ..it
                };
                let in_charge = |it: &Enquiry| it.in_charge == Some(id);
                self.pass_on(enquiry, in_charge, released, None, now)
                    .await?;
            }
            after = slice.next;
            if after.is_none() {
                return Ok(());
            }
        }
    }

    /// Changes who answers an enquiry, as long as `still` holds; a closed one changes hands
    /// only where somebody is to be out of its charge.
    async fn pass_on(
        &self,
        enquiry: Enquiry,
        still: impl Fn(&Enquiry) -> bool,
        change: impl Fn(Enquiry) -> Enquiry,
        told: Option<AccountId>,
        now: Timestamp,
    ) -> Result<(), ServiceError> {
        let mut before = enquiry;
        for _ in 0..ATTEMPTS {
            let is_closed = before.state == State::Closed;
            if !still(&before) || (is_closed && told.is_some()) {
                return Ok(());
            }
            let after = Enquiry {
                version: before.version + 1,
                modified_at: now,
                ..change(before.clone())
            };
            let assigned = told.map(|account_id| EventDetail::EnquiryAssigned {
                enquiry_id: after.enquiry_id,
                version: after.version,
                account_id,
            });
            let events: Vec<_> = assigned
                .into_iter()
                .map(|detail| self.events.event(detail, now))
                .collect();
            match self.enquiries.pass_on(&before, &after, &events).await {
                Ok(()) => {
                    self.events.nudge();
                    return Ok(());
                }
                Err(PlatformError::Conflict { .. }) => {}
                Err(error) => return Err(error.into()),
            }
            let read = self.enquiries.get(before.enquiry_id).await?;
            let Some(read) = read else {
                return Ok(());
            };
            before = read;
        }
        Err(ServiceError::Conflict { current_version: 0 })
    }
}
