//! The prepared pictures of the seed folder: which there are, and putting them in place.

use super::{
    SeedError,
    identity::random_bits,
    manifest::{self, Entry, Format, MANIFEST, Variant},
    upload::{Upload, put},
};
use durbar_domain::{MediaId, picture::Picture, text::Localized};
use durbar_platform::{Objects, objects::Bucket};
use futures::{StreamExt, TryStreamExt, stream};
use std::{
    collections::HashMap,
    path::{Path, PathBuf},
};

/// Pictures put in place at a time.
const UPLOADS: usize = 8;

/// The prepared pictures, by key (`villa-02-hero`).
#[derive(Debug, Clone)]
pub struct PictureLibrary {
    folder: PathBuf,
    entries: HashMap<String, Entry>,
}

/// The largest file of a picture.
pub(super) struct LargestJpeg {
    pub file: PathBuf,
    /// Width and height in pixels.
    pub size: (u32, u32),
    pub bytes: u64,
    pub alt: Localized<String>,
}

impl PictureLibrary {
    /// Reads the manifest of the seed folder.
    pub(super) fn read(seed: &Path) -> Result<Self, SeedError> {
        let entries = manifest::read(seed)?;
        let entries = entries
            .into_iter()
            .map(|entry| (entry.key.clone(), entry))
            .collect();
        Ok(Self {
            folder: seed.join("media"),
            entries,
        })
    }

    /// Keys of all pictures, sorted.
    pub fn keys(&self) -> Vec<&str> {
        let mut keys: Vec<&str> = self.entries.keys().map(String::as_str).collect();
        keys.sort_unstable();
        keys
    }

    /// A picture as a listing shows it; `None` when there is none of that key or it has no
    /// JPEG. Its identifier belongs to the listing, its files are shared by all that show it.
    pub(super) fn picture(&self, key: &str, listing: &str, created_ms: u64) -> Option<Picture> {
        let entry = self.entries.get(key)?;
        let widths = |format| {
            let mut widths: Vec<u32> = entry
                .variants
                .iter()
                .filter(|variant| variant.format == format)
                .map(|variant| variant.width)
                .collect();
            widths.sort_unstable();
            widths
        };
        let jpeg_widths = widths(Format::Jpeg);
        let largest = entry.variants.iter().max_by_key(|variant| variant.width)?;
        (!jpeg_widths.is_empty()).then(|| Picture {
            media_id: MediaId::from_parts(
                created_ms,
                random_bits("picture", &format!("{listing}/{key}")),
            ),
            prefix: prefix(key),
            width: largest.width,
            height: largest.height,
            avif_widths: widths(Format::Avif),
            webp_widths: Vec::new(),
            jpeg_widths,
            color: entry.color.clone(),
            alt: Localized {
                en: entry.alt.clone(),
                ne: entry.alt_ne.clone(),
            },
        })
    }

    /// The largest JPEG of a picture; `None` when there is none of that key.
    pub(super) fn largest_jpeg(&self, key: &str) -> Option<LargestJpeg> {
        let entry = self.entries.get(key)?;
        let jpegs = entry
            .variants
            .iter()
            .filter(|variant| variant.format == Format::Jpeg);
        let largest = jpegs.max_by_key(|variant| variant.width)?;
        Some(LargestJpeg {
            file: self.file_of(entry, largest),
            size: (largest.width, largest.height),
            bytes: largest.bytes,
            alt: Localized {
                en: entry.alt.clone(),
                ne: entry.alt_ne.clone(),
            },
        })
    }

    fn file_of(&self, entry: &Entry, variant: &Variant) -> PathBuf {
        self.folder.join(&entry.key).join(name_of(variant))
    }

    /// Puts the files of the pictures of these keys in the public bucket, those that aren't
    /// there whole already; gives back how many were put.
    pub(super) async fn upload(
        &self,
        objects: &Objects,
        keys: &[String],
    ) -> Result<usize, SeedError> {
        let uploads = keys
            .iter()
            .filter_map(|key| self.entries.get(key))
            .flat_map(|entry| {
                entry
                    .variants
                    .iter()
                    .map(move |variant| self.upload_of(entry, variant))
            });
        let uploads: Vec<Upload> = uploads.collect::<Result<_, _>>()?;
        stream::iter(uploads)
            .map(|upload| put(objects, Bucket::PublicMedia, upload))
            .buffer_unordered(UPLOADS)
            .try_fold(0, |sum, put| async move { Ok(sum + usize::from(put)) })
            .await
    }

    fn upload_of(&self, entry: &Entry, variant: &Variant) -> Result<Upload, SeedError> {
        let key = format!("{}/{}", prefix(&entry.key), name_of(variant)).parse();
        let key = key.map_err(|_| SeedError::Unknown {
            file: MANIFEST.to_owned(),
            field: "key",
            value: entry.key.clone(),
        })?;
        Ok(Upload {
            file: self.file_of(entry, variant),
            key,
            content_type: variant.format.content_type(),
            size: variant.bytes,
        })
    }
}

/// The name of a variant's file.
fn name_of(variant: &Variant) -> String {
    format!("{}.{}", variant.width, variant.format.extension())
}

fn prefix(key: &str) -> String {
    format!("pictures/{key}")
}
