//! What happened: facts other parts of the product act on.

use crate::{
    AccountId, AgencyId, BrokerId, EnquiryId, EventId, MediaId, MessageId, Npr, PropertyId,
    PurchaseId, SavedSearchId, StandardStatus, agency::AgencyRole, purchase::PurchaseState,
};
use jiff::Timestamp;
use serde::{Deserialize, Serialize};
use strum::{IntoStaticStr, VariantNames};

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
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, VariantNames, IntoStaticStr)]
#[serde(tag = "detail_type", content = "detail")]
pub enum EventDetail {
    /// A listing came to be or changed in a way no other event tells.
    ListingChanged {
        listing_id: PropertyId,
        version: u64,
    },
    /// A home that was never offered was approved, with this version of its listing.
    ListingPublished {
        listing_id: PropertyId,
        version: u64,
    },
    /// A draft of a listing was submitted for review.
    DraftSubmitted {
        listing_id: PropertyId,
        version: u64,
    },
    /// An admin approved a draft: its listing is at this version.
    DraftApproved {
        listing_id: PropertyId,
        version: u64,
    },
    /// An admin decided about a submitted draft, otherwise than by approving it.
    DraftReturned {
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
    /// A listing became a premium one, or ceased to be.
    TierChanged {
        listing_id: PropertyId,
        version: u64,
        premium: bool,
    },
    /// A file of a listing is ready to be shown.
    MediaProcessed {
        listing_id: PropertyId,
        media_id: MediaId,
        version: u64,
    },
    /// A file of a listing was moved to another audience or taken away: its old addresses no
    /// longer work.
    MediaWithdrawn {
        listing_id: PropertyId,
        media_id: MediaId,
        version: u64,
    },
    BrokerChanged {
        broker_id: BrokerId,
        version: u64,
    },
    /// Somebody of the administration decided about a broker's licence.
    LicenseChecked {
        broker_id: BrokerId,
        version: u64,
        verified: bool,
    },
    /// Somebody started an agency or joined one.
    AgencyJoined {
        agency_id: AgencyId,
        version: u64,
        account_id: AccountId,
        role: AgencyRole,
    },
    /// A member of an agency got another role in it.
    AgencyRoleChanged {
        agency_id: AgencyId,
        version: u64,
        account_id: AccountId,
        role: AgencyRole,
    },
    /// Somebody left an agency; what they had is in other hands.
    AgencyLeft {
        agency_id: AgencyId,
        version: u64,
        account_id: AccountId,
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
    /// A member of the broker's agency was put in charge of an enquiry.
    EnquiryAssigned {
        enquiry_id: EnquiryId,
        version: u64,
        account_id: AccountId,
    },
}

impl EventDetail {
    /// The names of all kinds.
    pub const KINDS: &'static [&'static str] = <Self as VariantNames>::VARIANTS;

    /// The name of its kind, as in `ListingChanged`.
    pub fn kind(&self) -> &'static str {
        self.into()
    }
}

impl DomainEvent {
    /// The version this code writes.
    pub const SCHEMA_VERSION: u16 = 1;

    /// The listing the event is about, if it is about one.
    pub fn listing_id(&self) -> Option<PropertyId> {
        match self.detail {
            EventDetail::ListingChanged { listing_id, .. }
            | EventDetail::ListingPublished { listing_id, .. }
            | EventDetail::PriceChanged { listing_id, .. }
            | EventDetail::StatusChanged { listing_id, .. }
            | EventDetail::TierChanged { listing_id, .. }
            | EventDetail::MediaProcessed { listing_id, .. }
            | EventDetail::MediaWithdrawn { listing_id, .. } => Some(listing_id),
            _ => None,
        }
    }

    /// The 128 bits of what the event is about: events about the same thing are kept and
    /// published in order.
    pub fn subject_bits(&self) -> u128 {
        match self.detail {
            EventDetail::ListingChanged { listing_id, .. }
            | EventDetail::ListingPublished { listing_id, .. }
            | EventDetail::DraftSubmitted { listing_id, .. }
            | EventDetail::DraftApproved { listing_id, .. }
            | EventDetail::DraftReturned { listing_id, .. }
            | EventDetail::PriceChanged { listing_id, .. }
            | EventDetail::StatusChanged { listing_id, .. }
            | EventDetail::TierChanged { listing_id, .. }
            | EventDetail::MediaProcessed { listing_id, .. }
            | EventDetail::MediaWithdrawn { listing_id, .. } => listing_id.bits(),
            EventDetail::BrokerChanged { broker_id, .. }
            | EventDetail::LicenseChecked { broker_id, .. } => broker_id.bits(),
            EventDetail::AgencyJoined { agency_id, .. }
            | EventDetail::AgencyRoleChanged { agency_id, .. }
            | EventDetail::AgencyLeft { agency_id, .. } => agency_id.bits(),
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
            | EventDetail::ViewingCancelled { enquiry_id, .. }
            | EventDetail::EnquiryAssigned { enquiry_id, .. } => enquiry_id.bits(),
        }
    }
}

#[cfg(test)]
mod tests;
