//! What was made of a file, and where it lies.

use super::{Audience, CubeTiles, MediaKind, PerceptualHash};
use crate::{MediaId, PropertyId, text::Localized};
use serde::{Deserialize, Serialize};

/// What was made of a file.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Rendition {
    /// Width of the largest variant, of the flat panorama or of the film, in pixels.
    pub width: u32,
    /// In pixels.
    pub height: u32,
    /// Mean colour, `#rrggbb`.
    pub color: String,
    /// Of everything but films.
    pub hash: Option<PerceptualHash>,
    /// Widths of the variants in each format, ascending.
    #[serde(default)]
    pub avif_widths: Vec<u32>,
    #[serde(default)]
    pub webp_widths: Vec<u32>,
    #[serde(default)]
    pub jpeg_widths: Vec<u32>,
    /// Of panoramas.
    #[serde(default)]
    pub cube: Option<CubeTiles>,
    /// Of films.
    #[serde(default)]
    pub film: Option<FilmFacts>,
    /// Whether it was looked through for harmful content: not where no scanner is set.
    pub scanned: bool,
}

/// What a page has to know of a film.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct FilmFacts {
    pub duration_ms: u64,
    /// Heights of the qualities it can be streamed in, in pixels, ascending; none where the
    /// film plays as it was uploaded.
    #[serde(default)]
    pub qualities: Vec<u32>,
    /// Whether there is a still of it.
    #[serde(default)]
    pub poster: bool,
}

/// A film that is ready to be played.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Film {
    pub media_id: MediaId,
    /// In pixels.
    pub width: u32,
    /// In pixels.
    pub height: u32,
    pub facts: FilmFacts,
    /// What is to be seen.
    pub alt: Localized<String>,
}

/// A 360° picture that everyone sees.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Tour {
    pub media_id: MediaId,
    /// Of the flat picture, in pixels.
    pub width: u32,
    /// In pixels.
    pub height: u32,
    /// What is to be seen.
    pub alt: Localized<String>,
    /// Of one that is also there in tiles.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub cube: Option<CubeTiles>,
}

/// Whose files they are and who sees them.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Place {
    pub audience: Audience,
    pub listing_id: PropertyId,
    pub media_id: MediaId,
    pub kind: MediaKind,
}

impl Film {
    fn address(&self, name: &str) -> String {
        let folder = MediaKind::Film.public_folder();
        format!("/media/{folder}/{}/{name}", self.media_id)
    }

    /// The film as one file.
    pub fn path(&self) -> String {
        self.address("film.mp4")
    }

    /// The list of its qualities, where it can be streamed.
    pub fn stream_path(&self) -> Option<String> {
        (!self.facts.qualities.is_empty()).then(|| self.address("film.m3u8"))
    }

    /// A still of it, where there is one.
    pub fn poster_path(&self) -> Option<String> {
        self.facts.poster.then(|| self.address("poster.jpg"))
    }
}

impl Tour {
    /// The folder of its tiles on the site.
    pub fn tiles_path(&self) -> String {
        let folder = MediaKind::Panorama.public_folder();
        format!("/media/{folder}/{}", self.media_id)
    }

    /// The whole of it as one flat picture.
    pub fn path(&self) -> String {
        format!("{}/flat.jpg", self.tiles_path())
    }
}

impl Rendition {
    /// The file that somebody gets who takes one address only.
    pub fn main_file(&self, kind: MediaKind) -> String {
        match kind {
            MediaKind::Film => "film.mp4".to_owned(),
            MediaKind::Panorama => "flat.jpg".to_owned(),
            MediaKind::Picture | MediaKind::FloorPlan => {
                let widest = self.jpeg_widths.last().copied().unwrap_or(self.width);
                format!("{widest}.jpg")
            }
        }
    }

    /// The key of a file in the bucket of an audience. It has the same name there and in the
    /// other one, but for the main file of premium media, which
    /// [`crate::premium::PremiumMedia`] names after the medium.
    pub fn key(&self, place: Place, name: &str) -> String {
        let Place {
            audience,
            listing_id,
            media_id,
            kind,
        } = place;
        let premium = kind.premium().filter(|_| audience == Audience::Premium);
        let Some(premium) = premium else {
            return format!("{}/{media_id}/{name}", kind.public_folder());
        };
        let folder = premium.folder();
        match name == self.main_file(kind) {
            true => format!("{listing_id}/{folder}/{media_id}.{}", premium.extension()),
            false => format!("{listing_id}/{folder}/{media_id}/{name}"),
        }
    }

    /// Names of all files, which [`Self::key`] makes into keys.
    pub fn files(&self, kind: MediaKind) -> Vec<String> {
        let mut files = Vec::new();
        if matches!(kind, MediaKind::Film | MediaKind::Panorama) {
            files.push(self.main_file(kind));
        }
        let widths = [
            (&self.avif_widths, "avif"),
            (&self.webp_widths, "webp"),
            (&self.jpeg_widths, "jpg"),
        ];
        for (widths, extension) in widths {
            files.extend(widths.iter().map(|width| format!("{width}.{extension}")));
        }
        if let Some(cube) = &self.cube {
            files.extend(tiles(cube));
        }
        if let Some(film) = &self.film {
            files.extend(film.poster.then(|| "poster.jpg".to_owned()));
            if !film.qualities.is_empty() {
                files.push("film.m3u8".to_owned());
            }
            for height in &film.qualities {
                files.extend([format!("{height}.m3u8"), format!("{height}.mp4")]);
            }
        }
        files
    }
}

fn tiles(cube: &CubeTiles) -> Vec<String> {
    let mut names = Vec::new();
    for level in 1..=cube.levels {
        let count = cube.side_at(level).div_ceil(cube.tile_side.max(1));
        for face in ['f', 'b', 'u', 'd', 'l', 'r'] {
            for row in 0..count {
                names.extend((0..count).map(|column| CubeTiles::name(level, face, row, column)));
            }
        }
    }
    names
}
