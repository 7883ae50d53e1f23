//! Flags of `durbar verify`.

use super::{LogArguments, StoreArguments};
use clap::Args;
use std::path::PathBuf;

/// Flags of `durbar verify`.
#[derive(Debug, Args)]
pub struct VerifyArguments {
    #[command(flatten)]
    pub store: StoreArguments,
    /// Only walk the chain of the audit trail and compare it with its entries and its archive
    #[arg(long, conflicts_with_all = ["report", "compare"])]
    pub audit: bool,
    /// Write counts, digests and faults to this file, as JSON
    #[arg(long, value_name = "FILE")]
    pub report: Option<PathBuf>,
    /// Compare counts and digests with those of an earlier report
    #[arg(long, value_name = "FILE")]
    pub compare: Option<PathBuf>,
    #[command(flatten)]
    pub log: LogArguments,
}
