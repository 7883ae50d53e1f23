//! The command line: what can be set, and how a mistake is told.

mod account;
mod aws;
mod edge;
mod fetch;
mod identity;
mod import;
mod log;
mod media;
mod mistakes;
mod payments;
mod premium;
mod recovery;
mod serve;
mod site;
mod store;
mod trace;
mod verify;

#[cfg(test)]
mod tests;

pub use account::{AccountArguments, AccountCommand, CreateAccountArguments};
pub use fetch::FetchArguments;
pub use identity::IdentityArguments;
pub use import::ImportArguments;
pub use log::{LogArguments, LogFormat};
pub use media::MediaArguments;
pub use mistakes::one_line;
pub use payments::PaymentArguments;
pub use premium::PremiumArguments;
pub use recovery::{
    BackupArguments, DrillArguments, ExportArguments, RestoreArguments, TakeBackupArguments,
};
pub use serve::{SeedArguments, ServeArguments};
pub use site::{Rates, SiteArguments, SiteUrl, TileUrl};
pub use store::{Mode, StoreArguments, StoreSettings};
pub use trace::{CollectorUrl, TraceArguments};
pub use verify::VerifyArguments;

use clap::{Parser, Subcommand};

/// Durbar: a marketplace for luxury homes in the Kathmandu valley.
///
/// Without a command it serves the site, on embedded DynamoDB and S3 unless told otherwise.
/// Every flag has a variable; a flag wins over its variable.
#[derive(Debug, Parser)]
#[command(
    name = "durbar",
    version,
    args_conflicts_with_subcommands = true,
    max_term_width = 100
)]
pub struct CommandLine {
    #[command(subcommand)]
    pub command: Option<Command>,
    #[command(flatten)]
    pub serve: ServeArguments,
}

/// What to do.
#[derive(Debug, Subcommand)]
pub enum Command {
    /// Serve the site (the default)
    Serve(Box<ServeArguments>),
    /// Fill the data folder with a demo market; run again, it adds only what is missing
    Seed(Box<SeedArguments>),
    /// Take homes over from a list of another system; run again, it takes what has changed
    Import(Box<ImportArguments>),
    /// Make accounts
    Account(AccountArguments),
    /// Check that what is stored is as it was written; ends with 1 where it isn't
    Verify(Box<VerifyArguments>),
    /// Write the table to files; run again, it goes on where it was cut off
    Export(Box<ExportArguments>),
    /// Take a backup of the data folder, or list those that can be restored
    Backup(Box<TakeBackupArguments>),
    /// Go back to a backup, in a new data folder
    Restore(Box<RestoreArguments>),
    /// Break a copy on purpose, restore it, and tell what was lost and how long it took
    Drill(Box<DrillArguments>),
}

impl CommandLine {
    /// The command to run: `serve` when none is named.
    pub fn into_command(self) -> Command {
        self.command.unwrap_or(Command::Serve(Box::new(self.serve)))
    }
}
