//! Writing AVIF, WebP and JPEG.

use jpeg_encoder::{ColorType, Encoder as JpegEncoder, SamplingFactor};
use ravif::{Encoder as AvifEncoder, Img, RGB8};

use crate::{MediaError, PictureFormat, RgbPicture};

/// Writes 10-bit AVIF with sRGB colour signalled and nothing else in it.
///
/// One thread, and so one tile, whatever the machine: the bytes depend on the tiling.
///
/// # Errors
/// [`MediaError::Encode`].
pub(crate) fn avif(picture: &RgbPicture, quality: u8, speed: u8) -> Result<Vec<u8>, MediaError> {
    let pixels: Vec<RGB8> = picture
        .pixels()
        .chunks_exact(3)
        .map(|pixel| RGB8::new(pixel[0], pixel[1], pixel[2]))
        .collect();
    let (width, height) = (picture.width() as usize, picture.height() as usize);
    let encoded = AvifEncoder::new()
        .with_quality(f32::from(quality.clamp(1, 100)))
        .with_speed(speed.clamp(1, 10))
        .with_num_threads(Some(1))
        .encode_rgb(Img::new(&pixels, width, height))
        .map_err(|error| MediaError::Encode {
            format: PictureFormat::Avif,
            source: Box::new(error),
        })?;
    Ok(encoded.avif_file)
}

/// Writes lossy WebP with nothing but the picture in it.
///
/// # Errors
/// [`MediaError::Encode`], also when a side is over 16,383 pixels.
pub(crate) fn webp(picture: &RgbPicture, quality: u8) -> Result<Vec<u8>, MediaError> {
    let encoder = webp::Encoder::from_rgb(picture.pixels(), picture.width(), picture.height());
    let encoded = encoder.encode_simple(false, f32::from(quality.clamp(1, 100)));
    let encoded = encoded.map_err(|error| MediaError::Encode {
        format: PictureFormat::WebP,
        source: format!("{error:?}").into(),
    })?;
    Ok(encoded.to_vec())
}

/// Writes progressive JPEG with its own Huffman tables.
///
/// # Errors
/// [`MediaError::Encode`], also when a side is over 65,535 pixels.
pub(crate) fn jpeg(picture: &RgbPicture, quality: u8) -> Result<Vec<u8>, MediaError> {
    encode_jpeg(
        picture,
        quality,
        Scans::Progressive,
        SamplingFactor::R_4_2_0,
    )
}

/// Writes progressive JPEG that keeps the colour of every pixel, which small text needs.
///
/// # Errors
/// As [`jpeg`].
pub(crate) fn jpeg_with_full_colour(
    picture: &RgbPicture,
    quality: u8,
) -> Result<Vec<u8>, MediaError> {
    encode_jpeg(
        picture,
        quality,
        Scans::Progressive,
        SamplingFactor::R_4_4_4,
    )
}

/// Writes the smallest JPEG for a few hundred pixels: a single scan has the least overhead.
///
/// # Errors
/// As [`jpeg`].
pub(crate) fn tiny_jpeg(picture: &RgbPicture, quality: u8) -> Result<Vec<u8>, MediaError> {
    encode_jpeg(picture, quality, Scans::Single, SamplingFactor::R_4_2_0)
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Scans {
    Single,
    Progressive,
}

fn encode_jpeg(
    picture: &RgbPicture,
    quality: u8,
    scans: Scans,
    sampling: SamplingFactor,
) -> Result<Vec<u8>, MediaError> {
    let failed = |source: Box<dyn std::error::Error + Send + Sync>| MediaError::Encode {
        format: PictureFormat::Jpeg,
        source,
    };
    let width = u16::try_from(picture.width()).map_err(|error| failed(Box::new(error)))?;
    let height = u16::try_from(picture.height()).map_err(|error| failed(Box::new(error)))?;
    let mut bytes = Vec::new();
    let mut encoder = JpegEncoder::new(&mut bytes, quality.clamp(1, 100));
    encoder.set_sampling_factor(sampling);
    encoder.set_progressive(scans == Scans::Progressive);
    encoder.set_optimized_huffman_tables(true);
    encoder
        .encode(picture.pixels(), width, height, ColorType::Rgb)
        .map_err(|error| failed(Box::new(error)))?;
    Ok(bytes)
}
