//! From an uploaded file to everything a page needs.

use rayon::prelude::*;

use crate::resize::{Resize, Softness};
use crate::{
    MediaError, PictureFormat, PictureSize, Placeholder, Recipe, RgbPicture, decode_picture, encode,
};

/// One file to serve.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Variant {
    /// Width in pixels.
    pub width: u32,
    /// Height in pixels.
    pub height: u32,
    /// Its format.
    pub format: PictureFormat,
    /// The file, without metadata.
    pub bytes: Vec<u8>,
}

/// A picture ready for pages.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ProcessedPicture {
    /// Width of the source in pixels, after it was turned upright.
    pub width: u32,
    /// Height of the source in pixels, after it was turned upright.
    pub height: u32,
    /// What to show before it has loaded.
    pub placeholder: Placeholder,
    /// In the order of the recipe's renditions, ascending widths within each.
    pub variants: Vec<Variant>,
}

struct Job {
    size: PictureSize,
    format: PictureFormat,
    quality: u8,
}

/// Decodes `bytes` (JPEG, PNG or WebP) and makes what `recipe` asks for.
///
/// Uses the machine's cores; the result does not depend on how many there are.
///
/// # Errors
/// [`MediaError`]; its first six variants are about the file and can be explained to whoever sent it.
pub fn process_picture(bytes: &[u8], recipe: &Recipe) -> Result<ProcessedPicture, MediaError> {
    let picture = decode_picture(bytes, &recipe.limits, recipe.background)?;
    let jobs: Vec<Job> = recipe
        .renditions
        .iter()
        .flat_map(|rendition| {
            rendition.sizes(picture.size()).into_iter().map(|size| Job {
                size,
                format: rendition.format,
                quality: rendition.quality,
            })
        })
        .collect();
    let variants = jobs
        .par_iter()
        .with_max_len(1)
        .map(|job| make_variant(&picture, job, recipe.avif_speed))
        .collect::<Result<Vec<_>, _>>()?;
    Ok(ProcessedPicture {
        width: picture.width(),
        height: picture.height(),
        placeholder: Placeholder::of(&picture)?,
        variants,
    })
}

fn make_variant(picture: &RgbPicture, job: &Job, avif_speed: u8) -> Result<Variant, MediaError> {
    let resized = Resize {
        target: job.size,
        softness: Softness::Crisp,
        crop_to_fill: None,
    }
    .apply(picture)?;
    let bytes = match job.format {
        PictureFormat::Avif => encode::avif(&resized, job.quality, avif_speed)?,
        PictureFormat::Jpeg => encode::jpeg(&resized, job.quality)?,
    };
    Ok(Variant {
        width: job.size.width,
        height: job.size.height,
        format: job.format,
        bytes,
    })
}
