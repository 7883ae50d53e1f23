//! The keys that verify the pool's tokens, fetched from the address that is set and kept in
//! memory. A key that isn't known causes one look, and no other one for a while: whoever makes
//! tokens up can't make us ask and ask.

use crate::{PlatformError, https::Https};
use jiff::{SignedDuration, Timestamp};
use jsonwebtoken::DecodingKey;
use serde::Deserialize;
use std::{collections::HashMap, sync::RwLock};

/// How long after a look an unknown key causes no further look.
const LOOK_AGAIN_AFTER: SignedDuration = SignedDuration::from_secs(60);
/// After this the keys are fetched anew, so that one that was withdrawn verifies no longer.
const FORGET_AFTER: SignedDuration = SignedDuration::from_hours(24);

pub(super) struct KeySet {
    https: Https,
    address: String,
    held: RwLock<Held>,
    looking: tokio::sync::Mutex<()>,
}

#[derive(Default)]
struct Held {
    keys: HashMap<String, DecodingKey>,
    json: serde_json::Value,
    looked_at: Option<Timestamp>,
}

#[derive(Deserialize)]
struct Listed {
    keys: Vec<Key>,
}

#[derive(Deserialize)]
struct Key {
    kid: String,
    kty: String,
    #[serde(rename = "use")]
    purpose: Option<String>,
    alg: Option<String>,
    n: Option<String>,
    e: Option<String>,
}

impl KeySet {
    pub fn new(https: Https, address: String) -> Self {
        Self {
            https,
            address,
            held: RwLock::default(),
            looking: tokio::sync::Mutex::default(),
        }
    }

    /// The key of an identifier; `None` when the pool has none.
    ///
    /// # Errors
    /// When the keys were never had and can't be.
    pub async fn key(
        &self,
        id: &str,
        now: Timestamp,
    ) -> Result<Option<DecodingKey>, PlatformError> {
        if let Some(known) = self.known(id, now) {
            return Ok(known);
        }
        let _looking = self.looking.lock().await;
        // Somebody else may have looked while this one waited.
        if let Some(known) = self.known(id, now) {
            return Ok(known);
        }
        if let Err(error) = self.look(now).await {
            tracing::warn!(%error, "the keys that verify tokens could not be fetched");
            let held = self.held.read().unwrap_or_else(|it| it.into_inner());
            return match held.keys.get(id) {
                Some(key) => Ok(Some(key.clone())),
                None => Err(error),
            };
        }
        let held = self.held.read().unwrap_or_else(|it| it.into_inner());
        Ok(held.keys.get(id).cloned())
    }

    /// The keys as they were fetched (RFC 7517).
    pub async fn json(&self, now: Timestamp) -> Result<serde_json::Value, PlatformError> {
        let _looking = self.looking.lock().await;
        let is_held = {
            let held = self.held.read().unwrap_or_else(|it| it.into_inner());
            held.looked_at
                .is_some_and(|at| now.duration_since(at) < FORGET_AFTER)
        };
        if !is_held {
            self.look(now).await?;
        }
        Ok(self
            .held
            .read()
            .unwrap_or_else(|it| it.into_inner())
            .json
            .clone())
    }

    /// What can be said without a look: the key, or that there is none.
    fn known(&self, id: &str, now: Timestamp) -> Option<Option<DecodingKey>> {
        let held = self.held.read().unwrap_or_else(|it| it.into_inner());
        let age = now.duration_since(held.looked_at?);
        match held.keys.get(id) {
            Some(key) if age < FORGET_AFTER => Some(Some(key.clone())),
            None if age < LOOK_AGAIN_AFTER => Some(None),
            _ => None,
        }
    }

    async fn look(&self, now: Timestamp) -> Result<(), PlatformError> {
        let fetched = self.https.get_json(&self.address).await;
        let mut held = self.held.write().unwrap_or_else(|it| it.into_inner());
        // A look that failed counts too.
        held.looked_at = Some(now);
        let json = fetched?;
        let listed: Listed = serde_json::from_value(json.clone())
            .map_err(|error| PlatformError::corrupt(&self.address, error))?;
        held.keys = listed.keys.iter().filter_map(read).collect();
        held.json = json;
        Ok(())
    }
}

/// An RSA key that signs by RS256; others don't count.
fn read(key: &Key) -> Option<(String, DecodingKey)> {
    let fits = key.kty == "RSA"
        && key.purpose.as_deref().is_none_or(|it| it == "sig")
        && key.alg.as_deref().is_none_or(|it| it == "RS256");
    let (n, e) = (key.n.as_deref()?, key.e.as_deref()?);
    let decoding = DecodingKey::from_rsa_components(n, e).ok()?;
    fits.then(|| (key.kid.clone(), decoding))
}
