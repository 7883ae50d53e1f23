//! Which accounts were erased: a ledger outside the table, so that a table that is taken back
//! to an earlier time does not bring anybody back. It holds hashes of identifiers alone: who
//! was erased can't be found out from it, but whoever turns up again can be recognised.

use crate::{
    Objects, PlatformError, Table,
    keys::{Digest, IdentityKey, PrimaryKey},
    objects::{Bucket, ObjectKey},
    table::{from_item, key_in},
};
use bytes::Bytes;
use durbar_domain::{AccountId, account::Account};
use std::collections::BTreeSet;

/// Where embedded mode keeps the ledger, below the folder of the objects.
pub(crate) const PLACE: &str = "audit/erased";
const FOLDER: &str = "erased/";

/// The ledger, in the bucket of the audit trail. Cheap to clone.
#[derive(Debug, Clone)]
pub struct ErasureLedger {
    objects: Objects,
}

/// What an account stands in the ledger as. Identifiers hold 80 random bits, so none can be
/// guessed from its hash.
pub fn digest_of(id: AccountId) -> Digest {
    Digest::of(id.to_string().as_bytes())
}

impl ErasureLedger {
    pub fn new(objects: &Objects) -> Self {
        let objects = objects.clone();
        Self { objects }
    }

    /// Notes that an account is erased, before it is; noting it again changes nothing.
    pub async fn note(&self, id: AccountId) -> Result<(), PlatformError> {
        self.note_digest(digest_of(id)).await
    }

    /// The same by its hash.
    pub async fn note_digest(&self, digest: Digest) -> Result<(), PlatformError> {
        let name = format!("{FOLDER}{digest}.json");
        let key: ObjectKey = name
            .parse()
            .map_err(|error| PlatformError::corrupt(&name, error))?;
        let content = Bytes::from_static(b"{}\n");
        let put = self
            .objects
            .put(Bucket::Audit, &key, "application/json", content);
        put.await
    }

    /// All that was noted.
    pub async fn all(&self) -> Result<BTreeSet<Digest>, PlatformError> {
        let (mut found, mut after) = (BTreeSet::new(), None);
        loop {
            let list = self.objects.list(Bucket::Audit, FOLDER, after.as_ref());
            let entries = list.await?;
            let Some(last) = entries.last() else {
                return Ok(found);
            };
            after = Some(last.key.clone());
            let names = entries.iter().filter_map(|entry| {
                let name = entry.key.as_str().strip_prefix(FOLDER)?;
                name.strip_suffix(".json")?.parse::<Digest>().ok()
            });
            found.extend(names);
        }
    }

    /// The accounts in a table that are in the ledger. It reads the whole table: for one that
    /// was restored.
    pub async fn revenants(&self, table: &Table) -> Result<Vec<Account>, PlatformError> {
        let (erased, mut found) = (self.all().await?, Vec::new());
        let mut after = None;
        loop {
            let page = table.walk(after).await?;
            for item in page.items {
                let Ok(PrimaryKey::Identity(IdentityKey::Account(id))) = key_in(&item) else {
                    continue;
                };
                if erased.contains(&digest_of(id)) {
                    found.push(from_item(item)?);
                }
            }
            match page.next {
                Some(next) => after = Some(next),
                None => return Ok(found),
            }
        }
    }
}
