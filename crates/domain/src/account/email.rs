//! Addresses of electronic mail.

use crate::{FieldError, error::Problem};
use serde::{Deserialize, Serialize};
use std::fmt;

/// An address that mail can be sent to, in lower case: two spellings of one mailbox are one
/// account. At most 254 characters (RFC 5321), one `@`, a domain with a dot. Whether somebody
/// reads it only a mail can tell.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct EmailAddress(String);

impl EmailAddress {
    /// The longest address, in characters.
    pub const MAX: usize = 254;
    /// The longest part before the `@`.
    const MAX_LOCAL: usize = 64;

    /// Trims and checks an address; an error names `field`.
    pub fn parse(field: &str, text: &str) -> Result<Self, FieldError> {
        let text = text.trim();
        let problem = if text.is_empty() {
            Problem::Empty
        } else if text.chars().count() > Self::MAX {
            Problem::TooLong { max: Self::MAX }
        } else if is_address(text) {
            return Ok(Self(text.to_lowercase()));
        } else {
            Problem::Malformed {
                expected: "name@example.com".to_owned(),
            }
        };
        Err(FieldError::new(field, problem))
    }

    pub fn as_str(&self) -> &str {
        &self.0
    }
}

/// Printable ASCII without what a mail header reads as anything but an address (RFC 5322,
/// `atext` and dots), and a domain of letters, digits and hyphens.
fn is_address(text: &str) -> bool {
    let Some((local, domain)) = text.rsplit_once('@') else {
        return false;
    };
    let atom = |c: char| c.is_ascii_alphanumeric() || "!#$%&'*+-/=?^_`{|}~".contains(c);
    let label = |label: &str| {
        (1..=63).contains(&label.len())
            && label.chars().all(|c| c.is_ascii_alphanumeric() || c == '-')
            && !label.starts_with('-')
            && !label.ends_with('-')
    };
    local.len() <= EmailAddress::MAX_LOCAL
        && local
            .split('.')
            .all(|part| !part.is_empty() && part.chars().all(atom))
        && domain.contains('.')
        && domain.split('.').all(label)
}

impl fmt::Display for EmailAddress {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.write_str(&self.0)
    }
}

impl TryFrom<String> for EmailAddress {
    type Error = FieldError;

    fn try_from(text: String) -> Result<Self, FieldError> {
        Self::parse("email", &text)
    }
}

impl From<EmailAddress> for String {
    fn from(address: EmailAddress) -> String {
        address.0
    }
}
