//! Mail that is not sent but kept in a folder, for development and tests.

use super::{MailId, MailMessage, MailSender, mime};
use crate::{DataFolderError, PlatformError, error::Source};
use async_trait::async_trait;
use durbar_domain::account::EmailAddress;
use jiff::Timestamp;
use std::{
    fs,
    io::{self, Write},
    path::{Path, PathBuf},
    str::FromStr,
    sync::Arc,
    time::SystemTime,
};
use tempfile::TempDir;

const EXTENSION: &str = "eml";
/// What files being written end with; a process that was killed leaves them behind.
const UNFINISHED: &str = ".part";
/// Who writes where nothing is really sent.
const NAME: &str = "Durbar";
const ADDRESS: &str = "no-reply@durbar.example";

/// Keeps every message as one file that mail programs open. Cheap to clone.
#[derive(Debug, Clone)]
pub struct MailFolder {
    pub(super) path: Arc<Path>,
    sender: EmailAddress,
    /// A folder that goes with this; then nothing waits for the disk either.
    temporary: Option<Arc<TempDir>>,
}

/// A message that was kept, as a mail program shows it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct KeptMail {
    pub id: MailId,
    /// To the second.
    pub sent_at: Timestamp,
    pub to: String,
    pub subject: String,
    pub text: String,
    /// Further headers, as in `List-Unsubscribe`.
    pub headers: Vec<(String, String)>,
}

impl MailFolder {
    /// Keeps mail in a folder, made if it isn't there.
    pub fn open(path: PathBuf) -> Result<Self, PlatformError> {
        let not_writable = |source| DataFolderError::NotWritable {
            path: path.clone(),
            source,
        };
        fs::create_dir_all(&path).map_err(not_writable)?;
        for entry in fs::read_dir(&path).map_err(not_writable)?.flatten() {
            if entry.file_name().to_string_lossy().ends_with(UNFINISHED) {
                // Whoever was to get it will be written to again.
                let _ = fs::remove_file(entry.path());
            }
        }
        Ok(Self::at(path.into(), None))
    }

    /// Keeps mail in a folder that goes when the last clone of this does.
    pub fn temporary() -> Result<Self, PlatformError> {
        let folder = tempfile::tempdir().map_err(failed)?;
        Ok(Self::at(folder.path().into(), Some(Arc::new(folder))))
    }

    fn at(path: Arc<Path>, temporary: Option<Arc<TempDir>>) -> Self {
        Self {
            path,
            sender: EmailAddress::parse("from", ADDRESS).expect("a constant address"),
            temporary,
        }
    }

    /// The kept messages, newest first, at most `limit`. Files that aren't messages are left
    /// out.
    pub async fn list(&self, limit: usize) -> Result<Vec<KeptMail>, PlatformError> {
        let folder = self.clone();
        blocking(move || {
            let mut found: Vec<(SystemTime, MailId)> = Vec::new();
            for entry in fs::read_dir(&folder.path)? {
                let entry = entry?;
                let name = entry.file_name();
                let id = Path::new(&name).file_stem().and_then(|stem| stem.to_str());
                if let Some(Ok(id)) = id.map(MailId::from_str)
                    && entry.path() == folder.file(&id)
                {
                    found.push((entry.metadata()?.modified()?, id));
                }
            }
            found.sort_unstable_by(|a, b| b.cmp(a));
            let read = |(_, id)| folder.read_file(id).transpose();
            found.into_iter().filter_map(read).take(limit).collect()
        })
        .await
    }

    /// One kept message; `None` when there is none.
    pub async fn read(&self, id: &MailId) -> Result<Option<KeptMail>, PlatformError> {
        let (folder, id) = (self.clone(), id.clone());
        blocking(move || folder.read_file(id)).await
    }

    fn read_file(&self, id: MailId) -> io::Result<Option<KeptMail>> {
        match fs::read(self.file(&id)) {
            Ok(bytes) => Ok(mime::read(id, &bytes)),
            Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(None),
            Err(error) => Err(error),
        }
    }

    fn file(&self, id: &MailId) -> PathBuf {
        self.path.join(format!("{id}.{EXTENSION}"))
    }

    /// Writes a message so that it is there whole or not at all, and once.
    fn keep(&self, id: &MailId, bytes: &[u8]) -> io::Result<()> {
        let mut file = tempfile::Builder::new()
            .suffix(UNFINISHED)
            .tempfile_in(&self.path)?;
        file.write_all(bytes)?;
        if self.temporary.is_none() {
            file.as_file().sync_all()?;
        }
        match file.persist_noclobber(self.file(id)) {
            Ok(_) => {}
            Err(error) if error.error.kind() == io::ErrorKind::AlreadyExists => {}
            Err(error) => return Err(error.error),
        }
        if self.temporary.is_none() {
            // The name too has to outlive a power cut.
            fs::File::open(&self.path)?.sync_all()?;
        }
        Ok(())
    }
}

#[async_trait]
impl MailSender for MailFolder {
    async fn send(&self, message: &MailMessage) -> Result<(), PlatformError> {
        let id = MailId::of(&message.idempotency_key);
        let bytes = mime::write(message, &id, (NAME, &self.sender), Timestamp::now())?;
        let folder = self.clone();
        blocking(move || folder.keep(&id, &bytes)).await
    }
}

async fn blocking<T: Send + 'static>(
    work: impl FnOnce() -> io::Result<T> + Send + 'static,
) -> Result<T, PlatformError> {
    tokio::task::spawn_blocking(work)
        .await
        .map_err(failed)?
        .map_err(failed)
}

fn failed(error: impl Into<Source>) -> PlatformError {
    PlatformError::Service {
        operation: "keeping a mail",
        retryable: true,
        source: error.into(),
    }
}
