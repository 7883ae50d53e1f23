//! What is wrong with a field, as a sentence.

use durbar_domain::{Locale, error::Problem};
use durbar_messages::problem as words;

/// The problem of the field of this name, in the visitor's language.
pub fn problem_words(locale: Locale, field: &str, problem: &Problem) -> String {
    match problem {
        Problem::Empty => words::empty(locale, field),
        Problem::TooLong { max } => words::too_long(locale, field, max),
        Problem::TooShort { min } => words::too_short(locale, field, min),
        Problem::Guessable => words::guessable(locale, field),
        Problem::ControlCharacter => words::control_character(locale, field),
        Problem::NotANumber => words::not_a_number(locale, field),
        Problem::OutOfRange { min, max } => words::out_of_range(locale, field, min, max),
        Problem::NotOneOf { accepted } => words::not_one_of(locale, field, accepted),
        Problem::Inverted => words::inverted(locale, field),
        Problem::Malformed { expected } => words::malformed(locale, field, expected),
        Problem::TooMany { max } => words::too_many(locale, field, max),
    }
}
