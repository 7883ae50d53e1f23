//! Money: Nepalese rupees in whole paisa.

use crate::{Area, FieldError, error::Problem};
use serde::{Deserialize, Serialize};

/// An amount in Nepalese rupees, held as whole paisa (1 rupee = 100 paisa), at most
/// [`Npr::MAX_RUPEES`]. Serialised as paisa.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(try_from = "u64", into = "u64")]
pub struct Npr(u64);

/// One lakh: 1,00,000.
pub const LAKH: u64 = 100_000;
/// One crore: 1,00,00,000.
pub const CRORE: u64 = 10_000_000;

impl Npr {
    /// The dearest amount accepted: NPR 10,000 crore, in rupees.
    pub const MAX_RUPEES: u64 = 10_000 * CRORE;

    /// Whole rupees; `None` above [`Npr::MAX_RUPEES`].
    pub fn from_rupees(rupees: u64) -> Option<Npr> {
        (rupees <= Self::MAX_RUPEES).then_some(Npr(rupees * 100))
    }

    /// Whole crores, for constants and tests.
    ///
    /// # Panics
    /// Above 10,000 crore.
    pub const fn crore(crore: u64) -> Npr {
        assert!(
            crore <= Self::MAX_RUPEES / CRORE,
            "an amount above the maximum"
        );
        Npr(crore * CRORE * 100)
    }

    /// Whole paisa; `None` above [`Npr::MAX_RUPEES`].
    pub fn from_paisa(paisa: u64) -> Option<Npr> {
        (paisa <= Self::MAX_RUPEES * 100).then_some(Npr(paisa))
    }

    /// The amount in paisa.
    pub const fn paisa(self) -> u64 {
        self.0
    }

    /// The amount in rupees, paisa cut off.
    pub const fn rupees(self) -> u64 {
        self.0 / 100
    }

    /// Price of one aana (342.25 sq ft) of `land` at this price, rounded to the
    /// nearest thousand rupees as the market quotes it; `None` when there is no land, or so
    /// little or much that the price is above [`Npr::MAX_RUPEES`] or below 500 rupees.
    pub fn per_aana(self, land: Area) -> Option<Npr> {
        if land.is_zero() {
            return None;
        }
        let exact = u128::from(self.0) * u128::from(Area::AANA.units()) / u128::from(land.units());
        let step = 100_000; // one thousand rupees in paisa
        let rounded = (exact + step / 2) / step * step;
        u64::try_from(rounded)
            .ok()
            .filter(|paisa| *paisa > 0)
            .and_then(Self::from_paisa)
    }
}

impl TryFrom<u64> for Npr {
    type Error = FieldError;

    fn try_from(paisa: u64) -> Result<Self, FieldError> {
        Self::from_paisa(paisa).ok_or_else(|| {
            let (min, max) = ("0".to_owned(), (Self::MAX_RUPEES * 100).to_string());
            FieldError::new("price", Problem::OutOfRange { min, max })
        })
    }
}

impl From<Npr> for u64 {
    fn from(price: Npr) -> u64 {
        price.0
    }
}

#[cfg(test)]
mod tests;
