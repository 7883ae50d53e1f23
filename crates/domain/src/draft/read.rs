//! Reading what people type: figures in either script, grouped or not, land in any measure.

use crate::{
    Area, FieldError, Npr,
    area::{AreaUnit, HillUnits, TeraiUnits},
    error::Problem,
    format::LandMeasure,
    money::{CRORE, LAKH},
};
use enumset::{EnumSet, EnumSetType};
use std::{ops::RangeInclusive, str::FromStr};
use strum::VariantArray;

/// The word of a ticked box.
pub(super) const YES: &str = "yes";

/// Devanagari digits in ASCII, without the commas and spaces that group them.
fn plain(text: &str) -> String {
    let digit = |c: char| match c {
        '०'..='९' => char::from_digit(c as u32 - '०' as u32, 10).unwrap_or(c),
        _ => c,
    };
    text.trim()
        .chars()
        .filter(|c| !matches!(c, ',' | ' ' | '\u{a0}'))
        .map(digit)
        .collect()
}

fn out_of<T: ToString>(field: &str, range: &RangeInclusive<T>) -> FieldError {
    let (min, max) = (range.start().to_string(), range.end().to_string());
    FieldError::new(field, Problem::OutOfRange { min, max })
}

/// A whole number in a range.
pub(super) fn whole<T>(field: &str, text: &str, range: RangeInclusive<T>) -> Result<T, FieldError>
where
    T: TryFrom<u64> + PartialOrd + ToString,
{
    let text = plain(text);
    if text.is_empty() {
        return Err(FieldError::new(field, Problem::Empty));
    }
    let digits = text.strip_prefix('-').unwrap_or(&text);
    if digits.is_empty() || !digits.bytes().all(|digit| digit.is_ascii_digit()) {
        return Err(FieldError::new(field, Problem::NotANumber));
    }
    // One below zero, or larger than any, is a number all the same.
    let number = text.parse::<u64>().ok();
    number
        .and_then(|number| T::try_from(number).ok())
        .filter(|number| range.contains(number))
        .ok_or_else(|| out_of(field, &range))
}

/// A decimal in a range.
pub(super) fn decimal(
    field: &str,
    text: &str,
    range: RangeInclusive<f64>,
) -> Result<f64, FieldError> {
    let text = plain(text);
    if text.is_empty() {
        return Err(FieldError::new(field, Problem::Empty));
    }
    // `f64` also reads `inf`, `nan` and exponents, which nobody means.
    let is_plain = |c: char| c.is_ascii_digit() || c == '.' || c == '-';
    let number: f64 = text
        .parse()
        .ok()
        .filter(|_| text.chars().all(is_plain))
        .ok_or_else(|| FieldError::new(field, Problem::NotANumber))?;
    match range.contains(&number) {
        true => Ok(number),
        false => Err(out_of(field, &range)),
    }
}

/// A price in rupees, or in crore or lakh as people say it.
pub(super) fn price(field: &str, text: &str) -> Result<Npr, FieldError> {
    let lower = text.trim().to_lowercase();
    let lower = lower
        .strip_prefix("npr")
        .or_else(|| lower.strip_prefix("rs."))
        .or_else(|| lower.strip_prefix("rs"))
        .or_else(|| lower.strip_prefix("रु."))
        .or_else(|| lower.strip_prefix("रु"))
        .unwrap_or(&lower);
    let named = [
        ("crore", CRORE),
        ("करोड", CRORE),
        ("lakh", LAKH),
        ("लाख", LAKH),
    ];
    let most = Npr::MAX_RUPEES;
    let named = named
        .into_iter()
        .find_map(|(name, each)| Some((lower.strip_suffix(name)?, each)));
    let rupees = match named {
        Some((amount, each)) => {
            let amount = decimal(field, amount, 0.0..=most as f64)?;
            (amount * each as f64).round() as u64
        }
        None => whole(field, lower, 1..=most)?,
    };
    Npr::from_rupees(rupees)
        .filter(|price| price.paisa() > 0)
        .ok_or_else(|| out_of(field, &(1..=most)))
}

/// Land as it is written in a measure: `1-4-2-0`, `0-3-12`, or a decimal.
pub(super) fn land(field: &str, text: &str, measure: LandMeasure) -> Result<Area, FieldError> {
    let area = match measure {
        LandMeasure::Hill => {
            let [ropani, aana, paisa, dam] = parts(field, text, "1-4-2-0", [15, 3, 3])?;
            let hill = HillUnits {
                ropani,
                aana,
                paisa,
                dam,
            };
            Area::from_hill(hill)
        }
        LandMeasure::Terai => {
            let [bigha, kattha, dhur] = parts(field, text, "0-3-12", [19, 19])?;
            Area::from_terai(TeraiUnits {
                bigha,
                kattha,
                dhur,
            })
        }
        LandMeasure::SquareFeet => {
            let most = Area::MAX.amount(AreaUnit::SquareFoot);
            Area::from_amount(decimal(field, text, 0.0..=most)?, AreaUnit::SquareFoot)
        }
        LandMeasure::SquareMetres => {
            let most = Area::MAX.amount(AreaUnit::SquareMetre).floor();
            Area::from_amount(decimal(field, text, 0.0..=most)?, AreaUnit::SquareMetre)
        }
    };
    area.filter(|area| !area.is_zero()).ok_or_else(|| {
        let (min, max) = ("0-0-0-1".to_owned(), "10000-0-0-0".to_owned());
        FieldError::new(field, Problem::OutOfRange { min, max })
    })
}

/// Figures joined by hyphens; what is left out at the end is 0. All but the first have a
/// largest figure.
fn parts<const N: usize, const M: usize>(
    field: &str,
    text: &str,
    expected: &str,
    most: [u64; M],
) -> Result<[u64; N], FieldError> {
    let text = plain(text);
    if text.is_empty() {
        return Err(FieldError::new(field, Problem::Empty));
    }
    let malformed = || {
        let expected = expected.to_owned();
        FieldError::new(field, Problem::Malformed { expected })
    };
    let given: Vec<&str> = text.split('-').collect();
    // A single figure could be meant in any unit.
    if given.len() < 2 || given.len() > N {
        return Err(malformed());
    }
    let mut figures = [0; N];
    for (index, (figure, text)) in figures.iter_mut().zip(given).enumerate() {
        *figure = text.parse().map_err(|_| malformed())?;
        let limit = index.checked_sub(1).and_then(|index| most.get(index));
        if limit.is_some_and(|limit| *figure > *limit) {
            return Err(malformed());
        }
    }
    Ok(figures)
}

/// One of a closed list, by its key.
pub(super) fn one_of<T>(field: &str, text: &str) -> Result<T, FieldError>
where
    T: FromStr + VariantArray + Copy + Into<&'static str>,
{
    if text.trim().is_empty() {
        return Err(FieldError::new(field, Problem::Empty));
    }
    text.trim()
        .parse()
        .map_err(|_| FieldError::new(field, not_one_of::<T>()))
}

/// Several of a closed list, by their keys, separated by commas; none may be meant.
pub(super) fn several<T>(field: &str, text: &str) -> Result<EnumSet<T>, FieldError>
where
    T: FromStr + VariantArray + Copy + Into<&'static str> + EnumSetType,
{
    text.split(',')
        .map(str::trim)
        .filter(|key| !key.is_empty())
        .map(|key| {
            key.parse::<T>()
                .map_err(|_| FieldError::new(field, not_one_of::<T>()))
        })
        .collect()
}

/// Whether a box was ticked.
pub(super) fn ticked(field: &str, text: &str) -> Result<bool, FieldError> {
    match text.trim() {
        "" | "no" => Ok(false),
        YES => Ok(true),
        _ => {
            let accepted = "yes, no".to_owned();
            Err(FieldError::new(field, Problem::NotOneOf { accepted }))
        }
    }
}

fn not_one_of<T: VariantArray + Copy + Into<&'static str>>() -> Problem {
    let keys: Vec<&'static str> = T::VARIANTS.iter().map(|value| (*value).into()).collect();
    Problem::NotOneOf {
        accepted: keys.join(", "),
    }
}
