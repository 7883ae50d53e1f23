//! Where table and objects are.

use super::aws::AwsArguments;
use clap::{Args, ValueEnum};
use durbar_platform::{aws::AwsConfig, embedded::Storage};
use std::path::PathBuf;

const DEMO_PAYEE: &str = "Durbar (demo, do not pay), Made-up Bank, account 0000 0000 0000";

/// Flags for table and objects.
#[derive(Debug, Clone, Args)]
pub struct StoreArguments {
    /// Where table and objects are
    #[arg(long, env = "DURBAR_MODE", value_name = "MODE", value_enum, default_value_t = Mode::Embedded)]
    pub mode: Mode,
    /// Folder that holds everything in embedded mode; one process at a time
    #[arg(long, env = "DURBAR_DATA", value_name = "DIR", default_value = ".data")]
    pub data: PathBuf,
    #[command(flatten)]
    pub aws: AwsArguments,
}

/// A mode.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum Mode {
    /// In this process, kept in the data folder
    Embedded,
    /// DynamoDB and S3 in AWS
    Aws,
}

/// Where table, objects and search index are, checked.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum StoreSettings {
    Embedded { storage: Storage },
    Aws(AwsConfig),
}

impl StoreSettings {
    /// Who is paid by invoice where nobody is set: in embedded mode nobody real, so that
    /// whoever tries the site can buy by invoice too.
    pub fn demo_payee(&self) -> Option<&'static str> {
        match self {
            Self::Embedded { .. } => Some(DEMO_PAYEE),
            Self::Aws(_) => None,
        }
    }
}

impl StoreArguments {
    /// Checks that the mode has all it needs.
    ///
    /// # Errors
    /// A line that names the flag that is missing.
    pub fn settings(&self) -> Result<StoreSettings, String> {
        match self.mode {
            Mode::Embedded => Ok(StoreSettings::Embedded {
                storage: Storage::Folder(self.data.clone()),
            }),
            Mode::Aws => self.aws.config().map(StoreSettings::Aws),
        }
    }
}
