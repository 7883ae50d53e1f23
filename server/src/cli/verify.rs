//! Flags of `durbar verify`.

use super::{LogArguments, StoreArguments};
use clap::Args;

/// Flags of `durbar verify`.
#[derive(Debug, Args)]
pub struct VerifyArguments {
    #[command(flatten)]
    pub store: StoreArguments,
    /// Walk the chain of the audit trail and compare it with its entries and its archive
    #[arg(long, required = true)]
    pub audit: bool,
    #[command(flatten)]
    pub log: LogArguments,
}
