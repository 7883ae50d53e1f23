//! Files of a listing from upload to what pages show, in embedded mode.

mod alike;
mod arranging;
mod faults;
mod fetching;
mod fetching_lives;
mod lives;
mod refusing;
mod tier;
mod working;

use super::{Media, MediaSettings};
use crate::{
    events::Events,
    testing::{broker_person, buyer},
};
use bytes::Bytes;
use durbar_domain::{
    Listing, MediaId, PropertyId,
    account::Principal,
    media::{Audience, MediaItem, MediaKind, MediaState, NewUpload},
};
use durbar_media::{PictureFormat, Recipe, Rendition};
use durbar_platform::{
    Embedded,
    listings::ListingStore,
    objects::{Bucket, Fetched, GetOptions},
    testing::{embedded, listing},
};
use image::{ImageFormat, Rgb, RgbImage};
use jiff::{SignedDuration, Timestamp};
use std::{collections::BTreeMap, io::Cursor};

/// A listing of a broker, in a market of its own.
struct Desk {
    embedded: Embedded,
    listing: Listing,
    broker: Principal,
    media: Media,
}

/// One small file of each format, quickly.
fn settings() -> MediaSettings {
    let rendition = |format| Rendition {
        format,
        widths: vec![48],
        quality: 60,
    };
    MediaSettings {
        at_most: 1,
        recipe: Recipe {
            renditions: vec![
                rendition(PictureFormat::Avif),
                rendition(PictureFormat::WebP),
                rendition(PictureFormat::Jpeg),
            ],
            avif_speed: 10,
            ..Recipe::standard()
        },
        ..MediaSettings::default()
    }
}

async fn desk() -> Desk {
    let embedded = embedded().await;
    let store = ListingStore::new(embedded.platform().table.clone());
    let listing = listing(1);
    store.put_new(&listing, &[]).await.expect("a listing");
    let media = Media::new(embedded.platform(), Events::default(), settings());
    Desk {
        listing,
        broker: broker_person(1),
        media,
        embedded,
    }
}

impl Desk {
    fn id(&self) -> PropertyId {
        self.listing.listing_id
    }

    /// The same market after the process was started anew, with other settings.
    fn restarted(&self, settings: MediaSettings) -> Media {
        Media::new(self.embedded.platform(), Events::default(), settings)
    }

    async fn upload(&self, upload: &NewUpload, bytes: Vec<u8>) -> MediaId {
        let now = Timestamp::now();
        let taken = self
            .media
            .take_file(&self.broker, self.id(), upload, Bytes::from(bytes), now);
        taken.await.expect("it is taken").media_id
    }

    /// Uploads a file and works on it until nothing is due.
    async fn process(&self, upload: &NewUpload, bytes: Vec<u8>) -> MediaItem {
        let id = self.upload(upload, bytes).await;
        self.media.run_due(Timestamp::now()).await.expect("worked");
        self.item(id).await
    }

    async fn item(&self, id: MediaId) -> MediaItem {
        let files = self
            .media
            .files(&self.broker, self.id())
            .await
            .expect("files");
        let found = files.into_iter().find(|item| item.media_id == id);
        found.expect("the file")
    }

    /// Everything stored, by bucket and key, the file's identifier written as `ID`.
    async fn stored(&self, id: MediaId) -> BTreeMap<String, Bytes> {
        let objects = &self.embedded.platform().objects;
        let mut all = BTreeMap::new();
        for bucket in Bucket::ALL {
            for entry in objects.list(bucket, "", None).await.expect("a list") {
                let got = objects.get(bucket, &entry.key, GetOptions::default()).await;
                let Ok(Fetched::Found(object)) = got else {
                    panic!("{} is gone", entry.key)
                };
                let name = entry.key.as_str().replace(&id.to_string(), "ID");
                let bytes = object.body.collect().await.expect("bytes");
                all.insert(format!("{bucket:?} {name}"), bytes);
            }
        }
        all
    }
}

fn upload(kind: MediaKind, content_type: &str) -> NewUpload {
    NewUpload {
        kind,
        audience: Audience::Public,
        file_name: "hall.jpg".to_owned(),
        bytes: 0,
        content_type: content_type.to_owned(),
    }
}

/// The same for bytes of this length.
fn of_length(upload: NewUpload, bytes: &[u8]) -> NewUpload {
    NewUpload {
        bytes: bytes.len() as u64,
        ..upload
    }
}

fn picture(width: u32, height: u32, format: ImageFormat) -> Vec<u8> {
    let image = RgbImage::from_fn(width, height, |x, y| {
        Rgb([(x % 251) as u8, (y % 241) as u8, ((x + y) % 239) as u8])
    });
    let mut bytes = Cursor::new(Vec::new());
    image.write_to(&mut bytes, format).expect("a picture");
    bytes.into_inner()
}

fn jpeg() -> (NewUpload, Vec<u8>) {
    let bytes = picture(96, 64, ImageFormat::Jpeg);
    (
        of_length(upload(MediaKind::Picture, "image/jpeg"), &bytes),
        bytes,
    )
}

/// A picture with enough to see that it is told from others: patches, other ones for each
/// number.
fn patches(number: u32) -> (NewUpload, Vec<u8>) {
    let bytes = patches_of(number, 96, 64, ImageFormat::Jpeg);
    (
        of_length(upload(MediaKind::Picture, "image/jpeg"), &bytes),
        bytes,
    )
}

fn patches_of(number: u32, width: u32, height: u32, format: ImageFormat) -> Vec<u8> {
    let image = RgbImage::from_fn(width, height, |x, y| {
        let patch = (x * 9 / width) + 9 * (y * 8 / height);
        let mixed = (patch + 1)
            .wrapping_mul(2_654_435_761)
            .wrapping_mul(2 * number + 1);
        Rgb([(mixed >> 24) as u8; 3])
    });
    let mut bytes = Cursor::new(Vec::new());
    image.write_to(&mut bytes, format).expect("a picture");
    bytes.into_inner()
}

fn panorama() -> (NewUpload, Vec<u8>) {
    let bytes = picture(2_048, 1_024, ImageFormat::Jpeg);
    (
        of_length(upload(MediaKind::Panorama, "image/jpeg"), &bytes),
        bytes,
    )
}

/// After everything that was held by somebody can be taken up again.
fn later() -> Timestamp {
    Timestamp::now() + SignedDuration::from_mins(20)
}

fn is_ready(item: &MediaItem) -> bool {
    matches!(item.state, MediaState::Ready(_))
}

fn stranger() -> Principal {
    buyer(7)
}
