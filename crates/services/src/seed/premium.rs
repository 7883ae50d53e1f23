//! What of the demo homes only members see: tours and films of `seed/media/premium/`, and
//! prepared pictures that a home keeps out of its public gallery.

use super::{
    PictureLibrary, SeedError,
    identity::random_bits,
    listing_file::ListingFile,
    upload::{Upload, put},
};
use durbar_domain::{
    Listing, MediaId,
    premium::{PremiumKind, PremiumMedia},
    text::Localized,
};
use durbar_platform::{
    Objects,
    objects::{Bucket, ObjectKey},
};
use futures::{StreamExt, TryStreamExt, stream};
use serde::Deserialize;
use std::{
    collections::HashMap,
    path::{Path, PathBuf},
};

/// Files put in place at a time: a film may be large.
const UPLOADS: usize = 4;
const FOLDER: &str = "media/premium";
const MANIFEST: &str = "media/premium/manifest.json";

/// Tours and films, by key (`villa-01-pano`).
#[derive(Debug, Clone, Default)]
pub(super) struct PremiumLibrary {
    entries: HashMap<String, Entry>,
    folder: PathBuf,
}

/// A line of the manifest: one file, named after its key.
#[derive(Debug, Clone, Deserialize)]
struct Entry {
    key: String,
    kind: PremiumKind,
    width: u32,
    height: u32,
    /// Size of the file.
    bytes: u64,
    alt: String,
    alt_ne: String,
}

/// A file of the seed folder and the object it is to be.
#[derive(Debug, Clone)]
pub(super) struct PremiumFile {
    file: PathBuf,
    key: ObjectKey,
    kind: PremiumKind,
    /// Bytes.
    size: u64,
}

impl PremiumLibrary {
    /// Reads the manifest of the seed folder; a folder without one has neither tours nor films.
    pub(super) fn read(seed: &Path) -> Result<Self, SeedError> {
        let path = seed.join(MANIFEST);
        if !path.exists() {
            return Ok(Self::default());
        }
        let text = std::fs::read(&path).map_err(|source| SeedError::Read { path, source })?;
        let entries: Vec<Entry> =
            serde_json::from_slice(&text).map_err(|source| SeedError::Json {
                file: MANIFEST.to_owned(),
                source,
            })?;
        let entries = entries.into_iter().map(|entry| (entry.key.clone(), entry));
        Ok(Self {
            entries: entries.collect(),
            folder: seed.join(FOLDER),
        })
    }

    /// The premium media that a listing's file names, and the files they are.
    ///
    /// # Errors
    /// When it names what isn't there.
    pub(super) fn of(
        &self,
        file: &str,
        raw: &ListingFile,
        listing: &Listing,
        pictures: &PictureLibrary,
    ) -> Result<Vec<(PremiumMedia, PremiumFile)>, SeedError> {
        let unknown = |field, key: &str| SeedError::Unknown {
            file: file.to_owned(),
            field,
            value: key.to_owned(),
        };
        let mut found = Vec::new();
        for view in &raw.premium_pictures {
            let key = format!("{}-{view}", raw.villa);
            let source = pictures.largest_jpeg(&key);
            let source = source.ok_or_else(|| unknown("premium_pictures", &key))?;
            let media = media(
                &key,
                PremiumKind::Picture,
                raw,
                listing,
                source.size,
                source.alt,
            );
            found.push((media, source.file, source.bytes));
        }
        let others = [
            ("panoramas", PremiumKind::Panorama, &raw.panoramas),
            ("drone_films", PremiumKind::DroneFilm, &raw.drone_films),
        ];
        for (field, kind, views) in others {
            for view in views {
                let key = format!("{}-{view}", raw.villa);
                let entry = self.entries.get(&key).filter(|entry| entry.kind == kind);
                let entry = entry.ok_or_else(|| unknown(field, &key))?;
                let alt = Localized {
                    en: entry.alt.clone(),
                    ne: entry.alt_ne.clone(),
                };
                let size = (entry.width, entry.height);
                let name = format!("{key}.{}", kind.extension());
                let media = media(&key, kind, raw, listing, size, alt);
                found.push((media, self.folder.join(name), entry.bytes));
            }
        }
        let files = found.into_iter().map(|(media, path, size)| {
            let key = media.key(listing.listing_id);
            let key = key.parse().map_err(|_| unknown("premium media", &key))?;
            let kind = media.kind;
            let file = PremiumFile {
                file: path,
                key,
                kind,
                size,
            };
            Ok((media, file))
        });
        files.collect()
    }
}

fn media(
    key: &str,
    kind: PremiumKind,
    raw: &ListingFile,
    listing: &Listing,
    (width, height): (u32, u32),
    alt: Localized<String>,
) -> PremiumMedia {
    let random = random_bits("premium", &format!("{}/{key}", raw.key));
    PremiumMedia {
        cube: None,
        media_id: MediaId::from_parts(listing.listing_id.unix_ms(), random),
        kind,
        width,
        height,
        alt,
    }
}

/// Puts files in the premium bucket, those that aren't there whole already; gives back how
/// many were put.
pub(super) async fn upload(objects: &Objects, files: &[PremiumFile]) -> Result<usize, SeedError> {
    let uploads = files.iter().map(|file| Upload {
        file: file.file.clone(),
        key: file.key.clone(),
        content_type: file.kind.content_type(),
        size: file.size,
    });
    stream::iter(uploads.map(|upload| put(objects, Bucket::PremiumMedia, upload)))
        .buffer_unordered(UPLOADS)
        .try_fold(0, |sum, put| async move { Ok(sum + usize::from(put)) })
        .await
}
