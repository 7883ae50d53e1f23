//! People who have an account: who they are to the product, and what their tier gives them.

mod email;
mod entitlements;
mod password;
mod principal;
mod role;
mod social;

pub use email::EmailAddress;
pub use entitlements::{Entitlements, SubscriptionLevel};
pub use password::NewPassword;
pub use principal::{Person, Principal};
pub use role::Role;
pub use social::SocialProvider;

use crate::{AccountId, BrokerId, Locale, text::Name};
use jiff::Timestamp;
use serde::{Deserialize, Serialize};

/// A person's account, as the product keeps it. What the person knows (password, second
/// factor) is the identity provider's and never here.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Account {
    pub account_id: AccountId,
    /// Counts the writes; a write names the version it changes.
    pub version: u64,
    pub email: EmailAddress,
    pub name: Name,
    pub locale: Locale,
    pub role: Role,
    /// The broker this account acts as; brokers alone have one.
    pub broker_id: Option<BrokerId>,
    pub subscription_level: SubscriptionLevel,
    /// When the paid level ends; `None` for free, or without an end.
    pub subscription_ends_at: Option<Timestamp>,
    /// Asked to be erased: when that becomes real.
    pub erase_at: Option<Timestamp>,
    pub created_at: Timestamp,
    pub modified_at: Timestamp,
}

impl Account {
    /// The level that holds at `now`: a paid level that has ended is free again, whether or
    /// not anything has removed it yet.
    pub fn subscription_level_at(&self, now: Timestamp) -> SubscriptionLevel {
        match self.subscription_ends_at {
            Some(end) if end <= now => SubscriptionLevel::Free,
            _ => self.subscription_level,
        }
    }

    /// The person who acts through this account at `now`.
    pub fn person(&self, multi_factor: bool, now: Timestamp) -> Person {
        Person {
            account_id: self.account_id,
            role: self.role,
            subscription_level: self.subscription_level_at(now),
            broker_id: self.broker_id,
            multi_factor,
        }
    }
}

#[cfg(test)]
mod tests;
