//! What stands in a picture's place until it has loaded.

use base64::Engine;
use base64::engine::general_purpose::STANDARD;

use crate::encode::tiny_jpeg;
use crate::resize::{Resize, Softness};
use crate::{MediaError, RgbPicture};

/// Longest `data:` URI of a placeholder, in bytes: it is repeated in every card of a page.
pub const MAX_DATA_URI_BYTES: usize = 700;

/// Longest side in pixels and JPEG quality, tried in this order until one fits.
const ATTEMPTS: [(u32, u8); 6] = [(32, 45), (28, 40), (24, 35), (20, 30), (16, 25), (8, 10)];

/// A colour and a blurred miniature.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Placeholder {
    /// Average colour as `#rrggbb`.
    pub color: String,
    /// `data:image/jpeg;base64,…`, at most [`MAX_DATA_URI_BYTES`] long and 32 pixels a side.
    pub data_uri: String,
}

impl Placeholder {
    /// Makes the placeholder of a picture.
    ///
    /// # Errors
    /// [`MediaError::Resize`] or [`MediaError::Encode`].
    pub fn of(picture: &RgbPicture) -> Result<Self, MediaError> {
        let mut data_uri = String::new();
        for (longest_side, quality) in ATTEMPTS {
            let miniature = Resize {
                target: miniature_size(picture, longest_side),
                softness: Softness::Blurred,
                crop_to_fill: None,
            }
            .apply(picture)?;
            let encoded = STANDARD.encode(tiny_jpeg(&miniature, quality)?);
            data_uri = format!("data:image/jpeg;base64,{encoded}");
            if data_uri.len() <= MAX_DATA_URI_BYTES {
                break;
            }
        }
        Ok(Self {
            color: average_color(picture),
            data_uri,
        })
    }
}

fn miniature_size(picture: &RgbPicture, longest_side: u32) -> crate::PictureSize {
    let size = picture.size();
    let width = if size.width >= size.height {
        longest_side
    } else {
        (longest_side * size.width / size.height).max(1)
    };
    let mut miniature = size.scaled_to_width(width.min(size.width));
    miniature.height = miniature.height.min(longest_side);
    miniature
}

/// The mean of every channel, in whole numbers so that all machines agree.
fn average_color(picture: &RgbPicture) -> String {
    let mut sums = [0_u64; 3];
    for pixel in picture.pixels().chunks_exact(3) {
        for (sum, &channel) in sums.iter_mut().zip(pixel) {
            *sum += u64::from(channel);
        }
    }
    let count = u64::from(picture.width()) * u64::from(picture.height());
    let [red, green, blue] = sums.map(|sum| (sum + count / 2) / count);
    format!("#{red:02x}{green:02x}{blue:02x}")
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::PictureSize;

    fn picture(width: u32, height: u32, color: impl Fn(u32, u32) -> [u8; 3]) -> RgbPicture {
        let pixels = (0..height)
            .flat_map(|y| (0..width).map(move |x| (x, y)))
            .flat_map(|(x, y)| color(x, y))
            .collect();
        RgbPicture::new(PictureSize { width, height }, pixels).expect("the length fits")
    }

    fn miniature_of(placeholder: &Placeholder) -> image::DynamicImage {
        let encoded = placeholder
            .data_uri
            .strip_prefix("data:image/jpeg;base64,")
            .expect("a JPEG data URI");
        let bytes = STANDARD.decode(encoded).expect("valid base64");
        image::load_from_memory(&bytes).expect("a readable JPEG")
    }

    #[test]
    fn the_colour_is_the_mean_of_all_pixels() {
        let halves = picture(
            64,
            40,
            |x, _| if x < 32 { [255, 0, 10] } else { [0, 0, 20] },
        );
        let placeholder = Placeholder::of(&halves).expect("a placeholder");
        assert_eq!(placeholder.color, "#80000f");
    }

    #[test]
    fn even_noise_fits_and_keeps_its_shape() {
        let noise = picture(600, 400, |x, y| {
            let mixed = (x.wrapping_mul(2_654_435_761) ^ y.wrapping_mul(40_503_001))
                .rotate_left(13)
                .wrapping_mul(2_246_822_519);
            let [a, b, c, _] = mixed.to_le_bytes();
            [a, b, c]
        });
        for source in [noise, picture(3000, 2, |x, _| [(x % 256) as u8, 0, 200])] {
            let placeholder = Placeholder::of(&source).expect("a placeholder");
            assert!(placeholder.data_uri.len() <= MAX_DATA_URI_BYTES);
            let miniature = miniature_of(&placeholder);
            assert!(miniature.width() <= 32 && miniature.height() <= 32);
            assert!(miniature.width() > miniature.height());
        }
    }

    #[test]
    fn a_tall_picture_stays_within_its_longest_side() {
        let tall = picture(10, 900, |_, y| [(y % 256) as u8; 3]);
        let miniature = miniature_of(&Placeholder::of(&tall).expect("a placeholder"));
        assert_eq!((miniature.width(), miniature.height()), (1, 32));
    }
}
