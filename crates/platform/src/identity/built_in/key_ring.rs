//! The keys that sign access tokens: each signs for thirty days, and verifies until the last
//! token it signed has expired. The next one is there a day before it is needed, so that
//! whoever keeps the key set knows it in time.

use super::{
    after,
    signing_key::{SIGNS_FOR, SigningKey, Stored, failed, new_private_key},
};
use crate::{
    PlatformError, Table,
    keys::IdentityKey,
    table::{Query, Refusal, SortRange, Write, from_item},
};
use jiff::{SignedDuration, Timestamp};
use std::{
    sync::{Arc, RwLock},
    time::Duration,
};

/// How long before it is needed a key is made.
const MADE_BEFORE: Duration = Duration::from_secs(86_400);
/// How long after a look into the table an unknown key causes no further look.
const LOOK_AGAIN_AFTER: SignedDuration = SignedDuration::from_secs(5);

/// The keys of an installation, kept in memory as last read.
pub(super) struct KeyRing {
    table: Table,
    held: RwLock<Held>,
    making: tokio::sync::Mutex<()>,
}

struct Held {
    keys: Vec<Arc<SigningKey>>,
    read_at: Timestamp,
}

impl KeyRing {
    /// The keys in the table; makes one when none signs.
    pub async fn open(table: Table, now: Timestamp) -> Result<Self, PlatformError> {
        let ring = Self {
            held: RwLock::new(Held {
                keys: read(&table).await?,
                read_at: now,
            }),
            table,
            making: tokio::sync::Mutex::new(()),
        };
        ring.signing(now).await?;
        Ok(ring)
    }

    /// The key that signs now. Makes it, or its successor, when it is time to.
    pub async fn signing(&self, now: Timestamp) -> Result<Arc<SigningKey>, PlatformError> {
        let later = after(now, MADE_BEFORE);
        if let (Some(key), Some(_)) = (self.signer_at(now), self.signer_at(later)) {
            return Ok(key);
        }
        let _making = self.making.lock().await;
        // At most: none signs now, and then none signs tomorrow.
        for wanted in [now, later] {
            if self.signer_at(wanted).is_none() {
                self.look(now).await?;
            }
            if self.signer_at(wanted).is_none() {
                self.make(wanted, now).await?;
            }
        }
        self.signer_at(now).ok_or_else(|| PlatformError::Missing {
            key: "a signing key".to_owned(),
        })
    }

    /// The key of an identifier, while it verifies. One that isn't known may have been made by
    /// another process since.
    pub async fn verifying(
        &self,
        id: &str,
        now: Timestamp,
    ) -> Result<Option<Arc<SigningKey>>, PlatformError> {
        let find = || {
            let held = self.held.read().unwrap_or_else(|it| it.into_inner());
            let mut keys = held.keys.iter();
            keys.find(|key| key.id == id && key.verifies_at(now))
                .cloned()
        };
        if let Some(key) = find() {
            return Ok(Some(key));
        }
        let read_at = self
            .held
            .read()
            .unwrap_or_else(|it| it.into_inner())
            .read_at;
        if now.duration_since(read_at) < LOOK_AGAIN_AFTER && now >= read_at {
            return Ok(None);
        }
        self.look(now).await?;
        Ok(find())
    }

    /// The keys that verify now, as a JSON Web Key Set.
    pub async fn key_set(&self, now: Timestamp) -> Result<serde_json::Value, PlatformError> {
        self.signing(now).await?;
        let keys: Vec<_> = self
            .keys()
            .iter()
            .filter(|key| key.verifies_at(now))
            .map(|key| key.public())
            .collect();
        Ok(serde_json::json!({ "keys": keys }))
    }

    fn keys(&self) -> Vec<Arc<SigningKey>> {
        self.held
            .read()
            .unwrap_or_else(|it| it.into_inner())
            .keys
            .clone()
    }

    fn signer_at(&self, time: Timestamp) -> Option<Arc<SigningKey>> {
        let keys = self.keys();
        keys.into_iter()
            .find(|key| (key.signs_from..key.signs_until).contains(&time))
    }

    async fn look(&self, now: Timestamp) -> Result<(), PlatformError> {
        let keys = read(&self.table).await?;
        *self.held.write().unwrap_or_else(|it| it.into_inner()) = Held { keys, read_at: now };
        Ok(())
    }

    /// Makes the key that signs at `wanted`. Of processes that do so at the same time one
    /// writes it, and all read it.
    async fn make(&self, wanted: Timestamp, now: Timestamp) -> Result<(), PlatformError> {
        let last = self.keys().into_iter().last();
        let number = last.as_ref().map_or(1, |key| key.number + 1);
        // Right behind the last one, unless that is long over.
        let signs_from = last
            .map(|key| key.signs_until)
            .filter(|until| (now..=wanted).contains(until))
            .unwrap_or(now);
        let made = tokio::task::spawn_blocking(new_private_key).await;
        let stored = Stored {
            number,
            private_key: made.map_err(|source| failed(source.into()))??,
            signs_from,
            signs_until: after(signs_from, SIGNS_FOR),
        };
        let write = Write::PutNew(stored.item()?);
        match self.table.transact(vec![write]).await {
            Ok(()) => tracing::info!(number, "made a key to sign tokens with"),
            Err(Refusal::Condition { .. }) => {}
            Err(Refusal::Failed(error)) => return Err(error),
        }
        self.look(now).await
    }
}

/// All keys in the table, in the order in which they sign.
async fn read(table: &Table) -> Result<Vec<Arc<SigningKey>>, PlatformError> {
    let query = Query::partition(IdentityKey::keys_partition())
        .range(SortRange::StartsWith(IdentityKey::SIGNING_KEYS.to_owned()));
    let items = table.query(query).await?.items;
    items
        .into_iter()
        .map(|item| SigningKey::read(from_item(item)?).map(Arc::new))
        .collect()
}
