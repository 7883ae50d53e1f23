//! Some rows at a time: compared with what is known of them, and written together.

use super::{
    ImportError, RefusedRow,
    apply::{changed_home, is_known, new_home},
    brokers::BrokerDirectory,
    media::MediaReader,
    row::ImportRow,
};
use crate::{events::Events, listings};
use durbar_domain::{
    FieldError, Listing, PropertyId,
    error::Problem,
    event::{DomainEvent, EventDetail},
    history::HistoryEntry,
};
use durbar_platform::{
    Objects, PlatformError,
    imports::{ImportRecord, ImportStore, ImportWrite, row_digest},
    listings::ListingStore,
    media::NamedFiles,
};
use jiff::Timestamp;
use std::collections::HashMap;

/// How often rows are looked at anew that changed while they were looked at.
const ATTEMPTS: u32 = 4;
/// Bytes of texts in a transaction: each is in its record, and in its home or the note of its
/// files, and DynamoDB takes 4 MB.
const BYTES_AT_ONCE: usize = 1_000_000;

/// What became of some rows.
#[derive(Debug, Default)]
pub(super) struct Taken {
    pub created: u64,
    pub changed: u64,
    pub unchanged: u64,
    pub refused: Vec<RefusedRow>,
}

/// What takes rows.
#[derive(Debug, Clone)]
pub(super) struct Taker {
    pub store: ImportStore,
    pub listings: ListingStore,
    pub brokers: BrokerDirectory,
    pub events: Events,
    pub objects: Objects,
    pub media: MediaReader,
    pub source: String,
    /// Look and tell, and write nothing.
    pub dry_run: bool,
}

enum Step {
    Create(ImportWrite),
    Change(ImportWrite),
    Nothing,
    Refuse(RefusedRow),
}

impl Taker {
    /// Takes rows, each whole or not at all.
    pub async fn take(&self, rows: &[ImportRow]) -> Result<Taken, ImportError> {
        let mut taken = Taken::default();
        for some in together(rows) {
            match self.take_together(some, &mut taken).await {
                // One of them was changed meanwhile: the others must not wait for it.
                Err(ImportError::Platform(PlatformError::AlreadyExists { .. })) => {
                    for row in some {
                        self.take_alone(row, &mut taken).await?;
                    }
                }
                outcome => outcome?,
            }
        }
        Ok(taken)
    }

    async fn take_alone(&self, row: &ImportRow, taken: &mut Taken) -> Result<(), ImportError> {
        let mut attempt = 1;
        loop {
            match self.take_together(std::slice::from_ref(row), taken).await {
                Err(ImportError::Platform(PlatformError::AlreadyExists { .. }))
                    if attempt < ATTEMPTS =>
                {
                    attempt += 1;
                }
                outcome => return outcome,
            }
        }
    }

    async fn take_together(
        &self,
        rows: &[ImportRow],
        taken: &mut Taken,
    ) -> Result<(), ImportError> {
        let ids: Vec<&str> = rows.iter().map(|row| row.legacy_id.as_str()).collect();
        let records = self.store.records(&self.source, &ids).await?;
        let known = |row: &&ImportRow| {
            records
                .get(&row.legacy_id)
                .is_some_and(|r| is_known(row, r))
        };
        let changed: Vec<PropertyId> = rows
            .iter()
            .filter(|row| !known(row))
            .filter_map(|row| records.get(&row.legacy_id))
            .map(|record| record.listing_id)
            .collect();
        let homes = match changed.is_empty() {
            true => Vec::new(),
            false => self.listings.get_many(&changed).await?,
        };
        let homes: HashMap<PropertyId, Listing> = homes
            .into_iter()
            .map(|home| (home.listing_id, home))
            .collect();
        let now = Timestamp::now();
        let mut some = Taken::default();
        let mut writes = Vec::new();
        for row in rows {
            match self.step(row, records.get(&row.legacy_id), &homes, now) {
                Step::Create(write) => {
                    some.created += 1;
                    writes.push(write);
                }
                Step::Change(write) => {
                    some.changed += 1;
                    writes.push(write);
                }
                Step::Nothing => some.unchanged += 1,
                Step::Refuse(refused) => some.refused.push(refused),
            }
        }
        if !writes.is_empty() && !self.dry_run {
            // The files first: what a note names is there.
            self.put_files(&writes).await?;
            self.store.write(&writes).await?;
            self.events.nudge();
        }
        taken.created += some.created;
        taken.changed += some.changed;
        taken.unchanged += some.unchanged;
        taken.refused.extend(some.refused);
        Ok(())
    }

    async fn put_files(&self, writes: &[ImportWrite]) -> Result<(), ImportError> {
        for named in writes.iter().filter_map(|write| write.named.as_ref()) {
            for file in &named.files {
                self.media.put(&self.objects, named.row, file).await?;
            }
        }
        Ok(())
    }

    fn step(
        &self,
        row: &ImportRow,
        record: Option<&ImportRecord>,
        homes: &HashMap<PropertyId, Listing>,
        now: Timestamp,
    ) -> Step {
        let refuse = |problems: Vec<FieldError>| {
            Step::Refuse(RefusedRow {
                row: row.number,
                legacy_id: row.legacy_id.clone(),
                problems,
            })
        };
        let record_of = |listing_id, version| ImportRecord {
            source: self.source.clone(),
            legacy_id: row.legacy_id.clone(),
            listing_id,
            version,
            fields: row.texts.clone(),
            media: row.media.iter().map(|it| it.reference.clone()).collect(),
            media_noted: true,
            imported_at: now,
        };
        let named = |listing_id, version| {
            let known = record.filter(|it| it.media_noted).map(|it| &it.media);
            let is_new = |reference| known.is_none_or(|known| !known.contains(reference));
            let files = row.media.iter().filter(|it| is_new(&it.reference));
            let files: Vec<_> = files.cloned().collect();
            (!files.is_empty()).then(|| NamedFiles {
                listing_id,
                row: row_digest(&self.source, &row.legacy_id),
                version,
                at: now,
                files,
            })
        };
        let tell = |details: Vec<EventDetail>| -> (Vec<DomainEvent>, Vec<HistoryEntry>) {
            let event = |detail| self.events.event(detail, now);
            let events: Vec<_> = details.into_iter().map(event).collect();
            let entry = |event: &DomainEvent| {
                Some(HistoryEntry {
                    event_id: event.event_id,
                    at: now,
                    by: None,
                    fact: listings::fact(&event.detail)?,
                })
            };
            let history = events.iter().filter_map(entry).collect();
            (events, history)
        };
        let Some(record) = record else {
            let unix_ms = u64::try_from(now.as_millisecond()).unwrap_or(0);
            let listing_id = PropertyId::from_parts(unix_ms, rand::random::<u128>() >> 48);
            return match new_home(row, listing_id, &self.brokers, now) {
                Err(problems) => refuse(problems),
                Ok(applied) => {
                    let (events, mut history) = tell(applied.details);
                    let first = events.first();
                    let published =
                        first.and_then(|event| HistoryEntry::published(&applied.listing, event));
                    history.extend(published);
                    Step::Create(ImportWrite {
                        listing: Some((applied.listing, None)),
                        record: record_of(listing_id, 1),
                        events,
                        history,
                        named: named(listing_id, 1),
                    })
                }
            };
        };
        if is_known(row, record) {
            return Step::Nothing;
        }
        let Some(before) = homes.get(&record.listing_id) else {
            let accepted = "a home that is still there; the one of this row was deleted".to_owned();
            let problem = Problem::NotOneOf { accepted };
            return refuse(vec![FieldError::new("legacy_id", problem)]);
        };
        let record_after = record_of(record.listing_id, record.version + 1);
        let named = named(record.listing_id, record.version + 1);
        match changed_home(row, record, before, &self.brokers, now) {
            Err(problems) => refuse(problems),
            Ok(None) => Step::Change(ImportWrite {
                listing: None,
                record: record_after,
                events: Vec::new(),
                history: Vec::new(),
                named,
            }),
            Ok(Some(applied)) => {
                let (events, history) = tell(applied.details);
                Step::Change(ImportWrite {
                    listing: Some((applied.listing, Some(before.version))),
                    record: record_after,
                    events,
                    history,
                    named,
                })
            }
        }
    }
}

/// Rows in parts that fit a transaction.
fn together(rows: &[ImportRow]) -> Vec<&[ImportRow]> {
    let (mut parts, mut start, mut bytes) = (Vec::new(), 0, 0);
    for (place, row) in rows.iter().enumerate() {
        let texts = row.texts.iter().map(|(name, text)| name.len() + text.len());
        let media = row.media.iter().map(|it| it.reference.as_str().len());
        let size = texts.chain(media).sum::<usize>();
        let is_full = place - start == ImportStore::AT_ONCE || bytes + size > BYTES_AT_ONCE;
        if place > start && is_full {
            parts.push(&rows[start..place]);
            (start, bytes) = (place, 0);
        }
        bytes += size;
    }
    if start < rows.len() {
        parts.push(&rows[start..]);
    }
    parts
}
