//! What things of a broker are to the one who asks: theirs, their agency's, or nothing.

use crate::{ServiceError, permit::permit};
use durbar_domain::{
    BrokerId,
    account::Principal,
    policy::{Operation, Relation},
};
use durbar_platform::brokers::BrokerStore;

/// [`Relation::Own`], [`Relation::Led`] or [`Relation::Assisted`] to a broker's things; `None`
/// for whoever is neither that broker nor set over or beside them in their agency. Reads the
/// broker only where it depends on their agency.
pub(crate) async fn standing(
    brokers: &BrokerStore,
    principal: &Principal,
    broker_id: BrokerId,
) -> Result<Option<Relation>, ServiceError> {
    let Some(person) = principal.person() else {
        return Ok(None);
    };
    if person.broker_id == Some(broker_id) {
        return Ok(Some(Relation::Own));
    }
    let Some((seat, relation)) = person
        .seat
        .and_then(|seat| Some((seat, seat.role.relation()?)))
    else {
        return Ok(None);
    };
    let broker = brokers.get(broker_id).await?;
    let is_colleague = broker.is_some_and(|it| it.agency_id == Some(seat.agency_id));
    Ok(is_colleague.then_some(relation))
}

/// Whose homes the asker may work at when they name a broker, or name none: their own.
///
/// # Errors
/// [`ServiceError::NotFound`] for a broker who is neither the asker nor in their care,
/// [`ServiceError::Refused`] as the policy says.
pub(crate) async fn desk_of(
    brokers: &BrokerStore,
    principal: &Principal,
    operation: Operation,
    wanted: Option<BrokerId>,
) -> Result<BrokerId, ServiceError> {
    let own = principal.person().and_then(|person| person.broker_id);
    let Some(broker_id) = wanted.or(own) else {
        permit(principal, operation, Relation::Own)?;
        return Err(durbar_domain::policy::Refusal::NotPermitted.into());
    };
    let relation = standing(brokers, principal, broker_id).await?;
    permit(principal, operation, relation.unwrap_or(Relation::Secret))?;
    match relation {
        Some(_) => Ok(broker_id),
        None => Err(ServiceError::NotFound),
    }
}
