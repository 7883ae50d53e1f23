//! Which side of an enquiry somebody is on.

use super::Enquiries;
use crate::ServiceError;
use durbar_domain::{
    account::{Person, Principal},
    enquiry::{Enquiry, Party},
    policy::Relation,
};
use durbar_platform::link_token::LinkToken;
use jiff::Timestamp;

/// Who asks for an enquiry, and the secret of the link they came by, if they came by one.
#[derive(Debug, Clone, Copy)]
pub struct Asker<'a> {
    pub principal: &'a Principal,
    pub link: Option<&'a LinkToken>,
}

impl<'a> From<&'a Principal> for Asker<'a> {
    fn from(principal: &'a Principal) -> Self {
        Self {
            principal,
            link: None,
        }
    }
}

impl Enquiries {
    /// The asker's side, and what the enquiry is to them; `None` when they have none. A link
    /// is the buyer's, whoever uses it: it was sent to nobody else.
    pub(super) async fn side(
        &self,
        asker: Asker<'_>,
        enquiry: &Enquiry,
        now: Timestamp,
    ) -> Result<Option<(Party, Relation)>, ServiceError> {
        if let Principal::Person(person) = asker.principal {
            if person.broker_id == Some(enquiry.broker_id) {
                return Ok(Some((Party::Broker, Relation::Own)));
            }
            if enquiry.buyer == Some(person.account_id) {
                return Ok(Some((Party::Buyer, Relation::Own)));
            }
            if let Some(relation) = self.in_agency(person, enquiry).await? {
                return Ok(Some((Party::Broker, relation)));
            }
        }
        let Some(link) = asker.link else {
            return Ok(None);
        };
        let holds = self
            .store
            .has_link(enquiry.enquiry_id, link.digest(), now)
            .await?;
        Ok(holds.then_some((Party::Buyer, Relation::SharedToComment)))
    }

    /// What an enquiry to a colleague is: led by an owner, answered by an assistant and by
    /// whoever was put in charge of it.
    async fn in_agency(
        &self,
        person: &Person,
        enquiry: &Enquiry,
    ) -> Result<Option<Relation>, ServiceError> {
        let Some(seat) = person.seat else {
            return Ok(None);
        };
        let in_charge = enquiry.in_charge == Some(person.account_id);
        let relation = seat.role.relation();
        let Some(relation) = relation.or(in_charge.then_some(Relation::Assisted)) else {
            return Ok(None);
        };
        let broker = self.brokers.get(enquiry.broker_id).await?;
        let is_colleague = broker.is_some_and(|it| it.agency_id == Some(seat.agency_id));
        Ok(is_colleague.then_some(relation))
    }
}
