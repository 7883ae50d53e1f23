//! The six faces of a cube around the viewer.

use std::f64::consts::PI;

use rayon::prelude::*;

use crate::{MediaError, PictureSize, RgbPicture};

/// A face, named as Pannellum names it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Face {
    Front,
    Back,
    Up,
    Down,
    Left,
    Right,
}

pub(super) const FACES: [Face; 6] = [
    Face::Front,
    Face::Back,
    Face::Up,
    Face::Down,
    Face::Left,
    Face::Right,
];

impl Face {
    pub(super) fn letter(self) -> char {
        match self {
            Self::Front => 'f',
            Self::Back => 'b',
            Self::Up => 'u',
            Self::Down => 'd',
            Self::Left => 'l',
            Self::Right => 'r',
        }
    }

    /// The direction of a point of the face: to the right, up, and ahead. `x` and `y` run from
    /// -1 at the left and the top to 1. Up and down are seen by raising and lowering one's head.
    fn direction(self, x: f64, y: f64) -> (f64, f64, f64) {
        match self {
            Self::Front => (x, -y, 1.0),
            Self::Back => (-x, -y, -1.0),
            Self::Right => (1.0, -y, -x),
            Self::Left => (-1.0, -y, x),
            Self::Up => (x, 1.0, y),
            Self::Down => (x, -1.0, -y),
        }
    }
}

/// The side of a face with as many pixels around the horizon as the picture has, a multiple of
/// eight and at most `longest`.
pub(super) fn face_side(width: u32, longest: u32) -> u32 {
    let side = (f64::from(width) / PI).round() as u32;
    (side.div_ceil(8) * 8).min(longest)
}

/// Draws a face, between four pixels of the picture at each place.
pub(super) fn draw_face(
    picture: &RgbPicture,
    face: Face,
    side: u32,
) -> Result<RgbPicture, MediaError> {
    let mut pixels = vec![0; side as usize * side as usize * 3];
    let row_bytes = side as usize * 3;
    pixels
        .par_chunks_mut(row_bytes)
        .enumerate()
        .for_each(|(row, target)| {
            let y = middle(row, side);
            for (column, pixel) in target.chunks_exact_mut(3).enumerate() {
                let (right, up, ahead) = face.direction(middle(column, side), y);
                let longitude = right.atan2(ahead);
                let latitude = up.atan2(right.hypot(ahead));
                pixel.copy_from_slice(&sample(picture, longitude, latitude));
            }
        });
    let size = PictureSize {
        width: side,
        height: side,
    };
    RgbPicture::new(size, pixels)
}

/// The middle of a pixel, from -1 to 1.
fn middle(index: usize, side: u32) -> f64 {
    (2.0 * index as f64 + 1.0) / f64::from(side) - 1.0
}

/// The colour seen in a direction; the picture's middle lies straight ahead.
fn sample(picture: &RgbPicture, longitude: f64, latitude: f64) -> [u8; 3] {
    let (width, height) = (picture.width(), picture.height());
    let x = (longitude / (2.0 * PI) + 0.5) * f64::from(width) - 0.5;
    let y = (0.5 - latitude / PI) * f64::from(height) - 0.5;
    let (left, top) = (x.floor(), y.floor());
    let (from_left, from_top) = (x - left, y - top);
    // Around the horizon it goes on at the other edge; above and below it ends.
    let column = |offset: i64| (left as i64 + offset).rem_euclid(i64::from(width)) as usize;
    let row = |offset: i64| (top as i64 + offset).clamp(0, i64::from(height) - 1) as usize;
    let at = |column: usize, row: usize, channel: usize| {
        f64::from(picture.pixels()[(row * width as usize + column) * 3 + channel])
    };
    let (left, right, top, bottom) = (column(0), column(1), row(0), row(1));
    std::array::from_fn(|channel| {
        let above =
            at(left, top, channel) * (1.0 - from_left) + at(right, top, channel) * from_left;
        let below =
            at(left, bottom, channel) * (1.0 - from_left) + at(right, bottom, channel) * from_left;
        (above * (1.0 - from_top) + below * from_top).round() as u8
    })
}

/// A tile of a face; those at the right and lower edge may be smaller.
pub(super) fn cut(
    face: &RgbPicture,
    row: u32,
    column: u32,
    tile_side: u32,
) -> Result<RgbPicture, MediaError> {
    let (left, top) = (column * tile_side, row * tile_side);
    let size = PictureSize {
        width: tile_side.min(face.width() - left),
        height: tile_side.min(face.height() - top),
    };
    let row_bytes = size.width as usize * 3;
    let pixels = (top..top + size.height)
        .flat_map(|y| {
            let start = (y as usize * face.width() as usize + left as usize) * 3;
            &face.pixels()[start..start + row_bytes]
        })
        .copied()
        .collect();
    RgbPicture::new(size, pixels)
}
