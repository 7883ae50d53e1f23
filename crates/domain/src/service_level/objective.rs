//! What was promised, and what was reached of it.

use super::{Latency, PageCounts, PageGroup, PageTotals};
use strum::VariantArray;

/// Something promised of pages. Each comes down to a part of the requests that may fail it:
/// nineteen of twenty are quick enough when no more than 5 % are too slow.
#[derive(Debug, Clone, Copy, PartialEq, Eq, VariantArray)]
pub enum Objective {
    /// Nineteen of twenty kept pages of homes in less than 250 ms.
    ListingKept,
    /// Nineteen of twenty pages of homes that are made anew in less than 400 ms.
    ListingMade,
    /// Less than 1 % of requests end in a fault of ours.
    ErrorRate,
    /// 99.9 % of requests are answered without a fault of ours.
    Availability,
}

/// What was reached of an objective.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Reached {
    objective: Objective,
    pub requests: u64,
    /// Requests that failed it.
    pub failed: u64,
    /// Of those that are promised to be quick.
    pub p95: Option<Latency>,
}

impl Objective {
    /// What its latency is to be under, in microseconds.
    pub fn under_us(self) -> Option<u64> {
        match self {
            Self::ListingKept => Some(250_000),
            Self::ListingMade => Some(400_000),
            Self::ErrorRate | Self::Availability => None,
        }
    }

    /// How many of a thousand requests may fail it.
    fn budget_per_mille(self) -> u64 {
        match self {
            Self::ListingKept | Self::ListingMade => 50,
            Self::ErrorRate => 10,
            Self::Availability => 1,
        }
    }

    /// What was reached of it.
    pub fn reached(self, totals: &PageTotals) -> Reached {
        let counts: PageCounts = match self {
            Self::ListingKept => *totals.of(PageGroup::ListingKept),
            Self::ListingMade => *totals.of(PageGroup::ListingMade),
            Self::ErrorRate | Self::Availability => totals.all(),
        };
        let (failed, p95) = match self.under_us() {
            Some(bound) => {
                let slow = counts.requests.saturating_sub(counts.under(bound));
                (slow, counts.p95())
            }
            None => (counts.faults, None),
        };
        Reached {
            objective: self,
            requests: counts.requests,
            failed,
            p95,
        }
    }
}

impl Reached {
    /// Whether the objective was met; `None` without requests.
    pub fn is_met(&self) -> Option<bool> {
        if self.requests == 0 {
            return None;
        }
        let (failed, allowed) = self.spent();
        Some(match self.objective {
            // It is to be less than this, not as much.
            Objective::ErrorRate => failed < allowed,
            _ => failed <= allowed,
        })
    }

    /// Of ten thousand requests, how many did as promised: rounded down, so that what was
    /// missed by a little doesn't read as reached. `None` without requests.
    pub fn good_of_ten_thousand(&self) -> Option<u64> {
        let good = u128::from(self.requests.saturating_sub(self.failed));
        let share = (good * 10_000).checked_div(u128::from(self.requests))?;
        u64::try_from(share).ok()
    }

    /// Of ten thousand requests, how many failed it: rounded up. `None` without requests.
    pub fn failed_of_ten_thousand(&self) -> Option<u64> {
        self.good_of_ten_thousand().map(|good| 10_000 - good)
    }

    /// What is left of the failures the objective allows, in per cent rounded down: 100 when
    /// nothing failed, below 0 when more failed than may. `None` without requests.
    pub fn budget_left_percent(&self) -> Option<i64> {
        let (failed, allowed) = self.spent();
        if allowed == 0 {
            return None;
        }
        let (failed, allowed) = (i128::try_from(failed).ok()?, i128::try_from(allowed).ok()?);
        i64::try_from(((allowed - failed) * 100).div_euclid(allowed)).ok()
    }

    /// Failures, and how many may be, both times a thousand.
    fn spent(&self) -> (u128, u128) {
        let per_mille = u128::from(self.objective.budget_per_mille());
        let allowed = u128::from(self.requests) * per_mille;
        (u128::from(self.failed) * 1_000, allowed)
    }
}
