//! What somebody holds: time they bought, and a level they were given.
//!
//! Every purchase is kept by itself, with the time that is left of it. One is used at a time:
//! the highest level first, and of a level the oldest purchase. What isn't in use waits and
//! loses nothing, so that a higher level never eats a lower one up, and a refund takes back
//! just what its purchase had left. A given level holds until its day, whatever is bought; time
//! of that level or a lower one waits behind it.

mod layout;
mod stored;

#[cfg(test)]
mod tests;

use super::SubscriptionPeriod;
use crate::{
    AccountId, PurchaseId,
    account::{Account, LevelSpan, SubscriptionLevel},
};
use jiff::{SignedDuration, Timestamp};
use serde::{Deserialize, Serialize};

/// All levels of an account: those it was given and those it bought.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(from = "stored::Stored")]
pub struct Subscription {
    pub account_id: AccountId,
    /// Counts the writes; a write names the version it changes.
    pub version: u64,
    /// When what is left was counted.
    counted_at: Timestamp,
    /// What an admin gave.
    given: Option<LevelSpan>,
    /// What was bought and isn't used up, in the order in which it is used.
    bought: Vec<Bought>,
}

/// A purchase, as far as it isn't used up.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
struct Bought {
    /// `None` for several of the same level, bought before each was kept by itself.
    purchase_id: Option<PurchaseId>,
    level: SubscriptionLevel,
    left: Left,
}

/// What is left of a purchase.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
enum Left {
    /// All of it. How many days a month has is known when it starts.
    Whole(SubscriptionPeriod),
    Rest(SignedDuration),
}

impl Subscription {
    /// An account that holds nothing.
    fn none(account_id: AccountId, now: Timestamp) -> Self {
        Self {
            account_id,
            version: 0,
            counted_at: now,
            given: None,
            bought: Vec::new(),
        }
    }

    fn of(present: Option<&Self>, account_id: AccountId, now: Timestamp) -> Self {
        let present = present.map(|present| present.counted_to(now));
        let present = present.unwrap_or_else(|| Self::none(account_id, now));
        Self {
            version: present.version + 1,
            ..present
        }
    }

    /// What somebody holds who buys `level` for `period` at `now`, holding `present`: behind
    /// what they bought of that level or a higher one, before what they bought of a lower one.
    pub fn bought(
        present: Option<&Self>,
        (account_id, purchase_id): (AccountId, PurchaseId),
        level: SubscriptionLevel,
        period: SubscriptionPeriod,
        now: Timestamp,
    ) -> Self {
        let mut after = Self::of(present, account_id, now);
        let bought = Bought {
            purchase_id: Some(purchase_id),
            level,
            left: Left::Whole(period),
        };
        let behind = after.bought.partition_point(|it| it.level >= level);
        after.bought.insert(behind, bought);
        after
    }

    /// What somebody holds who is given a level, in place of what they were given before.
    pub fn given(
        present: Option<&Self>,
        account_id: AccountId,
        span: LevelSpan,
        now: Timestamp,
    ) -> Self {
        Self {
            given: Some(span),
            ..Self::of(present, account_id, now)
        }
    }

    /// What is left when the level that was given is taken back; `None` when nothing is.
    pub fn taken_back(&self, now: Timestamp) -> Option<Self> {
        let after = Self {
            given: None,
            ..Self::of(Some(self), self.account_id, now)
        };
        after.unless_empty()
    }

    /// What is left when the money of a purchase went back: all but what it had left. `None`
    /// when nothing is.
    pub fn refunded(
        &self,
        purchase_id: PurchaseId,
        (level, period): (SubscriptionLevel, SubscriptionPeriod),
        now: Timestamp,
    ) -> Option<Self> {
        let mut after = Self::of(Some(self), self.account_id, now);
        let before = after.bought.len();
        after
            .bought
            .retain(|it| it.purchase_id != Some(purchase_id));
        if after.bought.len() == before {
            after.shorten(level, period);
        }
        after.unless_empty()
    }

    /// What an account holds that is known to have been given `stored`; where the account says
    /// otherwise, or nothing is stored, what the account says. `None` for a free account.
    pub fn held(stored: Option<Self>, account: &Account, now: Timestamp) -> Option<Self> {
        let first = account.subscription_spans_at(now).next()?;
        let is_it = |stored: &Self| account.with_spans(&stored.spans()) == *account;
        let held = match stored {
            Some(stored) if is_it(&stored) => stored.counted_to(now),
            other => Self {
                version: other.map_or(0, |it| it.version),
                given: Some(first),
                ..Self::none(account.account_id, now)
            },
        };
        Some(held)
    }

    /// The same as the write over an item at a version, or over none.
    pub fn over(self, version: Option<u64>) -> Self {
        Self {
            version: version.unwrap_or(0) + 1,
            ..self
        }
    }

    /// The level that was given and holds until its day, if one was.
    pub fn gift(&self) -> Option<LevelSpan> {
        self.given
    }

    /// When nothing is left; `None` when something is without an end.
    pub fn ends_at(&self) -> Option<Timestamp> {
        self.spans().last().and_then(|span| span.ends_at)
    }

    fn unless_empty(self) -> Option<Self> {
        (self.given.is_some() || !self.bought.is_empty()).then_some(self)
    }
}
