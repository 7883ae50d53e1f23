//! What people do about a home, counted by day. How many, never who.

use serde::{Deserialize, Serialize};
use strum::{IntoStaticStr, VariantArray};

/// Something people do about a home.
#[derive(Debug, Clone, Copy, PartialEq, Eq, VariantArray, IntoStaticStr)]
pub enum Interest {
    /// Marking it with a heart.
    Save,
    /// Writing to its broker for the first time.
    Enquiry,
    /// A viewing that was agreed on.
    Viewing,
}

/// How often each was done.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct InterestCounts {
    #[serde(default)]
    pub saves: u64,
    #[serde(default)]
    pub enquiries: u64,
    #[serde(default)]
    pub viewings: u64,
}

impl InterestCounts {
    pub fn get(self, interest: Interest) -> u64 {
        match interest {
            Interest::Save => self.saves,
            Interest::Enquiry => self.enquiries,
            Interest::Viewing => self.viewings,
        }
    }
}
