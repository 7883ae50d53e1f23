//! Use cases of Durbar, one module a noun: what a page, a server function, a Lambda and the
//! command line all call.

pub mod brokers;
pub mod error;
pub mod enquiries;
pub mod events;
pub mod listings;
pub mod favorites;
pub mod relay;
pub mod search;
pub mod seed;
pub mod views;

mod time;
mod permit;
#[cfg(test)]
mod testing;

pub use brokers::Brokers;
pub use error::ServiceError;
pub use events::Events;
pub use enquiries::Enquiries;
pub use listings::{Change, Found, Listings};
pub use relay::{Relay, RelayPolicy};
pub use favorites::Favorites;
pub use seed::Seeder;
pub use time::today_in_nepal;
pub use views::Views;

/// The use cases that pages and server functions call. Cheap to clone.
#[derive(Clone)]
pub struct Services {
    pub brokers: Brokers,
    pub listings: Listings,
    pub search: search::Search,
    pub views: Views,
}
