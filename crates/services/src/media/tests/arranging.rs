//! Order, descriptions, audience, taking away.

use super::*;
use crate::{ServiceError, media::Direction};
use durbar_domain::text::Localized;

#[tokio::test]
async fn files_are_described_and_put_in_order() {
    let desk = desk().await;
    let (upload, bytes) = jpeg();
    let first = desk.process(&upload, bytes.clone()).await.media_id;
    let second = desk.process(&upload, bytes).await.media_id;
    let (now, who, home) = (Timestamp::now(), &desk.broker, desk.id());
    let shown = || async {
        let arranged = desk.media.arranged(home).await.expect("arranged");
        arranged
            .pictures
            .iter()
            .map(|it| it.media_id)
            .collect::<Vec<_>>()
    };
    assert_eq!(shown().await, [first, second]);
    let shift = |direction| desk.media.shift(who, (home, second), direction, now);
    shift(Direction::Earlier).await.expect("moved");
    assert_eq!(shown().await, [second, first]);
    shift(Direction::Earlier)
        .await
        .expect("it is first already");
    assert_eq!(shown().await, [second, first]);

    let none = Localized::default();
    let describe = |before, words| desk.media.describe(who, (home, first), before, words, now);
    let item = describe(&none, ("A hall", "बैठक")).await.expect("described");
    assert_eq!(item.alt.ne, "बैठक");
    let stale = describe(&none, ("Another hall", "")).await;
    assert!(
        matches!(stale, Err(ServiceError::Conflict { .. })),
        "{stale:?}"
    );
    let long = "x".repeat(301);
    let refused = describe(&item.alt, (&long, &long)).await;
    let Err(ServiceError::Invalid(problems)) = refused else {
        panic!("{refused:?}")
    };
    let fields: Vec<&str> = problems.iter().map(|it| it.field.as_str()).collect();
    assert_eq!(fields, ["alt_en", "alt_ne"]);
}

#[tokio::test]
async fn another_audience_finds_it_elsewhere_and_the_old_addresses_end() {
    let desk = desk().await;
    let (upload, bytes) = panorama();
    let item = desk.process(&upload, bytes).await;
    let before = desk.stored(item.media_id).await;
    let (now, who, home) = (Timestamp::now(), &desk.broker, desk.id());
    let to = |audience| {
        desk.media
            .move_to(who, (home, item.media_id), audience, now)
    };
    to(Audience::Premium).await.expect("begun");
    desk.media.run_due(now).await.expect("moved");
    let moved = desk.stored(item.media_id).await;
    assert_eq!(moved.len(), before.len());
    let folder = format!("PremiumMedia {home}/tour/ID");
    assert!(
        moved.keys().all(|key| key.starts_with(&folder)),
        "{:?}",
        moved.keys()
    );
    let arranged = desk.media.arranged(home).await.expect("arranged");
    assert_eq!(arranged.premium_media.len(), 1);

    to(Audience::Public).await.expect("begun");
    desk.media.run_due(now).await.expect("moved");
    assert!(desk.stored(item.media_id).await == before, "back as it was");
}

#[tokio::test]
async fn a_move_survives_the_end_of_the_process_anywhere() {
    use crate::media::worker::Fault;
    let desk = desk().await;
    let (upload, bytes) = jpeg();
    let id = desk.process(&upload, bytes).await.media_id;
    let (who, home) = (&desk.broker, desk.id());
    let mut audience = Audience::Premium;
    for number in 0..6 {
        let now = Timestamp::now();
        let fault = Fault::at(number);
        desk.media
            .move_to(who, (home, id), audience, now)
            .await
            .expect("begun");
        let doomed = desk.restarted(MediaSettings {
            fault: Some(fault.clone()),
            ..settings()
        });
        assert!(doomed.run_due(now).await.is_err() && fault.has_struck());
        desk.restarted(settings())
            .run_due(later())
            .await
            .expect("moved");
        let stored = desk.stored(id).await;
        let bucket = format!(
            "{:?}",
            match audience {
                Audience::Public => Bucket::PublicMedia,
                Audience::Premium => Bucket::PremiumMedia,
            }
        );
        assert_eq!(stored.len(), 3, "boundary {number}");
        assert!(
            stored.keys().all(|key| key.starts_with(&bucket)),
            "boundary {number}"
        );
        audience = match audience {
            Audience::Public => Audience::Premium,
            Audience::Premium => Audience::Public,
        };
    }
}

#[tokio::test]
async fn what_was_taken_away_can_be_brought_back_for_a_while() {
    let desk = desk().await;
    let (upload, bytes) = jpeg();
    let id = desk.process(&upload, bytes).await.media_id;
    let (now, who, home) = (Timestamp::now(), &desk.broker, desk.id());
    desk.media
        .remove(who, home, id, now)
        .await
        .expect("removed");
    assert!(
        desk.media
            .arranged(home)
            .await
            .expect("arranged")
            .pictures
            .is_empty()
    );
    desk.media
        .restore(who, home, id, now)
        .await
        .expect("restored");
    desk.media.run_due(now).await.expect("worked");
    assert!(is_ready(&desk.item(id).await));
    assert_eq!(desk.stored(id).await.len(), 3);

    desk.media
        .remove(who, home, id, now)
        .await
        .expect("removed");
    desk.media
        .run_due(now + super::super::UNDO_WITHIN)
        .await
        .expect("deleted");
    assert!(desk.stored(id).await.is_empty());
    let gone = desk.media.restore(who, home, id, now).await;
    assert!(matches!(gone, Err(ServiceError::NotFound)));
}
