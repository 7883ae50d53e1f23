//! Price bands: the coarse price in an index key.

use crate::Npr;
use std::fmt;

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

    /// The bands that overlap a price range; either end may be open.
    pub fn covering(min: Option<Npr>, max: Option<Npr>) -> (PriceBand, PriceBand) {
        let first = min.map_or(PriceBand(0), |min| Self::of(Some(min)));
        (first, max.map_or(Self::LAST, |max| Self::of(Some(max))))
    }
}

impl fmt::Display for PriceBand {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(out, "{:02}", self.0)
    }
}
