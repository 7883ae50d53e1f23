//! Search over all published homes.
//!
//! [`Search`] is what pages call. It answers from a full-text index kept beside the table
//! and, while that one isn't ready, from the table itself.

mod answer;
mod consumer;
mod error;
mod facade;
mod index;
mod keeper;
mod source;
mod table;
mod text;
mod words;

pub use error::{SearchError, SourceError};
pub use facade::Search;
pub use index::SearchIndex;
pub use source::{ListingSource, PresentState};
pub use table::TableSearch;
pub use text::IndexPlace;

/// The words of a text that say something, folded and without their endings.
pub(crate) fn words_in(text: &str) -> Vec<String> {
    words::words(text).collect()
}
