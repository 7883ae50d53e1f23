use super::*;
use crate::{
    keys::{IdentityKey, PrimaryKey},
    listings::ListingStore,
    testing::{embedded, listing},
};
use std::fs;

const NOW: Timestamp = Timestamp::constant(1_800_000_000, 0);

fn job(folder: &Path) -> ExportJob {
    ExportJob {
        folder: folder.to_owned(),
        formats: EnumSet::all(),
        items_a_part: 100,
    }
}

/// All lines of an export, part by part.
fn lines(folder: &Path) -> String {
    let mut names: Vec<_> = fs::read_dir(folder)
        .expect("a folder")
        .map(|entry| entry.expect("an entry").path())
        .filter(|path| path.extension().is_some_and(|it| it == "jsonl"))
        .collect();
    names.sort();
    let read = |path: &PathBuf| fs::read_to_string(path).expect("a part");
    names.iter().map(read).collect()
}

#[tokio::test]
async fn an_export_that_was_cut_off_goes_on_and_ends_as_one_that_was_not() {
    let embedded = embedded().await;
    let table = &embedded.platform().table;
    let store = ListingStore::new(table.clone());
    // More than a page of a megabyte.
    for number in 1..=600 {
        store.put_new(&listing(number), &[]).await.expect("put");
    }
    let folder = tempfile::tempdir().expect("a folder");
    let (whole, cut) = (folder.path().join("whole"), folder.path().join("cut"));
    let mut parts = 0;
    let done = job(&whole).run(table, NOW, |_| parts += 1).await;
    let done = done.expect("exported");
    assert!(parts > 1, "in several parts");
    assert_eq!(done.items(), done.tally.items());

    // As if it had ended after its first part.
    let first = job(&cut);
    private_file::create_folder(&cut).expect("a folder");
    let mut manifest = ExportManifest::new(NOW);
    assert!(
        first
            .write_part(table, &mut manifest)
            .await
            .expect("a part")
    );
    manifest.write(&cut).expect("written");
    fs::write(cut.join("items-00002.jsonl.part"), "half a li").expect("written");
    let again = first.run(table, NOW, |_| {}).await.expect("exported");
    assert_eq!(again, done);
    assert_eq!(lines(&cut), lines(&whole));
    assert!(!cut.join(PROGRESS).exists());
    let third = first.run(table, NOW, |_| panic!("it is done")).await;
    assert_eq!(third.expect("the manifest"), done);
}

#[tokio::test]
async fn what_proves_who_somebody_is_stays_out() {
    let embedded = embedded().await;
    let table = &embedded.platform().table;
    let secret = PrimaryKey::Identity(IdentityKey::Secret);
    let mut item = crate::table::key_of(secret);
    item.insert("key".to_owned(), crate::table::text("hunter2"));
    table.put(item).await.expect("put");
    table.generation().await.expect("a generation");
    let folder = tempfile::tempdir().expect("a folder");
    let done = job(folder.path()).run(table, NOW, |_| {}).await;
    let done = done.expect("exported");
    assert_eq!((done.items(), done.left_out), (1, 1));
    assert!(!lines(folder.path()).contains("hunter2"));
}
