//! Putting the drawing over the cover.

use resvg::tiny_skia::{Pixmap, PremultipliedColorU8, Transform};
use resvg::usvg::Tree;

use super::SHARE_PICTURE_SIZE;
use super::fonts::Fonts;
use crate::{MediaError, RgbPicture};

/// The band's colour, `#FAF7F2`.
pub(crate) const PAPER: [u8; 3] = [0xFA, 0xF7, 0xF2];

/// Lays `cover` at the top, paper below it, and draws the SVG document over both.
pub(crate) fn paint(
    cover: &RgbPicture,
    drawing: &str,
    fonts: &Fonts,
) -> Result<RgbPicture, MediaError> {
    let tree = Tree::from_str(drawing, &fonts.options())?;
    let mut pixmap = Pixmap::new(SHARE_PICTURE_SIZE.width, SHARE_PICTURE_SIZE.height)
        .expect("a constant size above zero");
    let source = cover
        .pixels()
        .chunks_exact(3)
        .chain(std::iter::repeat(PAPER.as_slice()));
    for (target, color) in pixmap.pixels_mut().iter_mut().zip(source) {
        *target = PremultipliedColorU8::from_rgba(color[0], color[1], color[2], u8::MAX)
            .expect("an opaque colour is its own premultiplied form");
    }
    resvg::render(&tree, Transform::identity(), &mut pixmap.as_mut());
    // Opaque all over, so premultiplied values are the values.
    let pixels = pixmap
        .pixels()
        .iter()
        .flat_map(|pixel| [pixel.red(), pixel.green(), pixel.blue()])
        .collect();
    RgbPicture::new(SHARE_PICTURE_SIZE, pixels)
}
