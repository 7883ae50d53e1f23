//! Keys, lists that keep their limit, links that hide, a queue that tells once.

mod keys;
mod queue;
mod reading;
mod searches;

use super::*;
use crate::{PlatformError, keys::FactKey, testing::embedded};
use durbar_domain::{
    AccountId, Locale, PropertyId, SavedSearchId,
    account::{EmailAddress, SubscriptionLevel},
    saved_search::{AlertFrequency, AlertKind, SavedSearch, SearchName},
    search::SearchQuery,
};
use enumset::EnumSet;
use futures::future::join_all;
use jiff::SignedDuration;
use std::slice;

fn at(text: &str) -> Timestamp {
    text.parse().expect("a time")
}

fn now() -> Timestamp {
    at("2026-11-22T04:15:00Z")
}

fn address(name: &str) -> EmailAddress {
    EmailAddress::parse("email", &format!("{name}@example.com")).expect("an address")
}

fn search(number: u128, owner: SearchOwner) -> SavedSearch {
    SavedSearch {
        saved_search_id: SavedSearchId::from_parts(1, number),
        version: 1,
        owner,
        name: SearchName::parse("name", "Sanepa").expect("a name"),
        query: SearchQuery::parse("in=sanepa&beds=4").0,
        frequency: AlertFrequency::Daily,
        kinds: EnumSet::all(),
        locale: Locale::Ne,
        confirmed_at: Some(now()),
        removed_at: None,
        created_at: now(),
        modified_at: now(),
    }
}

fn alert(name: &str, due_at: Timestamp, fact: FactKey) -> DueAlert {
    DueAlert {
        due_at,
        address: address(name),
        account_id: None,
        level: SubscriptionLevel::Free,
        instant: true,
        fact,
        kind: AlertKind::NewMatch,
        listing_id: PropertyId::from_parts(1, 1),
        saved_search_ids: vec![SavedSearchId::from_parts(1, 1)],
        price_before: None,
        attempts: 0,
    }
}

fn home(number: u128) -> FactKey {
    FactKey::New(PropertyId::from_parts(1, number))
}
