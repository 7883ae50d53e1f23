//! What is measured, how it is divided, and what is good.

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
    pub(super) fn part(self, figure: u32) -> usize {
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
