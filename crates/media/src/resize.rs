//! Making a picture smaller.

use fast_image_resize::images::{Image, ImageRef};
use fast_image_resize::{FilterType, PixelType, ResizeAlg, ResizeOptions, Resizer};

use crate::{MediaError, PictureSize, RgbPicture};

/// How the source pixels are weighed.
#[derive(Debug, Clone, Copy)]
pub(crate) enum Softness {
    /// Lanczos with three lobes: crisp edges, for variants.
    Crisp,
    /// Gaussian: no ringing and a little blurred, for placeholders.
    Blurred,
}

/// Resizes the whole picture to the target, or with `crop_to_fill` the largest part of it that has
/// the target's shape.
pub(crate) struct Resize {
    pub(crate) target: PictureSize,
    pub(crate) softness: Softness,
    pub(crate) crop_to_fill: Option<VerticalFocus>,
}

/// Which part of the spare height a crop keeps: 0.0 the top, 0.5 the middle, 1.0 the bottom.
#[derive(Debug, Clone, Copy)]
pub(crate) struct VerticalFocus(pub(crate) f64);

impl Resize {
    /// # Errors
    /// [`MediaError::Resize`] when a buffer does not fit, which a valid [`RgbPicture`] never causes.
    pub(crate) fn apply(&self, picture: &RgbPicture) -> Result<RgbPicture, MediaError> {
        let PictureSize { width, height } = self.target;
        if picture.size() == self.target {
            return Ok(picture.clone());
        }
        let failed = |source: Box<dyn std::error::Error + Send + Sync>| MediaError::Resize {
            width,
            height,
            source,
        };
        let source = ImageRef::new(
            picture.width(),
            picture.height(),
            picture.pixels(),
            PixelType::U8x3,
        )
        .map_err(|error| failed(Box::new(error)))?;
        let mut target = Image::new(width, height, PixelType::U8x3);
        let filter = match self.softness {
            Softness::Crisp => FilterType::Lanczos3,
            Softness::Blurred => FilterType::Gaussian,
        };
        let mut options = ResizeOptions::new().resize_alg(ResizeAlg::Convolution(filter));
        if let Some(VerticalFocus(focus)) = self.crop_to_fill {
            options = options.fit_into_destination(Some((0.5, focus)));
        }
        Resizer::new()
            .resize(&source, &mut target, &options)
            .map_err(|error| failed(Box::new(error)))?;
        RgbPicture::new(self.target, target.into_vec())
    }
}
