//! Checking that what is stored is as it was written.

use crate::{cli::VerifyArguments, error::StartError, progress::Counter, stack::Store};
use durbar_platform::{
    audit::{AuditStore, Verification},
    integrity::{Inspection, Inspector, Tally},
};
use serde::Deserialize;
use std::{
    fs,
    io::{self, Write as _},
    path::Path,
};

/// Faults on the screen; a report holds all of them.
const SHOWN: usize = 50;

/// Says on standard output, line by line, what is whole and what isn't: items, references,
/// files and the audit trail, or the trail alone.
///
/// # Errors
/// [`StartError::NotWhole`] when something isn't as it was written.
pub async fn verify(arguments: VerifyArguments) -> Result<(), StartError> {
    let settings = arguments.store.settings().map_err(StartError::Setting)?;
    // What is wrong with the file is told before anything is opened.
    let before = arguments.compare.as_deref().map(read_tally).transpose()?;
    let store = Store::open(&settings).await?;
    let looked = match arguments.audit {
        true => walk(&store).await.map(|trail| (None, trail)),
        false => whole(&store).await.map(|(it, trail)| (Some(it), trail)),
    };
    store.close().await;
    let (inspection, trail) = looked?;
    let mut faults = trail.faults.len();
    let mut lines = Vec::new();
    if let Some(inspection) = &inspection {
        lines.extend(inspection.lines(SHOWN));
        faults += inspection.faults.len();
        if let Some(path) = &arguments.report {
            write_report(path, inspection)?;
        }
        if let Some(before) = &before {
            let (told, differing) = compared(&inspection.tally, before);
            lines.extend(told);
            faults += differing;
        }
    }
    lines.extend(trail.lines());
    let mut out = io::stdout().lock();
    for line in lines {
        writeln!(out, "{line}").map_err(StartError::Output)?;
    }
    match (faults, arguments.audit) {
        (0, _) => Ok(()),
        (faults, true) => Err(StartError::NotWhole { faults }),
        (faults, false) => Err(StartError::Faults { faults }),
    }
}

/// Inspects items and files, and walks along the audit trail.
pub(crate) async fn whole(store: &Store) -> Result<(Inspection, Verification), StartError> {
    let mut counter = Counter::new("items");
    let inspection = Inspector::new(&store.platform).run(|items| counter.reached(items));
    let inspection = inspection.await?;
    counter.end();
    Ok((inspection, walk(store).await?))
}

async fn walk(store: &Store) -> Result<Verification, StartError> {
    let trail = AuditStore::new(store.platform.table.clone());
    Ok(trail.verify(Some(&store.audit_archive())).await?)
}

/// What differs, a line a kind, and how many kinds do.
fn compared(now: &Tally, before: &Tally) -> (Vec<String>, usize) {
    let differences = now.differences(before);
    let mut lines: Vec<String> = differences
        .iter()
        .map(|it| {
            format!(
                "differs: {}: {} items before, {} now",
                it.kind, it.before, it.now
            )
        })
        .collect();
    if differences.is_empty() {
        lines.push("counts and digests are those of before".to_owned());
    }
    (lines, differences.len())
}

/// The part of a report that is compared.
#[derive(Deserialize)]
struct Report {
    tally: Tally,
}

fn read_tally(path: &Path) -> Result<Tally, StartError> {
    let wrong =
        |reason: String| StartError::Setting(format!("--compare {}: {reason}", path.display()));
    let bytes = fs::read(path).map_err(|error| wrong(error.to_string()))?;
    let report: Report = serde_json::from_slice(&bytes)
        .map_err(|error| wrong(format!("it is no report of verify: {error}")))?;
    Ok(report.tally)
}

fn write_report(path: &Path, inspection: &Inspection) -> Result<(), StartError> {
    let wrong =
        |reason: String| StartError::Setting(format!("--report {}: {reason}", path.display()));
    let mut bytes =
        serde_json::to_vec_pretty(inspection).map_err(|error| wrong(error.to_string()))?;
    bytes.push(b'\n');
    durbar_platform::private_file::write(path, &bytes).map_err(|error| wrong(error.to_string()))
}
