//! The manifest that comes with the stills.

use serde::Deserialize;

#[derive(Debug, Deserialize)]
pub(crate) struct SourceManifest {
    pub(crate) villas: Vec<SourceVilla>,
}

#[derive(Debug, Deserialize)]
pub(crate) struct SourceVilla {
    pub(crate) id: String,
    pub(crate) style: String,
    pub(crate) storeys: u8,
    pub(crate) features: Vec<String>,
    files: Vec<Still>,
}

#[derive(Debug, Deserialize)]
pub(crate) struct Still {
    pub(crate) file: String,
    pub(crate) view: String,
    pub(crate) alt: String,
    #[serde(rename = "type")]
    kind: String,
}

impl SourceVilla {
    /// Still pictures only; panoramas and films have other types.
    pub(crate) fn stills(&self) -> impl Iterator<Item = &Still> {
        self.files.iter().filter(|file| file.kind == "image")
    }

    /// `villa-01-hero`.
    pub(crate) fn key_of(&self, still: &Still) -> String {
        format!("{}-{}", self.id, still.view)
    }
}
