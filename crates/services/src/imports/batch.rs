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
    Write(Box<ImportWrite>),
    Nothing,
    Refuse(RefusedRow),
}

/// Rows that are written in one transaction.
#[derive(Default)]
struct Part<'a> {
    rows: Vec<&'a ImportRow>,
    writes: Vec<ImportWrite>,
    /// Items that are written.
    items: usize,
    /// Of the rows' texts.
    bytes: usize,
}

impl<'a> Part<'a> {
    fn has_room(&self, row: &ImportRow, write: &ImportWrite) -> bool {
        self.rows.is_empty()
            || (self.items + write.items() <= ImportStore::ITEMS_AT_ONCE
                && self.bytes + bytes_of(row) <= BYTES_AT_ONCE)
    }

    fn add(&mut self, row: &'a ImportRow, write: ImportWrite) {
        self.items += write.items();
        self.bytes += bytes_of(row);
        self.rows.push(row);
        self.writes.push(write);
    }
}

/// Of the texts of a row and the addresses of its files.
fn bytes_of(row: &ImportRow) -> usize {
    let texts = row.texts.iter().map(|(name, text)| name.len() + text.len());
    let media = row.media.iter().map(|it| it.reference.as_str().len());
    texts.chain(media).sum()
}

impl Taker {
    /// Takes rows, at most [`ImportStore::READ_AT_ONCE`], each whole or not at all.
    pub async fn take(&self, rows: &[ImportRow]) -> Result<Taken, ImportError> {
        let mut taken = Taken::default();
        let mut part = Part::default();
        for (row, step) in rows.iter().zip(self.steps(rows).await?) {
            match step {
                Step::Nothing => taken.unchanged += 1,
                Step::Refuse(refused) => taken.refused.push(refused),
                Step::Write(write) => {
                    if !part.has_room(row, &write) {
                        self.write(std::mem::take(&mut part), &mut taken).await?;
                    }
                    part.add(row, *write);
                }
            }
        }
        self.write(part, &mut taken).await?;
        Ok(taken)
    }

    /// Writes what is to be written of some rows, together.
    async fn write(&self, part: Part<'_>, taken: &mut Taken) -> Result<(), ImportError> {
        match self.try_write(&part.writes, taken).await {
            // One of them was changed meanwhile: the others must not wait for it.
            Err(ImportError::Platform(PlatformError::AlreadyExists { .. })) => {
                for row in part.rows {
                    self.take_alone(row, taken).await?;
                }
                Ok(())
            }
            outcome => outcome,
        }
    }

    async fn take_alone(&self, row: &ImportRow, taken: &mut Taken) -> Result<(), ImportError> {
        let mut attempt = 1;
        loop {
            let written = match self.steps(std::slice::from_ref(row)).await?.pop() {
                Some(Step::Write(write)) => self.try_write(&[*write], taken).await,
                Some(Step::Refuse(refused)) => {
                    taken.refused.push(refused);
                    Ok(())
                }
                Some(Step::Nothing) | None => {
                    taken.unchanged += 1;
                    Ok(())
                }
            };
            match written {
                Err(ImportError::Platform(PlatformError::AlreadyExists { .. }))
                    if attempt < ATTEMPTS =>
                {
                    attempt += 1;
                }
                outcome => return outcome,
            }
        }
    }

    async fn try_write(
        &self,
        writes: &[ImportWrite],
        taken: &mut Taken,
    ) -> Result<(), ImportError> {
        if !writes.is_empty() && !self.dry_run {
            // The files first: what a note names is there.
            self.put_files(writes).await?;
            self.store.write(writes).await?;
            self.events.nudge();
        }
        let created = writes.iter().filter(|write| write.is_new()).count() as u64;
        taken.created += created;
        taken.changed += writes.len() as u64 - created;
        Ok(())
    }

    /// What is to be done with each row, by what is known of it now.
    async fn steps(&self, rows: &[ImportRow]) -> Result<Vec<Step>, ImportError> {
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
        let step = |row: &ImportRow| self.step(row, records.get(&row.legacy_id), &homes, now);
        Ok(rows.iter().map(step).collect())
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
                    Step::Write(Box::new(ImportWrite {
                        listing: Some((applied.listing, None)),
                        record: record_of(listing_id, 1),
                        events,
                        history,
                        named: named(listing_id, 1),
                    }))
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
            Ok(None) => Step::Write(Box::new(ImportWrite {
                listing: None,
                record: record_after,
                events: Vec::new(),
                history: Vec::new(),
                named,
            })),
            Ok(Some(applied)) => {
                let (events, history) = tell(applied.details);
                Step::Write(Box::new(ImportWrite {
                    listing: Some((applied.listing, Some(before.version))),
                    record: record_after,
                    events,
                    history,
                    named,
                }))
            }
        }
    }
}
