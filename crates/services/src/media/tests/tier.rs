//! Tours and films follow the tier of their home, whatever they are doing when it changes.

use super::*;
use crate::media::worker::Fault;
use durbar_domain::{
    premium::{PremiumKind, PremiumMedia},
    text::Localized,
};

impl Desk {
    /// The home as it is once it is a premium one, or isn't.
    fn as_premium(&self, premium: bool) -> Listing {
        Listing {
            premium,
            ..self.listing.clone()
        }
    }

    /// What follows a change of the tier, but for the work.
    async fn change_tier(&self, premium: bool) {
        let home = self.as_premium(premium);
        let moved = self.media.move_listing(&home, Timestamp::now());
        moved.await.expect("on their way");
    }

    async fn work(&self) -> usize {
        self.media.run_due(Timestamp::now()).await.expect("worked")
    }

    /// The buckets in which something of a file lies.
    async fn buckets_of(&self, id: MediaId) -> Vec<String> {
        let stored = self.stored(id).await.into_keys();
        let of_file = stored.filter(|key| key.contains("ID"));
        let mut buckets: Vec<String> = of_file
            .filter_map(|key| Some(key.split_once(' ')?.0.to_owned()))
            .collect();
        buckets.dedup();
        buckets
    }
}

#[tokio::test]
async fn a_tour_follows_the_tier_and_pictures_stay_whose_they_are() {
    let desk = desk().await;
    let (tour, bytes) = panorama();
    let tour = desk.process(&tour, bytes).await.media_id;
    let (upload, bytes) = patches(1);
    let shown = desk.process(&upload, bytes).await.media_id;
    let (upload, bytes) = patches(2);
    let given = desk.process(&upload, bytes).await.media_id;
    let (who, home) = (&desk.broker, desk.id());
    let give = desk
        .media
        .move_to(who, (home, given), Audience::Premium, Timestamp::now());
    give.await.expect("begun");
    desk.work().await;
    let before = desk.stored(tour).await;
    let audiences = || async {
        let mut found = Vec::new();
        for id in [tour, shown, given] {
            found.push(desk.item(id).await.audience);
        }
        found
    };
    use Audience::{Premium, Public};
    assert_eq!(audiences().await, [Public, Public, Premium]);
    desk.change_tier(true).await;
    desk.work().await;
    assert_eq!(audiences().await, [Premium, Public, Premium]);
    assert_eq!(desk.buckets_of(tour).await, ["PremiumMedia"]);
    let arranged = desk.media.arranged(home).await.expect("arranged");
    assert!(arranged.tours.is_empty());

    // Told a second time, nothing is left to do.
    desk.change_tier(true).await;
    assert_eq!(desk.work().await, 0);

    desk.change_tier(false).await;
    desk.work().await;
    assert_eq!(audiences().await, [Public, Public, Premium]);
    assert!(desk.stored(tour).await == before, "back as it was");
    let arranged = desk.media.arranged(home).await.expect("arranged");
    assert_eq!(arranged.tours[0].media_id, tour);
}

#[tokio::test]
async fn what_is_not_ready_goes_where_the_tier_has_it_wherever_the_process_ends() {
    let desk = desk().await;
    let (upload, bytes) = panorama();
    // From the end of making it on: publishing, moving, leaving.
    for number in 8..18 {
        let id = desk.upload(&upload, bytes.clone()).await;
        desk.change_tier(true).await;
        assert_eq!(desk.item(id).await.state, MediaState::Queued);
        let fault = Fault::at(number);
        let doomed = desk.restarted(MediaSettings {
            fault: Some(fault.clone()),
            ..settings()
        });
        let ended = doomed.run_due(Timestamp::now()).await;
        assert!(ended.is_err() && fault.has_struck(), "boundary {number}");
        let next = desk.restarted(settings());
        next.run_due(later()).await.expect("worked");
        let item = desk.item(id).await;
        assert!(is_ready(&item), "boundary {number}: {item:?}");
        assert_eq!(item.audience, Audience::Premium, "boundary {number}");
        let buckets = desk.buckets_of(id).await;
        assert_eq!(buckets, ["PremiumMedia"], "boundary {number}");
    }
}

#[tokio::test]
async fn a_tier_that_changes_back_while_files_move_has_them_back() {
    let desk = desk().await;
    let (upload, bytes) = panorama();
    let id = desk.process(&upload, bytes).await.media_id;
    let before = desk.stored(id).await;
    for number in 0..6 {
        desk.change_tier(true).await;
        let fault = Fault::at(number);
        let doomed = desk.restarted(MediaSettings {
            fault: Some(fault.clone()),
            ..settings()
        });
        let ended = doomed.run_due(Timestamp::now()).await;
        assert!(ended.is_err() && fault.has_struck(), "boundary {number}");
        desk.change_tier(false).await;
        let next = desk.restarted(settings());
        next.run_due(later()).await.expect("worked");
        let item = desk.item(id).await;
        assert_eq!(item.audience, Audience::Public, "boundary {number}");
        assert!(desk.stored(id).await == before, "boundary {number}");
    }
}

#[tokio::test]
async fn what_was_taken_away_comes_back_where_the_tier_has_it() {
    let desk = desk().await;
    let (upload, bytes) = panorama();
    let id = desk.process(&upload, bytes).await.media_id;
    let (who, home) = (&desk.broker, desk.id());
    let remove = desk.media.remove(who, home, id, Timestamp::now());
    remove.await.expect("removed");
    desk.change_tier(true).await;
    let restore = desk.media.restore(who, home, id, Timestamp::now());
    restore.await.expect("restored");
    desk.work().await;
    assert_eq!(desk.item(id).await.audience, Audience::Premium);
    assert_eq!(desk.buckets_of(id).await, ["PremiumMedia"]);
}

#[tokio::test]
async fn a_tour_from_before_there_were_files_moves_too() {
    let desk = desk().await;
    let id = MediaId::from_parts(1, 7);
    let media = PremiumMedia {
        media_id: id,
        kind: PremiumKind::Panorama,
        width: 4_096,
        height: 2_048,
        alt: Localized {
            en: "The hall".to_owned(),
            ne: "बैठक".to_owned(),
        },
        cube: None,
    };
    let key = media.key(desk.id()).parse().expect("a key");
    let objects = &desk.embedded.platform().objects;
    let bytes = Bytes::from(panorama().1);
    let put = objects.put(Bucket::PremiumMedia, &key, "image/jpeg", bytes);
    put.await.expect("put");
    let before = desk.stored(id).await;
    let home = |premium| Listing {
        premium_media: vec![media.clone()],
        ..desk.as_premium(premium)
    };
    let change = |premium| {
        let home = home(premium);
        let media = desk.media.clone();
        async move {
            let now = Timestamp::now();
            media.move_listing(&home, now).await.expect("begun");
            media.run_due(now).await.expect("worked");
        }
    };
    change(false).await;
    let stored = desk.stored(id).await;
    let keys: Vec<&String> = stored.keys().collect();
    assert_eq!(keys, ["PublicMedia tours/ID/flat.jpg"]);
    let arranged = desk.media.arranged(desk.id()).await.expect("arranged");
    assert_eq!(arranged.tours[0].alt, media.alt);
    change(true).await;
    assert!(desk.stored(id).await == before, "back as it was");
}
