//! Who of an agency is in charge of an enquiry.

use super::Enquiries;
use crate::{ServiceError, permit::permit};
use durbar_domain::{
    AccountId, EnquiryId,
    account::Principal,
    agency::{Agency, AgencyRole},
    enquiry::{Enquiry, Party, State},
    error::Problem,
    event::EventDetail,
    policy::{Operation, Relation},
};
use jiff::Timestamp;

/// Who can be in charge of an enquiry, for whoever says who is.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Charge {
    /// Accounts of members with their names, in the order in which they joined. The broker
    /// stands for themselves by being nobody here.
    pub members: Vec<(AccountId, String)>,
}

impl Enquiries {
    /// Who can be put in charge of an enquiry; `None` for whoever doesn't decide that.
    pub async fn charge(
        &self,
        principal: &Principal,
        enquiry: &Enquiry,
    ) -> Result<Option<Charge>, ServiceError> {
        if enquiry.state == State::Closed {
            return Ok(None);
        }
        let Some(agency) = self.led(principal, enquiry).await? else {
            return Ok(None);
        };
        let ids = eligible(&agency, enquiry).collect();
        let names = self.names(ids).await?;
        let named = |id| Some((id, names.get(&id)?.clone()));
        let members = eligible(&agency, enquiry).filter_map(named).collect();
        Ok(Some(Charge { members }))
    }

    /// Puts a member of the owner's agency in charge of the enquiry that is at
    /// `expected_version`, or its broker again. They are told by mail.
    ///
    /// # Errors
    /// [`ServiceError::Conflict`] when the enquiry is at another version,
    /// [`ServiceError::Invalid`] with `in_charge` for somebody who isn't in the agency,
    /// [`ServiceError::NotFound`] to whoever may not know of it.
    pub async fn assign(
        &self,
        principal: &Principal,
        id: EnquiryId,
        expected_version: u64,
        to: Option<AccountId>,
        now: Timestamp,
    ) -> Result<Enquiry, ServiceError> {
        let operation = Operation::ReadEnquiry;
        let (before, party, relation) = self.open(principal.into(), id, operation, now).await?;
        let led = self.led(principal, &before).await?;
        let relation = match (&led, party) {
            (Some(_), Party::Broker) => Relation::Led,
            (None, Party::Broker) => relation,
            (_, Party::Buyer) => Relation::Others,
        };
        permit(principal, Operation::AssignEnquiry, relation)?;
        let agency = led.ok_or(ServiceError::NotFound)?;
        if before.version != expected_version {
            return Err(ServiceError::Conflict {
                current_version: before.version,
            });
        }
        let is_known = to.is_none_or(|to| eligible(&agency, &before).any(|it| it == to));
        if !is_known || before.state == State::Closed {
            let accepted = "a member of the agency, for an enquiry that is open".to_owned();
            let problem = Problem::NotOneOf { accepted };
            return Err(ServiceError::invalid("in_charge", problem));
        }
        if before.in_charge == to {
            return Ok(before);
        }
        let after = Enquiry {
            version: expected_version + 1,
            in_charge: to,
            modified_at: now,
            ..before.clone()
        };
        let broker = agency.broker(before.broker_id).map(|it| it.account_id);
        let assigned = to
            .or(broker)
            .map(|account_id| EventDetail::EnquiryAssigned {
                enquiry_id: id,
                version: after.version,
                account_id,
            });
        let events: Vec<_> = assigned
            .into_iter()
            .map(|detail| self.events.event(detail, now))
            .collect();
        self.store.pass_on(&before, &after, &events).await?;
        self.events.nudge();
        Ok(after)
    }

    /// The agency of an enquiry's broker, if the asker owns it.
    async fn led(
        &self,
        principal: &Principal,
        enquiry: &Enquiry,
    ) -> Result<Option<Agency>, ServiceError> {
        let owns = principal.seat().filter(|it| it.role == AgencyRole::Owner);
        let Some(seat) = owns else {
            return Ok(None);
        };
        let agency = self.agencies.get(seat.agency_id).await?;
        Ok(agency.filter(|it| it.broker(enquiry.broker_id).is_some()))
    }
}

/// Members who can be in charge of an enquiry: all who stay, but for its broker.
fn eligible(agency: &Agency, enquiry: &Enquiry) -> impl Iterator<Item = AccountId> {
    let stays = agency
        .members
        .iter()
        .filter(|it| it.leaving_since.is_none());
    let broker = enquiry.broker_id;
    stays
        .filter(move |it| it.broker_id != Some(broker))
        .map(|it| it.account_id)
}
