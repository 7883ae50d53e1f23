//! What can be wrong with the table and the objects, in lines that a person can act on.

use crate::objects::{Bucket, ObjectKey};
use serde::Serialize;
use std::fmt;

/// Something that isn't as this program writes it. `name` is an item's key, `PK / SK`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(tag = "fault", rename_all = "kebab-case")]
pub enum Fault {
    /// No function of this program makes such a key.
    StrangeKey { name: String },
    /// It doesn't say what kind of thing it is.
    NoKind { name: String },
    /// Its attributes are not those of its kind.
    Unreadable { name: String, reason: String },
    /// It is not in the indexes as what it says of itself.
    BadlyIndexed { name: String, attribute: String },
    /// Something it belongs to or points at isn't there.
    Dangling { name: String, missing: String },
    /// A file it names isn't there.
    ObjectMissing {
        name: String,
        bucket: Bucket,
        key: String,
    },
    /// A file it names has no bytes.
    ObjectEmpty { bucket: Bucket, key: String },
}

impl Fault {
    pub(super) fn object_missing(name: &str, bucket: Bucket, key: &ObjectKey) -> Self {
        Self::ObjectMissing {
            name: name.to_owned(),
            bucket,
            key: key.to_string(),
        }
    }
}

impl fmt::Display for Fault {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::StrangeKey { name } => write!(out, "nothing has the key {name}"),
            Self::NoKind { name } => write!(out, "{name} doesn't say what it is"),
            Self::Unreadable { name, reason } => write!(out, "{name} can't be read: {reason}"),
            Self::BadlyIndexed { name, attribute } => {
                write!(out, "{name} is not in its index: {attribute} is wrong")
            }
            Self::Dangling { name, missing } => {
                write!(out, "{name} belongs to {missing}, which is missing")
            }
            Self::ObjectMissing { name, bucket, key } => {
                write!(
                    out,
                    "{name} names {key} in {}, which is missing",
                    bucket.name()
                )
            }
            Self::ObjectEmpty { bucket, key } => {
                write!(out, "{key} in {} has no bytes", bucket.name())
            }
        }
    }
}
