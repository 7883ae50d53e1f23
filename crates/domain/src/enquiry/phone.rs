//! Telephone numbers.

use crate::{FieldError, error::Problem};
use serde::{Deserialize, Serialize};
use std::fmt;

/// A number as in `+9779800000001` (ITU-T E.164): 8 to 15 digits behind the `+`.
#[derive(Clone, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct PhoneNumber(String);

/// Nepal's country code.
const NEPAL: &str = "977";

impl PhoneNumber {
    /// Reads a number as people write it: with spaces, hyphens, dots and brackets, in digits
    /// of either language, with `+` or `00` before the country. Without a country it is of
    /// Nepal: a mobile of 10 digits that starts with 9, or a landline of 9 that starts with 0.
    /// An error names `field`.
    pub fn parse(field: &str, text: &str) -> Result<Self, FieldError> {
        if text.trim().is_empty() {
            return Err(FieldError::new(field, Problem::Empty));
        }
        Self::read(text).ok_or_else(|| {
            let expected = "98XXXXXXXX or +977 98XXXXXXXX".to_owned();
            FieldError::new(field, Problem::Malformed { expected })
        })
    }

    fn read(text: &str) -> Option<Self> {
        let plain: String = text
            .trim()
            .chars()
            .filter(|c| !matches!(c, ' ' | '\u{a0}' | '-' | '.' | '(' | ')'))
            .map(latin_digit)
            .collect();
        let digits = match (plain.strip_prefix('+'), plain.strip_prefix("00")) {
            (Some(digits), _) | (None, Some(digits)) => digits.to_owned(),
            (None, None) => match plain.as_bytes() {
                [b'9', ..] if plain.len() == 10 => format!("{NEPAL}{plain}"),
                [b'0', b'1'..=b'9', ..] if plain.len() == 9 => format!("{NEPAL}{}", &plain[1..]),
                _ if plain.len() == 13 && plain.starts_with("9779") => plain,
                _ => return None,
            },
        };
        is_international(&digits).then(|| Self(format!("+{digits}")))
    }

    /// The number, as in `+9779800000001`.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

/// Whether these are the digits of a number with its country. Of Nepal the lengths are known:
/// 10 digits of a mobile, 8 of a landline.
fn is_international(digits: &str) -> bool {
    let plausible = (8..=15).contains(&digits.len())
        && digits.bytes().all(|digit| digit.is_ascii_digit())
        && !digits.starts_with('0');
    match digits.strip_prefix(NEPAL) {
        Some(national) => {
            plausible
                && match national.len() {
                    10 => national.starts_with('9'),
                    8 => !national.starts_with('0'),
                    _ => false,
                }
        }
        None => plausible,
    }
}

fn latin_digit(c: char) -> char {
    match u32::from(c) {
        digit @ 0x966..=0x96f => char::from_digit(digit - 0x966, 10).unwrap_or(c),
        _ => c,
    }
}

impl fmt::Display for PhoneNumber {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.write_str(&self.0)
    }
}

/// Never whole, so that no log has it.
impl fmt::Debug for PhoneNumber {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.write_str("PhoneNumber(…)")
    }
}

impl TryFrom<String> for PhoneNumber {
    type Error = FieldError;

    fn try_from(text: String) -> Result<Self, FieldError> {
        Self::parse("phone", &text)
    }
}

impl From<PhoneNumber> for String {
    fn from(number: PhoneNumber) -> String {
        number.0
    }
}
