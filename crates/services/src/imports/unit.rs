//! Units in which a source gives its figures, made into those of the form.

use super::field::ImportField;
use durbar_domain::{
    Area, FieldError, area::AreaUnit, draft::DraftField, error::Problem, format::LandMeasure,
};
use serde::Deserialize;

/// Feet in a metre, by definition of the foot.
const FEET_PER_METRE: f64 = 1.0 / 0.3048;
/// By which a year of Bikram Sambat is ahead of the year AD in which most of it lies.
const BIKRAM_SAMBAT_AHEAD: f64 = 57.0;

/// A unit.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Unit {
    Rupee,
    Lakh,
    Crore,
    /// `1-4-2-0`: ropani, aana, paisa, dam.
    Hill,
    /// `0-3-12`: bigha, kattha, dhur.
    Terai,
    Aana,
    Ropani,
    Kattha,
    Dhur,
    SquareFoot,
    SquareMetre,
    Foot,
    Metre,
    Ad,
    BikramSambat,
}

/// A figure as the form takes it.
pub(super) struct Converted {
    pub text: String,
    /// How land is written then.
    pub measure: Option<LandMeasure>,
}

impl Unit {
    /// The name in a mapping, as in `square-foot`.
    pub fn key(self) -> &'static str {
        match self {
            Unit::Rupee => "rupee",
            Unit::Lakh => "lakh",
            Unit::Crore => "crore",
            Unit::Hill => "hill",
            Unit::Terai => "terai",
            Unit::Aana => "aana",
            Unit::Ropani => "ropani",
            Unit::Kattha => "kattha",
            Unit::Dhur => "dhur",
            Unit::SquareFoot => "square-foot",
            Unit::SquareMetre => "square-metre",
            Unit::Foot => "foot",
            Unit::Metre => "metre",
            Unit::Ad => "ad",
            Unit::BikramSambat => "bikram-sambat",
        }
    }

    /// Of land, where it is one amount.
    fn of_land(self) -> Option<AreaUnit> {
        match self {
            Unit::Aana => Some(AreaUnit::Aana),
            Unit::Ropani => Some(AreaUnit::Ropani),
            Unit::Kattha => Some(AreaUnit::Kattha),
            Unit::Dhur => Some(AreaUnit::Dhur),
            Unit::SquareFoot => Some(AreaUnit::SquareFoot),
            Unit::SquareMetre => Some(AreaUnit::SquareMetre),
            _ => None,
        }
    }

    /// A text of this unit as the form takes it.
    pub(super) fn convert(self, field: ImportField, text: &str) -> Result<Converted, FieldError> {
        let plain = |text: String| Converted {
            text,
            measure: None,
        };
        let land = |measure, text: String| Converted {
            text,
            measure: Some(measure),
        };
        let is_land = field == ImportField::Draft(DraftField::LandArea);
        Ok(match self {
            Unit::Hill => land(LandMeasure::Hill, text.to_owned()),
            Unit::Terai => land(LandMeasure::Terai, text.to_owned()),
            // The form reads these words itself.
            Unit::Lakh | Unit::Crore => plain(format!("{text} {}", self.key())),
            Unit::BikramSambat => {
                plain((figure(field, text)?.round() - BIKRAM_SAMBAT_AHEAD).to_string())
            }
            Unit::Metre if field != ImportField::Draft(DraftField::RoadWidthMetres) => {
                plain((figure(field, text)? * FEET_PER_METRE).round().to_string())
            }
            Unit::Foot if field == ImportField::Draft(DraftField::RoadWidthMetres) => {
                let decimetres = (figure(field, text)? / FEET_PER_METRE * 10.0).round();
                plain((decimetres / 10.0).to_string())
            }
            _ => match self.of_land() {
                Some(unit) => {
                    let area = Area::from_amount(figure(field, text)?, unit);
                    let area = area.ok_or_else(|| out_of_range(field, unit))?;
                    match is_land {
                        true => {
                            let feet = area.amount(AreaUnit::SquareFoot).to_string();
                            land(LandMeasure::SquareFeet, feet)
                        }
                        false => plain(area.square_feet().to_string()),
                    }
                }
                None => plain(text.to_owned()),
            },
        })
    }
}

fn out_of_range(field: ImportField, unit: AreaUnit) -> FieldError {
    let max = Area::MAX.amount(unit).floor().to_string();
    let min = "0".to_owned();
    FieldError::new(field.key(), Problem::OutOfRange { min, max })
}

/// A figure in either script, grouped or not.
fn figure(field: ImportField, text: &str) -> Result<f64, FieldError> {
    let digit = |c: char| match c {
        '०'..='९' => char::from_digit(c as u32 - '०' as u32, 10).unwrap_or(c),
        _ => c,
    };
    let text: String = text
        .chars()
        .filter(|c| !matches!(c, ',' | ' ' | '\u{a0}'))
        .map(digit)
        .collect();
    // `f64` also reads `inf`, `nan` and exponents, which nobody means.
    let is_plain = text.chars().all(|c| c.is_ascii_digit() || c == '.');
    let number: Option<f64> = text.parse().ok().filter(|_| is_plain);
    number.ok_or_else(|| FieldError::new(field.key(), Problem::NotANumber))
}
