//! The fields a row may fill: those of a listing's form, and what only an import says.

use super::unit::Unit;
use durbar_domain::draft::DraftField;
use std::str::FromStr;
use strum::{EnumString, IntoStaticStr, VariantArray};

/// What a row says beside the fields of the form.
#[derive(
    Debug,
    Clone,
    Copy,
    PartialEq,
    Eq,
    Hash,
    PartialOrd,
    Ord,
    EnumString,
    IntoStaticStr,
    VariantArray,
)]
#[strum(serialize_all = "snake_case")]
pub enum Extra {
    /// The slug of the broker who offers the home.
    Broker,
    /// A key of [`durbar_domain::StandardStatus`]; `incomplete` where nothing is said.
    StandardStatus,
    /// `yes`, or empty.
    Premium,
    /// The day it came on the market, as in `2026-11-22`; the day of the import where nothing
    /// is said. It counts when the row is new.
    OnMarketDate,
    /// Of a home that is closed.
    CloseDate,
    /// Of a home that is closed, in rupees, or as in `12.5 crore`.
    ClosePrice,
}

/// A field of ours.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum ImportField {
    Draft(DraftField),
    Extra(Extra),
}

impl ImportField {
    pub fn all() -> impl Iterator<Item = ImportField> {
        let drafts = DraftField::VARIANTS.iter().copied().map(Self::Draft);
        drafts.chain(Extra::VARIANTS.iter().copied().map(Self::Extra))
    }

    /// The name in mappings, reports and records, as in `list_price`.
    pub fn key(self) -> &'static str {
        match self {
            Self::Draft(field) => field.key(),
            Self::Extra(field) => field.into(),
        }
    }

    /// Units in which a source may give it; none for what has no unit.
    pub fn units(self) -> &'static [Unit] {
        use DraftField as D;
        match self {
            Self::Draft(D::ListPrice) | Self::Extra(Extra::ClosePrice) => {
                &[Unit::Rupee, Unit::Lakh, Unit::Crore]
            }
            Self::Draft(D::LandArea) => &[
                Unit::Hill,
                Unit::Terai,
                Unit::Aana,
                Unit::Ropani,
                Unit::Kattha,
                Unit::Dhur,
                Unit::SquareFoot,
                Unit::SquareMetre,
            ],
            Self::Draft(D::LivingArea) => &[Unit::SquareFoot, Unit::SquareMetre],
            Self::Draft(D::FrontageFeet | D::DepthFeet) => &[Unit::Foot, Unit::Metre],
            Self::Draft(D::RoadWidthMetres) => &[Unit::Metre, Unit::Foot],
            Self::Draft(D::YearBuilt) => &[Unit::Ad, Unit::BikramSambat],
            _ => &[],
        }
    }

    /// Whether it is a whole number, which spreadsheets write as in `4.0`.
    pub fn is_whole(self) -> bool {
        use DraftField as D;
        matches!(
            self,
            Self::Draft(
                D::Ward
                    | D::FrontageFeet
                    | D::DepthFeet
                    | D::BedroomsTotal
                    | D::BathroomsTotal
                    | D::Stories
                    | D::YearBuilt
                    | D::LivingArea
                    | D::ParkingTotal
                    | D::ListPrice
            ) | Self::Extra(Extra::ClosePrice)
        )
    }
}

impl FromStr for ImportField {
    type Err = strum::ParseError;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        text.parse()
            .map(Self::Draft)
            .or_else(|_| text.parse().map(Self::Extra))
    }
}
