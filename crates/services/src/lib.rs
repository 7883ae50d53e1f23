//! Use cases of Durbar, one module a noun: what a page, a server function, a Lambda and the
//! command line all call.

pub mod accounts;
pub mod alerts;
pub mod brokers;
pub mod enquiries;
pub mod error;
pub mod events;
pub mod favorites;
pub mod listings;
pub mod personal_data;
pub mod premium;
pub mod relay;
pub mod saved_searches;
pub mod search;
pub mod seed;
pub mod shortlists;
pub mod subscriptions;
pub mod views;

mod permit;
#[cfg(test)]
mod testing;
mod time;

pub use accounts::Accounts;
pub use alerts::Alerts;
pub use brokers::Brokers;
pub use enquiries::Enquiries;
pub use error::ServiceError;
pub use events::Events;
pub use favorites::Favorites;
pub use listings::{Change, Found, Listings};
pub use personal_data::PersonalData;
pub use premium::Premium;
pub use relay::{Relay, RelayPolicy};
pub use saved_searches::SavedSearches;
pub use seed::Seeder;
pub use shortlists::Shortlists;
pub use subscriptions::Subscriptions;
pub use time::{end_of_day_in_nepal, kathmandu_date, today_in_nepal};
pub use views::Views;

/// The use cases that pages and server functions call. Cheap to clone.
#[derive(Clone)]
pub struct Services {
    pub accounts: Accounts,
    pub enquiries: Enquiries,
    pub favorites: Favorites,
    pub personal_data: PersonalData,
    pub shortlists: Shortlists,
    pub subscriptions: Subscriptions,
    pub brokers: Brokers,
    pub listings: Listings,
    pub premium: Premium,
    pub saved_searches: SavedSearches,
    pub search: search::Search,
    pub views: Views,
}
