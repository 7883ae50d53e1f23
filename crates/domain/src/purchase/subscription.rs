//! The level somebody holds.

use super::SubscriptionPeriod;
use crate::{
    AccountId, PurchaseId,
    account::{Account, SubscriptionLevel},
};
use jiff::Timestamp;
use serde::{Deserialize, Serialize};

/// The level an account holds, and until when.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Subscription {
    pub account_id: AccountId,
    /// Counts the writes; a write names the version it changes.
    pub version: u64,
    pub level: SubscriptionLevel,
    pub starts_at: Timestamp,
    /// `None`: until it is taken back.
    pub ends_at: Option<Timestamp>,
    /// The purchase that gave it; `None` where an admin did.
    pub purchase_id: Option<PurchaseId>,
}

impl Subscription {
    /// The level that holds at `now`: free again after the end, whether or not anything has
    /// removed the item yet.
    pub fn level_at(&self, now: Timestamp) -> SubscriptionLevel {
        match self.ends_at {
            Some(end) if end <= now => SubscriptionLevel::Free,
            _ => self.level,
        }
    }

    /// What somebody holds who buys `level` for `period` at `now`, holding `present`.
    ///
    /// The same level is lengthened. A higher one starts now. A lower one, which can only
    /// happen when two purchases cross, lengthens the higher one: nobody pays to have less.
    pub fn bought(
        present: Option<&Subscription>,
        (account_id, purchase_id): (AccountId, PurchaseId),
        level: SubscriptionLevel,
        period: SubscriptionPeriod,
        now: Timestamp,
    ) -> Subscription {
        let version = present.map_or(0, |present| present.version) + 1;
        let running = present.filter(|it| it.level_at(now) >= level);
        let (level, starts_at, ends_at) = match running {
            Some(Subscription {
                level,
                starts_at,
                ends_at,
                ..
            }) => (*level, *starts_at, ends_at.map(|end| period.end_from(end))),
            None => (level, now, Some(period.end_from(now))),
        };
        Subscription {
            account_id,
            version,
            level,
            starts_at,
            ends_at,
            purchase_id: Some(purchase_id),
        }
    }

    /// What an account holds that is at `level` until `ends_at`: the subscription it was given
    /// last, or, where that says otherwise or has gone, what the account itself says. `None`
    /// for a free account.
    pub fn held(
        given: Option<Subscription>,
        account: &Account,
        now: Timestamp,
    ) -> Option<Subscription> {
        if account.subscription_level_at(now) == SubscriptionLevel::Free {
            return None;
        }
        let (level, ends_at) = (account.subscription_level, account.subscription_ends_at);
        match given {
            Some(given) if (given.level, given.ends_at) == (level, ends_at) => Some(given),
            other => Some(Subscription {
                account_id: account.account_id,
                version: other.map_or(0, |it| it.version),
                level,
                starts_at: account.modified_at,
                ends_at,
                purchase_id: None,
            }),
        }
    }

    /// What is left when the money of a purchase of `level` for `period` went back: as much
    /// less as it had added. `None` when nothing is left. A higher level that was got since,
    /// and one without an end, stay.
    pub fn refunded(
        &self,
        level: SubscriptionLevel,
        period: SubscriptionPeriod,
        now: Timestamp,
    ) -> Option<Subscription> {
        let ends_at = match self.ends_at {
            Some(end) if self.level == level => Some(period.start_before(end)),
            end => end,
        };
        ends_at.is_none_or(|end| end > now).then(|| Subscription {
            version: self.version + 1,
            ends_at,
            ..self.clone()
        })
    }
}
