//! Land, floors and roads.

use super::{decimal, digits, number};
use crate::{Area, Locale, area::HillUnits};
use serde::{Deserialize, Serialize};
use strum::{EnumString, IntoStaticStr, VariantArray};

/// The measure in which a person wants land shown.
#[derive(
    Debug,
    Clone,
    Copy,
    Default,
    PartialEq,
    Eq,
    Hash,
    Serialize,
    Deserialize,
    EnumString,
    IntoStaticStr,
    VariantArray,
)]
#[strum(serialize_all = "kebab-case")]
pub enum LandMeasure {
    /// `1-4-2-0`: ropani, aana, paisa, dam.
    #[default]
    Hill,
    SquareFeet,
    SquareMetres,
    /// `0-3-7.6`: bigha, kattha, dhur.
    Terai,
}

impl LandMeasure {
    /// The name in an address or a form, as in `square-feet`.
    pub fn key(self) -> &'static str {
        self.into()
    }
}

/// An area in a measure, with its unit where the figures don't say it. Hill figures are cut
/// off below a dam, terai ones rounded to a tenth of a dhur (1.7 m²), since the land here is
/// measured in hill units; square feet and metres are rounded.
pub fn area(area: Area, measure: LandMeasure, locale: Locale) -> String {
    match (measure, locale) {
        (LandMeasure::Hill, _) => {
            let HillUnits {
                ropani,
                aana,
                paisa,
                dam,
            } = area.to_hill();
            digits(&format!("{ropani}-{aana}-{paisa}-{dam}"), locale)
        }
        (LandMeasure::Terai, _) => digits(&terai(area), locale),
        (LandMeasure::SquareFeet, Locale::En) => {
            format!("{} sq ft", number(area.square_feet(), locale))
        }
        (LandMeasure::SquareFeet, Locale::Ne) => {
            format!("{} वर्ग फिट", number(area.square_feet(), locale))
        }
        (LandMeasure::SquareMetres, _) => {
            let metres = number(area.square_metres().round() as u64, locale);
            format!(
                "{metres} {}",
                if locale == Locale::En {
                    "m²"
                } else {
                    "वर्ग मि."
                }
            )
        }
    }
}

/// Bigha, kattha and dhur, the latter with one decimal where it isn't whole.
fn terai(area: Area) -> String {
    let each = Area::DHUR.units();
    let tenths = (area.units() * 10 + each / 2) / each;
    let (bigha, kattha, dhur) = (tenths / 4_000, tenths / 200 % 20, tenths % 200);
    match dhur % 10 {
        0 => format!("{bigha}-{kattha}-{}", dhur / 10),
        part => format!("{bigha}-{kattha}-{}.{part}", dhur / 10),
    }
}

/// A width given in decimetres, in metres: 60 is `6 m`.
pub fn metres(decimetres: u16, locale: Locale) -> String {
    let unit = if locale == Locale::En { "m" } else { "मि." };
    format!(
        "{} {unit}",
        decimal(f64::from(decimetres) / 10.0, 1, locale)
    )
}
