//! Files that rows of lists name, from the row's note to what pages show.

use super::*;
use crate::media::{named_id, named_key};
use bytes::Bytes;
use durbar_domain::{
    media::{FailureReason, limits},
    media_reference::MediaReference,
};
use durbar_platform::{
    fetch::{
        Fetcher,
        double::{Server, answer, redirect},
    },
    imports::{ImportRecord, ImportStore, ImportWrite, row_digest},
    keys::Digest,
    media::{NamedFile, NamedFiles},
};
use std::{
    collections::{BTreeMap, HashSet},
    sync::{Arc, Mutex},
};

/// The same market, fetching from this machine.
pub(super) fn fetching() -> MediaSettings {
    MediaSettings {
        fetcher: Fetcher::from_loopback(),
        ..settings()
    }
}

pub(super) fn row() -> Digest {
    row_digest("old-site", "H-1")
}

pub(super) fn files(references: &[String]) -> Vec<NamedFile> {
    let file = |text: &String| {
        let reference = MediaReference::parse("media", text).expect("a reference");
        let kind = reference.kind();
        NamedFile { reference, kind }
    };
    references.iter().map(file).collect()
}

/// Takes a row that names files which no reading of it before named.
pub(super) async fn take_row(desk: &Desk, version: u64, files: Vec<NamedFile>) {
    let store = ImportStore::new(desk.embedded.platform().table.clone());
    let at = Timestamp::now();
    let write = ImportWrite {
        listing: None,
        record: ImportRecord {
            source: "old-site".to_owned(),
            legacy_id: "H-1".to_owned(),
            listing_id: desk.id(),
            version,
            fields: BTreeMap::new(),
            media: files.iter().map(|it| it.reference.clone()).collect(),
            media_noted: true,
            imported_at: at,
        },
        events: Vec::new(),
        history: Vec::new(),
        named: Some(NamedFiles {
            listing_id: desk.id(),
            row: row(),
            version,
            at,
            files,
        }),
    };
    store.write(&[write]).await.expect("taken");
}

/// Puts a file of a folder where the worker finds it.
pub(super) async fn put_file(desk: &Desk, file: &NamedFile, bytes: Vec<u8>) {
    let key = named_key(row(), &file.reference);
    let objects = &desk.embedded.platform().objects;
    let kind = "application/octet-stream";
    let put = objects.put(Bucket::RawUploads, &key, kind, Bytes::from(bytes));
    put.await.expect("put");
}

async fn items(desk: &Desk) -> Vec<MediaItem> {
    let files = desk.media.files(&desk.broker, desk.id()).await;
    files.expect("files")
}

fn names(items: &[MediaItem]) -> Vec<&str> {
    items.iter().map(|it| it.file_name.as_str()).collect()
}

async fn raw(desk: &Desk) -> Vec<String> {
    let stored = desk.stored(MediaId::from_bits(0)).await;
    let is_raw = |name: &String| name.starts_with("RawUploads");
    stored.into_keys().filter(is_raw).collect()
}

#[tokio::test]
async fn files_come_in_the_rows_order_and_once() {
    let desk = desk().await;
    let server = Server::start(|path| match path {
        "/a.jpg" => answer("200 OK", &patches(1).1),
        "/moved" => redirect("/b.jpg"),
        _ => answer("200 OK", &patches(2).1),
    })
    .await;
    let worker = desk.restarted(fetching());
    let named = files(&[
        server.address("/a.jpg"),
        "1/front.jpg".to_owned(),
        server.address("/moved"),
    ]);
    put_file(&desk, &named[1], patches(3).1).await;
    take_row(&desk, 1, named.clone()).await;
    assert_eq!(worker.run_due(later()).await.expect("worked"), 3);

    let found = items(&desk).await;
    assert_eq!(names(&found), ["a.jpg", "front.jpg", "moved"]);
    assert!(found.iter().all(is_ready), "{found:?}");
    assert!(found.iter().all(|it| it.audience == Audience::Public));
    assert!(found.iter().all(|it| it.uploaded_by.is_none()));
    assert_eq!(found[1].bytes, patches(3).1.len() as u64);
    let ids: Vec<_> = found.iter().map(|it| it.media_id).collect();
    let named_ids: Vec<_> = named
        .iter()
        .map(|it| named_id(desk.id(), row(), &it.reference))
        .collect();
    assert_eq!(ids, named_ids);
    assert_eq!(raw(&desk).await, [""; 0], "uploads are deleted");
    assert_eq!(server.asked().len(), 3);

    // Named once more, and put down once more, nothing happens.
    take_row(&desk, 2, named.clone()).await;
    assert_eq!(worker.run_due(later()).await.expect("worked"), 0);
    assert_eq!((server.asked().len(), items(&desk).await), (3, found));
}

#[tokio::test]
async fn what_is_new_comes_behind_what_the_broker_arranged() {
    let desk = desk().await;
    let server = Server::start(|_| answer("200 OK", &jpeg().1)).await;
    let worker = desk.restarted(fetching());
    let all = ["/a.jpg", "/b.jpg", "/c.jpg"].map(|path| server.address(path));
    let all = files(&all);
    take_row(&desk, 1, all[..2].to_vec()).await;
    worker.run_due(later()).await.expect("worked");
    let (upload, bytes) = jpeg();
    let own = desk.process(&upload, bytes).await.media_id;
    let found = items(&desk).await;
    let (who, now) = (&desk.broker, Timestamp::now());
    let (a, b) = (found[0].media_id, found[1].media_id);
    let shifted = worker.shift(who, (desk.id(), a), crate::media::Direction::Later, now);
    shifted.await.expect("moved");
    worker
        .remove(who, desk.id(), b, now)
        .await
        .expect("removed");

    take_row(&desk, 2, all.clone()).await;
    worker.run_due(later()).await.expect("worked");
    let found = items(&desk).await;
    assert_eq!(names(&found), ["b.jpg", "a.jpg", "hall.jpg", "c.jpg"]);
    assert!(found[0].state.is_removed(), "it isn't brought back");
    assert_eq!(found[2].media_id, own);
}

#[tokio::test]
async fn what_cannot_be_fetched_says_why() {
    let desk = desk().await;
    let announced = limits::PICTURE_BYTES + 1;
    let server = Server::start(move |path| match path {
        "/inside.jpg" => redirect("https://10.0.0.1/1.jpg"),
        "/large.jpg" => format!("HTTP/1.1 200 OK\r\nContent-Length: {announced}\r\n\r\n").into(),
        "/page.jpg" => answer("200 OK", b"<!doctype html><title>Photos</title>"),
        "/empty.jpg" => answer("200 OK", b""),
        _ => answer("404 Not found", b""),
    })
    .await;
    let worker = desk.restarted(fetching());
    let cases = [
        (server.address("/inside.jpg"), FailureReason::AddressRefused),
        (
            "https://192.168.1.1/1.jpg".to_owned(),
            FailureReason::AddressRefused,
        ),
        (server.address("/large.jpg"), FailureReason::TooLarge),
        (server.address("/page.jpg"), FailureReason::WrongType),
        (server.address("/empty.jpg"), FailureReason::WrongType),
        (server.address("/gone.jpg"), FailureReason::NotFetched),
        ("1/lost.jpg".to_owned(), FailureReason::UploadLost),
    ];
    let references: Vec<_> = cases.iter().map(|(text, _)| text.clone()).collect();
    take_row(&desk, 1, files(&references)).await;
    worker.run_due(later()).await.expect("worked");
    for (item, (text, reason)) in items(&desk).await.into_iter().zip(&cases) {
        assert_eq!(item.state, MediaState::Failed { reason: *reason }, "{text}");
    }
    assert_eq!(raw(&desk).await, [""; 0]);
}

#[tokio::test]
async fn a_host_that_is_down_is_asked_again_and_then_left_to_people() {
    let desk = desk().await;
    let is_up = Arc::new(Mutex::new(false));
    let up = is_up.clone();
    let server = Server::start(move |_| match *up.lock().expect("no panic") {
        true => answer("200 OK", &jpeg().1),
        false => answer("503 Busy", b""),
    })
    .await;
    let worker = desk.restarted(fetching());
    take_row(&desk, 1, files(&[server.address("/a.jpg")])).await;
    let mut pause = SignedDuration::ZERO;
    let mut asked = HashSet::new();
    for attempt in 1..=6 {
        // Just when the last pause is over, and before the next one is.
        let due = Timestamp::now() + pause + SignedDuration::from_secs(10);
        assert_eq!(worker.run_due(due).await.expect("worked"), 1, "{attempt}");
        let item = items(&desk).await.remove(0);
        assert_eq!(item.state == MediaState::Fetching, attempt < 6, "{item:?}");
        assert_eq!(worker.run_due(Timestamp::now()).await.expect("worked"), 0);
        pause = match attempt {
            1 => SignedDuration::from_mins(1),
            _ => pause * 2,
        };
        asked.insert(server.asked().len());
    }
    assert_eq!(asked.len(), 6, "once an attempt");
    let failed = items(&desk).await.remove(0);
    let reason = FailureReason::NotFetched;
    assert_eq!(failed.state, MediaState::Failed { reason });
    let later_still = later() + SignedDuration::from_hours(24);
    let left = worker.run_due(later_still).await;
    assert_eq!(left.expect("worked"), 0, "it is left");

    *is_up.lock().expect("no panic") = true;
    let (who, home, id) = (&desk.broker, desk.id(), failed.media_id);
    let again = worker.retry(who, home, id, Timestamp::now()).await;
    assert_eq!(again.expect("again").state, MediaState::Fetching);
    worker.run_due(later()).await.expect("worked");
    assert!(is_ready(&items(&desk).await[0]));
}

#[tokio::test]
async fn taken_away_before_it_came_it_comes_when_it_is_brought_back() {
    let desk = desk().await;
    let server = Server::start(|_| answer("503 Busy", b"")).await;
    let worker = desk.restarted(fetching());
    let named = files(&[server.address("/a.jpg"), "1/front.jpg".to_owned()]);
    take_row(&desk, 1, named.clone()).await;
    put_file(&desk, &named[1], jpeg().1).await;
    worker.announce_all().await.expect("announced");
    let (who, home) = (&desk.broker, desk.id());
    let ids: Vec<_> = items(&desk).await.iter().map(|it| it.media_id).collect();
    for id in &ids {
        let now = Timestamp::now();
        worker.remove(who, home, *id, now).await.expect("removed");
    }
    assert_eq!(worker.run_due(Timestamp::now()).await.expect("worked"), 0);
    let back = worker.restore(who, home, ids[0], Timestamp::now()).await;
    assert_eq!(back.expect("back").state, MediaState::Fetching);
    // The other one is deleted, and with it what the import had put down.
    let end = Timestamp::now() + super::super::UNDO_WITHIN + SignedDuration::from_mins(1);
    worker.run_due(end).await.expect("worked");
    assert_eq!(raw(&desk).await, [""; 0]);
    assert_eq!(items(&desk).await.len(), 1);
}

#[tokio::test]
async fn a_home_takes_no_more_files_than_it_can_have_and_one_that_is_gone_none() {
    let desk = desk().await;
    let worker = desk.restarted(fetching());
    let many: Vec<_> = (0..=limits::FILES_A_LISTING)
        .map(|n| format!("{n}.jpg"))
        .collect();
    take_row(&desk, 1, files(&many)).await;
    worker.announce_all().await.expect("announced");
    assert_eq!(items(&desk).await.len(), limits::FILES_A_LISTING);
    let mut elsewhere = super::desk().await;
    elsewhere.listing.listing_id = PropertyId::from_parts(1, 99);
    take_row(&elsewhere, 1, files(&many[..1])).await;
    let worker = elsewhere.restarted(fetching());
    worker.announce_all().await.expect("announced");
    let left = crate::testing::keys(&elsewhere.embedded).await;
    assert!(!left.iter().any(|it| it.contains("MEDIA")), "{left:?}");
}
