//! What is written with a change, so that it is told of exactly when it happened.

use crate::{PlatformError, audit, history, outbox, table::Write};
use durbar_domain::{PropertyId, audit::AuditEntry, event::DomainEvent, history::HistoryEntry};

/// Events, entries of the history and of the audit trail that tell of a change to a home.
#[derive(Debug, Clone, Copy, Default)]
pub struct ChangeNotes<'a> {
    pub events: &'a [DomainEvent],
    pub history: &'a [HistoryEntry],
    pub audit: &'a [AuditEntry],
}

impl ChangeNotes<'_> {
    /// Their writes, to stand in the transaction of the change to that home.
    pub(crate) fn writes(self, listing_id: PropertyId) -> Result<Vec<Write>, PlatformError> {
        let mut writes = history::writes(listing_id, self.history)?;
        writes.extend(audit::writes(self.audit)?);
        writes.extend(outbox::writes(self.events)?);
        Ok(writes)
    }
}
