//! Price bands: the coarse price in an index key.

use crate::Npr;
use std::{fmt, str::FromStr};

/// A band of prices, each from one bound (inclusive) to the next (exclusive), written
/// with two digits so that it sorts by price. Homes whose price is on request share a band.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct PriceBand(u8);

/// Lower bounds in crore of the bands after the first.
const BOUNDS: [u64; 9] = [3, 5, 8, 12, 18, 25, 35, 50, 80];

impl PriceBand {
    /// The band of homes whose price isn't public.
    pub const ON_REQUEST: PriceBand = PriceBand(99);
    /// The dearest band.
    pub const LAST: PriceBand = PriceBand(BOUNDS.len() as u8);

    /// The band a public price lies in.
    pub fn of(price: Option<Npr>) -> PriceBand {
        match price {
            Some(price) => PriceBand(
                BOUNDS
                    .iter()
                    .take_while(|bound| price >= Npr::crore(**bound))
                    .count() as u8,
            ),
            None => Self::ON_REQUEST,
        }
    }

    /// The first and the last band that overlap a price range; either end may be open. All
    /// bands, with that of prices on request, where no price is asked for; else not that
    /// one, as it answers no question about prices. The first is above the last where the
    /// range is empty.
    pub fn covering(min: Option<Npr>, max: Option<Npr>) -> (PriceBand, PriceBand) {
        if min.is_none() && max.is_none() {
            return (PriceBand(0), Self::ON_REQUEST);
        }
        let first = min.map_or(PriceBand(0), |min| Self::of(Some(min)));
        (first, max.map_or(Self::LAST, |max| Self::of(Some(max))))
    }

    /// All bands in order, that of prices on request last.
    pub fn all() -> impl Iterator<Item = PriceBand> {
        (0..=Self::LAST.0).map(PriceBand).chain([Self::ON_REQUEST])
    }
}

impl fmt::Display for PriceBand {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(out, "{:02}", self.0)
    }
}

impl FromStr for PriceBand {
    type Err = PriceBandError;

    fn from_str(text: &str) -> Result<Self, PriceBandError> {
        Self::all()
            .find(|band| band.to_string() == text)
            .ok_or(PriceBandError)
    }
}

/// Why a text is not a price band.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("a price band is two digits, 00 to {last} or {on_request}", last = PriceBand::LAST, on_request = PriceBand::ON_REQUEST)]
pub struct PriceBandError;

#[cfg(test)]
mod tests;
