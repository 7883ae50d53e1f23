//! Who asks for something.

use super::{Role, SubscriptionLevel};
use crate::{AccountId, BrokerId, agency::Seat};
use serde::{Deserialize, Serialize};

/// Who asks.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub enum Principal {
    /// Somebody who is not signed in.
    Guest,
    Person(Person),
}

/// Somebody who is signed in.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct Person {
    pub account_id: AccountId,
    pub role: Role,
    /// The level that holds now.
    pub subscription_level: SubscriptionLevel,
    /// The broker they act as.
    pub broker_id: Option<BrokerId>,
    /// The agency they are in.
    pub seat: Option<Seat>,
    /// Signed in with a second factor.
    pub multi_factor: bool,
}

impl Principal {
    /// The person, if somebody is signed in.
    pub fn person(&self) -> Option<&Person> {
        match self {
            Principal::Person(person) => Some(person),
            Principal::Guest => None,
        }
    }

    /// Their place in an agency, if they are in one.
    pub fn seat(&self) -> Option<Seat> {
        self.person()?.seat
    }

    /// The level whose entitlements hold.
    pub fn subscription_level(&self) -> SubscriptionLevel {
        self.person()
            .map_or(SubscriptionLevel::Free, |person| person.subscription_level)
    }
}
