//! 360° pictures: equirectangular, twice as wide as high.
//!
//! What a viewer gets is a cube of tiles at several resolutions, as Pannellum reads them, so that
//! it loads what is looked at and no graphics card is asked for a texture it cannot hold; and a
//! flat picture for phones, for browsers that cannot turn it, and for pages without scripting.

mod cube;

use rayon::prelude::*;

use crate::encode;
use crate::hash::perceptual_hash;
use crate::process::resized;
use crate::{
    MediaError, PictureFormat, PictureLimits, PictureSize, Placeholder, RgbPicture, Variant,
    decode_picture,
};
use durbar_domain::media::{CubeTiles, PerceptualHash};

/// Widest flat version in pixels: iPhones crash on wider textures.
pub const MAX_FLAT_WIDTH: u32 = 4_096;
/// Narrowest panorama in pixels: a narrower one is a blur once it fills a screen.
pub const MIN_PANORAMA_WIDTH: u32 = 2_048;
/// Side of a tile in pixels.
pub const TILE_SIDE: u32 = 512;
/// Longest side of a face of the cube, in pixels.
const MAX_FACE_SIDE: u32 = 4_096;
/// Widths may be off by one in this many: stitching programs round.
const SHAPE_TOLERANCE: u32 = 100;
const FLAT_QUALITY: u8 = 80;
const TILE_QUALITY: u8 = 76;

/// A panorama ready for a viewer.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ProcessedPanorama {
    /// At most [`MAX_FLAT_WIDTH`] wide, a JPEG.
    pub flat: Variant,
    pub placeholder: Placeholder,
    pub hash: PerceptualHash,
    pub cube: CubeTiles,
    /// All tiles, those of low resolution first.
    pub tiles: Vec<Tile>,
}

/// A square part of one face at one resolution.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Tile {
    /// `1/f0_0.jpg`: level, face, row and column, as [`CubeTiles`] says.
    pub name: String,
    /// A JPEG.
    pub bytes: Vec<u8>,
}

/// Decodes a 360° picture and makes what a viewer needs.
///
/// # Errors
/// As [`decode_picture`], and [`MediaError::NotAPanorama`].
pub fn process_panorama(
    bytes: &[u8],
    limits: &PictureLimits,
) -> Result<ProcessedPanorama, MediaError> {
    let picture = decode_picture(bytes, limits, [0; 3])?;
    check_shape(picture.size())?;
    let face_side = cube::face_side(picture.width(), MAX_FACE_SIDE);
    let cube = CubeTiles::of(face_side, TILE_SIDE);
    let mut tiles: Vec<Tile> = cube::FACES
        .iter()
        .map(|face| face_tiles(&picture, *face, &cube))
        .collect::<Result<Vec<_>, _>>()?
        .concat();
    tiles.sort_by(|one, other| one.name.cmp(&other.name));
    let flat_width = picture.width().min(MAX_FLAT_WIDTH);
    let flat = resized(&picture, picture.size().scaled_to_width(flat_width))?;
    drop(picture);
    Ok(ProcessedPanorama {
        placeholder: Placeholder::of(&flat)?,
        hash: perceptual_hash(&flat)?,
        flat: Variant {
            width: flat.width(),
            height: flat.height(),
            format: PictureFormat::Jpeg,
            bytes: encode::jpeg(&flat, FLAT_QUALITY)?,
        },
        cube,
        tiles,
    })
}

fn check_shape(size: PictureSize) -> Result<(), MediaError> {
    let PictureSize { width, height } = size;
    let off = width.abs_diff(height.saturating_mul(2));
    if off > width / SHAPE_TOLERANCE || width < MIN_PANORAMA_WIDTH {
        return Err(MediaError::NotAPanorama { width, height });
    }
    Ok(())
}

fn face_tiles(
    picture: &RgbPicture,
    face: cube::Face,
    tiles: &CubeTiles,
) -> Result<Vec<Tile>, MediaError> {
    let mut levels = Vec::new();
    let mut side = cube::draw_face(picture, face, tiles.face_side)?;
    for level in (1..=tiles.levels).rev() {
        let wanted = tiles.side_at(level);
        if side.width() != wanted {
            let size = PictureSize {
                width: wanted,
                height: wanted,
            };
            side = resized(&side, size)?;
        }
        let count = wanted.div_ceil(tiles.tile_side);
        let places: Vec<(u32, u32)> = (0..count)
            .flat_map(|row| (0..count).map(move |column| (row, column)))
            .collect();
        let made = places
            .par_iter()
            .map(|(row, column)| {
                let part = cube::cut(&side, *row, *column, tiles.tile_side)?;
                Ok(Tile {
                    name: CubeTiles::name(level, face.letter(), *row, *column),
                    bytes: encode::jpeg(&part, TILE_QUALITY)?,
                })
            })
            .collect::<Result<Vec<_>, MediaError>>()?;
        levels.extend(made);
    }
    Ok(levels)
}
