//! What is wrong with a value somebody gave.

use serde::{Deserialize, Serialize};

/// A field that was refused, and what it would accept.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, thiserror::Error)]
#[error("{field}: {problem}")]
pub struct FieldError {
    /// The field's name as in the form or the address.
    pub field: String,
    pub problem: Problem,
}

/// Why a field was refused.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, thiserror::Error)]
pub enum Problem {
    #[error("is empty")]
    Empty,
    #[error("is longer than {max} characters")]
    TooLong { max: usize },
    #[error("is shorter than {min} characters")]
    TooShort { min: usize },
    #[error("is too easy to guess")]
    Guessable,
    #[error("holds a control character")]
    ControlCharacter,
    #[error("is not a number")]
    NotANumber,
    #[error("is outside {min} to {max}")]
    OutOfRange { min: String, max: String },
    #[error("is not one of: {accepted}")]
    NotOneOf { accepted: String },
    #[error("starts above where it ends")]
    Inverted,
    #[error("is not written as {expected}")]
    Malformed { expected: String },
    #[error("has more than {max} entries")]
    TooMany { max: usize },
}

impl FieldError {
    pub fn new(field: impl Into<String>, problem: Problem) -> Self {
        Self {
            field: field.into(),
            problem,
        }
    }
}
