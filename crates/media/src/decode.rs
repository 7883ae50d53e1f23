//! From an uploaded file to upright sRGB pixels.

use std::io::Cursor;

use image::{DynamicImage, ImageDecoder, ImageReader, Limits};

use crate::colour::to_srgb;
use crate::jpeg_stream::reaches_end_marker;
use crate::{FileKind, MediaError, PictureLimits, PictureSize, RgbPicture, SourceFormat, inside};

/// Decodes a JPEG, PNG or WebP file.
///
/// Limits are checked from the header before pixels are decoded. The EXIF orientation is applied,
/// colours are converted to sRGB by the ICC profile, transparent parts show `background` (sRGB).
/// Nothing of the file but its pixels is in the result.
///
/// # Errors
/// A [`MediaError`] that [`MediaError::is_about_the_file`].
pub fn decode_picture(
    bytes: &[u8],
    limits: &PictureLimits,
    background: [u8; 3],
) -> Result<RgbPicture, MediaError> {
    let Opened {
        format,
        mut decoder,
        ..
    } = open(bytes, limits)?;
    let refused = |source| MediaError::Decode { format, source };
    let orientation = decoder.orientation().map_err(refused)?;
    let icc_profile = decoder.icc_profile().map_err(refused)?;
    let decoded = DynamicImage::from_decoder(decoder).map_err(|source| {
        if is_unexpected_end(&source) {
            MediaError::Truncated { format }
        } else {
            refused(source)
        }
    })?;
    let mut upright = to_srgb(decoded, icc_profile.as_deref());
    upright.apply_orientation(orientation);
    flatten(upright, background)
}

/// Checks a JPEG, PNG or WebP file as far as it goes without decoding it; gives back its size, before
/// it is turned upright.
///
/// # Errors
/// As [`decode_picture`], but for what only decoding shows.
pub fn inspect_picture(bytes: &[u8], limits: &PictureLimits) -> Result<PictureSize, MediaError> {
    open(bytes, limits).map(|opened| opened.size)
}

/// A file whose header is within the limits.
struct Opened<'a> {
    format: SourceFormat,
    size: PictureSize,
    decoder: Box<dyn ImageDecoder + 'a>,
}

fn open<'a>(bytes: &'a [u8], limits: &PictureLimits) -> Result<Opened<'a>, MediaError> {
    limits.check_bytes(bytes.len())?;
    let format = SourceFormat::sniff(bytes).ok_or(MediaError::UnknownFormat)?;
    inside::check(bytes, FileKind::sniff(bytes))?;
    let mut reader = ImageReader::with_format(Cursor::new(bytes), format.decoder_format());
    reader.limits(decoder_limits(limits));
    let decoder = reader
        .into_decoder()
        .map_err(|source| MediaError::Decode { format, source })?;
    let (width, height) = decoder.dimensions();
    limits.check_size(width, height)?;
    if format == SourceFormat::Jpeg && !reaches_end_marker(bytes) {
        return Err(MediaError::Truncated { format });
    }
    Ok(Opened {
        format,
        size: PictureSize { width, height },
        decoder: Box::new(decoder),
    })
}

/// The side limit is left to [`PictureLimits::check_size`], which words its refusal better.
fn decoder_limits(limits: &PictureLimits) -> Limits {
    let mut decoder_limits = Limits::no_limits();
    decoder_limits.max_alloc = Some(limits.decoder_memory());
    decoder_limits
}

fn is_unexpected_end(error: &image::ImageError) -> bool {
    let mut cause: Option<&(dyn std::error::Error + 'static)> = Some(error);
    while let Some(current) = cause {
        if let Some(io) = current.downcast_ref::<std::io::Error>()
            && io.kind() == std::io::ErrorKind::UnexpectedEof
        {
            return true;
        }
        cause = current.source();
    }
    false
}

fn flatten(image: DynamicImage, background: [u8; 3]) -> Result<RgbPicture, MediaError> {
    let size = PictureSize {
        width: image.width(),
        height: image.height(),
    };
    if !image.color().has_alpha() {
        return RgbPicture::new(size, image.into_rgb8().into_raw());
    }
    let source = image.into_rgba8();
    let mut pixels = Vec::with_capacity(source.as_raw().len() / 4 * 3);
    for pixel in source.pixels() {
        let [red, green, blue, alpha] = pixel.0;
        pixels.extend([
            blend(red, background[0], alpha),
            blend(green, background[1], alpha),
            blend(blue, background[2], alpha),
        ]);
    }
    RgbPicture::new(size, pixels)
}

/// `over` upon `under` with coverage `alpha` of 255, rounded.
fn blend(over: u8, under: u8, alpha: u8) -> u8 {
    let (over, under, alpha) = (u32::from(over), u32::from(under), u32::from(alpha));
    let mixed = (over * alpha + under * (255 - alpha) + 127) / 255;
    u8::try_from(mixed).unwrap_or(u8::MAX)
}
