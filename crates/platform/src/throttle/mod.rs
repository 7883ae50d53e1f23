//! Counting attempts, so that guessing and flooding are slow. The counters are in the table:
//! they outlive a restart and hold for all processes together.

mod purpose;

#[cfg(test)]
mod tests;

pub use purpose::{Limit, Purpose};

use crate::{
    PlatformError, Table,
    keys::{Digest, IdentityKey, PrimaryKey},
    secret::Secret,
    table::{ENTITY_TYPE, EXPIRES_AT, Refusal, Write, from_item, text, to_item},
};
use aws_lc_rs::hmac;
use aws_sdk_dynamodb::types::{AttributeValue, ReturnValue};
use jiff::{SignedDuration, Timestamp};
use serde::{Deserialize, Serialize};
use std::{net::IpAddr, time::Duration};

const KIND: &str = "Throttle";
/// How often a counter that others count at the same time is tried.
const ATTEMPTS: u32 = 4;
/// How long to wait when a counter is that busy: somebody tries many at once.
const BUSY: Duration = Duration::from_secs(1);

/// Attempts counted in the table. Cheap to clone.
#[derive(Debug, Clone)]
pub struct Throttle {
    table: Table,
    key: hmac::Key,
}

/// Why an attempt may not go on.
#[derive(Debug, thiserror::Error)]
pub enum ThrottleError {
    /// There were too many; after this time one may be made again.
    #[error("too many attempts; the next one in {} s", retry_after.as_secs())]
    TooMany { retry_after: Duration },
    #[error(transparent)]
    Failed(#[from] PlatformError),
}

/// What a counter of [`Limit::Backoff`] holds.
#[derive(Debug, Serialize, Deserialize)]
struct Backoff {
    version: u64,
    /// Attempts since the last pause.
    attempts: u32,
    /// No attempt before this.
    next_at: Timestamp,
    /// Forgotten after this, in seconds since 1970.
    expires_at: i64,
}

impl Throttle {
    pub fn new(table: Table, secret: &Secret) -> Self {
        Self {
            table,
            key: secret.hash_key("throttle"),
        }
    }

    /// Counts an attempt, before it is made; `subject` is whose it is, for example an address.
    /// Only a keyed hash of it is kept.
    ///
    /// # Errors
    /// [`ThrottleError::TooMany`] when it may not be made now.
    pub async fn check_and_count(
        &self,
        purpose: Purpose,
        subject: &str,
        now: Timestamp,
    ) -> Result<(), ThrottleError> {
        match purpose.limit() {
            Limit::Window { attempts, length } => {
                self.count_in_window(purpose, subject, now, attempts, length)
                    .await
            }
            Limit::Backoff { .. } => self.count_with_backoff(purpose, subject, now).await,
        }
    }

    /// Forgets the attempts of a subject at a purpose with growing delays: one has succeeded.
    pub async fn forget(&self, purpose: Purpose, subject: &str) -> Result<(), PlatformError> {
        self.table.delete(self.key(purpose, subject, None)).await
    }

    fn key(&self, purpose: Purpose, subject: &str, window: Option<u64>) -> PrimaryKey {
        PrimaryKey::Identity(IdentityKey::Throttle {
            purpose,
            subject: Digest::keyed(&self.key, subject.as_bytes()),
            window,
        })
    }

    async fn count_in_window(
        &self,
        purpose: Purpose,
        subject: &str,
        now: Timestamp,
        attempts: u32,
        length: Duration,
    ) -> Result<(), ThrottleError> {
        let second = u64::try_from(now.as_second()).unwrap_or(0);
        let window = second / length.as_secs();
        let end = (window + 1) * length.as_secs();
        let number = |number: u64| AttributeValue::N(number.to_string());
        let count = self
            .table
            .client()
            .update_item()
            .table_name(self.table.name())
            .set_key(Some(crate::table::key_of(self.key(
                purpose,
                subject,
                Some(window),
            ))))
            .update_expression(format!(
                "ADD attempts :one SET {EXPIRES_AT} = :end, {ENTITY_TYPE} = :kind"
            ))
            .expression_attribute_values(":one", number(1))
            .expression_attribute_values(":end", number(end))
            .expression_attribute_values(":kind", text(KIND))
            .return_values(ReturnValue::UpdatedNew);
        let counted = count
            .send()
            .await
            .map_err(|error| PlatformError::service("UpdateItem", error))?;
        let counted: u32 = counted
            .attributes
            .and_then(|it| it.get("attempts")?.as_n().ok()?.parse().ok())
            .unwrap_or(u32::MAX);
        if counted <= attempts {
            return Ok(());
        }
        let retry_after = Duration::from_secs(end - second);
        Err(ThrottleError::TooMany { retry_after })
    }

    async fn count_with_backoff(
        &self,
        purpose: Purpose,
        subject: &str,
        now: Timestamp,
    ) -> Result<(), ThrottleError> {
        let key = self.key(purpose, subject, None);
        for _ in 0..ATTEMPTS {
            let item = self.table.get(key).await?;
            let before: Option<Backoff> = item.map(from_item).transpose()?;
            let alive = before.as_ref().filter(|it| it.expires_at > now.as_second());
            if let Some(wait) = alive.and_then(|it| positive(it.next_at.duration_since(now))) {
                // A refused attempt isn't counted: who knocks all the time can't make the
                // delay of the owner longer than it is.
                return Err(ThrottleError::TooMany { retry_after: wait });
            }
            let attempts = alive.map_or(0, |it| it.attempts).saturating_add(1);
            let version = before.as_ref().map_or(0, |it| it.version);
            let after = Backoff {
                version: version + 1,
                attempts,
                next_at: later(now, purpose.delay_after(attempts)),
                expires_at: later(now, purpose.forgotten_after()).as_second(),
            };
            let item = to_item(key, KIND, &after)?;
            let write = match before {
                None => Write::PutNew(item),
                Some(_) => Write::PutOver { item, version },
            };
            match self.table.transact(vec![write]).await {
                Ok(()) => return Ok(()),
                Err(Refusal::Condition { .. }) => {}
                Err(Refusal::Failed(error)) => return Err(error.into()),
            }
        }
        Err(ThrottleError::TooMany { retry_after: BUSY })
    }
}

/// Who a client address stands for: the address itself, or with IPv6 the /64 it is in, since
/// whoever has one address there has all of them.
pub fn client_subject(address: IpAddr) -> String {
    match address.to_canonical() {
        IpAddr::V4(address) => address.to_string(),
        IpAddr::V6(address) => {
            let [a, b, c, d, ..] = address.segments();
            format!("{a:x}:{b:x}:{c:x}:{d:x}::/64")
        }
    }
}

fn later(now: Timestamp, after: Duration) -> Timestamp {
    SignedDuration::try_from(after)
        .ok()
        .and_then(|after| now.checked_add(after).ok())
        .unwrap_or(Timestamp::MAX)
}

fn positive(duration: SignedDuration) -> Option<Duration> {
    Duration::try_from(duration).ok().filter(|it| !it.is_zero())
}
