//! One key that signs access tokens, as it is kept and as it is used.

use super::{ACCESS_LIFETIME, after};
use crate::{
    PlatformError,
    keys::{Digest, IdentityKey, PrimaryKey},
    table::{EXPIRES_AT, Item, to_item},
};
use aws_lc_rs::{
    encoding::AsDer as _,
    rsa::{KeyPair, KeySize},
    signature::{KeyPair as _, ParsedPublicKey, RSA_PKCS1_2048_8192_SHA256, RSA_PKCS1_SHA256},
};
use aws_sdk_dynamodb::types::AttributeValue;
use base64::{
    Engine as _,
    engine::general_purpose::{STANDARD, URL_SAFE_NO_PAD},
};
use jiff::Timestamp;
use serde::{Deserialize, Serialize};
use std::time::Duration;

/// How long a key signs.
pub(super) const SIGNS_FOR: Duration = Duration::from_secs(30 * 86_400);
/// How much longer than its tokens a key verifies: clocks differ.
const MARGIN: Duration = Duration::from_secs(60);

/// A key as it is kept.
#[derive(Serialize, Deserialize)]
pub(super) struct Stored {
    pub number: u32,
    /// PKCS #8 in base 64.
    pub private_key: String,
    pub signs_from: Timestamp,
    pub signs_until: Timestamp,
}

/// A key that signs, or signed.
pub(super) struct SigningKey {
    pub number: u32,
    /// What a token names it by: the start of the SHA-256 of its modulus.
    pub id: String,
    pair: KeyPair,
    /// Its public half, taken apart once: each request verifies by it.
    pub verifier: ParsedPublicKey,
    modulus: Vec<u8>,
    exponent: Vec<u8>,
    pub signs_from: Timestamp,
    pub signs_until: Timestamp,
}

impl Stored {
    pub fn item(&self) -> Result<Item, PlatformError> {
        let key = PrimaryKey::Identity(IdentityKey::SigningKey(self.number));
        let mut item = to_item(key, "SigningKey", self)?;
        let end = after(self.signs_until, ACCESS_LIFETIME + MARGIN).as_second();
        item.insert(EXPIRES_AT.to_owned(), AttributeValue::N(end.to_string()));
        Ok(item)
    }
}

impl SigningKey {
    pub fn read(stored: Stored) -> Result<Self, PlatformError> {
        let corrupt = || PlatformError::corrupt("a signing key", "it is not an RSA key");
        let private_key = STANDARD
            .decode(&stored.private_key)
            .map_err(|_| corrupt())?;
        let pair = KeyPair::from_pkcs8(&private_key).map_err(|_| corrupt())?;
        let public = pair.public_key().as_ref();
        let verifier = ParsedPublicKey::new(&RSA_PKCS1_2048_8192_SHA256, public);
        let (modulus, exponent) = (pair.public_key().modulus(), pair.public_key().exponent());
        let modulus = modulus.big_endian_without_leading_zero().to_vec();
        Ok(Self {
            number: stored.number,
            id: Digest::of(&modulus).to_string()[..16].to_owned(),
            exponent: exponent.big_endian_without_leading_zero().to_vec(),
            modulus,
            verifier: verifier.map_err(|_| corrupt())?,
            pair,
            signs_from: stored.signs_from,
            signs_until: stored.signs_until,
        })
    }

    /// The signature of a message by RS256.
    pub fn sign(&self, message: &[u8]) -> Result<Vec<u8>, PlatformError> {
        let mut signature = vec![0; self.pair.public_modulus_len()];
        let random = aws_lc_rs::rand::SystemRandom::new();
        self.pair
            .sign(&RSA_PKCS1_SHA256, &random, message, &mut signature)
            .map_err(|error| failed(error.into()))?;
        Ok(signature)
    }

    pub fn verifies_at(&self, now: Timestamp) -> bool {
        now < after(self.signs_until, ACCESS_LIFETIME + MARGIN)
    }

    pub fn public(&self) -> serde_json::Value {
        serde_json::json!({
            "kty": "RSA",
            "use": "sig",
            "alg": "RS256",
            "kid": self.id,
            "n": URL_SAFE_NO_PAD.encode(&self.modulus),
            "e": URL_SAFE_NO_PAD.encode(&self.exponent),
        })
    }
}

pub(super) fn new_private_key() -> Result<String, PlatformError> {
    let pair = KeyPair::generate(KeySize::Rsa2048).map_err(|error| failed(error.into()))?;
    let der = pair.as_der().map_err(|error| failed(error.into()))?;
    Ok(STANDARD.encode(der.as_ref()))
}

pub(super) fn failed(source: crate::error::Source) -> PlatformError {
    PlatformError::Service {
        operation: "signing",
        retryable: false,
        source,
    }
}
