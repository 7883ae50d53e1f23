//! Listings in the table.

mod feeds;
mod item;
mod read;
mod write;

#[cfg(test)]
mod tests;

pub use feeds::Feed;
pub(crate) use item::{card, index_attributes, to_item};
pub use read::{Cursor, Slice};
pub(crate) use write::write;

use crate::Table;

/// Listings in the table. Cheap to clone.
#[derive(Debug, Clone)]
pub struct ListingStore {
    table: Table,
}

impl ListingStore {
    pub fn new(table: Table) -> Self {
        Self { table }
    }
}
