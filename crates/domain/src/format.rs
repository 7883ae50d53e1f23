//! Numbers and dates as people in Nepal write them, in both languages.
//!
//! English groups by the Indian rule (3,50,00,000); Nepali uses Devanagari digits and
//! the words लाख and करोड.

mod date;
mod land;
mod money;
mod number;

pub use date::date;
pub use land::{LandMeasure, area, metres};
pub use money::{npr, npr_compact, npr_compact_amount};
pub use number::{decimal, digits, number};

#[cfg(test)]
mod tests;
