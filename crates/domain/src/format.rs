//! Numbers as people in Nepal write them, in both languages.
//!
//! English groups by the Indian rule (3,50,00,000); Nepali uses Devanagari digits and
//! the words लाख and करोड.

use crate::{
    Area, Locale, Npr,
    area::{HillUnits, TeraiUnits},
    money::{CRORE, LAKH},
};
use serde::{Deserialize, Serialize};
use strum::{EnumString, IntoStaticStr, VariantArray};

/// Replaces the digits of `text` by those of the language.
pub fn digits(text: &str, locale: Locale) -> String {
    match locale {
        Locale::En => text.to_owned(),
        Locale::Ne => text
            .chars()
            .map(|c| match c.to_digit(10) {
                Some(digit) => char::from_u32(0x0966 + digit).unwrap_or(c),
                None => c,
            })
            .collect(),
    }
}

/// A whole number grouped as 3,50,00,000.
pub fn number(value: u64, locale: Locale) -> String {
    let plain = value.to_string();
    let mut grouped = String::with_capacity(plain.len() * 3 / 2);
    for (index, digit) in plain.chars().enumerate() {
        let left = plain.len() - index;
        // A comma before the last three digits and before every second one above them.
        if index > 0 && (left == 3 || (left > 3 && left % 2 == 1)) {
            grouped.push(',');
        }
        grouped.push(digit);
    }
    digits(&grouped, locale)
}

/// A decimal with at most `places` places and no zeros at its end.
pub fn decimal(value: f64, places: usize, locale: Locale) -> String {
    let fixed = format!("{value:.places$}");
    let trimmed = if fixed.contains('.') {
        fixed.trim_end_matches('0').trim_end_matches('.')
    } else {
        &fixed
    };
    digits(trimmed, locale)
}

/// A price in full, as in `NPR 3,50,00,000`; paisa are left out.
pub fn npr(price: Npr, locale: Locale) -> String {
    let sign = match locale {
        Locale::En => "NPR ",
        Locale::Ne => "रु ",
    };
    format!("{sign}{}", number(price.rupees(), locale))
}

/// A price as people say it, as in `NPR 12.5 crore` or `रु १२.५ करोड`: at most two decimals,
/// rounded; in lakh under one crore, in full under one lakh.
pub fn npr_compact(price: Npr, locale: Locale) -> String {
    let rupees = price.rupees();
    let hundredths = |unit: u64| ((rupees * 100 + unit / 2) / unit) as f64 / 100.0;
    let sign = if locale == Locale::En {
        "NPR"
    } else {
        "रु"
    };
    // 99.996 lakh would round to "100 lakh".
    let (amount, unit) = if rupees + LAKH / 200 >= CRORE {
        (
            hundredths(CRORE),
            if locale == Locale::En {
                "crore"
            } else {
                "करोड"
            },
        )
    } else if rupees >= LAKH {
        (
            hundredths(LAKH),
            if locale == Locale::En {
                "lakh"
            } else {
                "लाख"
            },
        )
    } else {
        return npr(price, locale);
    };
    format!("{sign} {} {unit}", decimal(amount, 2, locale))
}

/// The measure in which a person wants land shown.
#[derive(
    Debug,
    Clone,
    Copy,
    Default,
    PartialEq,
    Eq,
    Serialize,
    Deserialize,
    EnumString,
    IntoStaticStr,
    VariantArray,
)]
#[strum(serialize_all = "kebab-case")]
pub enum LandMeasure {
    /// `1-4-2-0`: ropani, aana, paisa, dam.
    #[default]
    Hill,
    SquareFeet,
    SquareMetres,
    /// `0-3-12`: bigha, kattha, dhur.
    Terai,
}

impl LandMeasure {
    pub fn key(self) -> &'static str {
        self.into()
    }
}

/// An area in a measure, with its unit where the figures don't say it.
pub fn area(area: Area, measure: LandMeasure, locale: Locale) -> String {
    match (measure, locale) {
        (LandMeasure::Hill, _) => {
            let HillUnits {
                ropani,
                aana,
                paisa,
                dam,
            } = area.to_hill();
            digits(&format!("{ropani}-{aana}-{paisa}-{dam}"), locale)
        }
        (LandMeasure::Terai, _) => {
            let TeraiUnits {
                bigha,
                kattha,
                dhur,
            } = area.to_terai();
            digits(&format!("{bigha}-{kattha}-{dhur}"), locale)
        }
        (LandMeasure::SquareFeet, Locale::En) => {
            format!("{} sq ft", number(area.square_feet(), locale))
        }
        (LandMeasure::SquareFeet, Locale::Ne) => {
            format!("{} वर्ग फिट", number(area.square_feet(), locale))
        }
        (LandMeasure::SquareMetres, _) => {
            let metres = number(area.square_metres().round() as u64, locale);
            format!(
                "{metres} {}",
                if locale == Locale::En {
                    "m²"
                } else {
                    "वर्ग मि."
                }
            )
        }
    }
}

/// A width given in decimetres, in metres: 60 is `6 m`.
pub fn metres(decimetres: u16, locale: Locale) -> String {
    let unit = if locale == Locale::En { "m" } else { "मि." };
    format!(
        "{} {unit}",
        decimal(f64::from(decimetres) / 10.0, 1, locale)
    )
}
