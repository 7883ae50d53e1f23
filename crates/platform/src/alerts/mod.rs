//! Saved searches in the table, and what their owners are to be told.

mod later;
mod links;
mod noted;
mod queue;
mod reading;
mod searches;
mod sending;

#[cfg(test)]
mod tests;

pub use later::LaterEvent;
pub use links::Link;
pub use queue::{AlertQueue, DueAlert};
pub use searches::{OwnerList, SavedSearchStore};

use crate::{
    accounts::address_digest,
    keys::{AlertKey, OwnerKey, PrimaryKey},
    table::{EXPIRES_AT, Item},
};
use aws_sdk_dynamodb::types::AttributeValue;
use durbar_domain::saved_search::SearchOwner;
use jiff::Timestamp;

/// An owner as keys hold it.
fn owner_key(owner: &SearchOwner) -> OwnerKey {
    match owner {
        SearchOwner::Account(id) => OwnerKey::Account(*id),
        SearchOwner::Address(address) => OwnerKey::Address(address_digest(address)),
    }
}

fn key(key: AlertKey) -> PrimaryKey {
    PrimaryKey::Alert(key)
}

/// Lets an item be deleted after `end`.
fn expiring(mut item: Item, end: Timestamp) -> Item {
    item.insert(
        EXPIRES_AT.to_owned(),
        AttributeValue::N(end.as_second().to_string()),
    );
    item
}

/// Whether an item is past its end, though it may still be there.
fn has_expired(item: &Item, now: Timestamp) -> bool {
    let end = item.get(EXPIRES_AT).and_then(|end| end.as_n().ok());
    end.and_then(|end| end.parse::<i64>().ok())
        .is_some_and(|end| end <= now.as_second())
}
