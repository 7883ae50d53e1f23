//! Floor plans that come as PDF.

use std::sync::Arc;

use durbar_domain::media::limits;
use hayro::hayro_interpret::InterpreterSettings;
use hayro::hayro_syntax::{LoadPdfError, Pdf};
use hayro::vello_cpu::color::palette::css::WHITE;
use hayro::{PixmapSettings, RenderCache, RenderSettings, render};

use crate::{MediaError, PictureSize, RgbPicture};

/// Longest side of a drawn page in pixels: its small print can be read at that.
const LONGEST_SIDE: f32 = 2_400.0;
/// Largest document in bytes.
pub const MAX_PLAN_BYTES: usize = limits::DOCUMENT_BYTES as usize;
/// Most pages: a document with more is not a floor plan.
pub const MAX_PLAN_PAGES: usize = limits::DOCUMENT_PAGES;
/// Nested drawings of a document can go deep; a thread of its own keeps that from everybody else.
const STACK_BYTES: usize = 256 * 1024 * 1024;

/// Draws the first page of a PDF on white.
///
/// # Errors
/// [`MediaError::FileTooLarge`], [`MediaError::Locked`], [`MediaError::TooManyPages`] or
/// [`MediaError::UnreadableDocument`].
pub fn draw_plan(bytes: Vec<u8>) -> Result<RgbPicture, MediaError> {
    if bytes.len() > MAX_PLAN_BYTES {
        return Err(MediaError::FileTooLarge {
            bytes: bytes.len(),
            limit: MAX_PLAN_BYTES,
        });
    }
    // A panic of the drawing ends its thread alone.
    std::thread::Builder::new()
        .name("floor-plan".to_owned())
        .stack_size(STACK_BYTES)
        .spawn(move || draw(bytes))
        .map_err(|_| MediaError::UnreadableDocument)?
        .join()
        .unwrap_or(Err(MediaError::UnreadableDocument))
}

fn draw(bytes: Vec<u8>) -> Result<RgbPicture, MediaError> {
    let document = Pdf::new(Arc::new(bytes)).map_err(|error| match error {
        LoadPdfError::Decryption(_) => MediaError::Locked,
        LoadPdfError::Invalid => MediaError::UnreadableDocument,
    })?;
    let pages = document.pages();
    if pages.len() > MAX_PLAN_PAGES {
        return Err(MediaError::TooManyPages {
            pages: pages.len(),
            limit: MAX_PLAN_PAGES,
        });
    }
    let page = pages.first().ok_or(MediaError::UnreadableDocument)?;
    let (width, height) = page.render_dimensions();
    let longest = width.max(height);
    if !(longest.is_finite() && width >= 1.0 && height >= 1.0) {
        return Err(MediaError::UnreadableDocument);
    }
    let scale = LONGEST_SIDE / longest;
    let settings = PixmapSettings {
        x_scale: scale,
        y_scale: scale,
        bg_color: WHITE,
    };
    let drawn = render(
        page,
        &RenderCache::new(),
        &InterpreterSettings::default(),
        &RenderSettings::default(),
        &settings,
    );
    let size = PictureSize {
        width: drawn.width().into(),
        height: drawn.height().into(),
    };
    // Opaque all over, since the page lies on white.
    let pixels = drawn.data().iter().flat_map(|it| [it.r, it.g, it.b]);
    RgbPicture::new(size, pixels.collect())
}
