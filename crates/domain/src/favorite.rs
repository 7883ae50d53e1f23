//! Homes somebody marked with a heart.

use crate::PropertyId;
use jiff::Timestamp;
use serde::{Deserialize, Serialize};

/// A home somebody marked with a heart, and when.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct Favorite {
    pub listing_id: PropertyId,
    pub created_at: Timestamp,
}

impl Favorite {
    /// Most homes marked at a time by one account.
    pub const MAX: usize = 1_000;
    /// Most homes taken over from a browser in one go.
    pub const MAX_MERGED: usize = 500;
}
