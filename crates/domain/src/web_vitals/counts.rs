//! Visits, counted.

use super::{BOUNDS, Figure, PARTS, PageKind, Report, Vital};
use strum::VariantArray as _;

/// Visits by the bound that their figure keeps.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct VitalCounts(pub [u64; PARTS]);

impl VitalCounts {
    pub fn visits(&self) -> u64 {
        self.0.iter().sum()
    }

    /// The bound that 75 of 100 visits keep; `None` without visits.
    pub fn p75(&self, vital: Vital) -> Option<Figure> {
        let visits = self.visits();
        if visits == 0 {
            return None;
        }
        let rank = (visits * 75).div_ceil(100);
        let mut seen = 0;
        for (bound, count) in vital.bounds().into_iter().zip(self.0) {
            seen += count;
            if seen >= rank {
                return Some(Figure::UpTo(bound));
            }
        }
        Some(Figure::Above(vital.bounds()[BOUNDS - 1]))
    }

    fn add(&mut self, other: &Self) {
        for (sum, more) in self.0.iter_mut().zip(other.0) {
            *sum += more;
        }
    }
}

/// Figures of visits to pages of one kind.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct PageVitals([VitalCounts; Vital::VARIANTS.len()]);

impl PageVitals {
    pub fn of(&self, vital: Vital) -> &VitalCounts {
        &self.0[vital as usize]
    }

    pub fn of_mut(&mut self, vital: Vital) -> &mut VitalCounts {
        &mut self.0[vital as usize]
    }

    /// Whether nothing was counted.
    pub fn is_empty(&self) -> bool {
        *self == Self::default()
    }

    /// Adds what was counted elsewhere.
    pub fn add(&mut self, other: &Self) {
        for (sum, more) in self.0.iter_mut().zip(&other.0) {
            sum.add(more);
        }
    }
}

/// Figures of all kinds of pages.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct VitalTotals([PageVitals; PageKind::VARIANTS.len()]);

impl VitalTotals {
    pub fn of(&self, page: PageKind) -> &PageVitals {
        &self.0[page as usize]
    }

    pub fn of_mut(&mut self, page: PageKind) -> &mut PageVitals {
        &mut self.0[page as usize]
    }

    /// Counts a visit.
    pub fn count(&mut self, report: &Report) {
        let page = self.of_mut(report.page());
        for (vital, figure) in report.figures() {
            page.of_mut(vital).0[vital.part(figure)] += 1;
        }
    }

    /// Whether nothing was counted.
    pub fn is_empty(&self) -> bool {
        self.0.iter().all(PageVitals::is_empty)
    }

    /// Adds what was counted elsewhere.
    pub fn add(&mut self, other: &Self) {
        for (sum, more) in self.0.iter_mut().zip(&other.0) {
            sum.add(more);
        }
    }
}
