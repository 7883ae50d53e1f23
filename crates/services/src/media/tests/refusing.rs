//! Hostile and mistaken files: each ends with a reason, and nothing of it is left.

use super::*;
use crate::ServiceError;
use durbar_domain::{
    error::Problem,
    media::{FailureReason, limits},
    policy::Refusal,
};

async fn fails(kind: MediaKind, bytes: &[u8]) -> FailureReason {
    let desk = desk().await;
    let content_type = kind.content_types()[0];
    let item = desk
        .process(
            &of_length(upload(kind, content_type), bytes),
            bytes.to_vec(),
        )
        .await;
    let MediaState::Failed { reason } = item.state else {
        panic!("{:?}", item.state)
    };
    assert!(!reason.can_retry(), "{reason:?}");
    let stored = desk.stored(item.media_id).await;
    assert!(stored.is_empty(), "{reason:?}: {:?}", stored.keys());
    let again = desk
        .media
        .retry(&desk.broker, desk.id(), item.media_id, Timestamp::now());
    assert!(matches!(again.await, Err(ServiceError::Invalid(_))));
    let arranged = desk.media.arranged(desk.id()).await.expect("arranged");
    assert_eq!((arranged.failed, arranged.waiting), (1, 0));
    reason
}

#[tokio::test]
async fn each_hostile_file_ends_with_its_reason() {
    use FailureReason::*;
    let jpeg = picture(64, 64, ImageFormat::Jpeg);
    let archive = b"PK\x05\x06\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0";
    let polyglot = [jpeg.as_slice(), archive].concat();
    let mut flood = picture(2, 2, ImageFormat::Png);
    flood[16..20].copy_from_slice(&60_000_u32.to_be_bytes());
    let heic = b"\0\0\0\x18ftypheic\0\0\0\0mif1heic and so on";
    let film = b"\0\0\0\x14ftypisom\0\0\x02\0mp41";
    for (kind, bytes, reason) in [
        (MediaKind::Picture, b"MZ, a program".as_slice(), WrongType),
        (MediaKind::Picture, b"GIF89a", WrongType),
        (MediaKind::Picture, film, WrongType),
        (MediaKind::Picture, heic, Heic),
        (MediaKind::Picture, &jpeg[..jpeg.len() / 2], Damaged),
        (MediaKind::Picture, &polyglot, SomethingElseInside),
        (MediaKind::Panorama, &jpeg, NotAPanorama),
        (MediaKind::Film, &jpeg, WrongType),
        (MediaKind::Film, film, Damaged),
        (MediaKind::FloorPlan, b"%PDF-1.7 and nothing", Damaged),
        (MediaKind::FloorPlan, b"<html><script>", WrongType),
    ] {
        assert_eq!(
            fails(kind, bytes).await,
            reason,
            "{}",
            bytes[..4.min(bytes.len())].escape_ascii()
        );
    }
    // Its checksum is wrong as well; either way no pixel of it was decoded.
    let refused = fails(MediaKind::Picture, &flood).await;
    assert!(matches!(refused, TooManyPixels | Damaged), "{refused:?}");
}

#[tokio::test]
async fn only_who_offers_the_home_may_touch_its_files() {
    let desk = desk().await;
    let (upload, bytes) = jpeg();
    let now = Timestamp::now();
    let other = crate::testing::broker_person(2);
    for (who, expected) in [
        (Principal::Guest, Refusal::SignIn),
        (stranger(), Refusal::NotPermitted),
        (other, Refusal::NotPermitted),
    ] {
        let begun = desk.media.begin(&who, desk.id(), &upload, now).await;
        let Err(ServiceError::Refused(refusal)) = begun else {
            panic!("{begun:?}")
        };
        assert_eq!(refusal, expected);
        let id = desk.upload(&upload, bytes.clone()).await;
        let removed = desk.media.remove(&who, desk.id(), id, now).await;
        assert!(matches!(removed, Err(ServiceError::Refused(_))));
    }
    let nowhere = PropertyId::from_parts(9, 9);
    let begun = desk.media.begin(&desk.broker, nowhere, &upload, now).await;
    assert!(matches!(begun, Err(ServiceError::NotFound)));
}

#[tokio::test]
async fn what_cannot_come_is_refused_before_it_is_sent() {
    let desk = desk().await;
    let now = Timestamp::now();
    let heavy = NewUpload {
        bytes: limits::PICTURE_BYTES + 1,
        ..upload(MediaKind::Picture, "image/jpeg")
    };
    let refused = desk.media.begin(&desk.broker, desk.id(), &heavy, now).await;
    let Err(ServiceError::Invalid(problems)) = refused else {
        panic!("{refused:?}")
    };
    assert!(matches!(&problems[0].problem, Problem::OutOfRange { max, .. } if max == "60 MiB"));
    let files = desk
        .media
        .files(&desk.broker, desk.id())
        .await
        .expect("files");
    assert!(files.is_empty());
}

#[tokio::test]
async fn an_upload_that_never_arrives_is_forgotten() {
    let desk = desk().await;
    let now = Timestamp::now();
    let film = NewUpload {
        bytes: limits::SINGLE_BYTES + 1,
        ..upload(MediaKind::Film, "video/mp4")
    };
    let begun = desk
        .media
        .begin(&desk.broker, desk.id(), &film, now)
        .await
        .expect("begun");
    let late = desk
        .media
        .complete(&desk.broker, desk.id(), begun.media_id, now)
        .await;
    assert!(matches!(late, Err(ServiceError::Invalid(_))), "{late:?}");
    desk.media
        .run_due(now + SignedDuration::from_hours(23))
        .await
        .expect("worked");
    assert_eq!(
        desk.media
            .files(&desk.broker, desk.id())
            .await
            .expect("files")
            .len(),
        1
    );
    desk.media
        .run_due(now + SignedDuration::from_hours(25))
        .await
        .expect("worked");
    assert!(
        desk.media
            .files(&desk.broker, desk.id())
            .await
            .expect("files")
            .is_empty()
    );
    let resumed = desk
        .media
        .resume(&desk.broker, desk.id(), begun.media_id)
        .await;
    assert!(matches!(resumed, Err(ServiceError::NotFound)));
}
