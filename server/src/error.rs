//! Why the program did not do what it was started for.

use durbar_platform::{
    DataFolderError, PlatformError, embedded::backup::BackupError, table_export::ExportError,
};
use durbar_services::{ServiceError, imports::ImportError, seed::SeedError};
use std::{error::Error, io, net::SocketAddr, path::PathBuf};

/// An error that ends the program.
#[derive(Debug, thiserror::Error)]
pub enum StartError {
    #[error("{0}")]
    Setting(String),
    #[error("cannot listen on {address}")]
    Listen {
        address: SocketAddr,
        source: io::Error,
    },
    #[error(transparent)]
    DataFolder(DataFolderError),
    #[error("cannot read the built site in {}", path.display())]
    Site { path: PathBuf, source: io::Error },
    #[error("cannot start the runtime")]
    Runtime(#[source] io::Error),
    #[error("cannot reach the table and the objects")]
    Platform(#[source] PlatformError),
    #[error("cannot prepare the share pictures")]
    Fonts(#[source] durbar_media::MediaError),
    #[error("cannot read the listings")]
    Services(#[from] ServiceError),
    #[error(transparent)]
    Seed(#[from] SeedError),
    #[error(transparent)]
    Import(#[from] ImportError),
    #[error("{refused} of {rows} rows were refused; the others are taken")]
    RefusedRows { refused: u64, rows: u64 },
    #[error("cannot say what was done")]
    Output(#[source] io::Error),
    #[error("the audit trail is not whole: {faults} faults")]
    NotWhole { faults: usize },
    #[error("cannot take invocations")]
    Lambda(#[source] lambda_http::Error),
    #[error("table, objects or audit trail are not whole: {faults} faults")]
    Faults { faults: usize },
    #[error(transparent)]
    Backup(#[from] BackupError),
    #[error(transparent)]
    Export(#[from] ExportError),
    #[error("the drill failed: {0}")]
    Drill(String),
    #[error("cannot make the account")]
    Accounts(#[from] durbar_services::accounts::AccountError),
}

impl StartError {
    /// 2 when a setting or what it points to is to blame, 1 for anything else.
    pub fn exit_code(&self) -> u8 {
        match self {
            Self::Setting(_) | Self::Listen { .. } | Self::DataFolder(_) | Self::Site { .. } => 2,
            Self::Import(error) if error.is_of_files() => 2,
            Self::Backup(error) if error.is_of_arguments() => 2,
            _ => 1,
        }
    }

    /// The error and its causes in one line.
    pub fn line(&self) -> String {
        let mut line = self.to_string();
        let mut cause = self.source();
        while let Some(error) = cause {
            let text = error.to_string();
            if !line.contains(&text) {
                line.push_str(": ");
                line.push_str(&text);
            }
            cause = error.source();
        }
        line.split_whitespace().collect::<Vec<_>>().join(" ")
    }
}

impl From<PlatformError> for StartError {
    fn from(error: PlatformError) -> Self {
        match error {
            PlatformError::DataFolder(error) => Self::DataFolder(error),
            error => Self::Platform(error),
        }
    }
}
