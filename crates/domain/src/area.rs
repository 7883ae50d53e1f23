//! Area of land and floors, exact in every unit used in Nepal.

use enumset::EnumSetType;
use serde::{Deserialize, Serialize};
use strum::{EnumString, IntoStaticStr, VariantArray};

/// An area held as whole 1/64 square feet, so that a dam (1369/64 sq ft) and a
/// dhur (11664/64 sq ft) are whole numbers.
#[derive(
    Debug, Clone, Copy, Default, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize,
)]
#[serde(transparent)]
pub struct Area(u64);

/// Square metres in a square foot: 0.3048 squared, by definition of the foot.
const SQUARE_METRES_PER_SQUARE_FOOT: f64 = 0.3048 * 0.3048;

/// Ropani, aana, paisa and dam, as in `1-4-2-0`.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct HillUnits {
    pub ropani: u64,
    pub aana: u64,
    pub paisa: u64,
    /// Dam, with what is left below a dam cut off.
    pub dam: u64,
}

/// Bigha, kattha and dhur, as in `0-3-12`.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct TeraiUnits {
    pub bigha: u64,
    pub kattha: u64,
    /// Dhur, with what is left below a dhur cut off.
    pub dhur: u64,
}

impl Area {
    /// 1/64 square feet in a square foot.
    const PER_SQUARE_FOOT: u64 = 64;
    pub const DAM: Area = Area(1_369);
    pub const PAISA: Area = Area(4 * 1_369);
    pub const AANA: Area = Area(16 * 1_369);
    pub const ROPANI: Area = Area(256 * 1_369);
    pub const DHUR: Area = Area(11_664);
    pub const KATTHA: Area = Area(20 * 11_664);
    pub const BIGHA: Area = Area(400 * 11_664);
    /// The largest area accepted: 10,000 ropani.
    pub const MAX: Area = Area(10_000 * 256 * 1_369);

    /// Whole 1/64 square feet; `None` above [`Area::MAX`].
    pub fn from_units(units: u64) -> Option<Area> {
        (units <= Self::MAX.0).then_some(Area(units))
    }

    /// The area in 1/64 square feet.
    pub const fn units(self) -> u64 {
        self.0
    }

    pub const fn is_zero(self) -> bool {
        self.0 == 0
    }

    /// Hill units; `None` above [`Area::MAX`].
    pub fn from_hill(hill: HillUnits) -> Option<Area> {
        let dams = hill
            .ropani
            .checked_mul(256)?
            .checked_add(hill.aana.checked_mul(16)?)?
            .checked_add(hill.paisa.checked_mul(4)?)?
            .checked_add(hill.dam)?;
        Self::from_units(dams.checked_mul(Self::DAM.0)?)
    }

    /// Whole square feet; `None` above [`Area::MAX`].
    pub fn from_square_feet(square_feet: u64) -> Option<Area> {
        Self::from_units(square_feet.checked_mul(Self::PER_SQUARE_FOOT)?)
    }

    /// A decimal amount of `unit`, rounded to the nearest 1/64 sq ft; `None` when it is
    /// negative, not finite or above [`Area::MAX`].
    pub fn from_amount(amount: f64, unit: AreaUnit) -> Option<Area> {
        let units = amount * unit.units_each();
        (units.is_finite() && units >= 0.0 && units <= Self::MAX.0 as f64)
            .then(|| Area(units.round() as u64))
    }

    /// The area in `unit`, as a decimal.
    pub fn amount(self, unit: AreaUnit) -> f64 {
        self.0 as f64 / unit.units_each()
    }

    /// Ropani, aana, paisa and dam.
    pub fn to_hill(self) -> HillUnits {
        let dams = self.0 / Self::DAM.0;
        HillUnits {
            ropani: dams / 256,
            aana: dams / 16 % 16,
            paisa: dams / 4 % 4,
            dam: dams % 4,
        }
    }

    /// Bigha, kattha and dhur.
    pub fn to_terai(self) -> TeraiUnits {
        let dhurs = self.0 / Self::DHUR.0;
        TeraiUnits {
            bigha: dhurs / 400,
            kattha: dhurs / 20 % 20,
            dhur: dhurs % 20,
        }
    }

    /// Square feet, rounded to the nearest.
    pub fn square_feet(self) -> u64 {
        (self.0 + Self::PER_SQUARE_FOOT / 2) / Self::PER_SQUARE_FOOT
    }

    /// Square metres.
    pub fn square_metres(self) -> f64 {
        self.amount(AreaUnit::SquareMetre)
    }
}

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
    fn units_each(self) -> f64 {
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
