//! `durbar import`: homes from another system's list.

use crate::{cli::ImportArguments, error::StartError, stack::Store};
use durbar_services::imports::{
    ImportError, ImportJob, ImportObserver, ImportSummary, Mapping, Progress, RefusedRow,
    ReportFile, lines,
};
use indicatif::{ProgressBar, ProgressStyle};
use std::io::{self, IsTerminal as _, Write as _};

/// Lines about refused rows on the screen; a report holds all of them.
const SHOWN: usize = 20;
/// Rows between two lines about progress, where nobody looks at a bar.
const TOLD_EVERY: u64 = 10_000;

/// Imports the file and says what came of it on standard output.
///
/// # Errors
/// When it can't be done, and when rows were refused.
pub async fn import(arguments: ImportArguments) -> Result<(), StartError> {
    let settings = arguments.store.settings().map_err(StartError::Setting)?;
    let fetcher = arguments.fetch.fetcher(arguments.store.mode);
    let fetcher = fetcher.map_err(StartError::Setting)?;
    // What is wrong with the files is told before anything is opened.
    let mapping = Mapping::read(&arguments.mapping)?;
    let report = arguments.report.as_deref().map(ReportFile::create);
    let report = report.transpose()?;
    let job = ImportJob {
        file: arguments.file,
        mapping,
        dry_run: arguments.dry_run,
    };
    let store = Store::open(&settings).await?;
    let imports = store.imports().with_fetcher(fetcher);
    let mut watcher = Watcher::new(job.mapping.clone(), report);
    let outcome = imports.run(&job, &mut watcher).await;
    store.close().await;
    let summary = watcher.end(outcome)?;
    tell(&summary, job.dry_run).map_err(StartError::Output)?;
    match summary.refused {
        0 => Ok(()),
        refused => Err(StartError::RefusedRows {
            refused,
            rows: summary.rows,
        }),
    }
}

fn tell(summary: &ImportSummary, dry_run: bool) -> io::Result<()> {
    let ImportSummary {
        rows,
        created,
        changed,
        unchanged,
        refused,
    } = summary;
    let start = if dry_run { "would take" } else { "took" };
    writeln!(
        io::stdout().lock(),
        "{start} {rows} rows: {created} new, {changed} changed, {unchanged} as before, {refused} refused"
    )
}

/// Shows how it goes, and writes the report.
struct Watcher {
    mapping: Mapping,
    report: Option<ReportFile>,
    /// Drawn on a terminal alone.
    bar: Option<ProgressBar>,
    told: u64,
    shown: usize,
    hidden: u64,
}

impl Watcher {
    fn new(mapping: Mapping, report: Option<ReportFile>) -> Self {
        let bar = io::stderr().is_terminal().then(|| {
            let style = "{bar:40} {percent}% {msg} {eta}";
            let style = ProgressStyle::with_template(style);
            let style = style.unwrap_or_else(|_| ProgressStyle::default_bar());
            ProgressBar::new(0).with_style(style)
        });
        Self {
            mapping,
            report,
            bar,
            told: 0,
            shown: 0,
            hidden: 0,
        }
    }

    fn say(&self, line: &str) {
        match &self.bar {
            Some(bar) => bar.println(line),
            None => eprintln!("{line}"),
        }
    }

    fn end(self, outcome: Result<ImportSummary, ImportError>) -> Result<ImportSummary, StartError> {
        if let Some(bar) = &self.bar {
            bar.finish_and_clear();
        }
        let summary = outcome?;
        if self.hidden > 0 {
            let more = self.hidden;
            self.say(&format!("and {more} more; --report FILE writes them all"));
        }
        if let Some(report) = self.report {
            report.finish(&summary)?;
        }
        Ok(summary)
    }
}

impl ImportObserver for Watcher {
    fn refused(&mut self, row: &RefusedRow) -> Result<(), ImportError> {
        for line in lines(row, &self.mapping) {
            if self.shown < SHOWN {
                self.say(&line);
                self.shown += 1;
            } else {
                self.hidden += 1;
            }
        }
        match &mut self.report {
            Some(report) => report.add(row, &self.mapping),
            None => Ok(()),
        }
    }

    fn progressed(&mut self, progress: &Progress) {
        let (done, all) = progress.bytes;
        let rows = progress.summary.rows;
        if let Some(bar) = &self.bar {
            bar.set_length(all);
            bar.set_position(done);
            bar.set_message(format!("{rows} rows"));
        } else if rows >= self.told + TOLD_EVERY {
            self.told = rows;
            eprintln!("{rows} rows, {} % of the file", done * 100 / all.max(1));
        }
    }
}
