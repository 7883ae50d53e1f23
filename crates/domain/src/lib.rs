//! What Durbar knows about homes, land, money and places: types and pure rules.
//!
//! Nothing here reads a clock, a file or the network, so every item compiles to
//! WebAssembly and the browser applies the same rules as the server.

pub mod account;
pub mod area;
pub mod attributes;
pub mod audit;
pub mod bikram_sambat;
pub mod broker;
pub mod early_access;
pub mod enquiry;
pub mod error;
pub mod event;
pub mod favorite;
#[cfg(test)]
mod fixtures;
pub mod format;
pub mod id;
pub mod listing;
pub mod locale;
pub mod location;
pub mod money;
pub mod neighbourhood;
#[cfg(feature = "outlines")]
pub mod outlines;
pub mod picture;
pub mod policy;
pub mod premium;
pub mod price;
pub mod price_band;
pub mod public;
pub mod purchase;
pub mod saved_search;
pub mod search;
pub mod shortlist;
pub mod slug;
pub mod status;
pub mod text;

pub use area::Area;
pub use bikram_sambat::BikramSambat;
pub use early_access::EarlyAccess;
pub use error::FieldError;
pub use id::{
    AccountId, BrokerId, EnquiryId, EventId, GuestId, InvitationId, MediaId, MessageId, NoteId,
    PropertyId, PurchaseId, SavedSearchId, SessionId, ShortlistId,
};
pub use listing::Listing;
pub use locale::Locale;
pub use money::Npr;
pub use neighbourhood::Neighbourhood;
pub use public::{ListingSummary, PublicListing};
pub use status::StandardStatus;
