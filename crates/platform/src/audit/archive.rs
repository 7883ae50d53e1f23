//! The chain outside the table: lines of JSON in a bucket that in AWS lets nobody change or
//! delete them before their time. They hold digests in place of what names people, since what
//! can't be deleted can't be erased either.

use super::{
    AuditStore,
    chain::{Link, link_key},
    record::{Commitment, Record, entry_key},
};
use crate::{
    Objects, PlatformError,
    keys::{AuditKey, PrimaryKey},
    objects::{Bucket, Fetched, GetOptions, ObjectKey},
    table::{Refusal, Write, from_item, to_item},
};
use aws_sdk_s3::{
    primitives::{ByteStream, DateTime},
    types::ObjectLockMode,
};
use jiff::{SignedDuration, Timestamp};
use serde::{Deserialize, Serialize};

/// Links in one object.
const AT_ONCE: u64 = 500;
const FOLDER: &str = "audit/";

/// Where the chain is exported to. Cheap to clone.
#[derive(Debug, Clone)]
pub struct AuditArchive {
    objects: Objects,
    lock_days: Option<u32>,
}

/// A line of the archive.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ArchiveLine {
    #[serde(flatten)]
    pub link: Link,
    #[serde(rename = "says")]
    pub entry: Commitment,
}

/// How far the chain was exported.
#[derive(Debug, Serialize, Deserialize)]
struct Exported {
    version: u64,
}

const EXPORTED: PrimaryKey = PrimaryKey::Audit(AuditKey::Exported);

impl AuditArchive {
    /// The audit bucket. With `lock_days`, objects can't be changed or deleted for so many
    /// days, by nobody: the bucket has to have Object Lock. Without, they are plain objects.
    pub fn new(objects: &Objects, lock_days: Option<u32>) -> Self {
        Self {
            objects: objects.clone(),
            lock_days,
        }
    }

    /// Every line there is, in the order of the links. Where an export was broken off, some
    /// come twice.
    pub(super) async fn lines(&self) -> Result<Vec<ArchiveLine>, PlatformError> {
        let (mut lines, mut after) = (Vec::new(), None);
        loop {
            let found = self.objects.list(Bucket::Audit, FOLDER, after.as_ref());
            let found = found.await?;
            let Some(last) = found.last() else {
                return Ok(lines);
            };
            after = Some(last.key.clone());
            for entry in found {
                let options = GetOptions::default();
                let object = self.objects.get(Bucket::Audit, &entry.key, options).await?;
                let Fetched::Found(object) = object else {
                    continue;
                };
                let bytes = object.body.collect().await?;
                for line in bytes
                    .split(|byte| *byte == b'\n')
                    .filter(|it| !it.is_empty())
                {
                    let line = serde_json::from_slice(line)
                        .map_err(|error| PlatformError::corrupt(entry.key.as_str(), error))?;
                    lines.push(line);
                }
            }
        }
    }

    async fn put(
        &self,
        key: &ObjectKey,
        bytes: Vec<u8>,
        now: Timestamp,
    ) -> Result<(), PlatformError> {
        let put = self.objects.client().put_object();
        let mut put = put
            .bucket(self.objects.bucket_name(Bucket::Audit))
            .key(key.as_str())
            .content_type("application/x-ndjson");
        if let Some(days) = self.lock_days {
            let until = now + SignedDuration::from_hours(24 * i64::from(days));
            put = put
                .object_lock_mode(ObjectLockMode::Compliance)
                .object_lock_retain_until_date(DateTime::from_secs(until.as_second()));
        }
        let sent = put.body(ByteStream::from(bytes)).send().await;
        sent.map_err(|error| PlatformError::service("PutObject", error))?;
        Ok(())
    }
}

impl AuditStore {
    /// Writes what was sealed since the last time to the archive; gives back how many links.
    /// Broken off, it writes some again the next time, which changes nothing.
    pub async fn export_to(
        &self,
        archive: &AuditArchive,
        now: Timestamp,
    ) -> Result<u64, PlatformError> {
        let mut exported = 0;
        loop {
            match self.export_some(archive, now).await? {
                0 => return Ok(exported),
                some => exported += some,
            }
        }
    }

    async fn export_some(
        &self,
        archive: &AuditArchive,
        now: Timestamp,
    ) -> Result<u64, PlatformError> {
        let before: Option<Exported> =
            self.table.get(EXPORTED).await?.map(from_item).transpose()?;
        let done = before.as_ref().map_or(0, |it| it.version);
        let head = self.head().await?.map_or(0, |head| head.version);
        let last = head.min(done + AT_ONCE);
        if last <= done {
            return Ok(0);
        }
        let lines = self.lines_between(done + 1, last).await?;
        let name = format!("{FOLDER}{:012}-{last:012}.jsonl", done + 1);
        let key: ObjectKey = name
            .parse()
            .map_err(|error| PlatformError::corrupt(&name, error))?;
        archive.put(&key, lines, now).await?;
        let item = to_item(EXPORTED, "AuditExported", &Exported { version: last })?;
        let write = match before {
            Some(Exported { version }) => Write::PutOver { item, version },
            None => Write::PutNew(item),
        };
        match self.table.transact(vec![write]).await {
            Ok(()) => Ok(last - done),
            // Another process exported the same.
            Err(Refusal::Condition { .. }) => Ok(0),
            Err(Refusal::Failed(error)) => Err(error),
        }
    }

    async fn lines_between(&self, first: u64, last: u64) -> Result<Vec<u8>, PlatformError> {
        let keys: Vec<_> = (first..=last).map(link_key).collect();
        let links = self.table.batch_get(&keys, &[]).await?;
        let links: Vec<Link> = links.into_iter().map(from_item).collect::<Result<_, _>>()?;
        let keys: Vec<_> = links.iter().map(|link| entry_key(link.event_id)).collect();
        let entries = self.table.batch_get(&keys, &[]).await?;
        let whole = (last - first + 1) as usize;
        if links.len() != whole || entries.len() != whole {
            let reason = "a link or its entry is missing: see durbar verify --audit";
            return Err(PlatformError::corrupt("the audit trail", reason));
        }
        let mut lines = Vec::new();
        for (link, item) in links.into_iter().zip(entries) {
            let name = format!("entry {}", link.event_id);
            let (entry, Some(seals)) = Record::read(item)? else {
                return Err(PlatformError::corrupt(name, "it has no digests"));
            };
            let entry = Record { entry, seals }.commitment();
            serde_json::to_writer(&mut lines, &ArchiveLine { link, entry })
                .map_err(|error| PlatformError::corrupt(name, error))?;
            lines.push(b'\n');
        }
        Ok(lines)
    }
}
