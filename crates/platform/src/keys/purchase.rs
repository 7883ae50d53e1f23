//! Keys of purchases and of the levels they give.

use super::PrimaryKey;
use durbar_domain::{
    AccountId, EventId, PurchaseId,
    account::SubscriptionLevel,
    purchase::{PaymentMethod, SubscriptionPeriod},
};
use jiff::civil::Date;

/// The key of an item about subscriptions.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum PurchaseKey {
    Purchase(PurchaseId),
    /// That the mail of an event about a purchase was sent.
    Mailed {
        purchase_id: PurchaseId,
        event_id: EventId,
    },
    /// That a purchase is an account's.
    OfAccount {
        account_id: AccountId,
        purchase_id: PurchaseId,
    },
    /// The purchase that an account began last of what it can buy, so that what is begun
    /// several times at once is begun once.
    Begun {
        account_id: AccountId,
        level: SubscriptionLevel,
        period: SubscriptionPeriod,
        method: PaymentMethod,
    },
    /// That the end of a purchase isn't known yet.
    Open {
        method: PaymentMethod,
        purchase_id: PurchaseId,
    },
    /// The level an account holds.
    Subscription(AccountId),
    /// That an account's level ends on a day (UTC), and its owner hasn't been told yet.
    Ending {
        day: Date,
        account_id: AccountId,
    },
}

const METADATA: &str = "METADATA";
const ACTIVE: &str = "ACTIVE";
const PURCHASE: &str = "PURCHASE#";
const MAILED: &str = "MAILED#";
const BEGUN: &str = "PURCHASEBEGUN#";

impl PurchaseKey {
    /// What the `SK` of what an account began last starts with.
    pub const BEGUN: &'static str = BEGUN;
    /// What the `SK` of every purchase of an account starts with.
    pub const PURCHASES: &'static str = PURCHASE;

    /// `PK` of the purchases by a method whose end isn't known yet: by Khalti the few of the
    /// last hours, by invoice those of the last weeks.
    pub fn open_partition(method: PaymentMethod) -> String {
        format!("OPENPURCHASE#{}", method.key())
    }

    /// `PK` of a purchase and what belongs to it.
    pub fn purchase_partition(id: PurchaseId) -> String {
        format!("{PURCHASE}{id}")
    }

    /// `PK` of the levels that end on a day.
    pub fn ending_partition(day: Date) -> String {
        format!("SUBSCRIPTIONEND#{day}")
    }

    pub(super) fn partition(&self) -> String {
        match self {
            Self::Purchase(id)
            | Self::Mailed {
                purchase_id: id, ..
            } => Self::purchase_partition(*id),
            Self::OfAccount { account_id, .. } | Self::Begun { account_id, .. } => {
                PrimaryKey::account_partition(*account_id)
            }
            Self::Open { method, .. } => Self::open_partition(*method),
            Self::Subscription(id) => format!("SUBSCRIPTION#{id}"),
            Self::Ending { day, .. } => Self::ending_partition(*day),
        }
    }

    pub(super) fn sort(&self) -> String {
        match self {
            Self::Purchase(_) => METADATA.to_owned(),
            Self::Mailed { event_id, .. } => format!("{MAILED}{event_id}"),
            Self::OfAccount { purchase_id, .. } => format!("{PURCHASE}{purchase_id}"),
            Self::Begun {
                level,
                period,
                method,
                ..
            } => format!("{BEGUN}{}#{}#{}", level.key(), period.key(), method.key()),
            Self::Open { purchase_id, .. } => purchase_id.to_string(),
            Self::Subscription(_) => ACTIVE.to_owned(),
            Self::Ending { account_id, .. } => account_id.to_string(),
        }
    }

    pub(super) fn read(partition: &str, sort: &str) -> Option<Self> {
        let (kind, rest) = partition.split_once('#')?;
        match (kind, sort) {
            ("PURCHASE", METADATA) => Some(Self::Purchase(rest.parse().ok()?)),
            ("PURCHASE", sort) => Some(Self::Mailed {
                purchase_id: rest.parse().ok()?,
                event_id: sort.strip_prefix(MAILED)?.parse().ok()?,
            }),
            ("SUBSCRIPTION", ACTIVE) => Some(Self::Subscription(rest.parse().ok()?)),
            ("OPENPURCHASE", id) => Some(Self::Open {
                method: rest.parse().ok()?,
                purchase_id: id.parse().ok()?,
            }),
            ("SUBSCRIPTIONEND", id) => {
                let day: Date = rest.parse().ok()?;
                // One spelling a day.
                (day.to_string() == rest).then_some(())?;
                Some(Self::Ending {
                    day,
                    account_id: id.parse().ok()?,
                })
            }
            ("USER", sort) => {
                let account_id = rest.parse().ok()?;
                if let Some(what) = sort.strip_prefix(BEGUN) {
                    let (level, rest) = what.split_once('#')?;
                    let (period, method) = rest.split_once('#')?;
                    return Some(Self::Begun {
                        account_id,
                        level: level.parse().ok()?,
                        period: period.parse().ok()?,
                        method: method.parse().ok()?,
                    });
                }
                Some(Self::OfAccount {
                    account_id,
                    purchase_id: sort.strip_prefix(PURCHASE)?.parse().ok()?,
                })
            }
            _ => None,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;
    use strum::VariantArray;

    fn keys() -> impl Strategy<Value = PurchaseKey> {
        let method = prop::sample::select(PaymentMethod::VARIANTS);
        let parts = (any::<u128>(), any::<u128>(), method, 0_i32..40_000, 0..7_u8);
        parts.prop_map(|(first, second, method, days, kind)| {
            let purchase_id = PurchaseId::from_bits(first);
            let account_id = AccountId::from_bits(second);
            match kind {
                0 => PurchaseKey::Purchase(purchase_id),
                1 => PurchaseKey::Mailed {
                    purchase_id,
                    event_id: EventId::from_bits(second),
                },
                2 => PurchaseKey::OfAccount {
                    account_id,
                    purchase_id,
                },
                3 => PurchaseKey::Open {
                    method,
                    purchase_id,
                },
                4 => PurchaseKey::Subscription(account_id),
                5 => PurchaseKey::Begun {
                    account_id,
                    level: SubscriptionLevel::VARIANTS[days as usize % 3],
                    period: SubscriptionPeriod::VARIANTS[days as usize % 2],
                    method,
                },
                _ => PurchaseKey::Ending {
                    day: jiff::civil::date(2000, 1, 1)
                        .checked_add(jiff::Span::new().days(days))
                        .expect("a day"),
                    account_id,
                },
            }
        })
    }

    proptest! {
        #[test]
        fn keys_are_read_back(key in keys()) {
            let key = PrimaryKey::Purchase(key);
            prop_assert_eq!(PrimaryKey::parse(&key.partition(), &key.sort()), Ok(key));
        }
    }

    #[test]
    fn nothing_else_is_read() {
        let (account, purchase) = (AccountId::from_bits(1), PurchaseId::from_bits(2));
        let (owner, bought) = (format!("USER#{account}"), format!("PURCHASE#{purchase}"));
        for (partition, sort) in [
            (owner.as_str(), "PURCHASE#"),
            (owner.as_str(), "PURCHASE#1"),
            (owner.as_str(), "PURCHASEBEGUN#gold#month"),
            (owner.as_str(), "PURCHASEBEGUN#gold#week#invoice"),
            (bought.as_str(), "MAILED#"),
            (bought.as_str(), "OTHER"),
            ("OPENPURCHASE#cash", purchase.to_string().as_str()),
            ("SUBSCRIPTIONEND#20261122", account.to_string().as_str()),
            ("SUBSCRIPTION#x", "ACTIVE"),
        ] {
            assert!(
                PrimaryKey::parse(partition, sort).is_err(),
                "{partition} / {sort}"
            );
        }
    }
}
