//! The one error type of this crate.

use image::ImageError;

use crate::{PictureFormat, SourceFormat};

/// Why a picture could not be processed.
///
/// Those that [`MediaError::is_about_the_file`] are shown, in other words, to whoever sent it; the
/// rest mean that this crate or its limits are wrong.
#[derive(Debug, thiserror::Error)]
pub enum MediaError {
    /// The file is larger than [`crate::PictureLimits::max_bytes`].
    #[error("the picture file has {bytes} bytes, at most {limit} are accepted")]
    FileTooLarge {
        /// Size of the file in bytes.
        bytes: usize,
        /// The limit in bytes.
        limit: usize,
    },
    /// The first bytes are of no format that is accepted.
    #[error("the file is not a JPEG, PNG or WebP picture")]
    UnknownFormat,
    /// One side is longer than [`crate::PictureLimits::max_side`], or zero.
    #[error("the picture is {width} × {height} pixels, each side must be from 1 to {limit}")]
    SideOutOfRange {
        /// Width in pixels as the header says.
        width: u32,
        /// Height in pixels as the header says.
        height: u32,
        /// The longest side that is accepted, in pixels.
        limit: u32,
    },
    /// Width times height is more than [`crate::PictureLimits::max_pixels`].
    #[error("the picture has {pixels} pixels, at most {limit} are accepted")]
    TooManyPixels {
        /// Width times height as the header says.
        pixels: u64,
        /// The limit in pixels.
        limit: u64,
    },
    /// The file stops before its end marker.
    #[error("the {format} file is cut short")]
    Truncated {
        /// The format of the file.
        format: SourceFormat,
    },
    /// The decoder refused the file.
    #[error("the {format} file cannot be read")]
    Decode {
        /// The format of the file.
        format: SourceFormat,
        /// What the decoder said.
        #[source]
        source: ImageError,
    },
    /// It has more than one frame.
    #[error("the picture moves; a still one is needed")]
    Moving,
    /// The file is of another kind as well, or hides something.
    #[error("the file is a picture and something else at once")]
    SomethingElseInside,
    /// A 360° picture is twice as wide as high, and at least [`crate::MIN_PANORAMA_WIDTH`] wide.
    #[error("{width} × {height} pixels are not a 360° picture, which is twice as wide as high")]
    NotAPanorama {
        /// Width in pixels.
        width: u32,
        /// Height in pixels.
        height: u32,
    },
    /// A document asks for a password.
    #[error("the document is locked by a password")]
    Locked,
    /// A document that can't be drawn.
    #[error("the document cannot be read")]
    UnreadableDocument,
    /// More pages than [`crate::MAX_PLAN_PAGES`].
    #[error("the document has {pages} pages, at most {limit} are accepted")]
    TooManyPages {
        /// Pages of the document.
        pages: usize,
        /// The limit.
        limit: usize,
    },
    /// A film that can't be understood.
    #[error("the film cannot be read: {0}")]
    UnreadableFilm(&'static str),
    /// Resizing failed.
    #[error("the picture could not be resized to {width} × {height}")]
    Resize {
        /// Width asked for, in pixels.
        width: u32,
        /// Height asked for, in pixels.
        height: u32,
        /// What the resizer said.
        #[source]
        source: Box<dyn std::error::Error + Send + Sync>,
    },
    /// An encoder failed.
    #[error("the picture could not be written as {format}")]
    Encode {
        /// The format that was to be written.
        format: PictureFormat,
        /// What the encoder said.
        #[source]
        source: Box<dyn std::error::Error + Send + Sync>,
    },
    /// A pixel buffer does not have the length its size asks for.
    #[error("{width} × {height} pixels need {expected} bytes, there are {found}")]
    BufferLength {
        /// Width in pixels.
        width: u32,
        /// Height in pixels.
        height: u32,
        /// Bytes needed.
        expected: u64,
        /// Bytes given.
        found: usize,
    },
    /// A font file lacks the face that the share picture names.
    #[error("the font {0} could not be loaded")]
    Font(&'static str),
    /// The drawing of a share picture was refused.
    #[error("the share picture could not be drawn")]
    Drawing(#[from] resvg::usvg::Error),
}

impl MediaError {
    /// Whether the file is to blame, so that trying again won't help.
    #[must_use]
    pub fn is_about_the_file(&self) -> bool {
        !matches!(
            self,
            Self::Resize { .. }
                | Self::Encode { .. }
                | Self::BufferLength { .. }
                | Self::Font(_)
                | Self::Drawing(_)
        )
    }
}
