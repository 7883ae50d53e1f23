//! Building the index: when it is done, and what happens meanwhile.

use crate::{
    all_pages,
    damage::copy_folder,
    found,
    market::{home, homes, worded},
    memory::MemoryTable,
    query, started, text,
};
use durbar_domain::{ListingSummary, StandardStatus, search::TextReach};
use durbar_services::search::{IndexPlace, Search};
use std::{
    sync::{Arc, atomic::Ordering},
    time::Duration,
};

const HOMES: u64 = 60;
const A_MOMENT: Duration = Duration::from_millis(1);

fn table() -> Arc<MemoryTable> {
    Arc::new(MemoryTable::new(homes(HOMES)))
}

fn folder() -> (tempfile::TempDir, IndexPlace) {
    let folder = tempfile::tempdir().expect("a folder");
    let place = IndexPlace::Folder(folder.path().join("index"));
    (folder, place)
}

fn streams(table: &MemoryTable) -> usize {
    table.streams.load(Ordering::SeqCst)
}

#[tokio::test]
async fn the_table_answers_until_the_index_does() {
    let table = table();
    table.hold_after(1);
    let search = Search::start(IndexPlace::Memory, table.clone());
    table.is_at_page(1).await;
    assert!(!search.is_ready());
    let meanwhile = found(&search, &text("number")).await;
    assert_eq!(meanwhile.text_reach, TextReach::TitlesAndPlaces);
    assert!(meanwhile.total > 0);
    assert_eq!(
        found(&search, &query("in=sanepa")).await.text_reach,
        TextReach::EveryWord,
        "figures are not limited"
    );
    table.release();
    assert!(search.ready().await);
    let then = found(&search, &text("number")).await;
    assert_eq!(then.text_reach, TextReach::EveryWord);
    assert_eq!(then.total, meanwhile.total);
}

#[tokio::test]
async fn an_index_is_built_once_and_opened_ever_after() {
    let (_folder, place) = folder();
    let table = table();
    for _ in 0..3 {
        let search = started(place.clone(), &table).await;
        assert_eq!(search.homes(), Some(HOMES));
        assert_eq!(streams(&table), 1);
    }
}

#[tokio::test]
async fn an_index_of_another_generation_is_built_anew() {
    let (_folder, place) = folder();
    let table = table();
    drop(started(place.clone(), &table).await);
    table.set_generation("restored");
    table.remove(home(3).listing_id);
    let search = started(place.clone(), &table).await;
    assert_eq!((streams(&table), search.homes()), (2, Some(HOMES - 1)));
    drop(search);
    drop(started(place, &table).await);
    assert_eq!(streams(&table), 2);
}

#[tokio::test]
async fn a_build_asked_for_shows_what_no_event_told() {
    let table = table();
    let search = started(IndexPlace::Memory, &table).await;
    let silent = worded(HOMES + 1, ["Brought in bulk", "थोक"], ["x", "क"]);
    table.put(silent.clone());
    table.hold_after(0);
    search.rebuild().await.expect("asked");
    table.is_at_page(0).await;
    assert!(!search.is_ready());
    table.release();
    assert!(search.ready().await);
    assert_eq!(all_pages(&search, &text("bulk")).await, [silent.listing_id]);
}

#[tokio::test]
async fn changes_during_a_build_are_not_lost() {
    let (_folder, place) = folder();
    let table = table();
    table.hold_after(3);
    let search = Search::start(place, table.clone());
    table.is_at_page(3).await;
    // On the first page, which the build has already read.
    let changed = ListingSummary {
        version: 2,
        ..worded(0, ["Changed meanwhile", "बीचमा"], ["x", "क"])
    };
    let withdrawn = ListingSummary {
        version: 2,
        standard_status: StandardStatus::Withdrawn,
        ..home(1)
    };
    let new = worded(HOMES + 1, ["New meanwhile", "नयाँ"], ["x", "क"]);
    for card in [&changed, &withdrawn, &new] {
        table.put(card.clone());
        search
            .follow(card.listing_id, card.version)
            .await
            .expect("followed");
    }
    assert!(!search.is_ready());
    table.release();
    assert!(search.ready().await);
    assert_eq!(
        all_pages(&search, &text("changed")).await,
        [changed.listing_id]
    );
    assert_eq!(all_pages(&search, &text("new")).await, [new.listing_id]);
    assert_eq!(search.homes(), Some(HOMES));
}

#[tokio::test]
async fn a_process_killed_while_building_leaves_nothing_half() {
    let (folder, place) = folder();
    let table = table();
    // Once with no index there, once while another one is replaced.
    for killed in 1..=2 {
        table.hold_after(3);
        let search = Search::start(place.clone(), table.clone());
        if killed == 2 {
            table.release();
            assert!(search.ready().await);
            table.hold_after(3);
            search.rebuild().await.expect("asked");
        }
        table.is_at_page(3).await;
        let copy = tempfile::tempdir().expect("a folder");
        copy_folder(folder.path(), copy.path());
        table.release();
        let before = streams(&table);
        let next = started(IndexPlace::Folder(copy.path().join("index")), &table).await;
        assert_eq!((next.homes(), streams(&table)), (Some(HOMES), before + 1));
        assert!(search.ready().await);
    }
}

#[tokio::test]
async fn older_builds_are_removed() {
    let (folder, place) = folder();
    let table = table();
    let search = started(place, &table).await;
    for generation in 0..3 {
        table.hold_after(0);
        search.rebuild().await.expect("asked");
        table.is_at_page(0).await;
        table.release();
        assert!(search.ready().await, "{generation}");
    }
    let builds = std::fs::read_dir(folder.path().join("index"))
        .expect("a folder")
        .count();
    assert_eq!(builds, 2, "the marker and one build");
}

#[tokio::test]
async fn a_build_that_fails_is_tried_again() {
    let table = table();
    table.broken.store(true, Ordering::SeqCst);
    let search = Search::start_with_pause(IndexPlace::Memory, table.clone(), A_MOMENT);
    while streams(&table) < 3 {
        tokio::task::yield_now().await;
    }
    assert!(!search.is_ready());
    assert!(
        found(&search, &query("in=sanepa")).await.total > 0,
        "the table answers"
    );
    let changed = ListingSummary {
        version: 2,
        ..worded(1, ["Changed meanwhile", "बीचमा"], ["x", "क"])
    };
    table.put(changed.clone());
    search
        .follow(changed.listing_id, 2)
        .await
        .expect("a later build reads it");
    table.broken.store(false, Ordering::SeqCst);
    assert!(search.ready().await);
    assert_eq!(
        all_pages(&search, &text("meanwhile")).await,
        [changed.listing_id]
    );
}

#[tokio::test]
async fn an_index_is_opened_once_the_table_answers() {
    let (_folder, place) = folder();
    let table = table();
    drop(started(place.clone(), &table).await);
    table.silent.store(true, Ordering::SeqCst);
    let search = Search::start_with_pause(place, table.clone(), A_MOMENT);
    let id = home(1).listing_id;
    assert!(
        search.follow(id, 1).await.is_err(),
        "the index that is there would not know of it"
    );
    table.silent.store(false, Ordering::SeqCst);
    assert!(search.ready().await);
    assert_eq!(streams(&table), 1, "it was not built anew");
}
