//! Enquiries in the table: each with its thread in a partition of its own, and an entry in
//! the list of its buyer and of its broker.

mod claim;
mod lists;
mod personal;
mod write;

pub use write::{NewEnquiry, Placed};

use crate::{
    PlatformError, Table,
    keys::{Digest, EnquiryKey, PrimaryKey},
    table::{EXPIRES_AT, Item, Query, SortRange, from_item, to_item},
};
use aws_sdk_dynamodb::types::AttributeValue;
use durbar_domain::{
    EnquiryId, EventId, MessageId,
    enquiry::{Enquiry, Message, Party},
};
use jiff::Timestamp;
use serde::{Deserialize, Serialize};

/// Enquiries in the table. Cheap to clone.
#[derive(Debug, Clone)]
pub struct EnquiryStore {
    table: Table,
}

/// An item that only says since when it is there.
#[derive(Serialize, Deserialize)]
struct Mark {
    created_at: Timestamp,
}

impl EnquiryStore {
    pub fn new(table: Table) -> Self {
        Self { table }
    }

    /// An enquiry; `None` when there is none.
    pub async fn get(&self, id: EnquiryId) -> Result<Option<Enquiry>, PlatformError> {
        let item = self.table.get(key(EnquiryKey::Enquiry(id))).await?;
        item.map(from_item).transpose()
    }

    /// Its thread, oldest first.
    pub async fn messages(&self, id: EnquiryId) -> Result<Vec<Message>, PlatformError> {
        let messages = Query::partition(EnquiryKey::enquiry_partition(id))
            .range(SortRange::StartsWith(EnquiryKey::MESSAGES.to_owned()));
        let page = self.table.query(messages).await?;
        page.items.into_iter().map(from_item).collect()
    }

    /// One entry of its thread; `None` when there is none.
    pub async fn message(
        &self,
        enquiry_id: EnquiryId,
        message_id: MessageId,
    ) -> Result<Option<Message>, PlatformError> {
        let message = EnquiryKey::Message {
            enquiry_id,
            message_id,
        };
        let item = self.table.get(key(message)).await?;
        item.map(from_item).transpose()
    }

    /// Lets a guest come in by a link until `expires_at`.
    pub async fn add_link(
        &self,
        enquiry_id: EnquiryId,
        secret: Digest,
        (created_at, expires_at): (Timestamp, Timestamp),
    ) -> Result<(), PlatformError> {
        self.table
            .put(link(enquiry_id, secret, (created_at, expires_at))?)
            .await
    }

    /// Whether a link lets somebody in at `now`.
    pub async fn has_link(
        &self,
        enquiry_id: EnquiryId,
        secret: Digest,
        now: Timestamp,
    ) -> Result<bool, PlatformError> {
        let item = self
            .table
            .get(key(EnquiryKey::Link { enquiry_id, secret }))
            .await?;
        // An item may stay for a while behind its end.
        Ok(item.is_some_and(|item| expiry(&item).is_some_and(|end| end > now.as_second())))
    }

    /// Whether one side has had the mail of an event.
    pub async fn was_mailed(
        &self,
        enquiry_id: EnquiryId,
        event_id: EventId,
        to: Party,
    ) -> Result<bool, PlatformError> {
        let mailed = EnquiryKey::Mailed {
            enquiry_id,
            event_id,
            to,
        };
        Ok(self.table.get(key(mailed)).await?.is_some())
    }

    /// Notes that one side has had the mail of an event; forgotten after `expires_at`.
    pub async fn set_mailed(
        &self,
        enquiry_id: EnquiryId,
        event_id: EventId,
        to: Party,
        (created_at, expires_at): (Timestamp, Timestamp),
    ) -> Result<(), PlatformError> {
        let mailed = EnquiryKey::Mailed {
            enquiry_id,
            event_id,
            to,
        };
        let item = to_item(key(mailed), "EnquiryMailed", &Mark { created_at })?;
        self.table.put(expiring(item, expires_at)).await
    }
}

fn key(key: EnquiryKey) -> PrimaryKey {
    PrimaryKey::Enquiry(key)
}

fn link(
    enquiry_id: EnquiryId,
    secret: Digest,
    (created_at, expires_at): (Timestamp, Timestamp),
) -> Result<Item, PlatformError> {
    let key = key(EnquiryKey::Link { enquiry_id, secret });
    let item = to_item(key, "EnquiryLink", &Mark { created_at })?;
    Ok(expiring(item, expires_at))
}

/// The item, deleted at some time after `end`.
fn expiring(mut item: Item, end: Timestamp) -> Item {
    let seconds = AttributeValue::N(end.as_second().to_string());
    item.insert(EXPIRES_AT.to_owned(), seconds);
    item
}

/// When an item may be deleted, in seconds since 1970.
fn expiry(item: &Item) -> Option<i64> {
    item.get(EXPIRES_AT)?.as_n().ok()?.parse().ok()
}
