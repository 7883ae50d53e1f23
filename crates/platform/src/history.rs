//! What became of a listing, in the table.

use crate::{
    PlatformError,
    keys::PrimaryKey,
    table::{Write, to_item},
};
use durbar_domain::{PropertyId, history::HistoryEntry};

/// The writes of entries of a listing's history, to stand in the transaction of their change.
pub(crate) fn writes(
    listing_id: PropertyId,
    entries: &[HistoryEntry],
) -> Result<Vec<Write>, PlatformError> {
    let write = |entry: &HistoryEntry| {
        let key = PrimaryKey::History {
            listing_id,
            event_id: entry.event_id,
        };
        Ok(Write::PutNew(to_item(key, "HistoryEntry", entry)?))
    };
    entries.iter().map(write).collect()
}
