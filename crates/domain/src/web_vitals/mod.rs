//! How pages come up and answer in visitors' browsers (Core Web Vitals), in counts that tell of
//! no visitor.

mod counts;
mod report;
mod vital;

#[cfg(test)]
mod tests;

pub use counts::{PageVitals, VitalCounts, VitalTotals};
pub use report::{Report, ReportError};
pub use vital::{BOUNDS, Figure, PARTS, Rating, Vital};

use serde::Deserialize;
use strum::{EnumString, IntoStaticStr, VariantArray};

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
