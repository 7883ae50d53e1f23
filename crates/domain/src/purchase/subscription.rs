//! The level somebody holds.

use super::SubscriptionPeriod;
use crate::{AccountId, PurchaseId, account::SubscriptionLevel};
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
}
