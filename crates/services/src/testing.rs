//! People for tests.

use durbar_domain::{
    AccountId, BrokerId,
    account::{Person, Principal, Role, SubscriptionLevel},
};
use durbar_platform::{Platform, secret::Secret, throttle::Throttle};

/// The buyer of this number, at the free level.
pub(crate) fn buyer(number: u128) -> Principal {
    Principal::Person(Person {
        account_id: AccountId::from_parts(1, number),
        role: Role::Buyer,
        subscription_level: SubscriptionLevel::Free,
        broker_id: None,
        multi_factor: false,
        seat: None,
    })
}

/// The account of the broker of this number, signed in with a second factor.
pub(crate) fn broker_person(number: u128) -> Principal {
    Principal::Person(Person {
        account_id: AccountId::from_parts(2, number),
        role: Role::Broker,
        subscription_level: SubscriptionLevel::Free,
        broker_id: Some(BrokerId::from_parts(1, number)),
        multi_factor: true,
        seat: None,
    })
}

/// The account of the admin of this number, signed in with a second factor.
pub(crate) fn admin(number: u128) -> Principal {
    Principal::Person(Person {
        account_id: AccountId::from_parts(3, number),
        role: Role::Admin,
        subscription_level: SubscriptionLevel::Free,
        broker_id: None,
        multi_factor: true,
        seat: None,
    })
}

/// A throttle over a table.
pub(crate) async fn throttle(platform: &Platform) -> Throttle {
    let secret = Secret::open(&platform.table).await.expect("a secret");
    Throttle::new(platform.table.clone(), &secret)
}

pub(crate) fn guest() -> Principal {
    Principal::Guest
}

/// The keys of all items in the table but those of events, sorted. A scan: for tests.
pub(crate) async fn keys(embedded: &durbar_platform::Embedded) -> Vec<String> {
    let table = &embedded.platform().table;
    let scan = table.client().scan().table_name(table.name());
    let found = scan.consistent_read(true).send().await.expect("a scan");
    let mut keys: Vec<_> = found
        .items()
        .iter()
        .map(|item| {
            let part = |name: &str| item[name].as_s().expect("a text").clone();
            format!("{} / {}", part("PK"), part("SK"))
        })
        .filter(|key| !key.starts_with("OUTBOX#"))
        .collect();
    keys.sort_unstable();
    keys
}
