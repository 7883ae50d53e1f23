//! Who may do what. Every server function and route names its [`Operation`]; whether it goes
//! ahead is decided here and nowhere else, from who asks, what for, and what the thing is to
//! them.

mod operation;
mod rules;

pub use operation::Operation;

use crate::account::{Principal, SubscriptionLevel};
use enumset::EnumSetType;
use strum::VariantArray;

/// What the thing asked for is to the one who asks.
#[derive(Debug, Hash, EnumSetType, VariantArray)]
pub enum Relation {
    /// Theirs: their account, their list, their listing, an enquiry to or from them.
    Own,
    /// Of somebody in the agency that they own, or that agency itself.
    Led,
    /// Of a broker whom they assist, or an enquiry they were put in charge of.
    Assisted,
    /// Shared with them, to look at and to comment on.
    SharedToComment,
    /// Shared with them, to look at.
    SharedToView,
    /// Open to everyone, as a published listing is.
    Public,
    /// Somebody else's, and they know or may know that it is there.
    Others,
    /// Somebody else's, and nobody else may know that it is there.
    Secret,
}

/// What is decided.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Decision {
    Allow,
    /// Refused, and told so.
    Deny(Refusal),
    /// Answered as if there were no such thing.
    Hide,
}

/// Why something is refused, and with it what would help.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum Refusal {
    #[error("this needs an account: sign in first")]
    SignIn,
    #[error("this needs a second factor: set one up, then sign in with it")]
    MultiFactor,
    #[error("this needs the level {0:?}")]
    Upgrade(SubscriptionLevel),
    #[error("this is not yours to do")]
    NotPermitted,
}

impl Refusal {
    /// The HTTP status that says the same.
    pub fn status(self) -> u16 {
        match self {
            Refusal::SignIn => 401,
            Refusal::MultiFactor | Refusal::Upgrade(_) | Refusal::NotPermitted => 403,
        }
    }
}

/// Decides. Pure: the same answer for the same question.
pub fn decide(principal: &Principal, operation: Operation, relation: Relation) -> Decision {
    let decision = rules::permitted(principal, operation, relation);
    let person = match principal {
        Principal::Guest => return decision,
        Principal::Person(person) => person,
    };
    // A role that needs a second factor has none of its powers without it; what everybody
    // with an account may do, it may do all the same. What is another broker's needs it of
    // everybody.
    let is_in_agency = matches!(relation, Relation::Led | Relation::Assisted);
    if decision == Decision::Allow
        && operation.is_privileged()
        && (person.role.needs_multi_factor() || is_in_agency)
        && !person.multi_factor
    {
        return Decision::Deny(Refusal::MultiFactor);
    }
    decision
}

#[cfg(test)]
mod tests;
