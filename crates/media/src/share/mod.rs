//! The picture that chats and social pages show for a home: its cover above a paper band with
//! title, place and price.

mod fonts;
mod layout;
mod paint;
mod text;

use durbar_domain::Locale;

pub use fonts::Fonts;

use crate::encode::jpeg_with_full_colour;
use crate::resize::{Resize, Softness, VerticalFocus};
use crate::{MediaError, PictureLimits, PictureSize, decode_picture};

/// 1200 × 630 pixels, the size that Open Graph readers expect.
pub const SHARE_PICTURE_SIZE: PictureSize = PictureSize {
    width: 1200,
    height: 630,
};

/// Largest file in bytes: WhatsApp drops previews that are much heavier.
pub const MAX_SHARE_PICTURE_BYTES: usize = 300_000;

/// JPEG qualities tried until the file is small enough.
const QUALITIES: [u8; 8] = [88, 84, 78, 70, 60, 45, 30, 15];

/// Slightly above the middle: a cut lawn is missed less than a cut roof.
const COVER_FOCUS: VerticalFocus = VerticalFocus(0.45);

/// What is on a share picture. All text may be anything a person typed.
#[derive(Debug, Clone, Copy)]
pub struct ShareCard<'a> {
    /// The cover, a JPEG, PNG or WebP file of any size within [`PictureLimits::STANDARD`].
    pub cover: &'a [u8],
    /// Shown on up to two lines, then cut with an ellipsis.
    pub title: &'a str,
    /// Formatted price, or what stands in its place.
    pub price_line: &'a str,
    /// Neighbourhood and town.
    pub place_line: &'a str,
    /// A word on the picture's corner, such as "Sold".
    pub badge: Option<&'a str>,
    /// Decides typefaces and wordmark; the texts are expected in this language.
    pub language: Locale,
}

/// Draws the card as a JPEG of [`SHARE_PICTURE_SIZE`], at most [`MAX_SHARE_PICTURE_BYTES`] long.
///
/// # Errors
/// What [`decode_picture`] says of the cover; [`MediaError::Drawing`] or [`MediaError::Encode`].
pub fn render_share_picture(card: &ShareCard<'_>, fonts: &Fonts) -> Result<Vec<u8>, MediaError> {
    let cover = decode_picture(card.cover, &PictureLimits::STANDARD, paint::PAPER)?;
    let cover = Resize {
        target: layout::COVER_SIZE,
        softness: Softness::Crisp,
        crop_to_fill: Some(COVER_FOCUS),
    }
    .apply(&cover)?;
    let drawing = layout::drawing(card, fonts)?;
    let picture = paint::paint(&cover, &drawing, fonts)?;
    let mut file = Vec::new();
    for quality in QUALITIES {
        file = jpeg_with_full_colour(&picture, quality)?;
        if file.len() <= MAX_SHARE_PICTURE_BYTES {
            break;
        }
    }
    Ok(file)
}
