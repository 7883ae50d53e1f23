//! Plain numbers.

use crate::Locale;

/// Replaces the digits `0-9` of `text` by those of the language.
pub fn digits(text: &str, locale: Locale) -> String {
    match locale {
        Locale::En => text.to_owned(),
        Locale::Ne => text.chars().map(devanagari).collect(),
    }
}

fn devanagari(c: char) -> char {
    match c.to_digit(10) {
        Some(digit) => char::from_u32(u32::from('०') + digit).unwrap_or(c),
        None => c,
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

/// A decimal with at most `places` places and no zeros at its end, not grouped.
pub fn decimal(value: f64, places: usize, locale: Locale) -> String {
    let fixed = format!("{value:.places$}");
    let trimmed = if fixed.contains('.') {
        fixed.trim_end_matches('0').trim_end_matches('.')
    } else {
        &fixed
    };
    let unsigned = if trimmed == "-0" { "0" } else { trimmed };
    digits(unsigned, locale)
}
