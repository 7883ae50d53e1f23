//! Names of kept messages.

use aws_lc_rs::digest::{SHA256, digest};
use std::{fmt, str::FromStr};

/// Names a kept message: 32 hexadecimal digits that come from its idempotency key.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct MailId(String);

impl MailId {
    const LENGTH: usize = 32;

    /// Of the message with this idempotency key.
    pub(super) fn of(idempotency_key: &str) -> Self {
        let hash = digest(&SHA256, idempotency_key.as_bytes());
        let digits = hash.as_ref().iter().map(|byte| format!("{byte:02x}"));
        Self(digits.take(Self::LENGTH / 2).collect())
    }
}

/// Why a text doesn't name a kept message.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("a kept mail is named by 32 hexadecimal digits in lower case")]
pub struct MailIdError;

impl FromStr for MailId {
    type Err = MailIdError;

    fn from_str(text: &str) -> Result<Self, MailIdError> {
        let digit = |byte: u8| matches!(byte, b'0'..=b'9' | b'a'..=b'f');
        if text.len() == Self::LENGTH && text.bytes().all(digit) {
            Ok(Self(text.to_owned()))
        } else {
            Err(MailIdError)
        }
    }
}

impl fmt::Display for MailId {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.write_str(&self.0)
    }
}
