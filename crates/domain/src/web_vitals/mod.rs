//! How pages come up and answer in visitors' browsers (Core Web Vitals), in counts that tell of
//! no visitor.

mod report;

#[cfg(test)]
mod tests;

pub use report::{Report, ReportError};

use serde::Deserialize;
use strum::{EnumString, IntoStaticStr, VariantArray};

/// Bounds by which each figure is divided.
pub const BOUNDS: usize = 10;
/// Parts into which they divide it; the last is of what is above all bounds.
pub const PARTS: usize = BOUNDS + 1;

/// What browsers measure.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, VariantArray, IntoStaticStr, EnumString)]
#[strum(serialize_all = "lowercase")]
pub enum Vital {
    /// Largest contentful paint, in milliseconds: when the page's largest part was there.
    Lcp,
    /// Interaction to next paint, in milliseconds: how long the page took to react.
    Inp,
    /// Cumulative layout shift, in ten-thousandths: how far parts of the page jumped.
    Cls,
    /// Time to first byte, in milliseconds.
    Ttfb,
}

/// How Google calls a figure that 75 of 100 visits keep.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Rating {
    Good,
    NeedsImprovement,
    Poor,
}

impl Vital {
    /// The name in the table and in the log, as in `lcp`.
    pub fn key(self) -> &'static str {
        self.into()
    }

    /// Where it is divided: a figure belongs to the first bound that it isn't above.
    pub fn bounds(self) -> [u32; BOUNDS] {
        match self {
            Self::Lcp => [
                500, 1_000, 1_500, 2_000, 2_500, 3_000, 4_000, 6_000, 10_000, 20_000,
            ],
            Self::Inp => [50, 100, 150, 200, 300, 400, 500, 1_000, 2_000, 5_000],
            Self::Cls => [50, 100, 250, 500, 1_000, 1_500, 2_000, 2_500, 5_000, 10_000],
            Self::Ttfb => [100, 200, 400, 600, 800, 1_200, 1_800, 3_000, 5_000, 10_000],
        }
    }

    /// Up to where Google calls it good, and from where on poor.
    pub fn thresholds(self) -> (u32, u32) {
        match self {
            Self::Lcp => (2_500, 4_000),
            Self::Inp => (200, 500),
            Self::Cls => (1_000, 2_500),
            Self::Ttfb => (800, 1_800),
        }
    }

    /// How Google calls a figure.
    pub fn rating(self, figure: Figure) -> Rating {
        let (good, fair) = self.thresholds();
        match figure {
            Figure::UpTo(bound) if bound <= good => Rating::Good,
            Figure::UpTo(bound) if bound <= fair => Rating::NeedsImprovement,
            _ => Rating::Poor,
        }
    }

    /// The part to which a figure belongs.
    fn part(self, figure: u32) -> usize {
        self.bounds().partition_point(|bound| *bound < figure)
    }
}

/// Which bound a figure keeps.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Figure {
    UpTo(u32),
    /// Above every bound; this is the last one.
    Above(u32),
}

/// Pages that differ in how they come up.
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
    Deserialize,
)]
#[strum(serialize_all = "kebab-case")]
#[serde(rename_all = "kebab-case")]
pub enum PageKind {
    Front,
    Search,
    Listing,
    Other,
}

impl PageKind {
    /// The name in the table and in reports, as in `listing`.
    pub fn key(self) -> &'static str {
        self.into()
    }

    /// The kind of the page at a path without language prefix.
    pub fn of(path: &str) -> Self {
        match path.trim_end_matches('/') {
            "" => Self::Front,
            "/homes" => Self::Search,
            path => match path.strip_prefix("/homes/") {
                Some(_) => Self::Listing,
                None => Self::Other,
            },
        }
    }
}

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
