//! Reading the whole table, for the command line: never for a request.

use super::{Item, Table};
use crate::PlatformError;

/// Some items of the table, and where to go on.
#[derive(Debug)]
pub(crate) struct Walked {
    pub items: Vec<Item>,
    /// The key of the last one; `None` at the end.
    pub next: Option<Item>,
}

impl Table {
    /// The items behind `after`, a megabyte at most. Their order is the store's own, and the
    /// same each time while nothing is written.
    pub(crate) async fn walk(&self, after: Option<Item>) -> Result<Walked, PlatformError> {
        let scan = self
            .client
            .scan()
            .table_name(&*self.name)
            .consistent_read(true)
            .set_exclusive_start_key(after);
        let found = scan
            .send()
            .await
            .map_err(|e| PlatformError::service("Scan", e))?;
        Ok(Walked {
            items: found.items.unwrap_or_default(),
            next: found.last_evaluated_key.filter(|key| !key.is_empty()),
        })
    }
}
