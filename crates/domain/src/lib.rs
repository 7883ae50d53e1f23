//! What Durbar knows about homes, land, money and places: types and pure rules.
//!
//! Nothing here reads a clock, a file or the network, so every item compiles to
//! WebAssembly and the browser applies the same rules as the server.

pub mod account;
pub mod agency;
pub mod area;
pub mod attributes;
pub mod audit;
pub mod bikram_sambat;
pub mod broker;
pub mod document;
pub mod draft;
pub mod early_access;
pub mod enquiry;
pub mod error;
pub mod event;
pub mod favorite;
pub mod feature;
#[cfg(test)]
mod fixtures;
pub mod format;
pub mod history;
pub mod id;
pub mod import_run;
pub mod interest;
pub mod listing;
pub mod locale;
pub mod location;
pub mod media;
pub mod media_reference;
pub mod money;
pub mod neighbourhood;
#[cfg(feature = "outlines")]
pub mod outlines;
pub mod picture;
pub mod policy;
pub mod premium;
pub mod price;
pub mod price_band;
pub mod private_viewing;
pub mod public;
pub mod purchase;
pub mod quality;
pub mod saved_search;
pub mod search;
pub mod service_level;
pub mod shortlist;
pub mod slug;
pub mod status;
pub mod text;
pub mod text_hint;
pub mod web_vitals;

pub use area::Area;
pub use bikram_sambat::BikramSambat;
pub use early_access::EarlyAccess;
pub use error::FieldError;
pub use id::{
    AccountId, AgencyId, BrokerId, EnquiryId, EventId, GuestId, ImportId, InvitationId, MediaId,
    MessageId, NoteId, PropertyId, PurchaseId, SavedSearchId, SessionId, ShortlistId,
};
pub use listing::Listing;
pub use locale::Locale;
pub use money::Npr;
pub use neighbourhood::Neighbourhood;
pub use public::{ListingSummary, PublicListing};
pub use status::StandardStatus;
