//! What is accepted, decided before any pixel is decoded.

use durbar_domain::media::limits;

use crate::MediaError;

/// Upper bounds for an uploaded picture.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct PictureLimits {
    /// Largest file in bytes.
    pub max_bytes: usize,
    /// Longest side in pixels.
    pub max_side: u32,
    /// Most pixels, width times height.
    pub max_pixels: u64,
}

impl PictureLimits {
    /// Bounds that fit every camera a broker is likely to own, as [`limits`] has them. The
    /// largest picture takes 300 MB decoded, and at most 1.5 GB while it is worked on.
    pub const STANDARD: Self = Self {
        max_bytes: limits::PICTURE_BYTES as usize,
        max_side: limits::PICTURE_SIDE,
        max_pixels: limits::PICTURE_PIXELS,
    };

    /// Checks the length of the file.
    ///
    /// # Errors
    /// [`MediaError::FileTooLarge`].
    pub fn check_bytes(&self, bytes: usize) -> Result<(), MediaError> {
        if bytes > self.max_bytes {
            return Err(MediaError::FileTooLarge {
                bytes,
                limit: self.max_bytes,
            });
        }
        Ok(())
    }

    /// Checks the size that the header announces.
    ///
    /// # Errors
    /// [`MediaError::SideOutOfRange`] or [`MediaError::TooManyPixels`].
    pub fn check_size(&self, width: u32, height: u32) -> Result<(), MediaError> {
        if width == 0 || height == 0 || width > self.max_side || height > self.max_side {
            return Err(MediaError::SideOutOfRange {
                width,
                height,
                limit: self.max_side,
            });
        }
        let pixels = u64::from(width) * u64::from(height);
        if pixels > self.max_pixels {
            return Err(MediaError::TooManyPixels {
                pixels,
                limit: self.max_pixels,
            });
        }
        Ok(())
    }

    /// Memory the decoder may take, in bytes: 16-bit RGBA for every pixel, and some for its own
    /// buffers.
    pub(crate) fn decoder_memory(&self) -> u64 {
        self.max_pixels.saturating_mul(10)
    }
}

impl Default for PictureLimits {
    fn default() -> Self {
        Self::STANDARD
    }
}
