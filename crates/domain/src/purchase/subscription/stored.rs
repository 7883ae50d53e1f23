//! Subscriptions as they are stored, also by programs of old: those kept one level and its end,
//! whatever it was made of.

use super::{Bought, Left, Subscription};
use crate::{
    AccountId, PurchaseId,
    account::{LevelSpan, SubscriptionLevel},
};
use jiff::Timestamp;
use serde::Deserialize;

#[derive(Deserialize)]
#[serde(untagged)]
pub(super) enum Stored {
    Spans {
        account_id: AccountId,
        version: u64,
        counted_at: Timestamp,
        given: Option<LevelSpan>,
        bought: Vec<Bought>,
    },
    OneLevel {
        account_id: AccountId,
        version: u64,
        level: SubscriptionLevel,
        starts_at: Timestamp,
        ends_at: Option<Timestamp>,
        purchase_id: Option<PurchaseId>,
    },
}

impl From<Stored> for Subscription {
    fn from(stored: Stored) -> Self {
        match stored {
            Stored::Spans {
                account_id,
                version,
                counted_at,
                given,
                bought,
            } => Self {
                account_id,
                version,
                counted_at,
                given,
                bought,
            },
            Stored::OneLevel {
                account_id,
                version,
                level,
                starts_at,
                ends_at,
                purchase_id,
            } => {
                let bought = ends_at.filter(|_| purchase_id.is_some()).map(|end| Bought {
                    purchase_id: None,
                    level,
                    left: Left::Rest(end.duration_since(starts_at)),
                });
                Self {
                    account_id,
                    version,
                    counted_at: starts_at,
                    given: bought.is_none().then_some(LevelSpan { level, ends_at }),
                    bought: bought.into_iter().collect(),
                }
            }
        }
    }
}
