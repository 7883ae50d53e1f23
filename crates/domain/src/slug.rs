//! The readable part of an address.

use serde::{Deserialize, Serialize};
use std::fmt;

mod devanagari;

/// Lower-case words of `a-z` and `0-9` joined by single hyphens, 1 to 80 characters.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct Slug(String);

/// Why a text is not a slug.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("a slug is 1 to 80 characters of a-z, 0-9 and single hyphens between words")]
pub struct SlugError;

impl Slug {
    /// The longest slug, in characters.
    pub const MAX: usize = 80;

    /// Reads a slug as it stands in an address.
    pub fn parse(text: &str) -> Result<Slug, SlugError> {
        let word = |word: &str| {
            !word.is_empty()
                && word
                    .bytes()
                    .all(|b| b.is_ascii_lowercase() || b.is_ascii_digit())
        };
        if text.len() <= Self::MAX && text.split('-').all(word) {
            Ok(Slug(text.to_owned()))
        } else {
            Err(SlugError)
        }
    }

    /// The slug of a title in any script: other scripts are written in Latin letters, cut at
    /// a word's end (or in the first word, if that alone is too long); `home` when nothing
    /// is left.
    pub fn from_title(title: &str) -> Slug {
        let latin = deunicode::deunicode(&devanagari::romanize(title))
            .to_ascii_lowercase()
            .replace('\'', "");
        let mut slug = String::new();
        for word in latin
            .split(|c: char| !c.is_ascii_alphanumeric())
            .filter(|word| !word.is_empty())
        {
            if slug.is_empty() {
                slug.push_str(&word[..word.len().min(Self::MAX)]);
            } else if slug.len() + 1 + word.len() <= Self::MAX {
                slug.push('-');
                slug.push_str(word);
            } else {
                break;
            }
        }
        if slug.is_empty() {
            Slug("home".to_owned())
        } else {
            Slug(slug)
        }
    }

    /// The slug as it stands in an address.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl fmt::Display for Slug {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.write_str(&self.0)
    }
}

impl TryFrom<String> for Slug {
    type Error = SlugError;

    fn try_from(text: String) -> Result<Self, SlugError> {
        Self::parse(&text)
    }
}

impl From<Slug> for String {
    fn from(slug: Slug) -> String {
        slug.0
    }
}

/// Splits `some-slug-prp_01j…` into what stands before the identifier and the identifier.
pub fn split_address(segment: &str) -> Option<(&str, &str)> {
    segment.rsplit_once('-')
}

#[cfg(test)]
mod tests;
