//! The audit trail in the table. Entries are written in the transaction of what they tell of
//! and put into a chain of hashes soon after, so that it shows when one was changed, taken away
//! or put in. Whoever is erased goes out of the entries, and the chain still holds.

mod archive;
mod chain;
mod fault;
mod record;
mod verify;

#[cfg(test)]
mod tests;

pub use archive::{ArchiveLine, AuditArchive};
pub use chain::{Head, Link};
pub use fault::{Fault, Verification};
pub use record::{Commitment, PersonalPart};

use crate::{
    PlatformError, Table,
    export::{self, Value},
    keys::{AuditKey, PrimaryKey},
    table::{Item, Query, Refusal, SortRange, Write, from_item, to_item},
};
use durbar_domain::{AccountId, EventId, audit::AuditEntry};
use jiff::{Span, civil::Date};
use record::{Record, entry_key};
use serde::{Deserialize, Serialize};

/// Months without an entry that are looked through for earlier ones.
const MONTHS: i64 = 24;

/// The audit trail in the table. Cheap to clone.
#[derive(Debug, Clone)]
pub struct AuditStore {
    table: Table,
}

/// Names an entry, in an account's list.
#[derive(Serialize, Deserialize)]
struct Pointer {
    event_id: EventId,
}

impl AuditStore {
    pub fn new(table: Table) -> Self {
        Self { table }
    }

    /// Entries from `today` back, newest first, at most `limit`; only those before the entry
    /// `before`, if one is given.
    pub async fn latest(
        &self,
        today: Date,
        before: Option<EventId>,
        limit: usize,
    ) -> Result<Vec<AuditEntry>, PlatformError> {
        let mut entries = Vec::new();
        for month in 0..MONTHS {
            let day = today
                .first_of_month()
                .checked_sub(Span::new().months(month));
            let Ok(day) = day else { break };
            let range = before.map_or(SortRange::All, |id| SortRange::Below(id.to_string()));
            let mut query = Query::partition(AuditKey::month_partition(day))
                .range(range)
                .limit(limit - entries.len());
            query.descending = true;
            for item in self.table.query(query).await?.items {
                entries.push(from_item(item)?);
            }
            if entries.len() >= limit {
                break;
            }
        }
        Ok(entries)
    }

    /// Entries that name an account, newest first, at most `limit`.
    pub async fn of_account(
        &self,
        account_id: AccountId,
        limit: Option<usize>,
    ) -> Result<Vec<AuditEntry>, PlatformError> {
        let items = self.items_of(account_id, limit).await?;
        items.into_iter().map(from_item).collect()
    }

    async fn items_of(
        &self,
        account_id: AccountId,
        limit: Option<usize>,
    ) -> Result<Vec<Item>, PlatformError> {
        let mut query = entries_of(account_id);
        query.descending = true;
        query.limit = limit;
        let items = self.table.query(query).await?.items;
        let pointers: Vec<Pointer> = items.into_iter().map(from_item).collect::<Result<_, _>>()?;
        let keys: Vec<_> = pointers.iter().map(|it| entry_key(it.event_id)).collect();
        self.table.batch_get(&keys, &[]).await
    }

    /// Writes entries that tell of what changes nothing else: that somebody looked.
    pub async fn note(&self, entries: &[AuditEntry]) -> Result<(), PlatformError> {
        match self.table.transact(writes(entries)?).await {
            Ok(()) => Ok(()),
            Err(Refusal::Failed(error)) => Err(error),
            Err(Refusal::Condition { .. }) => Err(PlatformError::AlreadyExists {
                key: "an entry of the audit trail".to_owned(),
            }),
        }
    }

    /// All entries that name an account, newest first.
    pub async fn export_of(&self, account_id: AccountId) -> Result<Value, PlatformError> {
        export::value("audit trail", &self.of_account(account_id, None).await?)
    }

    /// Takes an account out of the entries that name it; the entries stay. Gives back the keys
    /// of what was deleted.
    pub async fn erase_of(&self, account_id: AccountId) -> Result<Vec<PrimaryKey>, PlatformError> {
        for item in self.items_of(account_id, None).await? {
            let (entry, seals) = Record::read(item)?;
            let without = entry.without(account_id);
            let item = match seals {
                Some(seals) => Record { entry, seals }.reduced_to(without).item()?,
                None => to_item(entry_key(entry.event_id), record::ENTITY_TYPE, &without)?,
            };
            self.table.put(item).await?;
        }
        // Last: by these the entries are found.
        self.table.erase(entries_of(account_id)).await
    }
}

/// The writes of new entries, to stand in the transaction of what they tell of: two for an
/// entry, and one for each account that it names.
pub(crate) fn writes(entries: &[AuditEntry]) -> Result<Vec<Write>, PlatformError> {
    let mut writes = Vec::new();
    for entry in entries {
        let event_id = entry.event_id;
        writes.push(Write::PutNew(Record::new(entry)?.item()?));
        writes.push(Write::Put(waiting_item(event_id)?));
        for account_id in entry.people() {
            let key = AuditKey::OfAccount {
                account_id,
                event_id,
            };
            let pointer = Pointer { event_id };
            writes.push(Write::Put(to_item(
                PrimaryKey::Audit(key),
                "AuditPointer",
                &pointer,
            )?));
        }
    }
    Ok(writes)
}

/// Says that an entry is to be put into the chain.
fn waiting_item(event_id: EventId) -> Result<Item, PlatformError> {
    let key = PrimaryKey::Audit(AuditKey::Waiting(event_id));
    to_item(key, "AuditWaiting", &Pointer { event_id })
}

fn entries_of(account_id: AccountId) -> Query {
    Query::partition(PrimaryKey::account_partition(account_id))
        .range(SortRange::StartsWith(AuditKey::ENTRIES.to_owned()))
}
