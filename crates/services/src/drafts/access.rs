//! What a draft or a listing is to the one who asks.

use super::*;
use crate::agencies::standing;
use durbar_domain::{policy::Relation, status::Visibility};

impl Drafts {
    /// A draft that the asker may do this to.
    pub(super) async fn draft(
        &self,
        principal: &Principal,
        operation: Operation,
        id: PropertyId,
    ) -> Result<Draft, ServiceError> {
        let draft = self.store.get(id).await?.ok_or(ServiceError::NotFound)?;
        self.permit_draft(principal, operation, &draft).await?;
        Ok(draft)
    }

    /// Goes on if the asker may do this to a draft. That somebody else's home is being written
    /// is a secret until it is published.
    pub(super) async fn permit_draft(
        &self,
        principal: &Principal,
        operation: Operation,
        draft: &Draft,
    ) -> Result<(), ServiceError> {
        let standing = standing(&self.broker_store, principal, draft.broker_id).await?;
        let relation = match standing {
            Some(relation) => relation,
            None if draft.base_version.is_none() => Relation::Secret,
            None => {
                let listing = self.listings.get(draft.listing_id).await?;
                return self.permit_listing(principal, operation, &listing).await;
            }
        };
        permit(principal, operation, relation)
    }

    /// Goes on if the asker may do this to a listing.
    pub(super) async fn permit_listing(
        &self,
        principal: &Principal,
        operation: Operation,
        listing: &Listing,
    ) -> Result<(), ServiceError> {
        let relation = relation(&self.broker_store, principal, listing).await?;
        permit(principal, operation, relation)
    }

    /// What a broker's things are to the one who asks.
    pub async fn relation_to(
        &self,
        principal: &Principal,
        broker: BrokerId,
    ) -> Result<Relation, ServiceError> {
        let standing = standing(&self.broker_store, principal, broker).await?;
        Ok(standing.unwrap_or(Relation::Others))
    }

    /// The account that asks.
    pub(super) fn person(&self, principal: &Principal) -> Result<AccountId, ServiceError> {
        let person = principal.person().ok_or(Refusal::SignIn)?;
        Ok(person.account_id)
    }
}

/// What a listing is to the one who asks.
pub(crate) async fn relation(
    brokers: &BrokerStore,
    principal: &Principal,
    listing: &Listing,
) -> Result<Relation, ServiceError> {
    let standing = standing(brokers, principal, listing.broker_id).await?;
    Ok(standing.unwrap_or(match listing.visibility() {
        Visibility::Hidden => Relation::Secret,
        Visibility::Published | Visibility::Gone => Relation::Others,
    }))
}
