//! Flags of backups, exports, restoring and drills.

use super::{LogArguments, Mode, StoreArguments};
use crate::backups::BackupPlan;
use clap::{Args, ValueEnum};
use durbar_platform::{embedded::backup::Backups, table_export};
use jiff::Timestamp;
use std::{path::PathBuf, time::Duration};

/// Flags for backups while serving.
#[derive(Debug, Clone, Args)]
#[command(next_help_heading = "Backups in embedded mode")]
pub struct BackupArguments {
    /// Folder for backups of the data folder, on another disk; without, none are taken
    #[arg(long, env = "DURBAR_BACKUP_FOLDER", value_name = "DIR")]
    pub backup_folder: Option<PathBuf>,
    /// Seconds between two backups: at most so much is lost
    #[arg(long, env = "DURBAR_BACKUP_EVERY", value_name = "SECONDS", default_value_t = 300, value_parser = clap::value_parser!(u64).range(1..=86_400))]
    pub backup_every: u64,
    /// Days for which backups are kept; who was erased is in older ones until then
    #[arg(long, env = "DURBAR_BACKUP_KEEP_DAYS", value_name = "DAYS", default_value_t = 35, value_parser = clap::value_parser!(u32).range(1..=3_650))]
    pub backup_keep_days: u32,
}

impl BackupArguments {
    /// What is to be backed up; `None` when nothing is.
    ///
    /// # Errors
    /// A line that names the flag.
    pub fn plan(&self, store: &StoreArguments) -> Result<Option<BackupPlan>, String> {
        let Some(folder) = &self.backup_folder else {
            return Ok(None);
        };
        if store.mode == Mode::Aws {
            return Err(
                "--backup-folder is of embedded mode: in AWS the table keeps itself".to_owned(),
            );
        }
        if folder.starts_with(&store.data) {
            return Err("--backup-folder must not be in the data folder".to_owned());
        }
        Ok(Some(BackupPlan {
            data: store.data.clone(),
            backups: Backups::in_folder(folder),
            every: Duration::from_secs(self.backup_every),
            keep_days: self.backup_keep_days,
        }))
    }
}

/// Flags of `durbar backup`.
#[derive(Debug, Args)]
pub struct TakeBackupArguments {
    /// Data folder, which a server may be using
    #[arg(long, env = "DURBAR_DATA", value_name = "DIR", default_value = ".data")]
    pub data: PathBuf,
    #[command(flatten)]
    pub backup: BackupArguments,
    /// Only list the points in time that can be gone back to
    #[arg(long)]
    pub list: bool,
    #[command(flatten)]
    pub log: LogArguments,
}

/// Flags of `durbar restore`.
#[derive(Debug, Args)]
pub struct RestoreArguments {
    /// Folder with the backups
    #[arg(long, env = "DURBAR_BACKUP_FOLDER", value_name = "DIR")]
    pub backup_folder: PathBuf,
    /// Data folder to make; one that exists is never touched
    #[arg(long, value_name = "DIR")]
    pub to: PathBuf,
    /// The time to go back to, as in 2026-11-23T14:05:00Z: the last backup at or before it
    /// [default: the latest]
    #[arg(long, value_name = "TIME")]
    pub at: Option<Timestamp>,
    /// The data folder in use until now, where it can still be read: who was erased since its
    /// last backup is looked up there
    #[arg(long, value_name = "DIR")]
    pub old: Option<PathBuf>,
    #[command(flatten)]
    pub log: LogArguments,
}

/// Flags of `durbar export`.
#[derive(Debug, Args)]
pub struct ExportArguments {
    /// Data folder, which a server may be using
    #[arg(long, env = "DURBAR_DATA", value_name = "DIR", default_value = ".data")]
    pub data: PathBuf,
    /// Folder for exports; each gets one in it, named after its time
    #[arg(long, env = "DURBAR_EXPORT_FOLDER", value_name = "DIR")]
    pub to: PathBuf,
    /// Formats to write
    #[arg(long, value_name = "FORMATS", value_enum, value_delimiter = ',', default_values_t = [ExportFormat::Jsonl, ExportFormat::Parquet])]
    pub format: Vec<ExportFormat>,
    /// About how many items a file holds
    #[arg(long, value_name = "ITEMS", default_value_t = 20_000, value_parser = clap::value_parser!(u64).range(1..=1_000_000))]
    pub items_a_file: u64,
    /// Days after which finished exports in the folder are deleted, and with them who was
    /// erased since
    #[arg(long, env = "DURBAR_EXPORT_KEEP_DAYS", value_name = "DAYS", default_value_t = 60, value_parser = clap::value_parser!(u32).range(1..=3_650))]
    pub keep_days: u32,
    #[command(flatten)]
    pub log: LogArguments,
}

/// A format of exports.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum ExportFormat {
    /// JSON lines as DynamoDB's own export has them
    Jsonl,
    /// Parquet, in the columns of the weekly export in AWS
    Parquet,
}

impl From<ExportFormat> for table_export::ExportFormat {
    fn from(format: ExportFormat) -> Self {
        match format {
            ExportFormat::Jsonl => Self::JsonLines,
            ExportFormat::Parquet => Self::Parquet,
        }
    }
}

/// Flags of `durbar drill`.
#[derive(Debug, Args)]
pub struct DrillArguments {
    /// Data folder, which a server may be using; it is only read
    #[arg(long, env = "DURBAR_DATA", value_name = "DIR", default_value = ".data")]
    pub data: PathBuf,
    /// Folder to work in, made and deleted again
    #[arg(long, value_name = "DIR")]
    pub work: PathBuf,
    /// Backups to restore from [default: one that the drill takes itself]
    #[arg(long, env = "DURBAR_BACKUP_FOLDER", value_name = "DIR")]
    pub backup_folder: Option<PathBuf>,
    /// Seconds of changes that may be lost
    #[arg(long, value_name = "SECONDS", default_value_t = 600)]
    pub rpo_seconds: u64,
    /// Seconds within which the site has to be whole again
    #[arg(long, value_name = "SECONDS", default_value_t = 900)]
    pub rto_seconds: u64,
    /// Leave the folder for somebody to look at
    #[arg(long)]
    pub keep: bool,
    #[command(flatten)]
    pub log: LogArguments,
}
