//! How long a level holds.

use super::SubscriptionLevel;
use jiff::Timestamp;
use serde::{Deserialize, Serialize};

/// A level, and until when it holds.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct LevelSpan {
    pub level: SubscriptionLevel,
    /// `None`: until it is taken back.
    pub ends_at: Option<Timestamp>,
}

impl LevelSpan {
    /// Whether it is over at `now`.
    pub fn has_ended(&self, now: Timestamp) -> bool {
        self.ends_at.is_some_and(|end| end <= now)
    }
}
