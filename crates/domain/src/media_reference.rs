//! Where a file lies that somebody names for a home: at an address, or in a folder beside the
//! list that names it.

use crate::{
    FieldError,
    error::Problem,
    media::{FileName, MediaKind},
};
use serde::{Deserialize, Serialize};
use std::fmt;

/// An address that starts with `https://` or `http://`, or a path of up to 20 names below a
/// folder, in 1 to 1,000 characters.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct MediaReference(String);

impl MediaReference {
    /// The longest reference, in characters.
    pub const MAX: usize = 1_000;
    /// The most names in a path.
    const NAMES: usize = 20;

    /// Trims and checks a reference; an error names `field`.
    pub fn parse(field: &str, text: &str) -> Result<Self, FieldError> {
        let text = text.trim();
        let malformed = || Problem::Malformed {
            expected: "https://host/path, or a path below the folder of media without .."
                .to_owned(),
        };
        let problem = if text.is_empty() {
            Problem::Empty
        } else if text.chars().count() > Self::MAX {
            Problem::TooLong { max: Self::MAX }
        } else if text.chars().any(char::is_control) {
            Problem::ControlCharacter
        } else if !is_address(text) && !is_path(text) {
            malformed()
        } else {
            return Ok(Self(text.to_owned()));
        };
        Err(FieldError::new(field, problem))
    }

    /// The reference as it is written.
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// What the file is called there: the last name of the path.
    pub fn file_name(&self) -> FileName {
        FileName::of(self.path())
    }

    /// What the file is by its ending, where nobody says so: a film (`mp4`, `m4v`, `mov`), a
    /// floor plan (`pdf`), else a picture. The pipeline looks what it really is.
    pub fn kind(&self) -> MediaKind {
        let ending = self.path().rsplit_once('.').map(|(_, ending)| ending);
        match ending.map(str::to_ascii_lowercase).as_deref() {
            Some("mp4" | "m4v" | "mov") => MediaKind::Film,
            Some("pdf") => MediaKind::FloorPlan,
            _ => MediaKind::Picture,
        }
    }

    /// Without what stands behind the path of an address.
    fn path(&self) -> &str {
        match self.is_address() {
            true => self.0.split(['?', '#']).next().unwrap_or_default(),
            false => &self.0,
        }
    }

    /// Whether it is an address; otherwise it is a path.
    pub fn is_address(&self) -> bool {
        is_address(&self.0)
    }
}

/// Scheme, host, and nothing that hides another host.
fn is_address(text: &str) -> bool {
    let rest = text
        .strip_prefix("https://")
        .or_else(|| text.strip_prefix("http://"));
    rest.is_some_and(|rest| {
        let host = rest.split(['/', '?', '#']).next().unwrap_or_default();
        let fits = |c: char| c.is_ascii_alphanumeric() || matches!(c, '.' | '-' | ':' | '[' | ']');
        !host.is_empty() && host.chars().all(fits) && !text.contains(char::is_whitespace)
    })
}

/// Names that lead down alone, on every system.
fn is_path(text: &str) -> bool {
    let names: Vec<&str> = text.split('/').collect();
    names.len() <= MediaReference::NAMES
        && !text.contains(['\\', ':'])
        && names
            .iter()
            .all(|name| !name.is_empty() && *name != "." && *name != "..")
}

impl fmt::Display for MediaReference {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.write_str(&self.0)
    }
}

impl TryFrom<String> for MediaReference {
    type Error = FieldError;

    fn try_from(text: String) -> Result<Self, FieldError> {
        Self::parse("media", &text)
    }
}

impl From<MediaReference> for String {
    fn from(reference: MediaReference) -> String {
        reference.0
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn addresses_and_paths_below_the_folder_are_taken() {
        for (text, is_address) in [
            ("https://old.example/photos/12.jpg?size=full", true),
            ("http://192.0.2.7:8080/a.jpg", true),
            ("12/front.jpg", false),
            (" a photo.jpg ", false),
            ("घर.jpg", false),
        ] {
            let reference = MediaReference::parse("media", text).expect(text);
            assert_eq!(reference.is_address(), is_address, "{text}");
            assert_eq!(reference.as_str(), text.trim());
        }
    }

    #[test]
    fn name_and_kind_are_told_by_the_path() {
        for (text, name, kind) in [
            (
                "https://old.example/a/hall.jpg?size=full#.mp4",
                "hall.jpg",
                MediaKind::Picture,
            ),
            (
                "https://old.example/photo?id=7",
                "photo",
                MediaKind::Picture,
            ),
            ("12/Garden.MOV", "Garden.MOV", MediaKind::Film),
            ("12/plan #2.pdf", "plan #2.pdf", MediaKind::FloorPlan),
        ] {
            let reference = MediaReference::parse("media", text).expect(text);
            assert_eq!(reference.file_name().as_str(), name);
            assert_eq!(reference.kind(), kind, "{text}");
        }
    }

    #[test]
    fn what_leads_elsewhere_is_refused() {
        for text in [
            "",
            "/etc/passwd",
            "../secret.jpg",
            "a/../../b.jpg",
            "a//b.jpg",
            "./a.jpg",
            "C:\\a.jpg",
            "file:///etc/passwd",
            "ftp://old.example/a.jpg",
            "https://",
            "https://user:word@old.example/a.jpg",
            "https://old.example/a b.jpg",
            "a\u{0}.jpg",
        ] {
            assert!(MediaReference::parse("media", text).is_err(), "{text}");
        }
        let deep = vec!["a"; 21].join("/");
        assert!(MediaReference::parse("media", &deep).is_err());
        let long = "a".repeat(MediaReference::MAX + 1);
        assert!(MediaReference::parse("media", &long).is_err());
    }

    proptest! {
        #[test]
        fn a_path_never_leaves_its_folder(text in "[a./\\\\:]{0,24}") {
            if let Ok(reference) = MediaReference::parse("media", &text)
                && !reference.is_address()
            {
                let path = std::path::Path::new(reference.as_str());
                let mut parts = path.components();
                prop_assert!(parts.all(|part| matches!(part, std::path::Component::Normal(_))));
            }
        }
    }
}
