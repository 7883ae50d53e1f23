//! The process is ended at every boundary of the pipeline; what is stored in the end is what a
//! run without faults stores.

use super::*;
use crate::media::worker::Fault;

/// What is stored and what is written down, but for times and versions.
async fn end_of(desk: &Desk, id: MediaId) -> (BTreeMap<String, Bytes>, MediaState, usize) {
    let state = desk.item(id).await.state;
    let waiting = crate::testing::keys(&desk.embedded).await;
    let waiting = waiting
        .iter()
        .filter(|it| it.starts_with("MEDIADUE#"))
        .count();
    (desk.stored(id).await, state, waiting)
}

async fn compare(upload: NewUpload, bytes: Vec<u8>) {
    let calm = desk().await;
    let id = calm.process(&upload, bytes.clone()).await.media_id;
    let wanted = end_of(&calm, id).await;
    let struck_in_all = strike_everywhere(&upload, &bytes, &wanted).await;
    // Six steps of three boundaries each.
    assert_eq!(struck_in_all, 18);
}

async fn strike_everywhere(
    upload: &NewUpload,
    bytes: &[u8],
    wanted: &(BTreeMap<String, Bytes>, MediaState, usize),
) -> u32 {
    let desk = desk().await;
    for number in 0.. {
        let fault = Fault::at(number);
        let id = desk.upload(upload, bytes.to_vec()).await;
        let doomed = desk.restarted(MediaSettings {
            fault: Some(fault.clone()),
            ..settings()
        });
        let ended = doomed.run_due(Timestamp::now()).await;
        assert_eq!(ended.is_err(), fault.has_struck(), "boundary {number}");
        if !fault.has_struck() {
            return number;
        }
        let next = desk.restarted(settings());
        next.run_due(later()).await.expect("worked");
        let found = end_of(&desk, id).await;
        assert_eq!(found.1, wanted.1, "boundary {number}");
        assert_eq!(found.2, 0, "boundary {number}: work is left");
        let names = |it: &BTreeMap<String, Bytes>| it.keys().cloned().collect::<Vec<_>>();
        assert_eq!(names(&found.0), names(&wanted.0), "boundary {number}");
        assert!(found.0 == wanted.0, "boundary {number}: other bytes");
        let broker = &desk.broker;
        next.remove(broker, desk.id(), id, Timestamp::now())
            .await
            .expect("removed");
        next.run_due(later() + super::super::UNDO_WITHIN)
            .await
            .expect("deleted");
        assert!(
            desk.stored(id).await.is_empty(),
            "boundary {number}: objects are left"
        );
    }
    unreachable!("the loop ends where no boundary is left")
}

#[tokio::test]
async fn a_picture_survives_the_end_of_the_process_anywhere() {
    let (upload, bytes) = jpeg();
    compare(upload, bytes).await;
}

#[tokio::test]
async fn a_refused_file_survives_it_too() {
    let bytes = b"GIF89a, and nothing else".to_vec();
    let upload = of_length(upload(MediaKind::Picture, "image/png"), &bytes);
    let calm = desk().await;
    let id = calm.process(&upload, bytes.clone()).await.media_id;
    let wanted = end_of(&calm, id).await;
    assert!(wanted.0.is_empty(), "{:?}", wanted.0.keys());
    // Validating and tidying.
    assert_eq!(strike_everywhere(&upload, &bytes, &wanted).await, 6);
}

#[tokio::test]
async fn a_file_that_ends_its_process_each_time_fails_in_the_end() {
    let desk = desk().await;
    let (upload, bytes) = jpeg();
    let id = desk.upload(&upload, bytes).await;
    let mut now = Timestamp::now();
    for _ in 0..20 {
        let doomed = desk.restarted(MediaSettings {
            fault: Some(Fault::at(0)),
            ..settings()
        });
        // Ends as soon as the work is taken up.
        let _ = doomed.run_due(now).await;
        now += SignedDuration::from_mins(20);
    }
    desk.restarted(settings())
        .run_due(now)
        .await
        .expect("worked");
    let item = desk.item(id).await;
    let MediaState::Failed { reason } = item.state else {
        panic!("{:?}", item.state)
    };
    assert!(reason.can_retry());
    let retried = desk
        .media
        .retry(&desk.broker, desk.id(), id, Timestamp::now());
    retried.await.expect("tried anew");
    desk.media.run_due(Timestamp::now()).await.expect("worked");
    assert!(is_ready(&desk.item(id).await));
}

#[tokio::test]
async fn two_workers_do_nothing_twice() {
    let desk = desk().await;
    let mut ids = Vec::new();
    for _ in 0..6 {
        let (upload, bytes) = jpeg();
        ids.push(desk.upload(&upload, bytes).await);
    }
    let (one, two) = (desk.restarted(settings()), desk.restarted(settings()));
    let now = Timestamp::now();
    let (first, second) = futures::join!(one.run_due(now), two.run_due(now));
    assert_eq!(first.expect("worked") + second.expect("worked"), 6);
    for id in ids {
        assert!(is_ready(&desk.item(id).await));
    }
}
