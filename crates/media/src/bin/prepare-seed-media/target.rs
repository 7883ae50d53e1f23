//! The manifest that the seed command reads.

use durbar_media::{ProcessedPicture, Variant};
use serde::Serialize;

use crate::source::{SourceVilla, Still};

/// One picture of a demo home.
#[derive(Debug, Serialize)]
pub(crate) struct PictureEntry {
    pub(crate) key: String,
    villa: String,
    view: String,
    width: u32,
    height: u32,
    alt: String,
    alt_ne: String,
    color: String,
    placeholder: String,
    variants: Vec<VariantEntry>,
    style: String,
    storeys: u8,
    features: Vec<String>,
}

/// One file: `{key}/{width}.{format}`.
#[derive(Debug, Serialize)]
struct VariantEntry {
    width: u32,
    height: u32,
    format: &'static str,
    bytes: usize,
}

impl PictureEntry {
    pub(crate) fn new(
        villa: &SourceVilla,
        still: &Still,
        alt_ne: String,
        picture: &ProcessedPicture,
    ) -> Self {
        Self {
            key: villa.key_of(still),
            villa: villa.id.clone(),
            view: still.view.clone(),
            width: picture.width,
            height: picture.height,
            alt: still.alt.clone(),
            alt_ne,
            color: picture.placeholder.color.clone(),
            placeholder: picture.placeholder.data_uri.clone(),
            variants: picture.variants.iter().map(VariantEntry::of).collect(),
            style: villa.style.clone(),
            storeys: villa.storeys,
            features: villa.features.clone(),
        }
    }

    pub(crate) fn total_bytes(&self) -> usize {
        self.variants.iter().map(|variant| variant.bytes).sum()
    }
}

impl VariantEntry {
    fn of(variant: &Variant) -> Self {
        Self {
            width: variant.width,
            height: variant.height,
            format: variant.format.extension(),
            bytes: variant.bytes.len(),
        }
    }
}
