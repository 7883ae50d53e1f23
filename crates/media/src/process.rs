//! From an uploaded file to everything a page needs.

use durbar_domain::media::PerceptualHash;
use rayon::prelude::*;

use crate::hash::perceptual_hash;
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
    /// What it looks like, to find it again.
    pub hash: PerceptualHash,
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
/// [`MediaError`]; those that [`MediaError::is_about_the_file`] can be explained to whoever sent it.
pub fn process_picture(bytes: &[u8], recipe: &Recipe) -> Result<ProcessedPicture, MediaError> {
    let picture = decode_picture(bytes, &recipe.limits, recipe.background)?;
    make_variants(picture, recipe)
}

/// What `recipe` asks for, of pixels.
///
/// # Errors
/// [`MediaError::Resize`] or [`MediaError::Encode`].
pub fn make_variants(picture: RgbPicture, recipe: &Recipe) -> Result<ProcessedPicture, MediaError> {
    let source = picture.size();
    let jobs: Vec<Job> = recipe
        .renditions
        .iter()
        .flat_map(|rendition| {
            rendition.sizes(source).into_iter().map(|size| Job {
                size,
                format: rendition.format,
                quality: rendition.quality,
            })
        })
        .collect();
    // All sizes come from the largest one, so that the memory of a large source is given back
    // before the encoders take theirs.
    let largest = jobs
        .iter()
        .map(|job| job.size)
        .max_by_key(|size| size.width);
    let master = match largest {
        Some(size) if size != source => resized(&picture, size)?,
        _ => picture,
    };
    let mut sizes: Vec<PictureSize> = jobs.iter().map(|job| job.size).collect();
    sizes.sort_unstable_by_key(|size| size.width);
    sizes.dedup();
    let pictures: Vec<RgbPicture> = sizes
        .par_iter()
        .map(|size| resized(&master, *size))
        .collect::<Result<_, _>>()?;
    let variants = jobs
        .par_iter()
        .with_max_len(1)
        .map(|job| {
            let sized = pictures.iter().find(|it| it.size() == job.size);
            make_variant(sized.unwrap_or(&master), job, recipe.avif_speed)
        })
        .collect::<Result<Vec<_>, _>>()?;
    Ok(ProcessedPicture {
        width: source.width,
        height: source.height,
        placeholder: Placeholder::of(&master)?,
        hash: perceptual_hash(&master)?,
        variants,
    })
}

pub(crate) fn resized(picture: &RgbPicture, target: PictureSize) -> Result<RgbPicture, MediaError> {
    Resize {
        target,
        softness: Softness::Crisp,
        crop_to_fill: None,
    }
    .apply(picture)
}

fn make_variant(picture: &RgbPicture, job: &Job, avif_speed: u8) -> Result<Variant, MediaError> {
    let bytes = match job.format {
        PictureFormat::Avif => encode::avif(picture, job.quality, avif_speed)?,
        PictureFormat::WebP => encode::webp(picture, job.quality)?,
        PictureFormat::Jpeg => encode::jpeg(picture, job.quality)?,
    };
    Ok(Variant {
        width: job.size.width,
        height: job.size.height,
        format: job.format,
        bytes,
    })
}
