//! What is made from a picture: formats, widths and qualities.

use std::fmt;

use crate::{PictureLimits, PictureSize};

/// A format that a picture is written in.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum PictureFormat {
    /// AVIF, 10 bits, 4:4:4.
    Avif,
    /// Lossy WebP, 4:2:0.
    WebP,
    /// Progressive JPEG, 4:2:0.
    Jpeg,
}

impl PictureFormat {
    /// Name ending without a dot.
    #[must_use]
    pub fn extension(self) -> &'static str {
        match self {
            Self::Avif => "avif",
            Self::WebP => "webp",
            Self::Jpeg => "jpg",
        }
    }

    /// Media type for `Content-Type`.
    #[must_use]
    pub fn media_type(self) -> &'static str {
        match self {
            Self::Avif => "image/avif",
            Self::WebP => "image/webp",
            Self::Jpeg => "image/jpeg",
        }
    }
}

impl fmt::Display for PictureFormat {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(match self {
            Self::Avif => "AVIF",
            Self::WebP => "WebP",
            Self::Jpeg => "JPEG",
        })
    }
}

/// One format at several widths.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Rendition {
    /// The format written.
    pub format: PictureFormat,
    /// Widths in pixels, ascending. A width above the source's becomes the source's.
    pub widths: Vec<u32>,
    /// Quality on the encoder's own scale, 1 to 100.
    pub quality: u8,
}

impl Rendition {
    /// The sizes to make from a source: never wider than it, each once, ascending.
    ///
    /// A last step of under a tenth is left out, since no screen gains by it.
    #[must_use]
    pub fn sizes(&self, source: PictureSize) -> Vec<PictureSize> {
        let mut widths: Vec<u32> = Vec::with_capacity(self.widths.len());
        for &wanted in &self.widths {
            let width = wanted.min(source.width);
            let gains = widths
                .last()
                .is_none_or(|&last| u64::from(width) * 10 >= u64::from(last) * 11);
            if gains {
                widths.push(width);
            }
        }
        widths
            .into_iter()
            .map(|width| source.scaled_to_width(width))
            .collect()
    }
}

/// Everything [`crate::process_picture`] needs to know.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Recipe {
    /// What is accepted.
    pub limits: PictureLimits,
    /// Colour (sRGB) that shows through transparent parts.
    pub background: [u8; 3],
    /// What is written.
    pub renditions: Vec<Rendition>,
    /// Speed of the AVIF encoder, 1 (slow, small) to 10.
    pub avif_speed: u8,
}

/// Widths of what brokers upload, in pixels: from a small phone to a large screen.
const WIDTHS: [u32; 5] = [480, 768, 1152, 1536, 2048];

impl Recipe {
    /// The variants of a picture that a broker uploads: AVIF, WebP for browsers without it, and
    /// JPEG for the others and for chats, each at five widths.
    #[must_use]
    pub fn standard() -> Self {
        let rendition = |format, quality| Rendition {
            format,
            widths: WIDTHS.to_vec(),
            quality,
        };
        Self {
            limits: PictureLimits::STANDARD,
            background: [0xFF, 0xFF, 0xFF],
            renditions: vec![
                rendition(PictureFormat::Avif, 72),
                rendition(PictureFormat::WebP, 80),
                rendition(PictureFormat::Jpeg, 80),
            ],
            // A step slower takes almost three times the processor time and saves a twentieth of
            // the bytes.
            avif_speed: 9,
        }
    }

    /// The variants of a picture of the demo market: fewer, since they are kept in the repository.
    #[must_use]
    pub fn demo() -> Self {
        Self {
            renditions: vec![
                Rendition {
                    format: PictureFormat::Avif,
                    widths: vec![480, 768, 1152, 1536],
                    quality: 76,
                },
                Rendition {
                    format: PictureFormat::Jpeg,
                    widths: vec![768, 1536],
                    quality: 80,
                },
            ],
            avif_speed: 6,
            ..Self::standard()
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn widths(source_width: u32) -> Vec<u32> {
        let source = PictureSize {
            width: source_width,
            height: source_width,
        };
        Recipe::standard().renditions[0]
            .sizes(source)
            .iter()
            .map(|size| size.width)
            .collect()
    }

    #[test]
    fn no_width_exceeds_the_source() {
        assert_eq!(widths(4000), [480, 768, 1152, 1536, 2048]);
        assert_eq!(widths(1400), [480, 768, 1152, 1400]);
        assert_eq!(widths(480), [480]);
        assert_eq!(widths(1), [1]);
    }

    #[test]
    fn a_width_hardly_larger_than_the_last_is_left_out() {
        assert_eq!(widths(1160), [480, 768, 1152]);
        assert_eq!(widths(800), [480, 768]);
    }
}
