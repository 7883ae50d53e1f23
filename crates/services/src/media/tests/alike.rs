//! The same picture at two homes.

use super::*;
use crate::{Brokers, Drafts, Listings, testing::broker_person};
use durbar_domain::StandardStatus;
use durbar_platform::{brokers::BrokerStore, testing::broker};

/// A second home, of another broker and far away, which nobody is shown as yet.
async fn other_home(desk: &Desk, status: StandardStatus) -> Listing {
    let mut other = listing(2);
    other.broker_id = durbar_domain::BrokerId::from_parts(1, 2);
    other.land.area = durbar_domain::Area::from_units(other.land.area.units() * 3).expect("fits");
    other.standard_status = status;
    let store = ListingStore::new(desk.embedded.platform().table.clone());
    store.put_new(&other, &[]).await.expect("a home");
    other
}

fn drafts(desk: &Desk) -> Drafts {
    let (platform, events) = (desk.embedded.platform(), Events::default());
    Drafts::new(
        platform,
        Listings::new(platform, events.clone()),
        Brokers::new(platform, events.clone()),
        desk.media.clone(),
        events,
    )
}

/// Uploads a picture of a home and works on it.
async fn show(desk: &Desk, by: u128, home: &Listing, upload: &NewUpload, bytes: Vec<u8>) {
    let (by, now) = (broker_person(by), Timestamp::now());
    let bytes = Bytes::from(bytes);
    let taken = desk
        .media
        .take_file(&by, home.listing_id, upload, bytes, now);
    taken.await.expect("it is taken");
    desk.media.run_due(now).await.expect("worked");
}

#[tokio::test]
async fn a_home_with_the_pictures_of_another_is_found_by_them() {
    let desk = desk().await;
    let brokers = BrokerStore::new(desk.embedded.platform().table.clone());
    for number in [1, 2] {
        let made = brokers.put_new(&broker(number), &[]).await;
        made.expect("a broker");
    }
    let other = other_home(&desk, StandardStatus::Active).await;
    let (upload, bytes) = patches(1);
    show(&desk, 2, &other, &upload, bytes).await;
    // Larger, in another format and so with other bytes; and one that is another picture.
    let copy = patches_of(1, 180, 120, ImageFormat::Png);
    let copied = of_length(super::upload(MediaKind::Picture, "image/png"), &copy);
    let listing = desk.listing.clone();
    show(&desk, 1, &listing, &copied, copy).await;
    let (upload, bytes) = patches(2);
    show(&desk, 1, &listing, &upload, bytes).await;

    let (drafts, one, now) = (drafts(&desk), broker_person(1), Timestamp::now());
    let draft = drafts.edit(&one, desk.id(), now).await.expect("a draft");
    let readiness = drafts.readiness(&draft, now).await.expect("read");
    let [twin] = &readiness.twins[..] else {
        panic!("one twin: {:?}", readiness.twins)
    };
    assert_eq!(twin.home.listing_id(), other.listing_id);
    assert!(!twin.is_near);
    assert_eq!(twin.pictures.len(), 1);
    assert_eq!(twin.pictures[0].own.content_type, "image/png");
    // The other home doesn't show that picture to anybody yet: its listing was not approved
    // with it. So its broker is not told, until it does.
    assert_eq!(readiness.twins_for_broker(draft.broker_id), []);
    let store = ListingStore::new(desk.embedded.platform().table.clone());
    let mut shown = other.clone();
    let arranged = desk.media.arranged(other.listing_id).await;
    shown.pictures = arranged.expect("arranged").pictures;
    shown.version += 1;
    store
        .replace(other.version, &shown, &[])
        .await
        .expect("shown");
    let readiness = drafts.readiness(&draft, now).await.expect("read");
    assert_eq!(readiness.twins_for_broker(draft.broker_id).len(), 1);

    // Taken away, it is no reason any more; brought back, it is one again.
    let file = twin.pictures[0].other.media_id;
    let (two, id) = (broker_person(2), other.listing_id);
    let removed = desk.media.remove(&two, id, file, now).await;
    removed.expect("taken away");
    let readiness = drafts.readiness(&draft, now).await.expect("read");
    assert_eq!(readiness.twins, []);
    let restored = desk.media.restore(&two, id, file, now).await;
    restored.expect("brought back");
    let readiness = drafts.readiness(&draft, now).await.expect("read");
    assert_eq!(readiness.twins.len(), 1);
}

#[tokio::test]
async fn even_pictures_tell_nothing() {
    let desk = desk().await;
    let other = other_home(&desk, StandardStatus::Active).await;
    let white = |width| {
        let image = RgbImage::from_pixel(width, width, Rgb([250, 250, 250]));
        let mut bytes = Cursor::new(Vec::new());
        let written = image.write_to(&mut bytes, ImageFormat::Png);
        written.expect("a picture");
        bytes.into_inner()
    };
    let listing = desk.listing.clone();
    for (by, home, width) in [(1, &listing, 96), (2, &other, 128)] {
        let bytes = white(width);
        let upload = of_length(upload(MediaKind::Picture, "image/png"), &bytes);
        show(&desk, by, home, &upload, bytes).await;
    }
    let alikes = desk.media.alikes(desk.id()).await.expect("read");
    assert!(alikes.is_empty(), "{alikes:?}");
}
