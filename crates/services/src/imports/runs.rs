//! Imports in a browser: a list is sent, tried, looked at and then taken, by the rules of
//! [`Imports`]. The work is done beside the requests, and goes on after an end of the process.

use super::{Format, ImportError, Imports, Mapping};
use crate::{ServiceError, events::Events, permit::permit};
use bytes::Bytes;
use durbar_domain::{
    FieldError, ImportId,
    account::{Person, Principal},
    audit::{Actor, AuditAction, AuditEntry, Detail, Subject, SubjectName},
    error::Problem,
    import_run::{ImportCounts, ImportRun, ImportState, LIST_BYTES, MAPPING_BYTES},
    media::FileName,
    policy::{Operation, Refusal, Relation},
};
use durbar_platform::{
    Objects, Platform, PlatformError,
    fetch::Fetcher,
    import_runs::ImportRunStore,
    objects::{Bucket, Fetched, GetOptions, ObjectKey},
};
use jiff::{SignedDuration, Timestamp};
use std::{path::Path, sync::Arc};
use tokio::sync::Notify;

/// Use cases about imports in a browser, and the worker. Cheap to clone.
#[derive(Debug, Clone)]
pub struct ImportRuns {
    pub(super) store: ImportRunStore,
    pub(super) objects: Objects,
    pub(super) imports: Imports,
    pub(super) events: Events,
    /// Tells the worker that there is something to do.
    pub(super) waiting: Arc<Notify>,
}

/// A list that was sent, and how it is read.
#[derive(Debug, Clone)]
pub struct SentList {
    pub name: String,
    pub bytes: Bytes,
    pub mapping: Bytes,
}

/// What an import has in the object store.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Part {
    List,
    Mapping,
    Report,
}

impl ImportRuns {
    pub fn new(platform: &Platform, events: Events) -> Self {
        Self {
            store: ImportRunStore::new(platform.table.clone()),
            objects: platform.objects.clone(),
            imports: Imports::new(platform, events.clone()),
            events,
            waiting: Arc::new(Notify::new()),
        }
    }

    /// The same where files are fetched otherwise.
    pub fn with_fetcher(self, fetcher: Fetcher) -> Self {
        Self {
            imports: self.imports.with_fetcher(fetcher),
            ..self
        }
    }

    /// Takes a list, which is tried at once.
    ///
    /// # Errors
    /// [`ServiceError::Invalid`] naming `list` and `mapping`; [`ServiceError::Refused`] for
    /// everybody but admins.
    pub async fn send(
        &self,
        principal: &Principal,
        sent: SentList,
        now: Timestamp,
    ) -> Result<ImportRun, ServiceError> {
        let person = admin(principal)?;
        let mapping = check(&sent).map_err(ServiceError::Invalid)?;
        self.forget_old(now).await?;
        let unix_ms = u64::try_from(now.as_millisecond()).unwrap_or(0);
        let run = ImportRun {
            import_id: ImportId::from_parts(unix_ms, rand::random::<u128>() >> 48),
            version: 1,
            file_name: FileName::of(&sent.name),
            bytes: sent.bytes.len() as u64,
            source: mapping.source.as_str().to_owned(),
            state: ImportState::Checking,
            counts: ImportCounts::default(),
            done_bytes: 0,
            refused: Vec::new(),
            by: person.account_id,
            created_at: now,
            modified_at: now,
            held_until: None,
            attempts: 0,
            has_remains: false,
        };
        // The files first: a run is never without them.
        for (part, bytes) in [(Part::List, sent.bytes), (Part::Mapping, sent.mapping)] {
            let key = key(run.import_id, part);
            let put = self
                .objects
                .put(Bucket::RawUploads, &key, "text/plain", bytes);
            put.await?;
        }
        self.store.put_new(&run).await?;
        self.waiting.notify_one();
        Ok(run)
    }

    /// All imports of the last [`ImportRun::KEPT_DAYS`], the newest first.
    pub async fn list(&self, principal: &Principal) -> Result<Vec<ImportRun>, ServiceError> {
        admin(principal)?;
        Ok(self.store.list().await?)
    }

    /// An import.
    ///
    /// # Errors
    /// [`ServiceError::NotFound`].
    pub async fn get(
        &self,
        principal: &Principal,
        id: ImportId,
    ) -> Result<ImportRun, ServiceError> {
        admin(principal)?;
        self.store.get(id).await?.ok_or(ServiceError::NotFound)
    }

    /// Begins what was tried; so it is in the audit trail.
    ///
    /// # Errors
    /// [`ServiceError::Conflict`] when it was begun, or is tried still.
    pub async fn start(
        &self,
        principal: &Principal,
        (id, version): (ImportId, u64),
        now: Timestamp,
    ) -> Result<ImportRun, ServiceError> {
        let person = admin(principal)?;
        let before = self.at_version(principal, id, version).await?;
        if before.state != ImportState::Checked {
            return Err(conflict(&before));
        }
        let run = ImportRun {
            version: before.version + 1,
            state: ImportState::Running,
            counts: ImportCounts::default(),
            done_bytes: 0,
            refused: Vec::new(),
            modified_at: now,
            held_until: None,
            attempts: 0,
            ..before
        };
        let said = format!("began to take {} of {}", run.file_name.as_str(), run.source);
        let entry = self.entry(&run, Actor::Person(person.account_id), &said, now);
        self.store.replace(&run, &[entry]).await?;
        self.waiting.notify_one();
        Ok(run)
    }

    /// Forgets an import that isn't worked on, with its list and its report; what it took
    /// stays.
    ///
    /// # Errors
    /// As [`Self::start`].
    pub async fn discard(
        &self,
        principal: &Principal,
        (id, version): (ImportId, u64),
    ) -> Result<(), ServiceError> {
        let run = self.at_version(principal, id, version).await?;
        if run.is_waiting() || run.has_remains {
            return Err(conflict(&run));
        }
        Ok(self.forget(&run).await?)
    }

    /// Every row that was refused, and why, as CSV.
    ///
    /// # Errors
    /// [`ServiceError::NotFound`] while there is none.
    pub async fn report(&self, principal: &Principal, id: ImportId) -> Result<Bytes, ServiceError> {
        self.get(principal, id).await?;
        let found = self.read(id, Part::Report).await?;
        found.ok_or(ServiceError::NotFound)
    }

    async fn at_version(
        &self,
        principal: &Principal,
        id: ImportId,
        version: u64,
    ) -> Result<ImportRun, ServiceError> {
        let run = self.get(principal, id).await?;
        match run.version == version {
            true => Ok(run),
            false => Err(conflict(&run)),
        }
    }

    async fn forget_old(&self, now: Timestamp) -> Result<(), PlatformError> {
        let oldest = now - SignedDuration::from_hours(24 * ImportRun::KEPT_DAYS);
        for run in self.store.list().await? {
            if run.created_at < oldest && !run.is_waiting() {
                self.forget(&run).await?;
            }
        }
        Ok(())
    }

    async fn forget(&self, run: &ImportRun) -> Result<(), PlatformError> {
        for part in [Part::List, Part::Mapping, Part::Report] {
            self.delete(run.import_id, part).await?;
        }
        self.store.delete(run).await
    }

    pub(super) async fn delete(&self, id: ImportId, part: Part) -> Result<(), PlatformError> {
        self.objects
            .delete(Bucket::RawUploads, &key(id, part))
            .await
    }

    pub(super) async fn read(
        &self,
        id: ImportId,
        part: Part,
    ) -> Result<Option<Bytes>, PlatformError> {
        let options = GetOptions::default();
        let key = key(id, part);
        match self.objects.get(Bucket::RawUploads, &key, options).await? {
            Fetched::Found(object) => Ok(Some(object.body.collect().await?)),
            _ => Ok(None),
        }
    }

    pub(super) fn entry(
        &self,
        run: &ImportRun,
        by: Actor,
        said: &str,
        now: Timestamp,
    ) -> AuditEntry {
        let action = AuditAction::ImportRun;
        let said: String = said.chars().take(300).collect();
        AuditEntry {
            subject: SubjectName::parse("import", &run.import_id.to_string())
                .ok()
                .map(Subject::Import),
            detail: Detail::parse("detail", &said).ok(),
            ..AuditEntry::new(self.events.id(now), now, by, action)
        }
    }
}

pub(super) fn key(id: ImportId, part: Part) -> ObjectKey {
    let name = match part {
        Part::List => "list.bin",
        Part::Mapping => "mapping.toml",
        Part::Report => "report.csv",
    };
    let key = format!("imports/{id}/{name}");
    key.parse().expect("an identifier makes a key")
}

fn admin(principal: &Principal) -> Result<&Person, ServiceError> {
    permit(principal, Operation::ImportListings, Relation::Others)?;
    principal.person().ok_or(Refusal::SignIn.into())
}

fn conflict(run: &ImportRun) -> ServiceError {
    ServiceError::Conflict {
        current_version: run.version,
    }
}

/// The mapping, or what is wrong with what was sent.
fn check(sent: &SentList) -> Result<Mapping, Vec<FieldError>> {
    let mut problems = Vec::new();
    let mut refuse = |field: &str, problem| problems.push(FieldError::new(field, problem));
    let too_large = |max: u64| Problem::OutOfRange {
        min: "1".to_owned(),
        max: match max >> 20 {
            0 => format!("{} KiB", max >> 10),
            mebibytes => format!("{mebibytes} MiB"),
        },
    };
    if sent.bytes.is_empty() {
        refuse("list", Problem::Empty);
    } else if sent.bytes.len() as u64 > LIST_BYTES {
        refuse("list", too_large(LIST_BYTES));
    } else if Format::of(Path::new(&sent.name)).is_err() {
        let accepted = ".csv, .jsonl, .ndjson".to_owned();
        refuse("list", Problem::NotOneOf { accepted });
    }
    if sent.mapping.is_empty() {
        refuse("mapping", Problem::Empty);
    } else if sent.mapping.len() as u64 > MAPPING_BYTES {
        refuse("mapping", too_large(MAPPING_BYTES));
    }
    if !problems.is_empty() {
        return Err(problems);
    }
    let malformed =
        |expected: String| vec![FieldError::new("mapping", Problem::Malformed { expected })];
    let text = std::str::from_utf8(&sent.mapping);
    let text = text.map_err(|_| malformed("UTF-8".to_owned()))?;
    let mapping = Mapping::parse(text, "mapping").map_err(|error| {
        malformed(match error {
            ImportError::Mapping { what, .. } => format!("a mapping ({what})"),
            other => other.to_string(),
        })
    })?;
    match mapping.names_folder() {
        true => Err(malformed(
            "a mapping without a folder: there is none in a browser".to_owned(),
        )),
        false => Ok(mapping),
    }
}
