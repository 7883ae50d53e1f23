//! Decoded pixels.

use crate::MediaError;

/// Width and height in pixels.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct PictureSize {
    /// Width in pixels, at least 1.
    pub width: u32,
    /// Height in pixels, at least 1.
    pub height: u32,
}

impl PictureSize {
    /// The size with the same shape at another width; the height is rounded and at least 1.
    #[must_use]
    pub fn scaled_to_width(self, width: u32) -> Self {
        let doubled = 2 * u64::from(width) * u64::from(self.height);
        let source_width = u64::from(self.width.max(1));
        let height = (doubled + source_width) / (2 * source_width);
        Self {
            width,
            height: u32::try_from(height).unwrap_or(u32::MAX).max(1),
        }
    }
}

/// An opaque picture, upright, 8-bit sRGB.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RgbPicture {
    size: PictureSize,
    pixels: Vec<u8>,
}

impl RgbPicture {
    /// Takes rows from top to bottom, three bytes (red, green, blue) a pixel.
    ///
    /// # Errors
    /// [`MediaError::BufferLength`] when `pixels` is not `width * height * 3` long or a side is 0.
    pub fn new(size: PictureSize, pixels: Vec<u8>) -> Result<Self, MediaError> {
        let expected = u64::from(size.width) * u64::from(size.height) * 3;
        if expected == 0 || pixels.len() as u64 != expected {
            return Err(MediaError::BufferLength {
                width: size.width,
                height: size.height,
                expected,
                found: pixels.len(),
            });
        }
        Ok(Self { size, pixels })
    }

    /// Width and height.
    #[must_use]
    pub fn size(&self) -> PictureSize {
        self.size
    }

    /// Width in pixels.
    #[must_use]
    pub fn width(&self) -> u32 {
        self.size.width
    }

    /// Height in pixels.
    #[must_use]
    pub fn height(&self) -> u32 {
        self.size.height
    }

    /// Rows from top to bottom, `width * height * 3` bytes.
    #[must_use]
    pub fn pixels(&self) -> &[u8] {
        &self.pixels
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn height_is_rounded_to_the_nearest_pixel_and_never_zero() {
        let size = PictureSize {
            width: 1536,
            height: 1024,
        };
        assert_eq!(
            size.scaled_to_width(480),
            PictureSize {
                width: 480,
                height: 320
            }
        );
        let odd = PictureSize {
            width: 1000,
            height: 667,
        };
        assert_eq!(
            odd.scaled_to_width(750),
            PictureSize {
                width: 750,
                height: 500
            }
        );
        let strip = PictureSize {
            width: 4000,
            height: 2,
        };
        assert_eq!(strip.scaled_to_width(480).height, 1);
    }

    #[test]
    fn a_buffer_of_the_wrong_length_is_refused() {
        let size = PictureSize {
            width: 2,
            height: 2,
        };
        assert!(RgbPicture::new(size, vec![0; 12]).is_ok());
        assert!(RgbPicture::new(size, vec![0; 11]).is_err());
        assert!(
            RgbPicture::new(
                PictureSize {
                    width: 0,
                    height: 2
                },
                Vec::new()
            )
            .is_err()
        );
    }
}
