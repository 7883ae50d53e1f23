//! The chain, and every way of tampering with it.

use super::{
    chain::{HEAD, Link, link_key},
    record::entry_key,
    *,
};
use crate::{
    Embedded,
    table::{text, version_of},
    testing::embedded,
};
use durbar_domain::{
    AccountId, BrokerId,
    audit::{Actor, AuditAction, Reason, Subject},
};
use jiff::Timestamp;

const ADMIN: u128 = 1;

fn now() -> Timestamp {
    "2026-11-22T10:00:00Z".parse().expect("a time")
}

fn person(number: u128) -> AccountId {
    AccountId::from_parts(1, number)
}

/// The entry of this number: an admin verified the licence of member `number`.
fn entry(number: u128) -> AuditEntry {
    let id = EventId::from_parts(now().as_millisecond() as u64, number);
    let by = Actor::Person(person(ADMIN));
    AuditEntry {
        account_id: Some(person(100 + number)),
        subject: Some(Subject::Broker(BrokerId::from_parts(1, number))),
        reason: Reason::parse("reason", &format!("Reason {number}")).ok(),
        ..AuditEntry::new(id, now(), by, AuditAction::LicenseVerified)
    }
}

struct Scene {
    embedded: Embedded,
    store: AuditStore,
}

impl Scene {
    /// Five entries in the chain.
    async fn sealed() -> Self {
        let scene = Self::new().await;
        scene.write(1..=5).await;
        assert_eq!(scene.store.seal(now()).await.expect("sealed"), 5);
        scene
    }

    async fn new() -> Self {
        let embedded = embedded().await;
        let store = AuditStore::new(embedded.platform().table.clone());
        Self { embedded, store }
    }

    async fn write(&self, numbers: std::ops::RangeInclusive<u128>) {
        for number in numbers {
            self.store.note(&[entry(number)]).await.expect("written");
        }
    }

    async fn item(&self, key: PrimaryKey) -> Item {
        let item = self.store.table.get(key).await.expect("read");
        item.expect("an item")
    }

    async fn put(&self, key: PrimaryKey, mut item: Item) {
        item.extend(crate::table::key_of(key));
        self.store.table.put(item).await.expect("put");
    }

    async fn delete(&self, key: PrimaryKey) {
        self.store.table.delete(key).await.expect("deleted");
    }

    async fn link(&self, sequence: u64) -> Link {
        from_item(self.item(link_key(sequence)).await).expect("a link")
    }

    fn archive(&self) -> AuditArchive {
        AuditArchive::new(&self.embedded.platform().objects, None)
    }

    async fn faults(&self) -> Vec<String> {
        let verified = self.store.verify(None).await.expect("verified");
        verified.faults.iter().map(ToString::to_string).collect()
    }

    async fn assert_whole(&self, sealed: usize, waiting: usize) {
        let found = self.store.verify(None).await.expect("verified");
        assert_eq!(found.faults, []);
        assert_eq!((found.sealed, found.waiting), (sealed, waiting));
    }
}

fn id(number: u128) -> EventId {
    entry(number).event_id
}

#[tokio::test]
async fn entries_are_chained_in_order_and_once() {
    let scene = Scene::new().await;
    scene.assert_whole(0, 0).await;
    assert_eq!(scene.store.seal(now()).await.expect("sealed"), 0);
    // More than one transaction takes.
    scene.write(1..=100).await;
    scene.assert_whole(0, 100).await;
    assert_eq!(scene.store.seal(now()).await.expect("sealed"), 100);
    assert_eq!(scene.store.seal(now()).await.expect("sealed"), 0);
    scene.assert_whole(100, 0).await;
    assert_eq!(scene.link(57).await.event_id, id(57));
    scene.write(101..=101).await;
    scene.assert_whole(100, 1).await;
    assert_eq!(scene.store.waiting().await.expect("counted"), 1);
}

#[tokio::test]
async fn many_seal_at_a_time_and_nothing_comes_twice() {
    let scene = Scene::new().await;
    scene.write(1..=60).await;
    let sealing = (0..8).map(|_| scene.store.seal(now()));
    let sealed = futures::future::try_join_all(sealing)
        .await
        .expect("sealed");
    let rest = scene.store.seal(now()).await.expect("sealed");
    assert_eq!(sealed.iter().sum::<usize>() + rest, 60);
    scene.assert_whole(60, 0).await;
}

#[tokio::test]
async fn whoever_is_erased_goes_and_the_chain_holds() {
    let scene = Scene::sealed().await;
    scene.write(6..=6).await;
    for number in [102, 106] {
        scene.store.erase_of(person(number)).await.expect("erased");
    }
    let everything = scene.embedded.everything().await;
    for gone in [person(102).to_string(), person(106).to_string()] {
        assert!(!everything.contains(&gone), "{gone}");
    }
    assert!(!everything.contains("Reason 2") && !everything.contains("Reason 6"));
    assert!(everything.contains("Reason 3"));
    scene.assert_whole(5, 1).await;
    scene.store.seal(now()).await.expect("sealed");
    scene.assert_whole(6, 0).await;
    scene.store.erase_of(person(ADMIN)).await.expect("erased");
    let found = scene.store.verify(None).await.expect("verified");
    assert_eq!((found.faults, found.reduced), (vec![], 6));
    assert!(
        !scene
            .embedded
            .everything()
            .await
            .contains(&person(ADMIN).to_string())
    );
}

#[tokio::test]
async fn equal_parts_of_two_entries_have_other_digests() {
    let scene = Scene::sealed().await;
    let (one, other) = (
        Record::read(scene.item(entry_key(id(1))).await).expect("read"),
        Record::read(scene.item(entry_key(id(2))).await).expect("read"),
    );
    assert_eq!(one.0.by, other.0.by);
    assert_ne!(one.1, other.1);
}

#[tokio::test]
async fn a_changed_entry_is_found() {
    let changes: [(&str, &str, &str); 3] = [
        ("action", "license-refused", "was changed"),
        (
            "account_id",
            &person(7).to_string(),
            "was changed: whom it is about",
        ),
        ("reason", "Another", "was changed: its reason"),
    ];
    for (attribute, value, told) in changes {
        let scene = Scene::sealed().await;
        let key = entry_key(id(3));
        let mut item = scene.item(key).await;
        item.insert(attribute.to_owned(), text(value));
        scene.put(key, item).await;
        let faults = scene.faults().await;
        let line = format!("the entry {} of link 3 {told}", id(3));
        assert_eq!(faults, [line]);
    }
}

#[tokio::test]
async fn what_waits_is_checked_too() {
    let scene = Scene::sealed().await;
    scene.write(6..=7).await;
    let mut item = scene.item(entry_key(id(6))).await;
    item.insert("reason".to_owned(), text("Another"));
    scene.put(entry_key(id(6)), item).await;
    scene.delete(entry_key(id(7))).await;
    let (changed, missing) = (id(6), id(7));
    assert_eq!(
        scene.faults().await,
        [
            format!("the entry {missing}, which waits for the chain, is missing"),
            format!("the entry {changed}, which waits for the chain, was changed"),
        ]
    );
}

#[tokio::test]
async fn a_deleted_entry_is_found() {
    let scene = Scene::sealed().await;
    scene.delete(entry_key(id(4))).await;
    let line = format!("the entry {} of link 4 is missing", id(4));
    assert_eq!(scene.faults().await, [line]);
    // With its link.
    scene.delete(link_key(4)).await;
    assert_eq!(scene.faults().await, ["link 4 is missing"]);
    scene.delete(link_key(3)).await;
    let faults = scene.faults().await;
    assert!(
        faults.contains(&"the links 3 to 4 are missing".to_owned()),
        "{faults:?}"
    );
}

#[tokio::test]
async fn an_inserted_entry_is_found() {
    let scene = Scene::sealed().await;
    let record = Record::new(&entry(9)).expect("a record");
    scene
        .put(entry_key(id(9)), record.item().expect("an item"))
        .await;
    // As they were before there was a chain.
    let old = to_item(entry_key(id(8)), record::ENTITY_TYPE, &entry(8)).expect("an item");
    scene.put(entry_key(id(8)), old).await;
    let line = |number| {
        format!(
            "the entry {} was inserted: no link names it and it does not wait",
            id(number)
        )
    };
    assert_eq!(scene.faults().await, [line(8), line(9)]);
}

#[tokio::test]
async fn an_inserted_link_is_found() {
    let scene = Scene::sealed().await;
    let last = scene.link(5).await;
    let forged = Link::new(Some(&last.head()), id(2), last.entry, now());
    let item = to_item(link_key(6), "AuditLink", &forged).expect("an item");
    scene.put(link_key(6), item).await;
    let faults = scene.faults().await;
    assert!(
        faults.contains(&"the links 6 to 6 stand behind the end of the chain".to_owned()),
        "{faults:?}"
    );
    let twice = format!(
        "link 6 names the entry {}, which an earlier link names",
        id(2)
    );
    assert!(faults.contains(&twice), "{faults:?}");
}

#[tokio::test]
async fn swapped_entries_and_links_are_found() {
    let scene = Scene::sealed().await;
    let (two, three) = (
        scene.item(entry_key(id(2))).await,
        scene.item(entry_key(id(3))).await,
    );
    scene.put(entry_key(id(2)), three).await;
    scene.put(entry_key(id(3)), two).await;
    let faults = scene.faults().await;
    for (at, says) in [(2, 3), (3, 2)] {
        let line = format!(
            "the entry {} is out of place: it says that it is {}",
            id(at),
            id(says)
        );
        assert!(faults.contains(&line), "{faults:?}");
    }

    let scene = Scene::sealed().await;
    let (two, three) = (scene.item(link_key(2)).await, scene.item(link_key(3)).await);
    scene.put(link_key(2), three).await;
    scene.put(link_key(3), two).await;
    let faults = scene.faults().await;
    for line in [
        "link 2 is out of place: it says that it is link 3",
        "link 3 is out of place: it says that it is link 2",
    ] {
        assert!(faults.contains(&line.to_owned()), "{faults:?}");
    }
}

#[tokio::test]
async fn a_changed_link_is_found_also_where_its_hash_was_made_anew() {
    let scene = Scene::sealed().await;
    let mut link = scene.link(3).await;
    link.entry = scene.link(2).await.entry;
    let item = to_item(link_key(3), "AuditLink", &link).expect("an item");
    scene.put(link_key(3), item).await;
    let faults = scene.faults().await;
    assert!(
        faults.contains(&"link 3 was changed".to_owned()),
        "{faults:?}"
    );
    link.hash = link.computed();
    let item = to_item(link_key(3), "AuditLink", &link).expect("an item");
    scene.put(link_key(3), item).await;
    let faults = scene.faults().await;
    let loose = "link 4 does not follow the link before it".to_owned();
    assert!(faults.contains(&loose), "{faults:?}");
}

#[tokio::test]
async fn a_cut_off_end_is_found() {
    let scene = Scene::sealed().await;
    scene.delete(link_key(5)).await;
    scene.delete(entry_key(id(5))).await;
    assert_eq!(scene.faults().await, ["link 5 is missing"]);
    scene.delete(HEAD).await;
    assert_eq!(scene.faults().await, ["the end of the chain is missing"]);

    let scene = Scene::sealed().await;
    let mut head = scene.item(HEAD).await;
    assert_eq!(version_of(&head).expect("a version"), 5);
    head.insert(
        "hash".to_owned(),
        text(scene.link(4).await.hash.to_string()),
    );
    scene.put(HEAD, head).await;
    assert_eq!(
        scene.faults().await,
        ["the end of the chain is not its last link"]
    );
}

#[tokio::test]
async fn an_end_cut_off_with_its_head_is_found_in_the_archive() {
    let scene = Scene::sealed().await;
    let archive = scene.archive();
    assert_eq!(
        scene
            .store
            .export_to(&archive, now())
            .await
            .expect("exported"),
        5
    );
    assert_eq!(
        scene
            .store
            .export_to(&archive, now())
            .await
            .expect("exported"),
        0
    );
    scene.write(6..=6).await;
    scene.store.seal(now()).await.expect("sealed");
    assert_eq!(
        scene
            .store
            .export_to(&archive, now())
            .await
            .expect("exported"),
        1
    );
    let lines = archive.lines().await.expect("read");
    assert_eq!(lines.iter().map(|line| line.link.sequence).max(), Some(6));
    let whole = scene.store.verify(Some(&archive)).await.expect("verified");
    assert_eq!((whole.faults, whole.archived), (vec![], 6));

    scene.delete(link_key(6)).await;
    scene.delete(entry_key(id(6))).await;
    let head = to_item(HEAD, "AuditHead", &scene.link(5).await.head()).expect("an item");
    scene.put(HEAD, head).await;
    assert_eq!(scene.faults().await, [""; 0], "the table alone looks whole");
    let found = scene.store.verify(Some(&archive)).await.expect("verified");
    assert_eq!(found.faults, [Fault::NotAsArchived { sequence: 6 }]);
}

#[tokio::test]
async fn the_archive_names_nobody() {
    let scene = Scene::sealed().await;
    let archive = scene.archive();
    scene
        .store
        .export_to(&archive, now())
        .await
        .expect("exported");
    let lines = archive.lines().await.expect("read");
    let text = serde_json::to_string(&lines).expect("JSON");
    assert!(!text.contains("usr_") && !text.contains("Reason"), "{text}");
}

#[tokio::test]
async fn entries_from_before_the_chain_are_taken_in() {
    let scene = Scene::new().await;
    for number in 1..=3 {
        let key = entry_key(id(number));
        let old = to_item(key, record::ENTITY_TYPE, &entry(number)).expect("an item");
        scene.put(key, old).await;
    }
    scene.assert_whole(0, 3).await;
    scene.write(4..=4).await;
    assert_eq!(scene.store.seal(now()).await.expect("sealed"), 4);
    scene.assert_whole(4, 0).await;
    let read = scene
        .store
        .latest(jiff::civil::date(2026, 11, 22), None, 10);
    assert_eq!(read.await.expect("read").len(), 4);
}
