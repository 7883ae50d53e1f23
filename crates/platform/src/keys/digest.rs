//! Hashes in keys and items: what was hashed is found again without being written down.

use aws_lc_rs::{digest, hmac};
use serde::{Deserialize, Deserializer, Serialize, Serializer};
use std::{fmt, str::FromStr};

/// 32 bytes of SHA-256 or of HMAC with it, written as 64 hexadecimal digits in lower case.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Digest([u8; 32]);

impl Digest {
    /// SHA-256 of some bytes; for what can't be guessed, or need not be hidden.
    pub fn of(bytes: &[u8]) -> Self {
        Self::from_slice(digest::digest(&digest::SHA256, bytes).as_ref())
    }

    /// HMAC with SHA-256: nobody without the key can tell whether a guess is right.
    pub fn keyed(key: &hmac::Key, bytes: &[u8]) -> Self {
        Self::from_slice(hmac::sign(key, bytes).as_ref())
    }

    fn from_slice(bytes: &[u8]) -> Self {
        Self(bytes.try_into().expect("SHA-256 gives 32 bytes"))
    }

    /// The first 80 bits, as identifiers have them behind their time.
    pub fn bits_80(&self) -> u128 {
        self.0[..10]
            .iter()
            .fold(0, |bits, byte| bits << 8 | u128::from(*byte))
    }

    /// The bytes themselves.
    pub(crate) fn bytes(&self) -> &[u8; 32] {
        &self.0
    }

    /// Whether two are equal, in a time that doesn't tell where they differ.
    pub fn matches(&self, other: &Self) -> bool {
        aws_lc_rs::constant_time::verify_slices_are_equal(&self.0, &other.0).is_ok()
    }
}

impl fmt::Display for Digest {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.iter().try_for_each(|byte| write!(out, "{byte:02x}"))
    }
}

impl fmt::Debug for Digest {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(self, out)
    }
}

/// Not 64 hexadecimal digits in lower case.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("a hash here is 64 hexadecimal digits in lower case")]
pub struct DigestError;

impl FromStr for Digest {
    type Err = DigestError;

    fn from_str(text: &str) -> Result<Self, DigestError> {
        let nibble = |c: u8| match c {
            b'0'..=b'9' => Ok(c - b'0'),
            b'a'..=b'f' => Ok(c - b'a' + 10),
            _ => Err(DigestError),
        };
        let text: &[u8; 64] = text.as_bytes().try_into().map_err(|_| DigestError)?;
        let mut bytes = [0; 32];
        for (byte, pair) in bytes.iter_mut().zip(text.chunks_exact(2)) {
            *byte = nibble(pair[0])? << 4 | nibble(pair[1])?;
        }
        Ok(Self(bytes))
    }
}

impl Serialize for Digest {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

impl<'de> Deserialize<'de> for Digest {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        String::deserialize(deserializer)?
            .parse()
            .map_err(serde::de::Error::custom)
    }
}
