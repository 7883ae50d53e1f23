//! Pictures for homes.
//!
//! Every step here is a pure function from bytes to bytes: nothing reads a file, a clock or the
//! network, and the same input gives the same output on every machine.
//!
//! - [`process_picture`] takes what a person uploaded and returns what a page shows: checked,
//!   turned upright, in sRGB, without metadata, at several widths.
//! - [`process_panorama`] checks a 360° picture and cuts it into tiles for a viewer.
//! - [`draw_plan`] draws the first page of a PDF, [`FilmProbe`] tells what a film is.
//! - [`render_share_picture`] makes the 1200 × 630 picture that chats and social pages show.

mod colour;
mod decode;
mod encode;
mod error;
mod file_kind;
mod film;
mod hash;
mod inside;
mod jpeg_stream;
mod limits;
mod panorama;
mod picture;
mod placeholder;
mod plan;
mod process;
mod recipe;
mod resize;
mod share;
mod source_format;

pub use decode::{decode_picture, inspect_picture};
pub use error::MediaError;
pub use file_kind::{FileKind, SNIFFED_BYTES};
pub use film::{FilmFacts, FilmProbe, ProbeStep, VideoCodec};
pub use limits::PictureLimits;
pub use panorama::{
    MAX_FLAT_WIDTH, MIN_PANORAMA_WIDTH, ProcessedPanorama, TILE_SIDE, Tile, process_panorama,
};
pub use picture::{PictureSize, RgbPicture};
pub use placeholder::{MAX_DATA_URI_BYTES, Placeholder};
pub use plan::{MAX_PLAN_BYTES, MAX_PLAN_PAGES, draw_plan};
pub use process::{ProcessedPicture, Variant, make_variants, process_picture};
pub use recipe::{PictureFormat, Recipe, Rendition};
pub use share::{
    Fonts, MAX_SHARE_PICTURE_BYTES, SHARE_PICTURE_SIZE, ShareCard, render_share_picture,
};
pub use source_format::SourceFormat;
