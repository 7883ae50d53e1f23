use super::*;
use crate::{
    DataFolderError,
    keys::PrimaryKey,
    listings::ListingStore,
    objects::ObjectKey,
    table::EXPIRES_AT,
    testing::{embedded, listing},
};
use aws_sdk_dynamodb::types::AttributeValue;
use bytes::Bytes;
use std::fs;

async fn start_in(folder: &tempfile::TempDir) -> Result<Embedded, PlatformError> {
    Embedded::start(Storage::Folder(folder.path().join("data"))).await
}

fn refusal(outcome: Result<Embedded, PlatformError>) -> DataFolderError {
    match outcome {
        Err(PlatformError::DataFolder(error)) => error,
        Err(other) => panic!("another error: {other}"),
        Ok(_) => panic!("it started"),
    }
}

#[tokio::test]
async fn what_was_written_is_there_after_a_restart() {
    let folder = tempfile::tempdir().expect("a folder");
    let home = listing(1);
    let key: ObjectKey = "a/b.txt".parse().expect("a key");
    let first = start_in(&folder).await.expect("starts");
    first.platform().check().await.expect("answers");
    ListingStore::new(first.platform().table.clone())
        .put_new(&home, &[])
        .await
        .expect("put");
    let objects = &first.platform().objects;
    objects
        .put(
            Bucket::PublicMedia,
            &key,
            "text/plain",
            Bytes::from_static(b"x"),
        )
        .await
        .expect("put");
    first.stop().await;

    let second = start_in(&folder).await.expect("starts again");
    let store = ListingStore::new(second.platform().table.clone());
    assert_eq!(store.get(home.listing_id).await.expect("get"), Some(home));
    assert!(
        second
            .platform()
            .objects
            .is_complete(Bucket::PublicMedia, &key, 1)
            .await
            .expect("head")
    );
}

#[tokio::test]
async fn a_folder_in_use_is_refused_and_free_after_the_stop() {
    let folder = tempfile::tempdir().expect("a folder");
    let first = start_in(&folder).await.expect("starts");
    let error = refusal(start_in(&folder).await);
    assert!(matches!(error, DataFolderError::InUse { .. }), "{error}");
    assert_eq!(error.to_string().lines().count(), 1);
    first.stop().await;
    start_in(&folder).await.expect("starts now");
}

#[tokio::test]
async fn a_newer_or_strange_layout_is_refused() {
    let folder = tempfile::tempdir().expect("a folder");
    start_in(&folder).await.expect("starts").stop().await;
    let version = folder.path().join("data/version");
    assert_eq!(fs::read_to_string(&version).expect("a version"), "1\n");
    fs::write(&version, "2\n").expect("written");
    let error = refusal(start_in(&folder).await);
    assert!(
        matches!(
            error,
            DataFolderError::Newer {
                found: 2,
                supported: 1,
                ..
            }
        ),
        "{error}"
    );
    fs::write(&version, "one\n").expect("written");
    let error = refusal(start_in(&folder).await);
    assert!(
        matches!(error, DataFolderError::BadVersion { .. }),
        "{error}"
    );
}

#[tokio::test]
async fn a_folder_that_cannot_be_written_is_refused() {
    let folder = tempfile::tempdir().expect("a folder");
    fs::write(
        folder.path().join("data"),
        "a file where the folder should be",
    )
    .expect("written");
    let error = refusal(start_in(&folder).await);
    assert!(
        matches!(error, DataFolderError::NotWritable { .. }),
        "{error}"
    );
}

#[tokio::test]
async fn a_damaged_table_is_an_error_not_a_panic() {
    let folder = tempfile::tempdir().expect("a folder");
    start_in(&folder).await.expect("starts").stop().await;
    for name in ["table.sqlite-wal", "table.sqlite-shm"] {
        let _ = fs::remove_file(folder.path().join("data").join(name));
    }
    fs::write(
        folder.path().join("data/table.sqlite"),
        "this is no database, ".repeat(1_000),
    )
    .expect("written");
    let Err(error) = start_in(&folder).await else {
        panic!("it started")
    };
    assert!(
        matches!(error, PlatformError::Start { what: "table", .. }),
        "{error}"
    );
}

#[tokio::test]
async fn expired_items_are_swept_and_others_stay() {
    let embedded = embedded().await;
    let table = &embedded.platform().table;
    for (key, expires) in [
        (PrimaryKey::Seed, 1),
        (PrimaryKey::Generation, 4_000_000_000_u64),
    ] {
        let mut item = table::key_of(key);
        item.insert(
            EXPIRES_AT.to_owned(),
            AttributeValue::N(expires.to_string()),
        );
        table.put(item).await.expect("put");
    }
    assert_eq!(embedded.sweep_expired().await.expect("swept"), 1);
    assert!(table.get(PrimaryKey::Seed).await.expect("get").is_none());
    assert!(
        table
            .get(PrimaryKey::Generation)
            .await
            .expect("get")
            .is_some()
    );
}

#[tokio::test]
async fn the_services_listen_on_loopback_alone() {
    let listener = table_server::listen(&tokio::runtime::Handle::current()).expect("a listener");
    let address = listener.local_addr().expect("an address");
    assert!(address.ip().is_loopback(), "{address}");
}

#[tokio::test]
async fn marks_of_the_content_are_kept_and_do_not_count_as_content() {
    let embedded = embedded().await;
    let table = &embedded.platform().table;
    assert!(table.is_empty().await.expect("scan"));
    let first = table.generation().await.expect("generation");
    assert_eq!(table.generation().await.expect("generation"), first);
    assert_ne!(table.renew_generation().await.expect("generation"), first);
    table
        .set_seed_progress(crate::markers::SeedProgress::Started)
        .await
        .expect("set");
    assert_eq!(
        table.seed_progress().await.expect("progress"),
        Some(crate::markers::SeedProgress::Started)
    );
    assert!(table.is_empty().await.expect("scan"));
    ListingStore::new(table.clone())
        .put_new(&listing(1), &[])
        .await
        .expect("put");
    assert!(!table.is_empty().await.expect("scan"));
}
