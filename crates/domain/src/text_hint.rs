//! Gentle remarks on what a broker writes: they stop nobody.

use strum::{IntoStaticStr, VariantArray};

/// What could be better about a text.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, IntoStaticStr, VariantArray)]
#[strum(serialize_all = "kebab-case")]
pub enum TextHint {
    /// Too short to tell much.
    Short,
    /// Longer than most people read.
    Long,
    /// A number to call: buyers ask through the page, so that no lead is lost.
    PhoneNumber,
    /// An address of a site or of mail.
    Link,
    /// Words in capitals.
    Shouting,
}

/// Digits in a row that are a telephone number rather than a year or a price.
const PHONE_DIGITS: usize = 9;
/// Capitals in a row that are more than an abbreviation.
const SHOUT: usize = 12;

/// Remarks on a text that should have between `least` and `most` characters.
pub fn hints(text: &str, least: usize, most: usize) -> Vec<TextHint> {
    let text = text.trim();
    let length = text.chars().count();
    let found = [
        (TextHint::Short, length > 0 && length < least),
        (TextHint::Long, length > most),
        (TextHint::PhoneNumber, has_phone_number(text)),
        (TextHint::Link, has_link(text)),
        (TextHint::Shouting, is_shouting(text)),
    ];
    let found = found.into_iter().filter(|(_, is)| *is);
    found.map(|(hint, _)| hint).collect()
}

/// Prices are grouped by commas, which end a number here.
fn has_phone_number(text: &str) -> bool {
    let mut digits = 0;
    for c in text.chars() {
        match c {
            '0'..='9' | '०'..='९' => digits += 1,
            ' ' | '-' | '+' | '(' | ')' | '\u{a0}' => {}
            _ => digits = 0,
        }
        if digits >= PHONE_DIGITS {
            return true;
        }
    }
    false
}

fn has_link(text: &str) -> bool {
    let lower = text.to_lowercase();
    let ends = [".com", ".np", ".net", ".org", ".io"];
    lower.split_whitespace().any(|word| {
        let word = word.trim_matches(|c: char| !c.is_alphanumeric() && c != '/');
        word.contains("://")
            || word.starts_with("www.")
            || word.contains('@')
            || ends.iter().any(|end| {
                word.split('/')
                    .next()
                    .and_then(|host| host.strip_suffix(end))
                    .is_some_and(|name| !name.is_empty())
            })
    })
}

fn is_shouting(text: &str) -> bool {
    let mut row = 0;
    for c in text.chars() {
        if c.is_uppercase() {
            row += 1;
        } else if c.is_lowercase() {
            row = 0;
        }
        if row >= SHOUT {
            return true;
        }
    }
    false
}

#[cfg(test)]
mod tests {
    use super::{TextHint::*, *};

    #[test]
    fn numbers_to_call_are_told_from_prices_and_years() {
        for text in ["Call 9841234567", "+977 984-123-4567", "फोन ९८४१२३४५६७"]
        {
            assert_eq!(hints(text, 0, 100), [PhoneNumber], "{text}");
        }
        for text in ["Built 2018, sold 2024", "NPR 12,50,00,000", "5,476 sq ft"] {
            assert_eq!(hints(text, 0, 100), [], "{text}");
        }
    }

    #[test]
    fn links_are_found_and_sentences_are_not() {
        for text in [
            "see www.homes.example",
            "Homes.com.np/1",
            "a@b.example",
            "http://x",
        ] {
            assert_eq!(hints(text, 0, 100), [Link], "{text}");
        }
        assert_eq!(hints("Quiet. Communal garden, no.", 0, 100), []);
    }

    #[test]
    fn length_and_capitals() {
        assert_eq!(hints("A home", 20, 100), [Short]);
        assert_eq!(hints(&"word ".repeat(30), 20, 100), [Long]);
        assert_eq!(hints("BEST HOUSE IN TOWN, see it", 0, 100), [Shouting]);
        assert_eq!(hints("NBC 105 and CCTV", 0, 100), []);
        assert_eq!(hints("", 20, 100), []);
    }
}
