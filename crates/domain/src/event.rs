//! What happened: facts other parts of the product act on.

use crate::{
    AccountId, BrokerId, EnquiryId, EventId, MessageId, Npr, PropertyId, PurchaseId, SavedSearchId,
    StandardStatus, purchase::PurchaseState,
};
use jiff::Timestamp;
use serde::{Deserialize, Serialize};

/// A fact about one subject, delivered at least once; consumers forget repeats by `event_id`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct DomainEvent {
    pub event_id: EventId,
    /// Version of this envelope and its details.
    pub schema_version: u16,
    pub occurred_at: Timestamp,
    #[serde(flatten)]
    pub detail: EventDetail,
}

/// What happened, by kind.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "detail_type", content = "detail")]
pub enum EventDetail {
    /// A listing came to be or changed in a way no other event tells.
    ListingChanged {
        listing_id: PropertyId,
        version: u64,
    },
    PriceChanged {
        listing_id: PropertyId,
        version: u64,
        from: Npr,
        to: Npr,
    },
    StatusChanged {
        listing_id: PropertyId,
        version: u64,
        from: StandardStatus,
        to: StandardStatus,
    },
    BrokerChanged {
        broker_id: BrokerId,
        version: u64,
    },
    /// A saved search came to be, changed, or went.
    SavedSearchChanged {
        saved_search_id: SavedSearchId,
        version: u64,
    },
    /// Somebody of the administration changed what an account may do: its role, its broker, or
    /// whether it is let in.
    AccountChanged {
        account_id: AccountId,
        version: u64,
        by: AccountId,
    },
    /// The level of an account changed: bought, given, ended or taken back.
    SubscriptionChanged {
        account_id: AccountId,
        version: u64,
    },
    /// A purchase waits for its money, has it, or has ended without.
    PurchaseChanged {
        purchase_id: PurchaseId,
        version: u64,
        state: PurchaseState,
    },
    /// A buyer asked about a home, with this message as the first.
    EnquirySent {
        enquiry_id: EnquiryId,
        version: u64,
        message_id: MessageId,
    },
    /// One side wrote in the thread.
    EnquiryAnswered {
        enquiry_id: EnquiryId,
        version: u64,
        message_id: MessageId,
    },
    /// One side proposed times for a viewing; the first of them may begin the enquiry.
    ViewingRequested {
        enquiry_id: EnquiryId,
        version: u64,
        message_id: MessageId,
    },
    ViewingConfirmed {
        enquiry_id: EnquiryId,
        version: u64,
        message_id: MessageId,
    },
    ViewingDeclined {
        enquiry_id: EnquiryId,
        version: u64,
        message_id: MessageId,
    },
    ViewingCancelled {
        enquiry_id: EnquiryId,
        version: u64,
        message_id: MessageId,
    },
}

impl DomainEvent {
    /// The version this code writes.
    pub const SCHEMA_VERSION: u16 = 1;

    /// The listing the event is about, if it is about one.
    pub fn listing_id(&self) -> Option<PropertyId> {
        match self.detail {
            EventDetail::ListingChanged { listing_id, .. }
            | EventDetail::PriceChanged { listing_id, .. }
            | EventDetail::StatusChanged { listing_id, .. } => Some(listing_id),
            _ => None,
        }
    }

    /// The 128 bits of what the event is about: events about the same thing are kept and
    /// published in order.
    pub fn subject_bits(&self) -> u128 {
        match self.detail {
            EventDetail::ListingChanged { listing_id, .. }
            | EventDetail::PriceChanged { listing_id, .. }
            | EventDetail::StatusChanged { listing_id, .. } => listing_id.bits(),
            EventDetail::BrokerChanged { broker_id, .. } => broker_id.bits(),
            EventDetail::SavedSearchChanged {
                saved_search_id, ..
            } => saved_search_id.bits(),
            EventDetail::AccountChanged { account_id, .. }
            | EventDetail::SubscriptionChanged { account_id, .. } => account_id.bits(),
            EventDetail::PurchaseChanged { purchase_id, .. } => purchase_id.bits(),
            EventDetail::EnquirySent { enquiry_id, .. }
            | EventDetail::EnquiryAnswered { enquiry_id, .. }
            | EventDetail::ViewingRequested { enquiry_id, .. }
            | EventDetail::ViewingConfirmed { enquiry_id, .. }
            | EventDetail::ViewingDeclined { enquiry_id, .. }
            | EventDetail::ViewingCancelled { enquiry_id, .. } => enquiry_id.bits(),
        }
    }
}

#[cfg(test)]
mod tests;
