//! How often premium media are opened, by level and never by whom.

use durbar_domain::account::SubscriptionLevel;
use strum::VariantArray as _;

/// Numbers by level.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct PremiumOpens([u64; SubscriptionLevel::VARIANTS.len()]);

impl PremiumOpens {
    pub fn of(&self, level: SubscriptionLevel) -> u64 {
        self.0[level as usize]
    }

    pub fn count(&mut self, level: SubscriptionLevel) {
        self.0[level as usize] += 1;
    }
}
