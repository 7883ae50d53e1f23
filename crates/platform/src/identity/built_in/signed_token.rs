//! A token's signature, checked before anything else of it is believed, and once: a request
//! shows its token each time, so that what it costs is little more than the signature itself.

use aws_lc_rs::signature::ParsedPublicKey;
use base64::{Engine as _, engine::general_purpose::URL_SAFE_NO_PAD};
use serde::{Deserialize, de::IgnoredAny};
use std::borrow::Cow;

/// Bytes of a signature by an RSA key of 2048 bits.
const SIGNATURE: usize = 256;

/// A token as it was sent: three parts in base 64 (RFC 7515, 7.1).
pub(super) struct SignedToken<'a> {
    /// What is signed: the first two parts, as they are written.
    message: &'a str,
    claims: &'a str,
    signature: &'a str,
    /// The key it says it was signed by.
    pub key_id: String,
}

/// What is asked of a header; anything else in it changes nothing.
#[derive(Deserialize)]
struct Header<'a> {
    #[serde(borrow)]
    alg: Cow<'a, str>,
    kid: String,
    /// Extensions that must be understood, of which we understand none (RFC 7515, 4.1.11).
    crit: Option<IgnoredAny>,
}

impl<'a> SignedToken<'a> {
    /// Takes a token apart; `None` when it is none that RS256 signs. The algorithm is ours to
    /// say, never the token's.
    pub fn read(text: &'a str) -> Option<Self> {
        let (message, signature) = text.rsplit_once('.')?;
        let (header, claims) = message.split_once('.')?;
        if claims.contains('.') {
            return None;
        }
        let header = URL_SAFE_NO_PAD.decode(header).ok()?;
        let header: Header<'_> = serde_json::from_slice(&header).ok()?;
        (header.alg == "RS256" && header.crit.is_none()).then_some(Self {
            message,
            claims,
            signature,
            key_id: header.kid,
        })
    }

    /// The claims as JSON, if `key` signed them.
    pub fn claims(&self, key: &ParsedPublicKey) -> Option<Vec<u8>> {
        // The decoder wants room for the padding that there isn't.
        let mut signature = [0; SIGNATURE + 2];
        let length = URL_SAFE_NO_PAD.decode_slice(self.signature, &mut signature);
        let signature = signature.get(..length.ok()?)?;
        key.verify_sig(self.message.as_bytes(), signature).ok()?;
        URL_SAFE_NO_PAD.decode(self.claims).ok()
    }
}
