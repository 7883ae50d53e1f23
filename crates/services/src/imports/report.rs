//! What was refused, for people and for programs.

use super::{ImportError, ImportSummary, Mapping, RefusedRow};
use serde::Serialize;
use std::{
    fs::File,
    io::{self, BufWriter, Write as _},
    path::{Path, PathBuf},
};

/// A field of a row that was refused.
#[derive(Debug, Serialize)]
struct Line<'a> {
    row: u64,
    legacy_id: &'a str,
    field: &'a str,
    /// Of the source; empty where it is none's.
    column: &'a str,
    /// What is wrong, and what is accepted.
    problem: String,
}

/// A report that is written row by row: CSV, or one document of JSON, by its ending.
pub struct ReportFile {
    path: PathBuf,
    to: To,
}

enum To {
    Csv(Box<csv::Writer<BufWriter<File>>>),
    Json {
        file: BufWriter<File>,
        is_first: bool,
    },
}

fn of<'a>(row: &'a RefusedRow, mapping: &'a Mapping) -> impl Iterator<Item = Line<'a>> {
    row.problems.iter().map(|error| Line {
        row: row.row,
        legacy_id: &row.legacy_id,
        field: &error.field,
        column: mapping.column_of(&error.field).unwrap_or_default(),
        problem: error.problem.to_string(),
    })
}

/// What is wrong with a row, a line a field, as in
/// `row 12 (H-7): ward (column "w") is outside 1 to 32`.
pub fn lines<'a>(row: &'a RefusedRow, mapping: &'a Mapping) -> impl Iterator<Item = String> {
    of(row, mapping).map(|line| {
        let id = match line.legacy_id {
            "" => String::new(),
            id => format!(" ({id})"),
        };
        let column = match line.column {
            "" => String::new(),
            column => format!(" (column {column:?})"),
        };
        format!(
            "row {}{id}: {}{column} {}",
            line.row, line.field, line.problem
        )
    })
}

impl ReportFile {
    /// Begins a report.
    ///
    /// # Errors
    /// When the file can't be written, or ends neither in `.csv` nor in `.json`.
    pub fn create(path: &Path) -> Result<Self, ImportError> {
        let failed = |source| ImportError::Report {
            path: path.to_owned(),
            source,
        };
        let ending = path.extension().and_then(|ending| ending.to_str());
        let is_csv = match ending {
            Some("csv") => true,
            Some("json") => false,
            _ => {
                let what = "a report ends in .csv or .json";
                return Err(failed(io::Error::new(io::ErrorKind::InvalidInput, what)));
            }
        };
        let mut file = BufWriter::new(File::create(path).map_err(failed)?);
        let to = match is_csv {
            true => {
                let mut lines = csv::WriterBuilder::new()
                    .has_headers(false)
                    .from_writer(file);
                let names = ["row", "legacy_id", "field", "column", "problem"];
                let named = lines.write_record(names);
                named.map_err(|error| failed(io::Error::other(error)))?;
                To::Csv(Box::new(lines))
            }
            false => {
                file.write_all(b"{\"refused\":[").map_err(failed)?;
                To::Json {
                    file,
                    is_first: true,
                }
            }
        };
        Ok(Self {
            path: path.to_owned(),
            to,
        })
    }

    /// Adds a row that was refused.
    ///
    /// # Errors
    /// When the file can't be written.
    pub fn add(&mut self, row: &RefusedRow, mapping: &Mapping) -> Result<(), ImportError> {
        let written = of(row, mapping).try_for_each(|line| match &mut self.to {
            To::Csv(lines) => lines.serialize(line).map_err(io::Error::other),
            To::Json { file, is_first } => {
                let comma = if std::mem::take(is_first) {
                    "\n"
                } else {
                    ",\n"
                };
                file.write_all(comma.as_bytes())?;
                serde_json::to_writer(file, &line).map_err(io::Error::other)
            }
        });
        written.map_err(|source| self.failed(source))
    }

    /// Ends the report.
    ///
    /// # Errors
    /// When the file can't be written.
    pub fn finish(mut self, summary: &ImportSummary) -> Result<(), ImportError> {
        let ended = match &mut self.to {
            To::Csv(lines) => lines.flush(),
            To::Json { file, .. } => {
                let ImportSummary {
                    rows,
                    created,
                    changed,
                    unchanged,
                    refused,
                } = summary;
                let summary = serde_json::json!({
                    "rows": rows,
                    "created": created,
                    "changed": changed,
                    "unchanged": unchanged,
                    "refused": refused,
                });
                writeln!(file, "\n],\"summary\":{summary}}}").and_then(|()| file.flush())
            }
        };
        ended.map_err(|source| self.failed(source))
    }

    fn failed(&self, source: io::Error) -> ImportError {
        ImportError::Report {
            path: self.path.clone(),
            source,
        }
    }
}
