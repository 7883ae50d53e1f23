//! What a picture looks like in 64 bits.

use durbar_domain::media::PerceptualHash;

use crate::resize::{Resize, Softness};
use crate::{MediaError, PictureSize, RgbPicture};

/// Each of 64 bits says whether it gets brighter from one of nine columns to the next, in eight
/// rows: copies that were scaled, compressed or brightened differ in a few bits.
///
/// # Errors
/// [`MediaError::Resize`].
pub(crate) fn perceptual_hash(picture: &RgbPicture) -> Result<PerceptualHash, MediaError> {
    let small = Resize {
        target: PictureSize {
            width: 9,
            height: 8,
        },
        softness: Softness::Blurred,
        crop_to_fill: None,
    }
    .apply(picture)?;
    // Whole numbers, so that all machines agree (ITU-R BT.601).
    let brightness: Vec<u32> = small
        .pixels()
        .chunks_exact(3)
        .map(|pixel| {
            299 * u32::from(pixel[0]) + 587 * u32::from(pixel[1]) + 114 * u32::from(pixel[2])
        })
        .collect();
    let pairs = brightness
        .chunks_exact(9)
        .flat_map(|row| row.windows(2))
        .map(|pair| pair[1] > pair[0]);
    let bits = pairs.fold(0_u64, |bits, brighter| bits << 1 | u64::from(brighter));
    Ok(PerceptualHash::from_bits(bits))
}
