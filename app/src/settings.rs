//! Settings that pages show or islands need; nothing secret.

use jiff::civil::Date;
use serde::{Deserialize, Serialize};

/// The public part of the server's settings.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct PublicSettings {
    /// Scheme and host of the site, without a slash at the end, for canonical addresses.
    pub site_url: String,
    /// Map tiles as in `https://tile.example/{z}/{x}/{y}.png`; `None`: outlines only.
    pub tile_url: Option<String>,
    /// The tiles' attribution, plain text.
    pub tile_attribution: String,
    pub exchange_rates: ExchangeRates,
    /// The part of visits, from 0 to 1, in which browsers are asked how the page came up.
    pub web_vitals_sample: f64,
}

/// What one unit of a foreign currency costs in Nepalese rupees.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct ExchangeRates {
    /// The day the rates are of.
    pub as_of: Date,
    /// ISO 4217 code and rupees for one unit.
    pub rates: Vec<(String, f64)>,
}
