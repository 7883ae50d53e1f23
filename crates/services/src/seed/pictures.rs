//! The prepared pictures of the seed folder: which there are, and putting them in place.

use super::{
    SeedError,
    identity::random_bits,
    manifest::{self, Entry, Format, MANIFEST, Variant},
};
use bytes::Bytes;
use durbar_domain::{MediaId, picture::Picture, text::Localized};
use durbar_platform::{
    Objects, PlatformError,
    objects::{Bucket, ObjectKey},
};
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

/// A file of a picture and where it goes.
struct Upload {
    file: PathBuf,
    key: ObjectKey,
    content_type: &'static str,
    /// Bytes.
    size: u64,
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
            jpeg_widths,
            color: entry.color.clone(),
            alt: Localized {
                en: entry.alt.clone(),
                ne: entry.alt_ne.clone(),
            },
        })
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
        stream::iter(uploads.into_iter().map(|upload| put(objects, upload)))
            .buffer_unordered(UPLOADS)
            .try_fold(0, |sum, put| async move { Ok(sum + usize::from(put)) })
            .await
    }

    fn upload_of(&self, entry: &Entry, variant: &Variant) -> Result<Upload, SeedError> {
        let name = format!("{}.{}", variant.width, variant.format.extension());
        let key = format!("{}/{name}", prefix(&entry.key)).parse();
        let key = key.map_err(|_| SeedError::Unknown {
            file: MANIFEST.to_owned(),
            field: "key",
            value: entry.key.clone(),
        })?;
        let file = self.folder.join(&entry.key).join(name);
        Ok(Upload {
            file,
            key,
            content_type: variant.format.content_type(),
            size: variant.bytes,
        })
    }
}

fn prefix(key: &str) -> String {
    format!("pictures/{key}")
}

/// Puts a file in place unless it is there whole; tells whether it did.
async fn put(objects: &Objects, upload: Upload) -> Result<bool, SeedError> {
    if objects
        .is_complete(Bucket::PublicMedia, &upload.key, upload.size)
        .await?
    {
        return Ok(false);
    }
    let read = tokio::fs::read(&upload.file).await;
    let bytes = read.map_err(|source| SeedError::Read {
        path: upload.file.clone(),
        source,
    })?;
    if bytes.len() as u64 != upload.size {
        let reason = format!(
            "the manifest says {} bytes, the file has {}",
            upload.size,
            bytes.len()
        );
        let key = upload.file.display().to_string();
        return Err(SeedError::Platform(PlatformError::CorruptItem {
            key,
            reason,
        }));
    }
    objects
        .put(
            Bucket::PublicMedia,
            &upload.key,
            upload.content_type,
            Bytes::from(bytes),
        )
        .await?;
    Ok(true)
}
