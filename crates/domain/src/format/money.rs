//! Prices.

use super::{digits, number};
use crate::{
    Locale, Npr,
    money::{CRORE, LAKH},
};

fn sign(locale: Locale) -> &'static str {
    match locale {
        Locale::En => "NPR",
        Locale::Ne => "रु",
    }
}

/// A price in full, as in `NPR 3,50,00,000`; paisa are left out.
pub fn npr(price: Npr, locale: Locale) -> String {
    format!("{} {}", sign(locale), number(price.rupees(), locale))
}

/// [`npr_compact`] without the currency, for a map's pills.
pub fn npr_compact_amount(price: Npr, locale: Locale) -> String {
    let text = npr_compact(price, locale);
    match text.split_once(' ') {
        Some((_, amount)) => amount.to_owned(),
        None => text,
    }
}

/// A price as people say it, as in `NPR 12.5 crore` or `रु १२.५ करोड`: at most two decimals,
/// rounded half up; in lakh under one crore, in full under one lakh.
pub fn npr_compact(price: Npr, locale: Locale) -> String {
    let rupees = price.rupees();
    // 99.995 lakh would round to "100 lakh".
    let (unit, word) = if rupees + LAKH / 200 >= CRORE {
        (
            CRORE,
            if locale == Locale::En {
                "crore"
            } else {
                "करोड"
            },
        )
    } else if rupees >= LAKH {
        (
            LAKH,
            if locale == Locale::En {
                "lakh"
            } else {
                "लाख"
            },
        )
    } else {
        return npr(price, locale);
    };
    let hundredths = (rupees * 100 + unit / 2) / unit;
    let (whole, part) = (number(hundredths / 100, locale), hundredths % 100);
    let amount = match part {
        0 => whole,
        part if part % 10 == 0 => format!("{whole}.{}", part / 10),
        part => format!("{whole}.{part:02}"),
    };
    format!("{} {} {word}", sign(locale), digits(&amount, locale))
}
