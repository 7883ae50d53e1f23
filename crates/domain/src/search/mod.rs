//! Search: the question, the rule that answers it, and the answer.
//!
//! [`SearchQuery`] is what an address says, [`SearchRow`] the figures of one home,
//! [`evaluate()`] the one rule by which every index filters, counts and sorts.

pub mod cluster;
pub mod evaluate;
pub mod facets;
mod filters;
mod order;
pub mod query;
mod query_text;
pub mod results;
pub mod row;
mod tally;

pub use cluster::MapPin;
pub use evaluate::{Evaluation, evaluate};
pub use facets::{Facets, FilterGroup};
pub use filters::passes;
pub use query::{Layout, SearchQuery, Sort};
pub use results::{Loosening, SearchResults, TextReach};
pub use row::SearchRow;

/// Homes on one page of results.
pub const PAGE_SIZE: usize = 24;

#[cfg(test)]
pub(crate) mod tests;
