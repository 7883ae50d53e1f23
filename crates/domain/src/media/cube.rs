//! A panorama as six faces of a cube, each cut into tiles at several resolutions, in the names
//! that Pannellum asks for (`/%l/%s%y_%x`).

use serde::{Deserialize, Serialize};

/// How a cube is cut.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct CubeTiles {
    /// Side of a face at the finest level, in pixels.
    pub face_side: u32,
    /// Side of a tile, in pixels; those at an edge may be smaller.
    pub tile_side: u32,
    /// Levels, each twice as fine as the one before; the first fits into one tile.
    pub levels: u8,
}

impl CubeTiles {
    /// With as many levels as it takes for the first to fit into a tile.
    pub fn of(face_side: u32, tile_side: u32) -> Self {
        let mut levels = 1;
        while face_side.div_ceil(1 << (levels - 1)) > tile_side && levels < 16 {
            levels += 1;
        }
        Self {
            face_side,
            tile_side,
            levels,
        }
    }

    /// Side of a face at a level, in pixels; levels count from 1.
    pub fn side_at(&self, level: u8) -> u32 {
        self.face_side >> self.levels.saturating_sub(level).min(31)
    }

    /// `3/f0_1.jpg`: a tile's name below the panorama's folder.
    pub fn name(level: u8, face: char, row: u32, column: u32) -> String {
        format!("{level}/{face}{row}_{column}.jpg")
    }
}

#[cfg(test)]
mod tests {
    use super::CubeTiles;

    #[test]
    fn the_coarsest_level_is_one_tile_and_each_further_one_twice_as_fine() {
        let cube = CubeTiles::of(1_304, 512);
        assert_eq!(cube.levels, 3);
        assert_eq!(
            [1, 2, 3].map(|level| cube.side_at(level)),
            [326, 652, 1_304]
        );
        assert_eq!(CubeTiles::of(512, 512).levels, 1);
        assert_eq!(CubeTiles::of(520, 512).levels, 2);
    }
}
