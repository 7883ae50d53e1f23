//! The contract of every search index.

use super::error::SearchError;
use async_trait::async_trait;
use durbar_domain::search::{SearchQuery, SearchResults};

/// Something that answers searches. Every implementation filters, counts and orders by
/// [`durbar_domain::search::evaluate`]; they differ in how well they know words.
#[async_trait]
pub trait SearchIndex: Send + Sync {
    /// The page of results asked for, or the last one there is.
    async fn search(&self, query: &SearchQuery) -> Result<SearchResults, SearchError>;
}
