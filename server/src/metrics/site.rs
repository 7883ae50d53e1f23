//! What is counted of the whole site for CloudWatch alone: the page cache, refusals of those who
//! ask too often, and premium media opened by level.

use super::{Answered, emf};
use durbar_domain::account::SubscriptionLevel;
use durbar_services::premium::PremiumOpens;
use jiff::Timestamp;
use serde_json::Value;
use strum::VariantArray as _;

/// Numbers since the last writing.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(super) struct SiteCounts {
    pub kept: u64,
    pub made: u64,
    /// Answered with 429.
    pub throttled: u64,
}

impl SiteCounts {
    pub fn count(&mut self, answered: &Answered<'_>) {
        match answered.origin {
            Some("hit") => self.kept += 1,
            Some("miss") => self.made += 1,
            _ => {}
        }
        self.throttled += u64::from(answered.is_throttled);
    }
}

/// The line of the site; `None` when nothing happened.
pub(super) fn line(counts: SiteCounts, now: Timestamp) -> Option<Value> {
    let metrics = vec![
        ("CacheHits", emf::COUNT, counts.kept.into()),
        ("CacheMisses", emf::COUNT, counts.made.into()),
        ("Throttled", emf::COUNT, counts.throttled.into()),
    ];
    let happened = counts != SiteCounts::default();
    happened.then(|| emf::line(&[("Part", "site")], metrics, now))
}

/// A line for each level with which somebody opened premium media.
pub(super) fn opened(opens: PremiumOpens, now: Timestamp) -> Vec<Value> {
    let levels = SubscriptionLevel::VARIANTS.iter();
    let opened = levels.filter(|level| opens.of(**level) > 0);
    opened
        .map(|level| {
            let opens = opens.of(*level);
            let metrics = vec![("PremiumOpens", emf::COUNT, opens.into())];
            emf::line(&[("Level", level.key())], metrics, now)
        })
        .collect()
}
