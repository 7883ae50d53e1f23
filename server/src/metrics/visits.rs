//! What browsers tell of visits, and how much of it is believed of one of them.

use durbar_domain::web_vitals::{Report, VitalTotals};
use std::collections::HashMap;

/// Reports that count of one visitor between two writings, which is a minute or so; a few
/// people may share an address.
pub(super) const OF_ONE: u16 = 60;
/// Visitors that are told apart between two writings; what others send doesn't count.
const VISITORS: usize = 10_000;

/// Figures since the last writing.
#[derive(Debug, Default)]
pub(super) struct Visits {
    pub totals: VitalTotals,
    seen: HashMap<u64, u16>,
}

impl Visits {
    /// Counts a visit, unless its visitor told of too many; whether it counted.
    pub fn count(&mut self, report: &Report, visitor: u64) -> bool {
        if self.seen.len() >= VISITORS && !self.seen.contains_key(&visitor) {
            return false;
        }
        let told = self.seen.entry(visitor).or_default();
        if *told >= OF_ONE {
            return false;
        }
        *told += 1;
        self.totals.count(report);
        true
    }
}
