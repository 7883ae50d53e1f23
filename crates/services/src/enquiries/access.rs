//! Which side of an enquiry somebody is on.

use super::Enquiries;
use crate::ServiceError;
use durbar_domain::{
    account::Principal,
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
}
