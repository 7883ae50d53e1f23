//! The two languages of the site.

use enumset::EnumSetType;
use serde::{Deserialize, Serialize};
use strum::{EnumString, IntoStaticStr, VariantArray};

/// A language of the site; its code is a BCP 47 tag (`en`, `ne`).
#[derive(
    Debug,
    Default,
    Hash,
    EnumSetType,
    Serialize,
    Deserialize,
    EnumString,
    IntoStaticStr,
    VariantArray,
)]
#[strum(serialize_all = "lowercase")]
#[serde(rename_all = "lowercase")]
pub enum Locale {
    /// English, served at `/`.
    #[default]
    En,
    /// Nepali, served at `/ne/`.
    Ne,
}

impl Locale {
    /// The BCP 47 tag, as in `<html lang>`.
    pub fn code(self) -> &'static str {
        self.into()
    }

    /// What stands before every path in this language: nothing, or `/ne`.
    pub fn path_prefix(self) -> &'static str {
        match self {
            Locale::En => "",
            Locale::Ne => "/ne",
        }
    }

    /// The same page's path in this language, for a path without language prefix.
    pub fn path(self, path: &str) -> String {
        match (self, path) {
            (Locale::Ne, "/") => "/ne/".to_owned(),
            _ => format!("{}{path}", self.path_prefix()),
        }
    }

    /// Splits a request path into its language and the path without prefix. Of slashes at
    /// the start of that path one is left: a link to `//host` would lead to another site.
    pub fn from_path(path: &str) -> (Locale, &str) {
        match path.strip_prefix("/ne") {
            Some("") => (Locale::Ne, "/"),
            Some(rest) if rest.starts_with('/') => (Locale::Ne, one_slash(rest)),
            _ => (Locale::En, one_slash(path)),
        }
    }

    /// The other language.
    pub fn other(self) -> Locale {
        match self {
            Locale::En => Locale::Ne,
            Locale::Ne => Locale::En,
        }
    }
}

/// Drops all but the last of the slashes at the start.
fn one_slash(path: &str) -> &str {
    let slashes = path.len() - path.trim_start_matches('/').len();
    &path[slashes.saturating_sub(1)..]
}

#[cfg(test)]
mod tests;
