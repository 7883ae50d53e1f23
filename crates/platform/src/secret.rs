//! The secret of an installation: 32 random bytes in the table, made at first use, from which
//! the keys of each purpose are derived.

use crate::{
    PlatformError, Table,
    keys::{IdentityKey, PrimaryKey},
    table::{Refusal, Write, from_item, to_item},
};
use aws_lc_rs::{aead::RandomizedNonceKey, hkdf, hmac};
use base64::{Engine as _, engine::general_purpose::URL_SAFE_NO_PAD};
use serde::{Deserialize, Serialize};
use std::fmt;

const KEY: PrimaryKey = PrimaryKey::Identity(IdentityKey::Secret);
const LENGTH: usize = 32;

/// The secret of an installation.
#[derive(Clone)]
pub struct Secret(hkdf::Prk);

#[derive(Serialize, Deserialize)]
struct Stored {
    /// Base 64.
    secret: String,
}

impl Secret {
    /// The table's secret, made when there is none yet.
    pub async fn open(table: &Table) -> Result<Self, PlatformError> {
        if let Some(item) = table.get(KEY).await? {
            return Self::read(from_item(item)?);
        }
        let stored = Stored {
            secret: URL_SAFE_NO_PAD.encode(random::<LENGTH>()),
        };
        let write = Write::PutNew(to_item(KEY, "Secret", &stored)?);
        match table.transact(vec![write]).await {
            Ok(()) => Self::read(stored),
            // Another process was quicker: its secret is the one.
            Err(Refusal::Condition { found: Some(item) }) => Self::read(from_item(item)?),
            Err(Refusal::Condition { found: None }) => Err(PlatformError::Missing {
                key: KEY.to_string(),
            }),
            Err(Refusal::Failed(error)) => Err(error),
        }
    }

    fn read(stored: Stored) -> Result<Self, PlatformError> {
        let bytes = URL_SAFE_NO_PAD.decode(stored.secret).ok();
        let bytes = bytes
            .filter(|bytes| bytes.len() == LENGTH)
            .ok_or_else(|| PlatformError::corrupt(KEY.to_string(), "it is not 32 bytes"))?;
        let salt = hkdf::Salt::new(hkdf::HKDF_SHA256, b"durbar");
        Ok(Self(salt.extract(&bytes)))
    }

    /// The key for hashing what `purpose` names.
    pub(crate) fn hash_key(&self, purpose: &str) -> hmac::Key {
        hmac::Key::new(hmac::HMAC_SHA256, &self.derive("hash", purpose))
    }

    /// The key for encrypting what `purpose` names: AES-256 in Galois counter mode.
    pub(crate) fn encryption_key(&self, purpose: &str) -> RandomizedNonceKey {
        RandomizedNonceKey::new(
            &aws_lc_rs::aead::AES_256_GCM,
            &self.derive("encrypt", purpose),
        )
        .expect("AES-256 takes 32 bytes")
    }

    fn derive(&self, kind: &str, purpose: &str) -> [u8; LENGTH] {
        let mut key = [0; LENGTH];
        self.0
            .expand(
                &[kind.as_bytes(), b"/", purpose.as_bytes()],
                hkdf::HKDF_SHA256,
            )
            .and_then(|okm| okm.fill(&mut key))
            .expect("32 bytes are one block of HKDF");
        key
    }
}

impl fmt::Debug for Secret {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.write_str("Secret(…)")
    }
}

/// Random bytes that nobody can predict.
pub(crate) fn random<const N: usize>() -> [u8; N] {
    let mut bytes = [0; N];
    aws_lc_rs::rand::fill(&mut bytes).expect("the system gives random bytes");
    bytes
}
