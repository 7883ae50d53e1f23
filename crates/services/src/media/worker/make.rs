//! Making what pages show, and storing it.

use super::{
    super::Media,
    settle::Outcome,
    steps::{Stop, bucket_of, content_type, key, outcome},
};
use bytes::Bytes;
use durbar_domain::media::{MediaItem, MediaKind, Rendition};
use durbar_media::{
    FileKind, PictureFormat, ProcessedPanorama, ProcessedPicture, draw_plan, inspect_picture,
    make_variants, process_panorama, process_picture,
};
use durbar_platform::media::MediaRecord;
use futures::{StreamExt, TryStreamExt, stream};

/// Objects stored at a time.
const AT_ONCE: usize = 8;
/// Thousands of pixels that a drawn floor plan counts as.
const PLAN_PIXELS: u32 = 6_000;

/// What was made, and the files of it by name.
struct Made {
    rendition: Rendition,
    files: Vec<(String, Vec<u8>)>,
}

impl Media {
    pub(super) async fn make(&self, record: &MediaRecord, scanned: bool) -> Outcome {
        let item = &record.item;
        let made = match item.kind {
            MediaKind::Film => self.make_film(item, scanned).await,
            _ => self.make_picture(item, scanned).await,
        };
        outcome(item, made.map(|made| Outcome::Made(Box::new(made))))
    }

    async fn make_picture(&self, item: &MediaItem, scanned: bool) -> Result<Rendition, Stop> {
        let bytes = self.raw_bytes(item).await?;
        let recipe = self.inner.settings.recipe.clone();
        let is_document = FileKind::sniff(&bytes) == FileKind::Pdf;
        let thousands = match is_document {
            true => PLAN_PIXELS,
            false => {
                let size = inspect_picture(&bytes, &recipe.limits)?;
                let pixels = u64::from(size.width) * u64::from(size.height);
                u32::try_from(pixels.div_ceil(1_000)).unwrap_or(u32::MAX)
            }
        };
        // Two large pictures at a time would take twice the memory.
        let at_most = u32::try_from(recipe.limits.max_pixels / 1_000).unwrap_or(u32::MAX);
        let permit = self.inner.pixels.acquire_many(thousands.min(at_most)).await;
        let kind = item.kind;
        let made = self
            .apart(move || {
                if kind == MediaKind::Panorama {
                    return process_panorama(&bytes, &recipe.limits).map(of_panorama);
                }
                let made = match is_document {
                    true => make_variants(draw_plan(bytes.to_vec())?, &recipe)?,
                    false => process_picture(&bytes, &recipe)?,
                };
                Ok(of_picture(made))
            })
            .await?;
        drop(permit);
        let Made { rendition, files } = made;
        let rendition = Rendition {
            scanned,
            ..rendition
        };
        let stores = files.into_iter().map(|(name, bytes)| {
            let key = key(&rendition, item.place(), &name);
            async move {
                let bucket = bucket_of(item.audience);
                let bytes = Bytes::from(bytes);
                let objects = &self.inner.objects;
                objects.put(bucket, &key?, content_type(&name), bytes).await
            }
        });
        let stores: Vec<_> = stores.collect();
        stream::iter(stores)
            .buffer_unordered(AT_ONCE)
            .try_collect::<()>()
            .await?;
        Ok(rendition)
    }
}

fn of_picture(made: ProcessedPicture) -> Made {
    let widths = |format: PictureFormat| {
        let variants = made.variants.iter().filter(|it| it.format == format);
        variants.map(|it| it.width).collect::<Vec<_>>()
    };
    let largest = made.variants.iter().max_by_key(|it| it.width);
    let (width, height) = largest.map_or((made.width, made.height), |it| (it.width, it.height));
    let rendition = Rendition {
        width,
        height,
        color: made.placeholder.color.clone(),
        hash: Some(made.hash),
        avif_widths: widths(PictureFormat::Avif),
        webp_widths: widths(PictureFormat::WebP),
        jpeg_widths: widths(PictureFormat::Jpeg),
        cube: None,
        film: None,
        scanned: false,
    };
    let named = made.variants.into_iter().map(|it| {
        let name = format!("{}.{}", it.width, it.format.extension());
        (name, it.bytes)
    });
    Made {
        files: named.collect(),
        rendition,
    }
}

fn of_panorama(made: ProcessedPanorama) -> Made {
    let rendition = Rendition {
        width: made.flat.width,
        height: made.flat.height,
        color: made.placeholder.color.clone(),
        hash: Some(made.hash),
        avif_widths: Vec::new(),
        webp_widths: Vec::new(),
        jpeg_widths: Vec::new(),
        cube: Some(made.cube),
        film: None,
        scanned: false,
    };
    let flat = (rendition.main_file(MediaKind::Panorama), made.flat.bytes);
    let tiles = made.tiles.into_iter().map(|tile| (tile.name, tile.bytes));
    Made {
        files: std::iter::once(flat).chain(tiles).collect(),
        rendition,
    }
}
