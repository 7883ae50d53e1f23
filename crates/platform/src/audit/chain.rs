//! The chain: entries are written with what they tell of and put into the chain soon after, so
//! that changes which have nothing to do with one another never wait for one another. Whoever
//! seals makes the chain longer on the condition that its head is where it was, so any number
//! of processes may try.

use super::{
    AuditStore,
    record::{Record, entry_key},
    waiting_item,
};
use crate::{
    PlatformError,
    keys::{AuditKey, Digest, PrimaryKey},
    table::{Item, Query, Refusal, Write, from_item, key_in, to_item},
};
use durbar_domain::EventId;
use jiff::{Span, Timestamp, tz::TimeZone};
use serde::{Deserialize, Serialize};

/// Entries put into the chain by one transaction, which has room for a hundred writes.
const AT_ONCE: usize = 40;
/// Entries that wait and are looked at in one round; some may be unfit.
const LOOKED_AT: usize = 400;

/// A link of the chain.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Link {
    /// From 1, without a gap.
    pub sequence: u64,
    pub event_id: EventId,
    /// Of what the chain says of the entry.
    pub entry: Digest,
    /// The link before it; the first has none.
    pub previous: Option<Digest>,
    pub sealed_at: Timestamp,
    /// Of all above.
    pub hash: Digest,
}

/// The end of the chain.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Head {
    /// The number of the last link.
    pub version: u64,
    /// The hash of the last link.
    pub hash: Digest,
}

impl Link {
    pub(super) fn new(
        head: Option<&Head>,
        event_id: EventId,
        entry: Digest,
        sealed_at: Timestamp,
    ) -> Self {
        let mut link = Self {
            sequence: head.map_or(0, |head| head.version) + 1,
            event_id,
            entry,
            previous: head.map(|head| head.hash),
            sealed_at,
            hash: entry,
        };
        link.hash = link.computed();
        link
    }

    /// What its hash has to be.
    pub(super) fn computed(&self) -> Digest {
        let previous = self.previous.map(|it| it.to_string()).unwrap_or_default();
        let text = format!(
            "durbar audit 1\n{}\n{}\n{}\n{previous}\n{}\n",
            self.sequence, self.event_id, self.entry, self.sealed_at
        );
        Digest::of(text.as_bytes())
    }

    pub(super) fn head(&self) -> Head {
        Head {
            version: self.sequence,
            hash: self.hash,
        }
    }
}

pub(super) fn link_key(sequence: u64) -> PrimaryKey {
    PrimaryKey::Audit(AuditKey::Link(sequence))
}

pub(super) const HEAD: PrimaryKey = PrimaryKey::Audit(AuditKey::Head);

impl AuditStore {
    /// Puts entries that wait into the chain, oldest first; gives back how many. What another
    /// process seals at the same time is left to it.
    pub async fn seal(&self, now: Timestamp) -> Result<usize, PlatformError> {
        let mut sealed = 0;
        loop {
            match self.seal_some(now).await? {
                0 => return Ok(sealed),
                some => sealed += some,
            }
        }
    }

    /// The end of the chain; `None` before anything is in it.
    pub async fn head(&self) -> Result<Option<Head>, PlatformError> {
        let item = self.table.get(HEAD).await?;
        item.map(from_item).transpose()
    }

    /// How many entries wait to be put into the chain, counted up to a few hundred.
    pub async fn waiting(&self) -> Result<usize, PlatformError> {
        Ok(self.waiting_ids().await?.len())
    }

    async fn seal_some(&self, now: Timestamp) -> Result<usize, PlatformError> {
        let mut waiting = self.waiting_ids().await?;
        if waiting.is_empty() {
            return Ok(0);
        }
        let before = self.head().await?;
        if before.is_none() && self.adopt(now).await? > 0 {
            waiting = self.waiting_ids().await?;
        }
        let keys: Vec<_> = waiting.iter().copied().map(entry_key).collect();
        let (mut head, mut writes) = (before.clone(), Vec::new());
        let mut count = 0;
        for item in self.table.batch_get(&keys, &[]).await? {
            if count == AT_ONCE {
                break;
            }
            // One that can't be read stays where it is, for whoever verifies the trail.
            let Ok((entry, Some(seals))) = Record::read(item) else {
                continue;
            };
            let event_id = entry.event_id;
            let digest = Record { entry, seals }.commitment().digest()?;
            let link = Link::new(head.as_ref(), event_id, digest, now);
            head = Some(link.head());
            let item = to_item(link_key(link.sequence), "AuditLink", &link)?;
            writes.push(Write::PutNew(item));
            writes.push(Write::Delete(PrimaryKey::Audit(AuditKey::Waiting(
                event_id,
            ))));
            count += 1;
        }
        let Some(head) = head.filter(|_| count > 0) else {
            return Ok(0);
        };
        let item = to_item(HEAD, "AuditHead", &head)?;
        writes.push(match before {
            Some(Head { version, .. }) => Write::PutOver { item, version },
            None => Write::PutNew(item),
        });
        match self.table.transact(writes).await {
            Ok(()) => Ok(count),
            // Somebody else moved the head.
            Err(Refusal::Condition { .. }) => Ok(0),
            Err(Refusal::Failed(error)) => Err(error),
        }
    }

    async fn waiting_ids(&self) -> Result<Vec<EventId>, PlatformError> {
        let query = Query::partition(AuditKey::waiting_partition()).limit(LOOKED_AT);
        let items = self.table.query(query).await?.items;
        let mut ids = Vec::with_capacity(items.len());
        for item in items {
            if let PrimaryKey::Audit(AuditKey::Waiting(id)) = key_in(&item)? {
                ids.push(id);
            }
        }
        Ok(ids)
    }

    /// Has the entries from before there was a chain wait for it; gives back how many.
    async fn adopt(&self, now: Timestamp) -> Result<usize, PlatformError> {
        let today = now.to_zoned(TimeZone::UTC).date().first_of_month();
        let mut writes = Vec::new();
        for month in (0..super::MONTHS).rev() {
            let Ok(day) = today.checked_sub(Span::new().months(month)) else {
                continue;
            };
            let query = Query::partition(AuditKey::month_partition(day));
            for item in self.table.query(query).await?.items {
                if let Some(record) = unsealed(item)? {
                    writes.push(Write::Put(record.item()?));
                    writes.push(Write::Put(waiting_item(record.entry.event_id)?));
                }
            }
        }
        let adopted = writes.len() / 2;
        self.table.write_all(writes).await?;
        Ok(adopted)
    }
}

/// The record of an entry that has no digests yet.
fn unsealed(item: Item) -> Result<Option<Record>, PlatformError> {
    match Record::read(item)? {
        (entry, None) => Record::new(&entry).map(Some),
        _ => Ok(None),
    }
}
