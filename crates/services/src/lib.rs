//! Use cases of Durbar, one module a noun: what a page, a server function, a Lambda and the
//! command line all call.

pub mod accounts;
pub mod agencies;
pub mod alerts;
pub mod audit;
pub mod brokers;
pub mod documents;
pub mod drafts;
pub mod enquiries;
pub mod error;
pub mod events;
pub mod favorites;
pub mod features;
pub mod imports;
pub mod interests;
pub mod licenses;
pub mod listings;
pub mod media;
pub mod papers;
pub mod personal_data;
pub mod premium;
pub mod private_viewings;
pub mod relay;
pub mod saved_searches;
pub mod search;
pub mod seed;
pub mod service_levels;
pub mod shortlists;
pub mod subscriptions;
pub mod views;

mod permit;
#[cfg(test)]
mod testing;
mod time;

pub use accounts::Accounts;
pub use agencies::Agencies;
pub use alerts::Alerts;
pub use audit::AuditKeeper;
pub use brokers::Brokers;
pub use documents::Documents;
pub use drafts::Drafts;
pub use durbar_platform::outbox::ParkedEvent;
pub use enquiries::Enquiries;
pub use error::ServiceError;
pub use events::Events;
pub use favorites::Favorites;
pub use features::Features;
pub use imports::{ImportRuns, Imports};
pub use interests::Interests;
pub use licenses::Licenses;
pub use listings::{Change, Found, Listings};
pub use media::Media;
pub use papers::Papers;
pub use personal_data::PersonalData;
pub use premium::Premium;
pub use private_viewings::PrivateViewings;
pub use relay::{ParkedEvents, Relay, RelayPolicy};
pub use saved_searches::SavedSearches;
pub use seed::Seeder;
pub use service_levels::ServiceLevels;
pub use shortlists::Shortlists;
pub use subscriptions::Subscriptions;
pub use time::{end_of_day_in_nepal, kathmandu_date, kathmandu_time, today_in_nepal};
pub use views::Views;

/// The use cases that pages and server functions call. Cheap to clone.
#[derive(Clone)]
pub struct Services {
    pub accounts: Accounts,
    pub agencies: Agencies,
    pub enquiries: Enquiries,
    pub favorites: Favorites,
    pub features: Features,
    pub interests: Interests,
    pub import_runs: ImportRuns,
    pub personal_data: PersonalData,
    pub shortlists: Shortlists,
    pub subscriptions: Subscriptions,
    pub brokers: Brokers,
    pub licenses: Licenses,
    pub documents: Documents,
    pub papers: Papers,
    pub drafts: Drafts,
    pub listings: Listings,
    pub media: Media,
    pub parked_events: ParkedEvents,
    pub premium: Premium,
    pub private_viewings: PrivateViewings,
    pub saved_searches: SavedSearches,
    pub search: search::Search,
    pub service_levels: ServiceLevels,
    pub views: Views,
}
