//! Homes that members may see before everyone may.

use crate::{
    Listing, ListingSummary, StandardStatus,
    account::SubscriptionLevel,
    status::{Availability, Visibility},
};
use jiff::Timestamp;
use serde::{Deserialize, Serialize};

/// That a home was announced and isn't open to all yet. It opens to a level when that level's
/// [`early_access_after`](crate::account::Entitlements::early_access_after) has passed; to the
/// public when somebody writes so, which is soon after the last level's has.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct EarlyAccess {
    pub announced_at: Timestamp,
}

impl EarlyAccess {
    /// When the home opens to a level.
    pub fn opens_at(self, level: SubscriptionLevel) -> Timestamp {
        let wait = level.entitlements().early_access_after;
        // A moment beyond all calendars would never come.
        self.announced_at
            .checked_add(wait)
            .unwrap_or(Timestamp::MAX)
    }

    /// When the home opens to everyone.
    pub fn ends_at(self) -> Timestamp {
        self.opens_at(SubscriptionLevel::Free)
    }

    /// Whether the home is open to a level at `now`.
    pub fn is_open_to(self, level: SubscriptionLevel, now: Timestamp) -> bool {
        self.opens_at(level) <= now
    }
}

impl Listing {
    /// What the public sees of it.
    pub fn visibility(&self) -> Visibility {
        public(self.standard_status, self.early_access)
    }

    /// Whether members are shown it while the public isn't.
    pub fn is_early(&self) -> bool {
        is_early(self.standard_status, self.early_access)
    }
}

impl ListingSummary {
    /// What the public sees of it.
    pub fn visibility(&self) -> Visibility {
        public(self.standard_status, self.early_access)
    }

    /// What somebody of a level sees of it at `now`.
    pub fn visibility_to(&self, level: SubscriptionLevel, now: Timestamp) -> Visibility {
        let open = self.is_early()
            && self
                .early_access
                .is_some_and(|it| it.is_open_to(level, now));
        match open {
            true => self.standard_status.visibility(),
            false => self.visibility(),
        }
    }

    /// Whether members are shown it while the public isn't.
    pub fn is_early(&self) -> bool {
        is_early(self.standard_status, self.early_access)
    }
}

/// A home that never was public stays hidden whatever becomes of it, until it opens.
fn public(status: StandardStatus, early: Option<EarlyAccess>) -> Visibility {
    match early {
        Some(_) => Visibility::Hidden,
        None => status.visibility(),
    }
}

fn is_early(status: StandardStatus, early: Option<EarlyAccess>) -> bool {
    early.is_some() && status.availability() == Some(Availability::ComingSoon)
}

#[cfg(test)]
mod tests;
