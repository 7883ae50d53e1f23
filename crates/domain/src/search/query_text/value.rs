//! Single values of a query string.

use crate::{
    FieldError, Npr,
    error::Problem,
    search::query::{LandAmount, SearchQuery},
};
use enumset::{EnumSet, EnumSetType};
use std::str::FromStr;
use strum::VariantArray;

/// Words to search for, with single spaces between them.
pub(super) fn search_text(value: &str) -> Result<String, FieldError> {
    let text = value.split_whitespace().collect::<Vec<_>>().join(" ");
    if text.chars().count() > SearchQuery::MAX_TEXT {
        return Err(FieldError::new(
            "q",
            Problem::TooLong {
                max: SearchQuery::MAX_TEXT,
            },
        ));
    }
    if text.chars().any(char::is_control) {
        return Err(FieldError::new("q", Problem::ControlCharacter));
    }
    Ok(text)
}

/// One of a closed list, by its name in addresses.
pub(super) fn choice<T>(name: &str, value: &str) -> Result<T, FieldError>
where
    T: FromStr + VariantArray + Copy + Into<&'static str>,
{
    value.parse().map_err(|_| {
        let accepted: Vec<&str> = T::VARIANTS
            .iter()
            .map(|variant| (*variant).into())
            .collect();
        FieldError::new(
            name,
            Problem::NotOneOf {
                accepted: accepted.join(", "),
            },
        )
    })
}

/// The same as a set, to be joined with others of its name.
pub(super) fn one_of<T>(name: &str, value: &str) -> Result<EnumSet<T>, FieldError>
where
    T: EnumSetType + FromStr + VariantArray + Into<&'static str>,
{
    choice::<T>(name, value).map(EnumSet::only)
}

/// A number a person typed, from `min` to `max`.
pub(super) fn number(name: &str, value: &str, min: f64, max: f64) -> Result<f64, FieldError> {
    let typed = typed_number(value);
    let parsed = typed.ok_or_else(|| FieldError::new(name, Problem::NotANumber))?;
    // So many digits that they overflow are infinite, and outside any range.
    if !(min..=max).contains(&parsed) {
        let (min, max) = (min.to_string(), max.to_string());
        return Err(FieldError::new(name, Problem::OutOfRange { min, max }));
    }
    Ok(parsed)
}

/// Digits of either language with at most one point. Commas may part the digits before it
/// as 12,50,000 or 1,250,000 do; elsewhere they are refused, as 12,5 could mean two things.
/// No signs, exponents or words (`1e9`, `inf`).
fn typed_number(value: &str) -> Option<f64> {
    let plain: String = value.chars().map(ascii_digit).collect();
    let (whole, part) = plain.split_once('.').unwrap_or((&plain, ""));
    let digits = |text: &str| text.bytes().all(|byte| byte.is_ascii_digit());
    let groups: Vec<&str> = whole.split(',').collect();
    let grouped_well = match groups[..] {
        [first, ref middle @ .., last] => {
            (1..=3).contains(&first.len())
                && middle.iter().all(|group| matches!(group.len(), 2 | 3))
                && last.len() == 3
        }
        _ => true,
    };
    let all_digits = groups.iter().all(|group| digits(group)) && digits(part);
    let some_digit = !(whole.is_empty() && part.is_empty());
    if grouped_well && all_digits && some_digit {
        plain.replace(',', "").parse().ok()
    } else {
        None
    }
}

fn ascii_digit(c: char) -> char {
    match c {
        '०'..='९' => char::from(b'0' + (u32::from(c) - u32::from('०')) as u8),
        other => other,
    }
}

/// A whole number from `min` to `max`.
pub(super) fn whole(name: &str, value: &str, min: u64, max: u64) -> Result<u64, FieldError> {
    let parsed = number(name, value, min as f64, max as f64)?;
    if parsed.fract() != 0.0 {
        let expected = "a whole number".to_owned();
        return Err(FieldError::new(name, Problem::Malformed { expected }));
    }
    Ok(parsed as u64)
}

/// A price in whole rupees.
pub(super) fn price(name: &str, value: &str) -> Result<Npr, FieldError> {
    let rupees = whole(name, value, 0, Npr::MAX_RUPEES)?;
    Npr::from_rupees(rupees).ok_or_else(|| FieldError::new(name, Problem::NotANumber))
}

/// An amount of land, to the nearest hundredth.
pub(super) fn land(name: &str, value: &str) -> Result<LandAmount, FieldError> {
    let amount = number(name, value, 0.0, 10_000_000.0)?;
    Ok(LandAmount {
        hundredths: (amount * 100.0).round() as u32,
    })
}
