//! Pictures for homes.
//!
//! Every step here is a pure function from bytes to bytes: nothing reads a file, a clock or the
//! network, and the same input gives the same output on every machine.
//!
//! - [`process_picture`] takes what a person uploaded and returns what a page shows: checked,
//!   turned upright, in sRGB, without metadata, at several widths.
//! - [`render_share_picture`] makes the 1200 × 630 picture that chats and social pages show.

mod colour;
mod decode;
mod encode;
mod error;
mod jpeg_stream;
mod limits;
mod picture;
mod placeholder;
mod process;
mod recipe;
mod resize;
mod share;
mod source_format;

pub use decode::decode_picture;
pub use error::MediaError;
pub use limits::PictureLimits;
pub use picture::{PictureSize, RgbPicture};
pub use placeholder::{MAX_DATA_URI_BYTES, Placeholder};
pub use process::{ProcessedPicture, Variant, process_picture};
pub use recipe::{PictureFormat, Recipe, Rendition};
pub use share::{
    Fonts, MAX_SHARE_PICTURE_BYTES, SHARE_PICTURE_SIZE, ShareCard, render_share_picture,
};
pub use source_format::SourceFormat;
