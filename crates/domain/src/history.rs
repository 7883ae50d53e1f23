//! What happened to a listing, in the order in which it did, for its broker and admins.

use crate::{
    AccountId, BrokerId, EventId, Listing, Npr, StandardStatus, document::Document,
    draft::ReviewReasons, event::DomainEvent, status::Visibility,
};
use jiff::Timestamp;
use serde::{Deserialize, Serialize};

/// An entry of a listing's history, written with the change itself.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct HistoryEntry {
    /// Sorts by time; that of the event that tells of the change.
    pub event_id: EventId,
    pub at: Timestamp,
    /// `None`: the program by itself, or somebody who was erased since.
    pub by: Option<AccountId>,
    pub fact: HistoryFact,
}

impl HistoryEntry {
    /// The first entry of a home that came to be without a review, as by an import: that it was
    /// published, if it was. `event` tells that the home came to be.
    pub fn published(listing: &Listing, event: &DomainEvent) -> Option<Self> {
        let is_shown = listing.standard_status.visibility() != Visibility::Hidden;
        is_shown.then_some(Self {
            event_id: event.event_id,
            at: event.occurred_at,
            by: None,
            fact: HistoryFact::Published,
        })
    }
}

/// What happened.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum HistoryFact {
    /// Its draft was submitted for review.
    Submitted,
    /// Its broker took the submitted draft back.
    TakenBack,
    /// An admin gave the draft back to be mended.
    ChangesRequested {
        reasons: ReviewReasons,
    },
    /// An admin refused the draft.
    Refused {
        reasons: ReviewReasons,
    },
    /// An admin approved the draft: it is what everyone sees.
    Approved,
    /// It came without a draft, and everyone saw it at once.
    Published,
    StatusChanged {
        from: StandardStatus,
        to: StandardStatus,
    },
    PriceChanged {
        from: Npr,
        to: Npr,
    },
    /// Another broker of the agency took it over.
    Reassigned {
        from: BrokerId,
        to: BrokerId,
    },
    /// The administration looked at a paper: its badge was given, or refused.
    DocumentChecked {
        document: Document,
        seen: bool,
    },
    /// It became a premium home, or ceased to be.
    TierChanged {
        premium: bool,
    },
    /// The price went on request, or became public.
    PriceHidden {
        on_request: bool,
    },
}
