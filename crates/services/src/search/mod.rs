//! Search over all published homes.
//!
//! [`Search`] is what pages call. It answers from a full-text index kept beside the table
//! and, while that one isn't ready, from the table itself.

mod answer;
mod error;
mod facade;
mod index;
mod source;
mod table;
mod words;

pub use error::{SearchError, SourceError};
pub use facade::{IndexPlace, Search};
pub use index::SearchIndex;
pub use source::{ListingSource, PresentState};
pub use table::TableSearch;
