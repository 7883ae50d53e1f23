use super::*;
use crate::{
    Embedded,
    embedded::Storage,
    erasures::ErasureLedger,
    listings::ListingStore,
    objects::{Bucket, Fetched, GetOptions, ObjectKey},
    testing::listing,
};
use bytes::Bytes;
use durbar_domain::AccountId;
use std::os::unix::fs::PermissionsExt as _;

async fn start(data: &Path) -> Embedded {
    let storage = Storage::Folder(data.to_owned());
    Embedded::start(storage).await.expect("starts")
}

async fn put_home(embedded: &Embedded, number: u64) {
    let store = ListingStore::new(embedded.platform().table.clone());
    store.put_new(&listing(number), &[]).await.expect("put");
}

fn key(name: &str) -> ObjectKey {
    name.parse().expect("a key")
}

async fn put_object(embedded: &Embedded, name: &str, content: &'static [u8]) {
    let objects = &embedded.platform().objects;
    let (key, bytes) = (key(name), Bytes::from_static(content));
    let put = objects.put(Bucket::PublicMedia, &key, "image/jpeg", bytes);
    put.await.expect("put");
}

async fn object(embedded: &Embedded, name: &str) -> Option<Bytes> {
    let objects = &embedded.platform().objects;
    let key = key(name);
    let fetched = objects.get(Bucket::PublicMedia, &key, GetOptions::default());
    match fetched.await.expect("answered") {
        Fetched::Found(object) => Some(object.body.collect().await.expect("whole")),
        _ => None,
    }
}

async fn has_home(embedded: &Embedded, number: u64) -> bool {
    let store = ListingStore::new(embedded.platform().table.clone());
    let found = store.get(listing(number).listing_id).await;
    found.expect("answered").is_some()
}

#[tokio::test]
async fn each_point_is_restored_as_it_was_while_the_folder_is_in_use() {
    let folder = tempfile::tempdir().expect("a folder");
    let (data, place) = (folder.path().join("data"), folder.path().join("backups"));
    let running = start(&data).await;
    let backups = Backups::in_folder(&place);
    put_home(&running, 1).await;
    put_object(&running, "a/1.jpg", b"one").await;
    let first = backups.take(&data).await.expect("taken").point;
    put_home(&running, 2).await;
    put_object(&running, "a/2.jpg", b"two").await;
    running
        .platform()
        .objects
        .delete(Bucket::PublicMedia, &key("a/1.jpg"))
        .await
        .expect("gone");
    // Names of points hold milliseconds.
    while now() == first.at {
        tokio::task::yield_now().await;
    }
    let second = backups.take(&data).await.expect("taken");
    // An object is its bytes, its properties and its checksums.
    assert_eq!(second.added, 3, "only what is new is stored");
    assert_eq!(
        backups.points().expect("points"),
        [first.clone(), second.point.clone()]
    );

    for (point, expected) in [(&first, [true, false]), (&second.point, [true, true])] {
        let target = folder
            .path()
            .join(format!("at-{}", point.at.as_millisecond()));
        let restoring = backups.restore(point, &target).await.expect("restored");
        assert!(!target.exists(), "not before it is finished");
        let target = restoring.finish().expect("finished");
        let restored = start(&target).await;
        let homes = [has_home(&restored, 1).await, has_home(&restored, 2).await];
        assert_eq!(homes, expected);
        let is_first = point == &first;
        let (one, two) = (
            object(&restored, "a/1.jpg").await,
            object(&restored, "a/2.jpg").await,
        );
        assert_eq!(one.as_deref(), is_first.then_some(&b"one"[..]));
        assert_eq!(two.as_deref(), (!is_first).then_some(&b"two"[..]));
        restored.stop().await;
        let again = backups.restore(point, &target).await;
        assert!(
            matches!(again, Err(BackupError::Occupied { .. })),
            "{again:?}"
        );
    }
    running.stop().await;
}

#[tokio::test]
async fn the_last_point_at_or_before_a_time_is_chosen() {
    let folder = tempfile::tempdir().expect("a folder");
    let (data, place) = (folder.path().join("data"), folder.path().join("backups"));
    let backups = Backups::in_folder(&place);
    assert!(matches!(
        backups.choose(None),
        Err(BackupError::None { .. })
    ));
    start(&data).await.stop().await;
    let point = backups.take(&data).await.expect("taken").point;
    assert_eq!(backups.choose(None).expect("a point"), point);
    assert_eq!(backups.choose(Some(point.at)).expect("a point"), point);
    let before = point.at - jiff::SignedDuration::from_millis(1);
    let error = backups.choose(Some(before)).expect_err("too old");
    assert!(matches!(error, BackupError::TooOld { .. }) && error.is_of_arguments());
}

#[tokio::test]
async fn backups_are_for_their_owner_alone_and_damage_is_found() {
    let folder = tempfile::tempdir().expect("a folder");
    let (data, place) = (folder.path().join("data"), folder.path().join("backups"));
    start(&data).await.stop().await;
    let backups = Backups::in_folder(&place);
    let point = backups.take(&data).await.expect("taken").point;
    let file = place
        .join("pool")
        .join(&point.table.sha256[..2])
        .join(&point.table.sha256);
    let mode = |path: &Path| fs::metadata(path).expect("there").permissions().mode() & 0o777;
    assert_eq!(mode(&file), 0o600);
    assert_eq!(mode(&place.join("points")), 0o700);
    fs::write(&file, "something else").expect("written");
    let error = backups.restore(&point, &folder.path().join("new")).await;
    assert!(
        matches!(error, Err(BackupError::Damaged { .. })),
        "{error:?}"
    );
    assert!(!folder.path().join("new").exists());
}

#[tokio::test]
async fn old_points_go_with_what_only_they_needed() {
    let folder = tempfile::tempdir().expect("a folder");
    let (data, place) = (folder.path().join("data"), folder.path().join("backups"));
    let running = start(&data).await;
    let backups = Backups::in_folder(&place);
    put_object(&running, "a/1.jpg", b"one").await;
    let first = backups.take(&data).await.expect("taken").point;
    running
        .platform()
        .objects
        .delete(Bucket::PublicMedia, &key("a/1.jpg"))
        .await
        .expect("gone");
    put_object(&running, "a/2.jpg", b"two").await;
    while now() == first.at {
        tokio::task::yield_now().await;
    }
    let second = backups.take(&data).await.expect("taken").point;
    running.stop().await;
    let later = second.at + jiff::SignedDuration::from_hours(24 * 50);
    assert_eq!(backups.prune(later, 35).await.expect("pruned"), 1);
    assert_eq!(
        backups.points().expect("points"),
        std::slice::from_ref(&second)
    );
    let restoring = backups.restore(&second, &folder.path().join("new")).await;
    restoring.expect("restored").finish().expect("finished");
    let files = backups.files_of(&second).expect("a list");
    let whole = files.values().map(|it| it.stored.sha256.as_str());
    let whole: HashSet<&str> = whole
        .chain([&*second.table.sha256, &*second.objects.sha256])
        .collect();
    let mut stored = 0;
    for entry in fs::read_dir(place.join("pool")).expect("a pool") {
        stored += fs::read_dir(entry.expect("an entry").path())
            .expect("a folder")
            .count();
    }
    assert_eq!(stored, whole.len());
}

#[tokio::test]
async fn who_was_erased_is_known_beside_the_points() {
    let folder = tempfile::tempdir().expect("a folder");
    let (data, place) = (folder.path().join("data"), folder.path().join("backups"));
    let running = start(&data).await;
    let ledger = ErasureLedger::new(&running.platform().objects);
    let id = AccountId::from_parts(1, 7);
    ledger.note(id).await.expect("noted");
    ledger.note(id).await.expect("noted again");
    running.stop().await;
    let backups = Backups::in_folder(&place);
    backups.keep_erasures_of(&data).expect("kept");
    let digest = crate::erasures::digest_of(id);
    assert_eq!(
        backups
            .erased()
            .expect("read")
            .into_iter()
            .collect::<Vec<_>>(),
        [digest]
    );
}
