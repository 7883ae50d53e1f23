//! Refresh tokens: whose and which session's they are, 256 random bits, and a tag by which we
//! know them for ours without having kept them. So a token made up ends no session, and one
//! that was used before is told from one that never was.

use crate::{identity::RefreshToken, keys::Digest, secret::random};
use aws_lc_rs::hmac;
use base64::{Engine as _, engine::general_purpose::URL_SAFE_NO_PAD};
use durbar_domain::{AccountId, SessionId};
use jiff::Timestamp;

const ID: usize = 16;
const RANDOM: usize = 32;
const TAG: usize = 32;
const BODY: usize = 2 * ID + RANDOM;

/// A refresh token that is one of ours.
pub(super) struct Opened {
    pub account_id: AccountId,
    pub session_id: SessionId,
    /// What its session knows it by.
    pub digest: Digest,
}

/// The identifier of a session that begins now.
pub(super) fn new_session_id(now: Timestamp) -> SessionId {
    let unix_ms = u64::try_from(now.as_millisecond()).unwrap_or(0);
    SessionId::from_parts(unix_ms, u128::from_be_bytes(random()) >> 48)
}

/// A new token of a session.
pub(super) fn make(key: &hmac::Key, account_id: AccountId, session_id: SessionId) -> RefreshToken {
    let mut bytes = Vec::with_capacity(BODY + TAG);
    bytes.extend(account_id.bits().to_be_bytes());
    bytes.extend(session_id.bits().to_be_bytes());
    bytes.extend(random::<RANDOM>());
    let tag = hmac::sign(key, &bytes);
    bytes.extend(tag.as_ref());
    RefreshToken::new(URL_SAFE_NO_PAD.encode(bytes))
}

/// Reads a token; `None` when it isn't one of ours.
pub(super) fn open(key: &hmac::Key, token: &RefreshToken) -> Option<Opened> {
    let text = token.expose();
    if text.len() > (BODY + TAG) * 2 {
        return None;
    }
    let bytes = URL_SAFE_NO_PAD.decode(text).ok()?;
    let (body, tag) = bytes.split_at_checked(BODY)?;
    hmac::verify(key, body, tag).ok()?;
    let bits = |bytes: &[u8]| Some(u128::from_be_bytes(bytes.try_into().ok()?));
    Some(Opened {
        account_id: AccountId::from_bits(bits(&body[..ID])?),
        session_id: SessionId::from_bits(bits(&body[ID..2 * ID])?),
        digest: digest(token),
    })
}

/// What a session knows a token by: of 256 random bits a plain hash tells nothing.
pub(super) fn digest(token: &RefreshToken) -> Digest {
    Digest::of(token.expose().as_bytes())
}
