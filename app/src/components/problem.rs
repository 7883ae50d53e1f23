//! What is wrong with a field, as a sentence.

use durbar_domain::{Locale, error::Problem, format};
use durbar_messages::problem as words;
use jiff::civil::Date;

/// An end of a range as people write it: a day, a number, else as it is.
fn end_words(locale: Locale, end: &str) -> String {
    match (end.parse::<Date>(), end.parse::<u64>()) {
        (Ok(day), _) => format::date(day, locale),
        (_, Ok(number)) => format::number(number, locale),
        _ => end.to_owned(),
    }
}

/// The problem of the field of this name, in the visitor's language.
pub fn problem_words(locale: Locale, field: &str, problem: &Problem) -> String {
    match problem {
        Problem::Empty => words::empty(locale, field),
        Problem::TooLong { max } => words::too_long(locale, field, max),
        Problem::TooShort { min } => words::too_short(locale, field, min),
        Problem::Guessable => words::guessable(locale, field),
        Problem::ControlCharacter => words::control_character(locale, field),
        Problem::NotANumber => words::not_a_number(locale, field),
        Problem::OutOfRange { min, max } => {
            let (min, max) = (end_words(locale, min), end_words(locale, max));
            words::out_of_range(locale, field, min, max)
        }
        Problem::NotOneOf { accepted } => words::not_one_of(locale, field, accepted),
        Problem::Inverted => words::inverted(locale, field),
        Problem::Malformed { expected } => words::malformed(locale, field, expected),
        Problem::TooMany { max } => words::too_many(locale, field, max),
    }
}
