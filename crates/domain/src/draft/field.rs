//! The fields of a draft and the steps that ask for them.

use enumset::EnumSetType;
use serde::{Deserialize, Serialize};
use strum::{EnumString, IntoStaticStr, VariantArray};

/// A field of a draft; its name in forms, imports and errors is in snake case.
#[derive(
    Debug,
    Hash,
    PartialOrd,
    Ord,
    EnumSetType,
    Serialize,
    Deserialize,
    EnumString,
    IntoStaticStr,
    VariantArray,
)]
#[strum(serialize_all = "snake_case")]
#[serde(rename_all = "snake_case")]
pub enum DraftField {
    Neighbourhood,
    Ward,
    Latitude,
    Longitude,
    /// `yes`, or empty: the place is shown exactly.
    ApproximateLocation,
    /// How `land_area` is written: a key of [`crate::format::LandMeasure`].
    LandMeasure,
    LandArea,
    FrontageFeet,
    DepthFeet,
    PlotShape,
    Facing,
    RoadSide,
    RoadWidthMetres,
    RoadSurface,
    /// Keys separated by commas.
    WaterSource,
    PropertySubType,
    BedroomsTotal,
    BathroomsTotal,
    Stories,
    YearBuilt,
    /// In square feet.
    LivingArea,
    ParkingTotal,
    /// In rupees, or as in `12.5 crore`.
    ListPrice,
    /// `yes`, or empty: the price is public.
    PriceOnRequest,
    /// Keys separated by commas.
    Amenities,
    Tenure,
    /// `yes`, or empty.
    Lalpurja,
    /// `yes`, or empty.
    Charkilla,
    /// `yes`, or empty.
    CompletionCertificate,
    EarthquakeCode,
    TitleEn,
    TitleNe,
    SummaryEn,
    SummaryNe,
    DescriptionEn,
    /// May stay empty.
    DescriptionNe,
}

/// A page of the editor.
#[derive(Debug, Hash, PartialOrd, Ord, EnumSetType, EnumString, IntoStaticStr, VariantArray)]
#[strum(serialize_all = "kebab-case")]
pub enum DraftStep {
    Place,
    Land,
    Structure,
    Price,
    Amenities,
    Legal,
    Texts,
    Media,
    Review,
}

impl DraftField {
    /// The name in forms, imports and errors, as in `list_price`.
    pub fn key(self) -> &'static str {
        self.into()
    }

    /// The step that asks for it.
    pub fn step(self) -> DraftStep {
        use DraftField::*;
        match self {
            Neighbourhood | Ward | Latitude | Longitude | ApproximateLocation => DraftStep::Place,
            LandMeasure | LandArea | FrontageFeet | DepthFeet | PlotShape | Facing | RoadSide
            | RoadWidthMetres | RoadSurface | WaterSource => DraftStep::Land,
            PropertySubType | BedroomsTotal | BathroomsTotal | Stories | YearBuilt | LivingArea
            | ParkingTotal => DraftStep::Structure,
            ListPrice | PriceOnRequest => DraftStep::Price,
            Amenities => DraftStep::Amenities,
            Tenure | Lalpurja | Charkilla | CompletionCertificate | EarthquakeCode => {
                DraftStep::Legal
            }
            TitleEn | TitleNe | SummaryEn | SummaryNe | DescriptionEn | DescriptionNe => {
                DraftStep::Texts
            }
        }
    }
}

impl DraftStep {
    /// The name in an address, as in `place`.
    pub fn key(self) -> &'static str {
        self.into()
    }

    /// The fields it asks for.
    pub fn fields(self) -> impl Iterator<Item = DraftField> {
        DraftField::VARIANTS
            .iter()
            .copied()
            .filter(move |field| field.step() == self)
    }

    /// The step after it; `None` after the last.
    pub fn next(self) -> Option<DraftStep> {
        Self::VARIANTS.get(self as usize + 1).copied()
    }

    /// The step before it; `None` before the first.
    pub fn previous(self) -> Option<DraftStep> {
        Self::VARIANTS.get((self as usize).checked_sub(1)?).copied()
    }
}
