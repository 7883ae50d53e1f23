//! What is accepted, in one place. The browser asks before it sends anything, the server before
//! it gives out an address, the store by the signature, and the pipeline once it has the file.
//!
//! | | bytes | further |
//! |---|---|---|
//! | picture | 60 MiB | JPEG, PNG, WebP; 16,000 pixels a side, 100 million in all; one frame |
//! | panorama | 60 MiB | as a picture; twice as wide as high, at least 2,048 pixels wide |
//! | film | 4 GiB | MP4 or QuickTime; at most 10 minutes; H.264, H.265, AV1 or VP9 |
//! | floor plan | 60 MiB, as PDF 30 MiB | as a picture, or a PDF of at most 40 pages, of which the first is drawn |

use super::MediaKind;

const MIB: u64 = 1_048_576;

/// Largest picture file in bytes.
pub const PICTURE_BYTES: u64 = 60 * MIB;
/// Largest document in bytes.
pub const DOCUMENT_BYTES: u64 = 30 * MIB;
/// Largest film in bytes.
pub const FILM_BYTES: u64 = 4 * 1_024 * MIB;
/// Longest side of a picture in pixels.
pub const PICTURE_SIDE: u32 = 16_000;
/// Most pixels of a picture, width times height.
pub const PICTURE_PIXELS: u64 = 100_000_000;
/// Longest film in seconds.
pub const FILM_SECONDS: u64 = 600;
/// Most pages of a document.
pub const DOCUMENT_PAGES: usize = 40;
/// Most files of one listing, those that failed included.
pub const FILES_A_LISTING: usize = 120;
/// Bytes from which a file is sent in parts, so that what was sent isn't lost with a connection.
pub const SINGLE_BYTES: u64 = 16 * MIB;
/// Bytes of a part; the last may be smaller. A store takes no smaller ones than 5 MiB.
pub const PART_BYTES: u64 = 8 * MIB;

impl MediaKind {
    /// Largest file in bytes.
    pub fn max_bytes(self) -> u64 {
        match self {
            Self::Picture | Self::Panorama | Self::FloorPlan => PICTURE_BYTES,
            Self::Film => FILM_BYTES,
        }
    }

    /// The content types that are accepted, as a file chooser takes them.
    pub fn content_types(self) -> &'static [&'static str] {
        match self {
            Self::Picture | Self::Panorama => &["image/jpeg", "image/png", "image/webp"],
            Self::Film => &["video/mp4", "video/quicktime"],
            Self::FloorPlan => &["image/jpeg", "image/png", "image/webp", "application/pdf"],
        }
    }
}

/// How many parts a file of this size is sent in; `None` when it is sent whole.
pub fn parts_of(bytes: u64) -> Option<u32> {
    (bytes > SINGLE_BYTES)
        .then(|| bytes.div_ceil(PART_BYTES))
        .and_then(|parts| u32::try_from(parts).ok())
}

/// Bytes of a part, counted from 1; 0 for one beyond the last.
pub fn part_length(bytes: u64, number: u32) -> u64 {
    let start = u64::from(number.saturating_sub(1)) * PART_BYTES;
    bytes.saturating_sub(start).min(PART_BYTES)
}
