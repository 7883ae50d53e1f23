//! `seed/media/manifest.json`: the prepared pictures.

use super::SeedError;
use serde::Deserialize;
use std::path::Path;

/// The manifest's name under the seed folder.
pub(super) const MANIFEST: &str = "media/manifest.json";

/// Reads the manifest of a seed folder.
pub(super) fn read(seed: &Path) -> Result<Vec<Entry>, SeedError> {
    let path = seed.join(MANIFEST);
    let text = std::fs::read(&path).map_err(|source| SeedError::Read { path, source })?;
    serde_json::from_slice(&text).map_err(|source| SeedError::Json {
        file: MANIFEST.to_owned(),
        source,
    })
}

/// A line of the manifest: one picture, in files named `<width>.<format>`.
#[derive(Debug, Clone, Deserialize)]
pub(super) struct Entry {
    pub key: String,
    pub alt: String,
    pub alt_ne: String,
    pub color: String,
    pub variants: Vec<Variant>,
}

#[derive(Debug, Clone, Deserialize)]
pub(super) struct Variant {
    pub width: u32,
    pub height: u32,
    pub format: Format,
    /// Size of the file.
    pub bytes: u64,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
pub(super) enum Format {
    #[serde(rename = "avif")]
    Avif,
    #[serde(rename = "jpg", alias = "jpeg")]
    Jpeg,
}

impl Format {
    pub(super) fn extension(self) -> &'static str {
        match self {
            Self::Avif => "avif",
            Self::Jpeg => "jpg",
        }
    }

    pub(super) fn content_type(self) -> &'static str {
        match self {
            Self::Avif => "image/avif",
            Self::Jpeg => "image/jpeg",
        }
    }
}
