//! Who a private page is for.

use durbar_domain::{
    account::{Account, Principal},
    policy::{Decision, Operation, Refusal, Relation, decide},
};
use leptos::prelude::use_context;
use std::net::Ipv4Addr;

/// Who asks, for private pages, their forms and server functions. Public pages never see it:
/// they are the same for everyone.
#[derive(Debug, Clone)]
pub struct Visitor {
    pub principal: Principal,
    /// The account of somebody signed in.
    pub account: Option<Account>,
    /// A sign-in that waits for its second factor.
    pub challenge: Option<String>,
    /// The address the visitor is believed to come from, where it is one of IPv4: premium media
    /// can be bound to no other. Never stored or logged.
    pub address: Option<Ipv4Addr>,
}

impl Visitor {
    /// Somebody who is not signed in.
    pub fn guest() -> Self {
        Self {
            principal: Principal::Guest,
            account: None,
            challenge: None,
            address: None,
        }
    }

    /// The visitor of the rendering, form or server function under way.
    pub fn get() -> Self {
        use_context().unwrap_or_else(Self::guest)
    }

    /// Whether the policy lets the visitor do this; what is hidden is refused too.
    pub fn may(&self, operation: Operation, relation: Relation) -> Result<(), Refusal> {
        match decide(&self.principal, operation, relation) {
            Decision::Allow => Ok(()),
            Decision::Deny(refusal) => Err(refusal),
            Decision::Hide => Err(Refusal::NotPermitted),
        }
    }

    /// Whether a form may be tried at all: on something of the visitor's own, or on something
    /// they were given a link to. What it really is to them only its use case knows, which
    /// asks the policy again.
    pub fn may_try(&self, operation: Operation) -> Result<(), Refusal> {
        let seat = self.principal.seat();
        let by_seat = seat.map(|seat| seat.role.relation().unwrap_or(Relation::Assisted));
        let relations = [Some(Relation::SharedToComment), by_seat];
        let own = self.may(operation, Relation::Own);
        relations.into_iter().flatten().fold(own, |so_far, next| {
            so_far.or_else(|refusal| {
                // Of two refusals the one tells more that says what would help.
                let tried = self.may(operation, next);
                tried.map_err(|it| match it {
                    Refusal::MultiFactor => it,
                    _ => refusal,
                })
            })
        })
    }

    /// What a desk is to the visitor: their own, or one of the agency they lead or assist in.
    pub fn desk_relation(&self) -> Relation {
        let person = self.principal.person();
        let is_own = person.is_some_and(|person| person.broker_id.is_some());
        let by_seat = self.principal.seat().and_then(|seat| seat.role.relation());
        match by_seat {
            Some(relation) if !is_own => relation,
            _ => Relation::Own,
        }
    }
}
