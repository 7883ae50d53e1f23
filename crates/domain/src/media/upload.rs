//! What somebody wants to upload, checked before anything is sent.

use super::{Audience, MediaKind};
use crate::{FieldError, error::Problem, text::Line};
use serde::{Deserialize, Serialize};

/// Longest description of a picture, in characters.
const ALT: usize = 300;
/// Longest name of a file, in characters.
const NAME: usize = 120;

/// What a file is called, without folders. It is shown and never used as a key.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(transparent)]
pub struct FileName(String);

impl FileName {
    /// The last part of a path, its end kept when it is too long; `file` when nothing is left.
    pub fn of(path: &str) -> Self {
        let name = path.rsplit(['/', '\\']).next().unwrap_or_default();
        let name: Vec<char> = name
            .chars()
            .filter(|it| Line::<NAME>::parse("name", &it.to_string()).is_ok() || *it == ' ')
            .collect();
        let name: String = name[name.len().saturating_sub(NAME)..].iter().collect();
        let name = name.trim();
        Self(if name.is_empty() { "file" } else { name }.to_owned())
    }

    pub fn as_str(&self) -> &str {
        &self.0
    }
}

/// A file that is to be uploaded.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct NewUpload {
    pub kind: MediaKind,
    pub audience: Audience,
    pub file_name: String,
    pub bytes: u64,
    /// What the browser says it is.
    pub content_type: String,
}

impl NewUpload {
    /// Checks what is known before a byte is sent.
    ///
    /// # Errors
    /// Fields `file` and `audience`, with what would be accepted.
    pub fn check(&self) -> Result<(), Vec<FieldError>> {
        let mut errors = Vec::new();
        let mut refuse = |field, problem| errors.push(FieldError::new(field, problem));
        let max = self.kind.max_bytes();
        if self.bytes == 0 {
            refuse("file", Problem::Empty);
        } else if self.bytes > max {
            let (min, max) = ("1".to_owned(), format!("{} MiB", max / 1_048_576));
            refuse("file", Problem::OutOfRange { min, max });
        }
        let accepted = self.kind.content_types();
        if !accepted.contains(&self.content_type.as_str()) {
            let accepted = accepted.join(", ");
            refuse("file", Problem::NotOneOf { accepted });
        }
        if !self.kind.may_be(self.audience) {
            let accepted = Audience::Public.key().to_owned();
            refuse("audience", Problem::NotOneOf { accepted });
        }
        match errors.is_empty() {
            true => Ok(()),
            false => Err(errors),
        }
    }
}

/// A description, trimmed; it may be empty, since it is often written later.
///
/// # Errors
/// When it is too long or holds what a line of text may not.
pub fn parse_alt(field: &str, text: &str) -> Result<String, FieldError> {
    match text.trim() {
        "" => Ok(String::new()),
        text => Line::<ALT>::parse(field, text).map(String::from),
    }
}
