//! Area of land and floors, exact in every unit used in Nepal.

use crate::{FieldError, error::Problem};
use serde::{Deserialize, Serialize};

mod unit;

pub use unit::AreaUnit;

/// An area held as whole 1/64 square feet, so that a dam (1369/64 sq ft) and a
/// dhur (11664/64 sq ft) are whole numbers; at most [`Area::MAX`]. Serialised as that number.
#[derive(
    Debug, Clone, Copy, Default, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize,
)]
#[serde(try_from = "u64", into = "u64")]
pub struct Area(u64);

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

    /// Terai units; `None` above [`Area::MAX`].
    pub fn from_terai(terai: TeraiUnits) -> Option<Area> {
        let dhurs = terai
            .bigha
            .checked_mul(400)?
            .checked_add(terai.kattha.checked_mul(20)?)?
            .checked_add(terai.dhur)?;
        Self::from_units(dhurs.checked_mul(Self::DHUR.0)?)
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

impl TryFrom<u64> for Area {
    type Error = FieldError;

    fn try_from(units: u64) -> Result<Self, FieldError> {
        Self::from_units(units).ok_or_else(|| {
            let (min, max) = ("0".to_owned(), Self::MAX.0.to_string());
            FieldError::new("area", Problem::OutOfRange { min, max })
        })
    }
}

impl From<Area> for u64 {
    fn from(area: Area) -> u64 {
        area.0
    }
}

#[cfg(test)]
mod tests;
