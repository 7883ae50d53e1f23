//! Flags of `durbar import`.

use super::{FetchArguments, LogArguments, StoreArguments};
use clap::Args;
use std::path::PathBuf;

/// Flags of `durbar import`.
#[derive(Debug, Args)]
pub struct ImportArguments {
    /// The list: CSV with a line of names (.csv), or an object of JSON a line (.jsonl)
    #[arg(value_name = "FILE")]
    pub file: PathBuf,
    /// What of the list fills which of our fields, in TOML; docs/import.md tells how
    #[arg(long, env = "DURBAR_IMPORT_MAPPING", value_name = "FILE")]
    pub mapping: PathBuf,
    /// Only tell what would happen
    #[arg(long)]
    pub dry_run: bool,
    /// Write the rows that were refused, and why, to this file, which ends in .csv or .json
    #[arg(long, value_name = "FILE")]
    pub report: Option<PathBuf>,
    #[command(flatten)]
    pub fetch: FetchArguments,
    #[command(flatten)]
    pub store: StoreArguments,
    #[command(flatten)]
    pub log: LogArguments,
}
