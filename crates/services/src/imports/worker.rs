//! Working on imports that were sent with a browser: one at a time, noted as it goes, and taken
//! up again where it stood when its process ended.

use super::{
    Format, ImportError, ImportJob, ImportObserver, ImportSummary, Mapping, Progress, ReportFile,
    runs::{ImportRuns, Part, key},
};
use durbar_domain::{
    audit::Actor,
    import_run::{ImportCounts, ImportRun, ImportState, RefusedRow},
};
use durbar_platform::{PlatformError, objects::Bucket};
use jiff::{SignedDuration, Timestamp};
use std::{
    path::Path,
    sync::{Arc, Mutex, PoisonError},
    time::Duration,
};

/// How often somebody looks for work who isn't told of any.
const LOOK_EVERY: Duration = Duration::from_secs(5);
/// How often it is noted how far an import has come.
const NOTE_EVERY: Duration = Duration::from_secs(1);
/// For how long a process holds an import without noting anything.
const HELD: SignedDuration = SignedDuration::from_secs(30);

impl ImportRuns {
    /// Works until `end` completes.
    pub async fn run(self, end: impl Future<Output = ()> + Send) {
        let working = async {
            loop {
                match self.run_due(Timestamp::now()).await {
                    Ok(0) => {}
                    Ok(_) => continue,
                    Err(error) => tracing::warn!(%error, "an import has to wait"),
                }
                let told = self.waiting.notified();
                let _ = tokio::time::timeout(LOOK_EVERY, told).await;
            }
        };
        tokio::select! {
            () = working => {}
            // What is under way is taken up at the next start.
            () = end => {}
        }
    }

    /// Works on all that is due at `now`, the oldest first; gives back how many there were.
    ///
    /// # Errors
    /// When table or objects don't answer; somebody takes it up again.
    pub async fn run_due(&self, now: Timestamp) -> Result<usize, PlatformError> {
        let mut count = 0;
        let mut runs = self.store.list().await?;
        runs.reverse();
        for run in runs.iter().filter(|run| run.is_due(now)) {
            let taken = ImportRun {
                version: run.version + 1,
                held_until: Some(now + HELD),
                attempts: run.attempts + 1,
                ..run.clone()
            };
            match self.store.replace(&taken, &[]).await {
                Ok(()) => {}
                // Somebody else was faster.
                Err(PlatformError::Conflict { .. } | PlatformError::Missing { .. }) => continue,
                Err(error) => return Err(error),
            }
            count += 1;
            let worked = match taken.is_waiting() {
                true => self.work(taken).await,
                false => self.tidy(taken).await,
            };
            match worked {
                Ok(()) => {}
                Err(PlatformError::Conflict { .. } | PlatformError::Missing { .. }) => {
                    tracing::warn!(import_id = %run.import_id, "somebody else took up an import");
                }
                Err(error) => return Err(error),
            }
        }
        Ok(count)
    }

    async fn work(&self, run: ImportRun) -> Result<(), PlatformError> {
        if run.attempts > ImportRun::ATTEMPTS {
            // Its process ended each time.
            return self.end(run, ImportState::Failed { what: None }).await;
        }
        let folder = tempfile::tempdir().map_err(|error| unwritable("making a folder", error))?;
        let Some(job) = self.fetch(&run, folder.path()).await? else {
            return self.end(run, ImportState::Failed { what: None }).await;
        };
        let report = folder.path().join("report.csv");
        let seen = Arc::new(Mutex::new(Seen::default()));
        let file = match ReportFile::create(&report) {
            Ok(file) => file,
            Err(error) => return self.failed(run, error).await,
        };
        let mut observer = Observer {
            report: file,
            mapping: job.mapping.clone(),
            seen: seen.clone(),
        };
        let (run, outcome) = self.import(run, &job, &mut observer).await?;
        let summary = match outcome {
            Ok(summary) => summary,
            Err(error) => return self.failed(run, error).await,
        };
        if let Err(error) = observer.report.finish(&summary) {
            return self.failed(run, error).await;
        }
        let bytes = tokio::fs::read(&report).await;
        let bytes = bytes.map_err(|error| unwritable("reading a report", error))?;
        let to = key(run.import_id, Part::Report);
        let put = self
            .objects
            .put(Bucket::RawUploads, &to, "text/csv", bytes.into());
        put.await?;
        let state = match job.dry_run {
            true => ImportState::Checked,
            false => ImportState::Done,
        };
        let run = ImportRun {
            counts: counts(&summary),
            done_bytes: run.bytes,
            refused: take(&seen).refused,
            ..run
        };
        self.end(run, state).await
    }

    /// What keeps an import from going on: a service that doesn't answer is asked again.
    async fn failed(&self, run: ImportRun, error: ImportError) -> Result<(), PlatformError> {
        match error {
            ImportError::Platform(error) => Err(error),
            error => {
                let what = Some(error.to_string());
                self.end(run, ImportState::Failed { what }).await
            }
        }
    }

    /// The list and how it is read, in files of a folder; `None` when they have gone.
    async fn fetch(
        &self,
        run: &ImportRun,
        folder: &Path,
    ) -> Result<Option<ImportJob>, PlatformError> {
        let id = run.import_id;
        let list = self.read(id, Part::List).await?;
        let mapping = self.read(id, Part::Mapping).await?;
        let (Some(list), Some(mapping)) = (list, mapping) else {
            return Ok(None);
        };
        let ending = match Format::of(Path::new(run.file_name.as_str())) {
            Ok(Format::JsonLines) => "jsonl",
            _ => "csv",
        };
        let file = folder.join(format!("list.{ending}"));
        let written = tokio::fs::write(&file, &list).await;
        written.map_err(|error| unwritable("writing a list", error))?;
        // It was read when it was sent.
        let text = String::from_utf8_lossy(&mapping);
        Ok(Mapping::parse(&text, "mapping")
            .ok()
            .map(|mapping| ImportJob {
                file,
                mapping,
                dry_run: run.state == ImportState::Checking,
            }))
    }

    /// Imports, and notes every now and then how far it has come.
    async fn import(
        &self,
        mut run: ImportRun,
        job: &ImportJob,
        observer: &mut Observer,
    ) -> Result<(ImportRun, Result<ImportSummary, ImportError>), PlatformError> {
        let seen = observer.seen.clone();
        let importing = self.imports.go(job, observer);
        let mut importing = std::pin::pin!(importing);
        loop {
            tokio::select! {
                outcome = &mut importing => return Ok((run, outcome)),
                () = tokio::time::sleep(NOTE_EVERY) => {
                    let now = Timestamp::now();
                    let so_far = look(&seen);
                    let noted = ImportRun {
                        version: run.version + 1,
                        counts: so_far.counts,
                        done_bytes: so_far.done_bytes,
                        refused: so_far.refused,
                        modified_at: now,
                        held_until: Some(now + HELD),
                        ..run.clone()
                    };
                    // Whoever lost it to somebody else stops here.
                    self.store.replace(&noted, &[]).await?;
                    run = noted;
                }
            }
        }
    }

    /// Writes down that an import is at its end, and tidies up after it.
    async fn end(&self, run: ImportRun, state: ImportState) -> Result<(), PlatformError> {
        let now = Timestamp::now();
        let is_import = run.state == ImportState::Running;
        // The list is needed once more when it was only tried.
        let has_remains = state != ImportState::Checked;
        let after = ImportRun {
            version: run.version + 1,
            held_until: has_remains.then_some(now + HELD),
            modified_at: now,
            has_remains,
            state,
            ..run
        };
        let ImportCounts {
            rows,
            created,
            changed,
            unchanged,
            refused,
        } = after.counts;
        let is_whole = after.state == ImportState::Done;
        let start = if is_whole { "took" } else { "ended at" };
        let said = format!(
            "{start} {rows} rows: {created} new, {changed} changed, {unchanged} as before, {refused} refused"
        );
        let entry = self.entry(&after, Actor::Program, &said, now);
        let entries: Vec<_> = is_import.then_some(entry).into_iter().collect();
        self.store.replace(&after, &entries).await?;
        match after.has_remains {
            true => self.tidy(after).await,
            false => Ok(()),
        }
    }

    /// Deletes what an import at its end needs no longer. Not before it is written down: taken
    /// up again without them, it would fail, or find every row as it was and call none new.
    async fn tidy(&self, run: ImportRun) -> Result<(), PlatformError> {
        if run.state == ImportState::Done {
            let folder =
                tempfile::tempdir().map_err(|error| unwritable("making a folder", error))?;
            if let Some(job) = self.fetch(&run, folder.path()).await? {
                // Of a list that can't be read nothing was remembered.
                if let Err(ImportError::Platform(error)) = self.imports.forget(&job).await {
                    return Err(error);
                }
            }
        }
        self.delete(run.import_id, Part::List).await?;
        self.delete(run.import_id, Part::Mapping).await?;
        let after = ImportRun {
            version: run.version + 1,
            held_until: None,
            has_remains: false,
            ..run
        };
        self.store.replace(&after, &[]).await
    }
}

/// What was seen of an import so far.
#[derive(Debug, Clone, Default)]
struct Seen {
    counts: ImportCounts,
    done_bytes: u64,
    refused: Vec<RefusedRow>,
}

fn look(seen: &Mutex<Seen>) -> Seen {
    seen.lock().unwrap_or_else(PoisonError::into_inner).clone()
}

fn take(seen: &Mutex<Seen>) -> Seen {
    std::mem::take(&mut *seen.lock().unwrap_or_else(PoisonError::into_inner))
}

fn counts(summary: &ImportSummary) -> ImportCounts {
    let ImportSummary {
        rows,
        created,
        changed,
        unchanged,
        refused,
    } = *summary;
    ImportCounts {
        rows,
        created,
        changed,
        unchanged,
        refused,
    }
}

struct Observer {
    report: ReportFile,
    mapping: Mapping,
    seen: Arc<Mutex<Seen>>,
}

impl ImportObserver for Observer {
    fn refused(&mut self, row: &RefusedRow) -> Result<(), ImportError> {
        let mut seen = self.seen.lock().unwrap_or_else(PoisonError::into_inner);
        if seen.refused.len() < ImportRun::SHOWN_ROWS {
            let mut shown = row.clone();
            shown.problems.truncate(ImportRun::SHOWN_PROBLEMS);
            seen.refused.push(shown);
        }
        drop(seen);
        self.report.add(row, &self.mapping)
    }

    fn progressed(&mut self, progress: &Progress) {
        let mut seen = self.seen.lock().unwrap_or_else(PoisonError::into_inner);
        seen.counts = counts(&progress.summary);
        seen.done_bytes = progress.bytes.0;
    }
}

fn unwritable(operation: &'static str, error: std::io::Error) -> PlatformError {
    PlatformError::Service {
        operation,
        retryable: true,
        source: Box::new(error),
    }
}
