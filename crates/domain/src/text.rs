//! Texts a person writes, checked when they are made.

use crate::{FieldError, Locale, error::Problem};
use serde::{Deserialize, Serialize};

/// The same text in both languages.
#[derive(Debug, Clone, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct Localized<T> {
    pub en: T,
    pub ne: T,
}

impl<T> Localized<T> {
    /// The text in a language.
    pub fn get(&self, locale: Locale) -> &T {
        match locale {
            Locale::En => &self.en,
            Locale::Ne => &self.ne,
        }
    }

    /// The same by reference.
    pub fn as_ref(&self) -> Localized<&T> {
        Localized {
            en: &self.en,
            ne: &self.ne,
        }
    }

    /// Both texts converted.
    pub fn map<U>(self, mut convert: impl FnMut(T) -> U) -> Localized<U> {
        Localized {
            en: convert(self.en),
            ne: convert(self.ne),
        }
    }
}

/// Control characters, line separators and marks that let a text be read otherwise than it
/// is written (Unicode Technical Report 36). Joiners stay: Nepali needs them.
fn is_hostile(c: char) -> bool {
    c.is_control() || matches!(c, '\u{2028}'..='\u{202e}' | '\u{2066}'..='\u{2069}' | '\u{feff}')
}

/// A line of text of 1 to `MAX` characters, trimmed, without control characters or
/// marks that turn the direction of writing.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct Line<const MAX: usize>(String);

/// A listing's title.
pub type Title = Line<120>;
/// A listing's summary: a sentence or two, as cards and chats show it.
pub type Summary = Line<320>;
/// A name of a person or a business.
pub type Name = Line<120>;

impl<const MAX: usize> Line<MAX> {
    /// Trims and checks a line; an error names `field`.
    pub fn parse(field: &str, text: &str) -> Result<Self, FieldError> {
        let text = text.trim();
        let problem = if text.is_empty() {
            Problem::Empty
        } else if text.chars().count() > MAX {
            Problem::TooLong { max: MAX }
        } else if text.chars().any(is_hostile) {
            Problem::ControlCharacter
        } else {
            return Ok(Self(text.to_owned()));
        };
        Err(FieldError::new(field, problem))
    }

    /// The text, trimmed.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl<const MAX: usize> TryFrom<String> for Line<MAX> {
    type Error = FieldError;

    fn try_from(text: String) -> Result<Self, FieldError> {
        Self::parse("text", &text)
    }
}

impl<const MAX: usize> From<Line<MAX>> for String {
    fn from(line: Line<MAX>) -> String {
        line.0
    }
}

/// A story of several paragraphs, separated by blank lines: 1 to 8,000 characters,
/// without control characters other than line ends or marks that turn the direction of writing.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct Story(String);

impl Story {
    /// The longest story, in characters.
    pub const MAX: usize = 8_000;

    /// Trims and checks a story; an error names `field`.
    pub fn parse(field: &str, text: &str) -> Result<Self, FieldError> {
        let text = text.trim().replace("\r\n", "\n");
        let problem = if text.is_empty() {
            Problem::Empty
        } else if text.chars().count() > Self::MAX {
            Problem::TooLong { max: Self::MAX }
        } else if text.chars().any(|c| is_hostile(c) && c != '\n') {
            Problem::ControlCharacter
        } else {
            return Ok(Self(text));
        };
        Err(FieldError::new(field, problem))
    }

    /// The text, trimmed.
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// The paragraphs, in order.
    pub fn paragraphs(&self) -> impl Iterator<Item = &str> {
        self.0
            .split("\n\n")
            .map(str::trim)
            .filter(|paragraph| !paragraph.is_empty())
    }
}

/// What a person writes in a box of several lines: 1 to `MAX` characters, trimmed, without
/// control characters other than line ends or marks that turn the direction of writing.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct Words<const MAX: usize>(String);

impl<const MAX: usize> Words<MAX> {
    /// Trims and checks; an error names `field`.
    pub fn parse(field: &str, text: &str) -> Result<Self, FieldError> {
        let text = text.trim().replace("\r\n", "\n");
        let problem = if text.is_empty() {
            Problem::Empty
        } else if text.chars().count() > MAX {
            Problem::TooLong { max: MAX }
        } else if text.chars().any(|c| is_hostile(c) && c != '\n') {
            Problem::ControlCharacter
        } else {
            return Ok(Self(text));
        };
        Err(FieldError::new(field, problem))
    }

    /// The text, trimmed, with `\n` at the end of lines.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl<const MAX: usize> TryFrom<String> for Words<MAX> {
    type Error = FieldError;

    fn try_from(text: String) -> Result<Self, FieldError> {
        Self::parse("text", &text)
    }
}

impl<const MAX: usize> From<Words<MAX>> for String {
    fn from(words: Words<MAX>) -> String {
        words.0
    }
}

impl TryFrom<String> for Story {
    type Error = FieldError;

    fn try_from(text: String) -> Result<Self, FieldError> {
        Self::parse("description", &text)
    }
}

impl From<Story> for String {
    fn from(story: Story) -> String {
        story.0
    }
}

#[cfg(test)]
mod tests;
