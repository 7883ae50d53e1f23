use super::*;
use crate::testing::embedded;
use durbar_domain::{
    AccountId,
    media::{FileName, MediaKind, MediaState},
    text::Localized,
};

fn at(ms: i64) -> Timestamp {
    Timestamp::from_millisecond(ms).expect("a time")
}

fn record(number: u128, due_at: Timestamp) -> MediaRecord {
    MediaRecord {
        item: MediaItem {
            media_id: MediaId::from_parts(1, number),
            listing_id: PropertyId::from_parts(1, 1),
            version: 1,
            kind: MediaKind::Picture,
            audience: Audience::Public,
            position: 1,
            alt: Localized::default(),
            file_name: FileName::of("hall.jpg"),
            bytes: 3,
            content_type: "image/jpeg".to_owned(),
            state: MediaState::Uploading,
            uploaded_by: Some(AccountId::from_parts(1, 1)),
            created_at: at(0),
            modified_at: at(0),
        },
        upload: None,
        origin: None,
        bound_for: None,
        work: Some(Work {
            due_at,
            task: Task::GiveUpUpload,
            attempts: 0,
        }),
    }
}

async fn all_due(store: &MediaStore, now: Timestamp) -> Vec<DueWork> {
    let mut due = Vec::new();
    for shard in MediaStore::shards() {
        due.extend(
            store
                .due((Queue::Files, shard), now, 100)
                .await
                .expect("work"),
        );
    }
    due
}

#[tokio::test]
async fn a_file_and_its_work_are_written_together() {
    let embedded = embedded().await;
    let store = MediaStore::new(embedded.platform().table.clone());
    let first = record(1, at(5_000));
    store.put_new(&first).await.expect("put");
    assert!(store.put_new(&first).await.is_err(), "it is there already");
    assert_eq!(all_due(&store, at(4_999)).await, []);
    let due = all_due(&store, at(5_000)).await;
    assert_eq!(due[0].media_id, first.item.media_id);

    let mut second = first.clone();
    second.item.version = 2;
    second.work = Some(Work {
        due_at: at(9_000),
        task: Task::Process {
            step: Step::Make,
            scanned: true,
            made: None,
        },
        attempts: 1,
    });
    store.replace(&first, &second, &[]).await.expect("replaced");
    assert_eq!(all_due(&store, at(8_999)).await, []);
    assert_eq!(all_due(&store, at(9_000)).await.len(), 1);
    let found = store
        .of_listing(first.item.listing_id)
        .await
        .expect("files");
    assert_eq!(found, [second.clone()]);

    // Who still holds the first one has lost.
    let late = store.replace(&first, &second, &[]).await;
    assert!(matches!(
        late,
        Err(PlatformError::Conflict { current_version: 2 })
    ));
    assert!(store.delete(&second, &[]).await.is_ok());
    assert_eq!(all_due(&store, at(99_000)).await, []);
    let gone = store.get(first.item.listing_id, first.item.media_id).await;
    assert_eq!(gone.expect("read"), None);
}

fn look(number: u128, bits: u64) -> Look {
    Look {
        listing_id: PropertyId::from_parts(1, number),
        media_id: MediaId::from_parts(2, number),
        hash: durbar_domain::media::PerceptualHash::from_bits(bits),
    }
}

#[tokio::test]
async fn pictures_that_look_alike_find_each_other_until_one_goes() {
    let embedded = embedded().await;
    let store = MediaStore::new(embedded.platform().table.clone());
    let bits = 0x0123_4567_89ab_cdef;
    let (one, near) = (look(1, bits), look(2, bits ^ 0b11_0000_0001 ^ 1 << 63));
    // As far away as is still alike, one bit and more in every part.
    let edge = look(3, bits ^ 0x0010_0600_c018_0301);
    let far = look(4, !bits);
    assert_eq!(edge.hash.distance(one.hash), 10);
    for look in [one, near, edge, far, one] {
        store.enter_look(&look).await.expect("entered");
    }
    let others = |alikes: Vec<Alike>| {
        let mut others: Vec<_> = alikes.iter().map(|it| (it.other, it.distance)).collect();
        others.sort_unstable();
        others
    };
    let found = others(store.alikes(one.listing_id).await.expect("read"));
    assert_eq!(found, [(near.media_id, 4), (edge.media_id, 10)]);
    let back = others(store.alikes(near.listing_id).await.expect("read"));
    assert!(back.contains(&(one.media_id, 4)), "{back:?}");
    assert_eq!(store.alikes(far.listing_id).await.expect("read"), []);

    for _ in 0..2 {
        store.forget_look(&one).await.expect("forgotten");
    }
    assert_eq!(store.alikes(one.listing_id).await.expect("read"), []);
    let back = others(store.alikes(near.listing_id).await.expect("read"));
    assert!(!back.iter().any(|(other, _)| *other == one.media_id));
}

#[tokio::test]
async fn files_to_fetch_wait_in_a_queue_of_their_own() {
    let embedded = embedded().await;
    let store = MediaStore::new(embedded.platform().table.clone());
    let mut first = record(1, at(5_000));
    if let Some(work) = &mut first.work {
        work.task = Task::Fetch;
    }
    store.put_new(&first).await.expect("put");
    assert_eq!(all_due(&store, at(5_000)).await, []);
    let mut fetches = Vec::new();
    for shard in MediaStore::shards() {
        let due = store.due((Queue::Fetches, shard), at(5_000), 100).await;
        fetches.extend(due.expect("work"));
    }
    assert_eq!(fetches.len(), 1);
    // Fetched, it goes over to the other one at the same time.
    let second = record(1, at(5_000));
    let second = MediaRecord {
        item: MediaItem {
            version: 2,
            ..second.item
        },
        ..second
    };
    store.replace(&first, &second, &[]).await.expect("replaced");
    assert_eq!(all_due(&store, at(5_000)).await.len(), 1);
    store.drop_due(&fetches[0]).await.expect("dropped");
    assert_eq!(all_due(&store, at(5_000)).await.len(), 1, "the other stays");
}

#[tokio::test]
async fn what_a_row_names_is_found_until_it_is_dropped() {
    let embedded = embedded().await;
    let store = MediaStore::new(embedded.platform().table.clone());
    let named = |version, ms| NamedFiles {
        listing_id: PropertyId::from_parts(1, 1),
        row: crate::imports::row_digest("old-site", "H-1"),
        version,
        at: at(ms),
        files: vec![NamedFile {
            reference: MediaReference::parse("media", "1/front.jpg").expect("a path"),
            kind: MediaKind::Picture,
        }],
    };
    let (first, second) = (named(1, 9_000), named(2, 9_000));
    for note in [&second, &first] {
        let written = store.table.transact(vec![note.write().expect("an item")]);
        written.await.expect("written");
    }
    let mut found = Vec::new();
    for shard in MediaStore::shards() {
        found.extend(store.named(shard, 10).await.expect("notes"));
    }
    assert_eq!(found, [first.clone(), second]);
    for _ in 0..2 {
        store.drop_named(&first).await.expect("dropped");
    }
}
