//! Damage done to an index's files.

use crate::{
    all_pages, found,
    market::{home, homes},
    memory::MemoryTable,
    query, started, text,
};
use durbar_domain::{ListingSummary, PropertyId};
use durbar_services::search::IndexPlace;
use futures::{StreamExt, stream};
use std::{
    fs,
    path::{Path, PathBuf},
    sync::{Arc, atomic::Ordering},
};

/// Copies all that is in a folder, as it stands; what vanishes meanwhile is left out.
pub fn copy_folder(from: &Path, to: &Path) {
    for file in files(from) {
        let target = to.join(file.strip_prefix(from).expect("it lies in there"));
        fs::create_dir_all(target.parent().expect("it has a folder")).expect("a folder");
        match fs::copy(&file, &target) {
            Err(error) if error.kind() == std::io::ErrorKind::NotFound => {}
            copied => drop(copied.expect("copied")),
        }
    }
}

fn files(folder: &Path) -> Vec<PathBuf> {
    let mut found = Vec::new();
    for entry in fs::read_dir(folder).expect("a folder") {
        let path = entry.expect("an entry").path();
        if path.is_dir() {
            found.extend(files(&path))
        } else {
            found.push(path)
        }
    }
    found
}

const HOMES: u64 = 40;

/// An index with a removed home, so that it has every kind of file, and what it answers.
async fn built(root: &Path) -> (Arc<MemoryTable>, Vec<Vec<PropertyId>>) {
    let table = Arc::new(MemoryTable::new(homes(HOMES)));
    let search = started(IndexPlace::Folder(root.join("index")), &table).await;
    let changed = ListingSummary {
        version: 2,
        ..home(3)
    };
    table.put(changed.clone());
    search
        .follow(changed.listing_id, 2)
        .await
        .expect("followed");
    table.remove(home(4).listing_id);
    search
        .follow(home(4).listing_id, 1)
        .await
        .expect("followed");
    let answers = answers(&search).await;
    (table, answers)
}

async fn answers(search: &durbar_services::search::Search) -> Vec<Vec<PropertyId>> {
    let mut answers = Vec::new();
    for asked in [
        query(""),
        query("in=sanepa&sort=price-low"),
        text("number"),
        text("villa"),
        text("bhaisepti"),
    ] {
        answers.push(all_pages(search, &asked).await);
    }
    answers
}

/// Does something to each file of a copy of the index, starts a search on it and checks its
/// answers. Gives how often the index was built anew.
async fn after_each(harm: impl Fn(&Path)) -> usize {
    let folder = tempfile::tempdir().expect("a folder");
    let (table, wanted) = built(folder.path()).await;
    let before = table.streams.load(Ordering::SeqCst);
    let names = files(folder.path());
    assert!(names.len() > 8, "{names:?}");
    let checks = names.iter().map(async |file| {
        let copy = tempfile::tempdir().expect("a folder");
        copy_folder(folder.path(), copy.path());
        harm(
            &copy
                .path()
                .join(file.strip_prefix(folder.path()).expect("it lies in there")),
        );
        let search = started(IndexPlace::Folder(copy.path().join("index")), &table).await;
        assert_eq!(answers(&search).await, wanted, "{}", file.display());
    });
    // Mostly they wait for the disk, so several go on at a time.
    stream::iter(checks)
        .buffer_unordered(8)
        .collect::<()>()
        .await;
    table.streams.load(Ordering::SeqCst) - before
}

#[tokio::test]
async fn an_untouched_copy_is_opened() {
    assert_eq!(after_each(|_| {}).await, 0);
}

#[tokio::test]
async fn missing_files_are_noticed() {
    assert!(after_each(|file| fs::remove_file(file).expect("removed")).await > 5);
}

#[tokio::test]
async fn cut_files_are_noticed() {
    let halve = |file: &Path| {
        let bytes = fs::read(file).expect("read");
        fs::write(file, &bytes[..bytes.len() / 2]).expect("written");
    };
    assert!(after_each(halve).await > 5);
}

#[tokio::test]
async fn flipped_bytes_are_noticed() {
    for share in [0.5, 1.0] {
        let flip = |file: &Path| {
            let mut bytes = fs::read(file).expect("read");
            let at = ((bytes.len() as f64 * share) as usize).min(bytes.len().saturating_sub(1));
            if let Some(byte) = bytes.get_mut(at) {
                *byte ^= 0b0101_0101;
            }
            fs::write(file, bytes).expect("written");
        };
        assert!(after_each(flip).await > 5, "{share}");
    }
}

#[tokio::test]
async fn a_folder_that_is_a_file_leaves_the_table_answering() {
    let folder = tempfile::tempdir().expect("a folder");
    let place = folder.path().join("index");
    fs::write(&place, "in the way").expect("written");
    let table = Arc::new(MemoryTable::new(homes(HOMES)));
    let search = durbar_services::search::Search::start(IndexPlace::Folder(place), table);
    assert!(found(&search, &query("")).await.total > 0);
    assert!(!search.is_ready());
}

#[tokio::test]
async fn damage_met_by_a_search_is_answered_by_the_table_and_repaired() {
    let folder = tempfile::tempdir().expect("a folder");
    let (table, wanted) = built(folder.path()).await;
    let search = started(IndexPlace::Folder(folder.path().join("index")), &table).await;
    let before = table.streams.load(Ordering::SeqCst);
    table.hold_after(0);
    for file in files(folder.path()) {
        if file
            .extension()
            .is_some_and(|extension| extension == "store")
        {
            // In place: the open index sees it.
            let length = fs::metadata(&file).expect("a file").len() as usize;
            let open = fs::OpenOptions::new()
                .write(true)
                .open(&file)
                .expect("opened");
            std::os::unix::fs::FileExt::write_all_at(&open, &vec![0x5a; length / 2], 0)
                .expect("written");
        }
    }
    assert!(found(&search, &query("")).await.total > 0);
    table.is_at_page(0).await;
    table.release();
    while table.streams.load(Ordering::SeqCst) == before || !search.is_ready() {
        tokio::task::yield_now().await;
    }
    assert_eq!(answers(&search).await, wanted);
}
