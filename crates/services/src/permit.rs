//! The policy's answer as a use case gives it on.

use crate::ServiceError;
use durbar_domain::{
    account::{Person, Principal},
    policy::{Decision, Operation, Refusal, Relation, decide},
};

/// Goes on if the policy allows it.
///
/// # Errors
/// [`ServiceError::Refused`], or [`ServiceError::NotFound`] where nobody may learn that the
/// thing is there.
pub(crate) fn permit(
    principal: &Principal,
    operation: Operation,
    relation: Relation,
) -> Result<(), ServiceError> {
    match decide(principal, operation, relation) {
        Decision::Allow => Ok(()),
        Decision::Deny(refusal) => Err(refusal.into()),
        Decision::Hide => Err(ServiceError::NotFound),
    }
}

/// The person who does something of their own, if the policy allows it.
///
/// # Errors
/// As [`permit`], and [`Refusal::SignIn`] for a guest.
pub(crate) fn permit_own(
    principal: &Principal,
    operation: Operation,
) -> Result<&Person, ServiceError> {
    permit(principal, operation, Relation::Own)?;
    principal.person().ok_or(Refusal::SignIn.into())
}
