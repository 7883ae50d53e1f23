//! Embedded mode: DynamoDB and S3 inside this process, on loopback ports that the system
//! picks, with all state under one folder. Nothing to install and nothing to configure.

pub mod backup;
mod compactor;
mod data_folder;
mod loopback;
mod object_server;
mod signing_keys;
mod snapshot;
mod sweep;
mod table_server;
mod whole_request;

#[cfg(test)]
mod tests;

use crate::{
    Objects, Platform, PlatformError, clients, error::Source, mail::MailFolder, objects::Bucket,
    signer::Signer, table,
};
pub use compactor::Compactor;
use data_folder::DataFolder;
use dynoxide::Database;
pub(crate) use loopback::sdk_config;
pub use snapshot::snapshot;
use std::{
    path::PathBuf,
    time::{Duration, SystemTime},
};
use tokio::{runtime::Runtime, sync::watch, task::JoinHandle};

/// A sweep reads the whole table, and whoever reads an item that expires looks at its time,
/// so sweeping is only for tidiness.
const SWEEP_EVERY: Duration = Duration::from_secs(3600);
/// How long a stop waits for calls in flight.
const STOP_WITHIN: Duration = Duration::from_secs(5);

/// Where embedded mode keeps its state.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Storage {
    /// In a folder, made if it isn't there.
    Folder(PathBuf),
    /// In memory and a temporary folder, gone when the process ends.
    Temporary,
}

/// DynamoDB and S3 running in this process. They stop when this is dropped; [`Self::stop`]
/// waits for calls in flight.
pub struct Embedded {
    platform: Platform,
    signer: Signer,
    mail: MailFolder,
    database: Database,
    objects_address: String,
    stop: watch::Sender<bool>,
    servers: Vec<JoinHandle<()>>,
    // The services have threads of their own: they block while SQLite writes, and a page
    // being rendered should not wait for that. Only `None` while dropping.
    runtime: Option<Runtime>,
    place: Place,
}

/// What has to live as long as the services.
enum Place {
    Folder(DataFolder),
    Temporary { _objects: tempfile::TempDir },
}

impl Embedded {
    /// Starts both services; makes the table and the buckets when they aren't there.
    ///
    /// # Errors
    /// [`PlatformError::DataFolder`] when the folder can't be used, [`PlatformError::Start`]
    /// when a service doesn't start.
    pub async fn start(storage: Storage) -> Result<Self, PlatformError> {
        let (database, objects_root, signer, mail, place) = match storage {
            Storage::Folder(path) => {
                let folder = DataFolder::open(path)?;
                let database = Database::new(&folder.table_file().to_string_lossy())
                    .map_err(start("table"))?;
                let signer = signing_keys::open(&folder.premium_keys(), SystemTime::now())?;
                let mail = MailFolder::open(folder.mail())?;
                let root = folder.objects();
                (database, root, signer, mail, Place::Folder(folder))
            }
            Storage::Temporary => {
                let objects = tempfile::tempdir().map_err(start("objects"))?;
                let database = Database::memory().map_err(start("table"))?;
                (
                    database,
                    objects.path().to_owned(),
                    signing_keys::temporary()?,
                    MailFolder::temporary()?,
                    Place::Temporary { _objects: objects },
                )
            }
        };
        let runtime = tokio::runtime::Builder::new_multi_thread()
            .worker_threads(2)
            .thread_name("durbar-storage")
            .enable_all()
            .build()
            .map_err(start("runtime"))?;
        let (stop, stopped) = watch::channel(false);
        let credentials = loopback::random_credentials();
        let (table_address, table_server) =
            table_server::start(runtime.handle(), database.clone(), stopped.clone())
                .map_err(start("table"))?;
        let (objects_address, object_server) = object_server::start(
            runtime.handle(),
            &objects_root,
            &credentials,
            stopped.clone(),
        )
        .map_err(start("objects"))?;
        runtime.spawn(sweep::regularly(database.clone(), SWEEP_EVERY, stopped));
        let (table, objects) = clients::connect(
            &loopback::sdk_config(credentials),
            loopback::names(&table_address, &objects_address),
        );
        // From here on a failure drops `embedded`, which stops the services.
        let embedded = Self {
            platform: Platform { table, objects },
            signer,
            mail,
            database,
            objects_address,
            stop,
            servers: vec![table_server, object_server],
            runtime: Some(runtime),
            place,
        };
        table::create_table(&embedded.platform.table).await?;
        create_buckets(&embedded.platform.objects).await?;
        Ok(embedded)
    }

    /// The table and the objects.
    pub fn platform(&self) -> &Platform {
        &self.platform
    }

    /// Where the objects are served, on this machine's loopback, as in `http://127.0.0.1:4000`.
    pub fn objects_address(&self) -> &str {
        &self.objects_address
    }

    /// Keys of this data folder, for premium media.
    pub fn signer(&self) -> &Signer {
        &self.signer
    }

    /// Where mail is kept instead of being sent.
    pub fn mail(&self) -> &MailFolder {
        &self.mail
    }

    /// Deletes the items that have expired; gives back how many. Done every hour by itself.
    pub async fn sweep_expired(&self) -> Result<usize, PlatformError> {
        sweep::once(self.database.clone()).await
    }

    /// What rids the table's file of deleted rows; `None` where all is in memory.
    pub fn compactor(&self) -> Option<Compactor> {
        match &self.place {
            Place::Folder(folder) => Some(Compactor {
                file: folder.table_file(),
            }),
            Place::Temporary { .. } => None,
        }
    }

    /// Stops both services once the calls in flight are answered, or after five seconds.
    pub async fn stop(mut self) {
        self.stop.send_replace(true);
        let ended = futures::future::join_all(self.servers.drain(..));
        if tokio::time::timeout(STOP_WITHIN, ended).await.is_err() {
            tracing::warn!(
                waited_s = STOP_WITHIN.as_secs(),
                "stopped the embedded services with calls in flight"
            );
        }
    }
}

impl Drop for Embedded {
    fn drop(&mut self) {
        self.stop.send_replace(true);
        if let Some(runtime) = self.runtime.take() {
            // Waiting here would be an error inside another runtime.
            runtime.shutdown_background();
        }
    }
}

fn start<E: Into<Source>>(what: &'static str) -> impl Fn(E) -> PlatformError {
    move |error| PlatformError::Start {
        what,
        source: error.into(),
    }
}

async fn create_buckets(objects: &Objects) -> Result<(), PlatformError> {
    for bucket in Bucket::ALL {
        let create = objects
            .client()
            .create_bucket()
            .bucket(objects.bucket_name(bucket));
        match create.send().await {
            Ok(_) => {}
            Err(error)
                if error
                    .as_service_error()
                    .is_some_and(|e| e.is_bucket_already_exists()) => {}
            Err(error) => return Err(PlatformError::service("CreateBucket", error)),
        }
    }
    Ok(())
}
