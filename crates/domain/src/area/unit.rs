//! Units of area.

use super::Area;
use enumset::EnumSetType;
use serde::{Deserialize, Serialize};
use strum::{EnumString, IntoStaticStr, VariantArray};

/// Square metres in a square foot: 0.3048 squared, by definition of the foot.
const SQUARE_METRES_PER_SQUARE_FOOT: f64 = 0.3048 * 0.3048;

/// A unit in which a buyer may ask for land.
#[derive(
    Debug,
    Default,
    Hash,
    EnumSetType,
    Serialize,
    Deserialize,
    EnumString,
    IntoStaticStr,
    VariantArray,
)]
#[strum(serialize_all = "kebab-case")]
pub enum AreaUnit {
    #[default]
    Aana,
    Ropani,
    SquareFoot,
    SquareMetre,
    Kattha,
    Dhur,
}

impl AreaUnit {
    /// 1/64 square feet in one of this unit.
    pub(super) fn units_each(self) -> f64 {
        match self {
            AreaUnit::Aana => Area::AANA.0 as f64,
            AreaUnit::Ropani => Area::ROPANI.0 as f64,
            AreaUnit::SquareFoot => Area::PER_SQUARE_FOOT as f64,
            AreaUnit::SquareMetre => Area::PER_SQUARE_FOOT as f64 / SQUARE_METRES_PER_SQUARE_FOOT,
            AreaUnit::Kattha => Area::KATTHA.0 as f64,
            AreaUnit::Dhur => Area::DHUR.0 as f64,
        }
    }
}
