//! What a browser tells of one visit.

use super::{PageKind, Vital};
use serde::Deserialize;
use strum::VariantArray as _;

/// What takes longer was left in the background; milliseconds.
const LONGEST_MS: f64 = 600_000.0;
/// A page that jumps further than its height a hundred times isn't one of ours.
const FURTHEST_SHIFT: f64 = 100.0;
/// Layout shifts are told as fractions.
const SHIFT_UNITS: f64 = 10_000.0;

/// The figures of one visit, of which there is at least one.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(try_from = "Sent")]
pub struct Report {
    page: PageKind,
    figures: [Option<u32>; Vital::VARIANTS.len()],
}

/// Why something isn't a report.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum ReportError {
    #[error("it has no figure")]
    Empty,
    #[error("a figure is out of range: {}", .0.key())]
    OutOfRange(Vital),
}

/// As it is sent, with the names that the browser's library has.
#[derive(Deserialize)]
#[serde(deny_unknown_fields, rename_all = "UPPERCASE")]
struct Sent {
    #[serde(rename = "page")]
    page: PageKind,
    lcp: Option<f64>,
    inp: Option<f64>,
    cls: Option<f64>,
    ttfb: Option<f64>,
}

impl TryFrom<Sent> for Report {
    type Error = ReportError;

    fn try_from(sent: Sent) -> Result<Self, ReportError> {
        let mut figures = [None; Vital::VARIANTS.len()];
        for vital in Vital::VARIANTS {
            let value = match vital {
                Vital::Lcp => sent.lcp,
                Vital::Inp => sent.inp,
                Vital::Cls => sent.cls,
                Vital::Ttfb => sent.ttfb,
            };
            if let Some(value) = value {
                let whole = whole(*vital, value).ok_or(ReportError::OutOfRange(*vital))?;
                figures[*vital as usize] = Some(whole);
            }
        }
        match figures.iter().any(Option::is_some) {
            true => Ok(Self {
                page: sent.page,
                figures,
            }),
            false => Err(ReportError::Empty),
        }
    }
}

impl Report {
    pub fn page(&self) -> PageKind {
        self.page
    }

    /// What was measured.
    pub fn figures(&self) -> impl Iterator<Item = (Vital, u32)> + '_ {
        let all = Vital::VARIANTS.iter().zip(self.figures);
        all.filter_map(|(vital, figure)| Some((*vital, figure?)))
    }
}

/// A value in the figure's unit, rounded up so that none is told better than it was; `None` when
/// no browser measures it.
fn whole(vital: Vital, value: f64) -> Option<u32> {
    let (most, units) = match vital {
        Vital::Cls => (FURTHEST_SHIFT, SHIFT_UNITS),
        Vital::Lcp | Vital::Inp | Vital::Ttfb => (LONGEST_MS, 1.0),
    };
    (0.0..=most)
        .contains(&value)
        .then(|| (value * units).ceil() as u32)
}
