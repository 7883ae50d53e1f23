//! People who have an account: who they are to the product, and what their tier gives them.

mod email;
mod entitlements;
mod password;
mod principal;
mod role;
mod social;
mod span;

pub use email::EmailAddress;
pub use entitlements::{Entitlements, SubscriptionLevel};
pub use password::NewPassword;
pub use principal::{Person, Principal};
pub use role::Role;
pub use social::SocialProvider;
pub use span::LevelSpan;

use crate::{AccountId, BrokerId, Locale, agency::Seat, text::Name};
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
    /// Its place in an agency.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub seat: Option<Seat>,
    pub subscription_level: SubscriptionLevel,
    /// When the paid level ends; `None` for free, or without an end.
    pub subscription_ends_at: Option<Timestamp>,
    /// The levels that follow it, each from the end of the one before.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub subscription_then: Vec<LevelSpan>,
    /// Asked to be erased: when that becomes real.
    pub erase_at: Option<Timestamp>,
    /// Somebody of the administration lets it in no longer. The identity provider refuses it;
    /// this is for who looks at the account.
    #[serde(default)]
    pub disabled: bool,
    pub created_at: Timestamp,
    pub modified_at: Timestamp,
}

impl Account {
    /// What it holds at `now` and after, one behind the other; nothing for free. What has ended
    /// isn't there, whether or not anything has removed it yet.
    pub fn subscription_spans_at(&self, now: Timestamp) -> impl Iterator<Item = LevelSpan> {
        let first = LevelSpan {
            level: self.subscription_level,
            ends_at: self.subscription_ends_at,
        };
        let all = std::iter::once(first).chain(self.subscription_then.iter().copied());
        all.filter(move |span| span.level != SubscriptionLevel::Free && !span.has_ended(now))
    }

    /// The level that holds at `now`, as the clock says.
    pub fn subscription_level_at(&self, now: Timestamp) -> SubscriptionLevel {
        let span = self.subscription_spans_at(now).next();
        span.map_or(SubscriptionLevel::Free, |span| span.level)
    }

    /// The same account holding other levels, the first of them now; free without any.
    pub fn with_spans(&self, spans: &[LevelSpan]) -> Account {
        let (first, then) = match spans.split_first() {
            Some((first, then)) => (Some(first), then.to_vec()),
            None => (None, Vec::new()),
        };
        Account {
            subscription_level: first.map_or(SubscriptionLevel::Free, |span| span.level),
            subscription_ends_at: first.and_then(|span| span.ends_at),
            subscription_then: then,
            ..self.clone()
        }
    }

    /// The person who acts through this account at `now`.
    pub fn person(&self, multi_factor: bool, now: Timestamp) -> Person {
        Person {
            account_id: self.account_id,
            role: self.role,
            subscription_level: self.subscription_level_at(now),
            broker_id: self.broker_id,
            seat: self.seat,
            multi_factor,
        }
    }
}

#[cfg(test)]
mod tests;
