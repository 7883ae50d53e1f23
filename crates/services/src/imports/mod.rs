//! Imports: homes from another system's list, row by row, each whole or not at all.
//!
//! A row is known by its source and its identifier there. What it said when it was last taken
//! is kept beside the home it became, in the same transaction; so a file may be read again as
//! often as one likes, and an import that was cut off is begun again and goes on.

mod apply;
mod batch;
mod brokers;
mod error;
mod field;
mod mapping;
mod media;
mod reading;
mod report;
mod row;
mod runs;
mod source;
mod unit;
mod worker;

#[cfg(test)]
mod tests;

pub use durbar_domain::import_run::RefusedRow;
pub use error::ImportError;
pub use field::ImportField;
pub use mapping::Mapping;
pub use report::{ReportFile, lines};
pub use runs::{ImportRuns, SentList};
pub use source::{Format, RawRow, Rows};
pub use unit::Unit;

use crate::{events::Events, time};
use batch::{Taken, Taker};
use brokers::BrokerDirectory;
use durbar_platform::{
    Platform,
    brokers::BrokerStore,
    fetch::Fetcher,
    imports::{Checkpoint, ImportStore},
    listings::ListingStore,
};
use futures::{StreamExt as _, TryStreamExt as _, stream};
use jiff::Timestamp;
use media::MediaReader;
use reading::{Piece, Reading};
use row::RowReader;
use std::path::PathBuf;

/// Pieces of a file that are written at a time.
const PIECES: usize = 4;
/// After so many rows it is noted how far the import has come.
const NOTED_EVERY: u64 = 1_000;

/// Use cases about imports. Cheap to clone.
#[derive(Debug, Clone)]
pub struct Imports {
    platform: Platform,
    events: Events,
    /// What the worker will fetch with: an address that it refuses is refused with its row.
    fetcher: Fetcher,
}

/// What to import.
#[derive(Debug, Clone)]
pub struct ImportJob {
    /// CSV or JSON lines, by its ending.
    pub file: PathBuf,
    pub mapping: Mapping,
    /// Only tell what would happen.
    pub dry_run: bool,
}

/// What became of the rows so far.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct ImportSummary {
    pub rows: u64,
    /// Homes that came to be.
    pub created: u64,
    /// Rows that say something else than when they were last taken.
    pub changed: u64,
    /// Rows that say the same.
    pub unchanged: u64,
    pub refused: u64,
}

/// How far an import has come.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Progress {
    pub summary: ImportSummary,
    /// Bytes of the file that are done, and all it has.
    pub bytes: (u64, u64),
}

/// Is told how an import goes, in the order of the rows.
pub trait ImportObserver: Send {
    /// A row was refused.
    ///
    /// # Errors
    /// Ends the import.
    fn refused(&mut self, row: &RefusedRow) -> Result<(), ImportError>;

    /// Some rows more are done.
    fn progressed(&mut self, progress: &Progress);
}

impl Imports {
    pub fn new(platform: &Platform, events: Events) -> Self {
        Self {
            platform: platform.clone(),
            events,
            fetcher: Fetcher::new(),
        }
    }

    /// The same where files are fetched otherwise.
    pub fn with_fetcher(self, fetcher: Fetcher) -> Self {
        Self { fetcher, ..self }
    }

    /// Imports a file. Cut off at any moment and run again, it leaves the same homes as a run
    /// to the end.
    ///
    /// # Errors
    /// What keeps it from going on. Rows that are refused are told to the observer instead.
    pub async fn run(
        &self,
        job: &ImportJob,
        observer: &mut dyn ImportObserver,
    ) -> Result<ImportSummary, ImportError> {
        let summary = self.go(job, observer).await?;
        self.forget(job).await?;
        Ok(summary)
    }

    /// Forgets how far an import has come that is at its end.
    async fn forget(&self, job: &ImportJob) -> Result<(), ImportError> {
        if job.dry_run {
            return Ok(());
        }
        let store = ImportStore::new(self.platform.table.clone());
        let (file, _) = reading::fingerprint(&job.file, &job.mapping).await?;
        Ok(store.finish(file).await?)
    }

    /// Imports a file, and remembers that it was, until [`Self::forget`].
    async fn go(
        &self,
        job: &ImportJob,
        observer: &mut dyn ImportObserver,
    ) -> Result<ImportSummary, ImportError> {
        let store = ImportStore::new(self.platform.table.clone());
        let brokers = BrokerStore::new(self.platform.table.clone()).list().await?;
        let brokers = BrokerDirectory::new(brokers);
        let today = time::today_in_nepal();
        let media = MediaReader::open(&job.mapping.media, self.fetcher.clone())?;
        let reader = RowReader {
            mapping: job.mapping.clone(),
            brokers: brokers.clone(),
            today,
            media: media.clone(),
        };
        let (file, size) = reading::fingerprint(&job.file, &job.mapping).await?;
        let begun = match job.dry_run {
            true => None,
            false => store.checkpoint(file).await?,
        };
        let mut state = State {
            checkpoint: begun.unwrap_or_default(),
            noted: 0,
            refused: 0,
            rows: 0,
        };
        state.noted = state.checkpoint.rows;
        let taker = Taker {
            store: store.clone(),
            listings: ListingStore::new(self.platform.table.clone()),
            brokers,
            events: self.events.clone(),
            objects: self.platform.objects.clone(),
            media,
            source: job.mapping.source.as_str().to_owned(),
            dry_run: job.dry_run,
        };
        let done = state.checkpoint.clone();
        let reading = Reading::start(job.file.clone(), reader, done)?;
        let taken = |piece: Result<Piece, ImportError>| {
            let taker = &taker;
            async move {
                let piece = piece?;
                let taken = taker.take(&piece.rows).await?;
                Ok::<_, ImportError>((piece, taken))
            }
        };
        let pieces = stream::unfold(reading, |mut reading| async move {
            reading.next().await.map(|piece| (piece, reading))
        });
        let mut pieces = std::pin::pin!(pieces.map(taken).buffered(PIECES));
        while let Some((piece, taken)) = pieces.try_next().await? {
            state.add(&piece, taken, observer)?;
            observer.progressed(&Progress {
                summary: state.summary(),
                bytes: (piece.bytes, size),
            });
            let is_due = state.checkpoint.rows >= state.noted + NOTED_EVERY;
            if is_due && !job.dry_run {
                store
                    .note(file, &state.checkpoint, Timestamp::now())
                    .await?;
                state.noted = state.checkpoint.rows;
            }
        }
        if !job.dry_run {
            let now = Timestamp::now();
            store.note(file, &state.checkpoint, now).await?;
        }
        Ok(state.summary())
    }
}

/// What is done, by this run and by the one before it that was cut off.
struct State {
    checkpoint: Checkpoint,
    /// Rows of the last note.
    noted: u64,
    refused: u64,
    rows: u64,
}

impl State {
    /// Adds a piece whose rows are done.
    fn add(
        &mut self,
        piece: &Piece,
        taken: Taken,
        observer: &mut dyn ImportObserver,
    ) -> Result<(), ImportError> {
        for row in &taken.refused {
            self.checkpoint.refused.push(row.row);
        }
        self.checkpoint.refused.sort_unstable();
        self.checkpoint.refused.dedup();
        let mut refused: Vec<_> = piece.refused.iter().chain(&taken.refused).collect();
        refused.sort_by_key(|row| row.row);
        for row in refused {
            self.refused += 1;
            observer.refused(row)?;
        }
        self.rows = piece.last_row;
        self.checkpoint.rows = self.checkpoint.rows.max(piece.last_row);
        self.checkpoint.created += taken.created;
        self.checkpoint.changed += taken.changed;
        self.checkpoint.unchanged += taken.unchanged;
        Ok(())
    }

    fn summary(&self) -> ImportSummary {
        ImportSummary {
            rows: self.rows,
            created: self.checkpoint.created,
            changed: self.checkpoint.changed,
            unchanged: self.checkpoint.unchanged,
            refused: self.refused,
        }
    }
}
