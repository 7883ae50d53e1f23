//! How quickly and how surely pages are answered, in counts that tell of no visitor, and what
//! was promised about it.

mod objective;

#[cfg(test)]
mod tests;

pub use objective::{Objective, Reached};

use std::time::Duration;
use strum::{EnumString, IntoStaticStr, VariantArray};

/// Where latencies are divided, in microseconds. Those that objectives name are among them.
pub const BOUNDS_US: [u64; 12] = [
    1_000, 2_500, 5_000, 10_000, 25_000, 50_000, 100_000, 250_000, 400_000, 1_000_000, 2_500_000,
    10_000_000,
];

/// Parts into which the bounds divide latencies; the last is of those above all bounds.
pub const PARTS: usize = BOUNDS_US.len() + 1;

/// Pages of which objectives tell differently.
#[derive(
    Debug,
    Clone,
    Copy,
    PartialEq,
    Eq,
    PartialOrd,
    Ord,
    Hash,
    VariantArray,
    IntoStaticStr,
    EnumString,
)]
#[strum(serialize_all = "kebab-case")]
pub enum PageGroup {
    /// A home's page that was kept from before.
    ListingKept,
    /// A home's page that was made for the request.
    ListingMade,
    /// Every other page.
    Other,
}

impl PageGroup {
    /// The name in the table, as in `listing-kept`.
    pub fn key(self) -> &'static str {
        self.into()
    }
}

/// Below which bound a latency is, in microseconds.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Latency {
    Under(u64),
    /// Above every bound; this is the last one.
    From(u64),
}

/// How many requests there were, and how they went.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct PageCounts {
    pub requests: u64,
    /// Answered by a fault of ours (5xx).
    pub faults: u64,
    /// By the first of [`BOUNDS_US`] that is above the latency.
    pub latencies: [u64; PARTS],
}

impl PageCounts {
    /// Counts one more.
    pub fn count(&mut self, elapsed: Duration, is_fault: bool) {
        self.requests += 1;
        self.faults += u64::from(is_fault);
        let elapsed_us = elapsed.as_micros();
        let part = BOUNDS_US.partition_point(|bound| u128::from(*bound) <= elapsed_us);
        self.latencies[part] += 1;
    }

    /// Adds what was counted elsewhere.
    pub fn add(&mut self, other: &Self) {
        self.requests += other.requests;
        self.faults += other.faults;
        for (sum, more) in self.latencies.iter_mut().zip(other.latencies) {
            *sum += more;
        }
    }

    /// Requests that took less than this, which is one of the bounds.
    pub fn under(&self, bound_us: u64) -> u64 {
        let parts = BOUNDS_US.iter().zip(self.latencies);
        parts
            .take_while(|(bound, _)| **bound <= bound_us)
            .map(|(_, count)| count)
            .sum()
    }

    /// Below which bound nineteen of twenty requests were; `None` without requests.
    pub fn p95(&self) -> Option<Latency> {
        let timed: u64 = self.latencies.iter().sum();
        if timed == 0 {
            return None;
        }
        let rank = (timed * 95).div_ceil(100);
        let mut seen = 0;
        for (bound, count) in BOUNDS_US.iter().zip(self.latencies) {
            seen += count;
            if seen >= rank {
                return Some(Latency::Under(*bound));
            }
        }
        Some(Latency::From(BOUNDS_US[BOUNDS_US.len() - 1]))
    }
}

/// Counts of every group.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct PageTotals([PageCounts; PageGroup::VARIANTS.len()]);

impl PageTotals {
    pub fn of(&self, group: PageGroup) -> &PageCounts {
        &self.0[group as usize]
    }

    pub fn of_mut(&mut self, group: PageGroup) -> &mut PageCounts {
        &mut self.0[group as usize]
    }

    /// Adds what was counted elsewhere.
    pub fn add(&mut self, other: &Self) {
        for (sum, more) in self.0.iter_mut().zip(&other.0) {
            sum.add(more);
        }
    }

    /// Of all groups together.
    pub fn all(&self) -> PageCounts {
        let mut all = PageCounts::default();
        self.0.iter().for_each(|counts| all.add(counts));
        all
    }
}
