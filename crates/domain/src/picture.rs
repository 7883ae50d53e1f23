//! Pictures of a home, as pages show them.

use crate::{MediaId, text::Localized};
use serde::{Deserialize, Serialize};

/// A processed picture: where its variants lie and what a page needs before they load.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Picture {
    pub media_id: MediaId,
    /// Key prefix in the public bucket; variants are `{prefix}/{width}.{extension}`.
    pub prefix: String,
    /// Width of the largest variant, in pixels.
    pub width: u32,
    /// Height of the largest variant, in pixels.
    pub height: u32,
    /// Widths in which there is an AVIF variant, ascending.
    pub avif_widths: Vec<u32>,
    /// Widths in which there is a WebP variant, ascending; older pictures have none.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub webp_widths: Vec<u32>,
    /// Widths in which there is a JPEG variant, ascending; never empty.
    pub jpeg_widths: Vec<u32>,
    /// Mean colour, `#rrggbb`.
    pub color: String,
    /// What is to be seen.
    pub alt: Localized<String>,
}

impl Picture {
    /// Address of the AVIF variant of `width` pixels.
    pub fn avif(&self, width: u32) -> String {
        format!("/media/{}/{width}.avif", self.prefix)
    }

    /// Address of the WebP variant of `width` pixels.
    pub fn webp(&self, width: u32) -> String {
        format!("/media/{}/{width}.webp", self.prefix)
    }

    /// Address of the JPEG variant of `width` pixels.
    pub fn jpeg(&self, width: u32) -> String {
        format!("/media/{}/{width}.jpg", self.prefix)
    }

    /// The largest JPEG, for those who take one address only.
    pub fn largest_jpeg(&self) -> String {
        self.jpeg(self.jpeg_widths.last().copied().unwrap_or(self.width))
    }
}
