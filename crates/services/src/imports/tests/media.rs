//! Files that rows name: noted with the row, and brought on their way where they are of a folder.

use super::*;
use durbar_domain::media::{MediaKind, limits};
use durbar_platform::{
    Platform,
    faults::{Fault, Faults},
    media::{MediaStore, NamedFiles},
    objects::Bucket,
};
use std::os::unix::fs::symlink;

const FRONT: &str = "2/front.jpg";

/// A stage with photos below a folder.
async fn with_folder() -> (Stage, std::path::PathBuf) {
    let mut stage = Stage::new().await;
    let photos = stage.folder.path().join("photos");
    fs::create_dir_all(photos.join("2")).expect("a folder");
    fs::write(photos.join(FRONT), b"a picture").expect("a file");
    stage.mapping.media.folder = Some(photos.clone());
    (stage, photos)
}

/// What is noted to be fetched, the oldest first.
async fn noted(stage: &Stage) -> Vec<NamedFiles> {
    let store = MediaStore::new(stage.embedded.platform().table.clone());
    let mut notes = Vec::new();
    for shard in MediaStore::shards() {
        notes.extend(store.named(shard, 1_000).await.expect("notes"));
    }
    notes.sort_by_key(|note| (note.listing_id, note.version));
    notes
}

fn references(note: &NamedFiles) -> Vec<&str> {
    note.files.iter().map(|it| it.reference.as_str()).collect()
}

async fn put_down(platform: &Platform) -> usize {
    let list = platform.objects.list(Bucket::RawUploads, "named/", None);
    list.await.expect("a list").len()
}

#[tokio::test]
async fn files_are_noted_with_their_row_and_only_new_ones_later() {
    let stage = Stage::new().await;
    let first = "https://old.example/1.jpg; https://old.example/film.MP4;https://old.example/1.jpg";
    stage.import(&[with("H-1", &[("photos", first)])]).await;
    let home = stage.home("H-1").await.expect("a home");
    let notes = noted(&stage).await;
    assert_eq!(notes.len(), 1);
    assert_eq!(notes[0].listing_id, home.listing_id);
    let found = ["https://old.example/1.jpg", "https://old.example/film.MP4"];
    assert_eq!(references(&notes[0]), found);
    let kinds: Vec<_> = notes[0].files.iter().map(|it| it.kind).collect();
    assert_eq!(kinds, [MediaKind::Picture, MediaKind::Film]);

    let (again, _) = stage.import(&[with("H-1", &[("photos", first)])]).await;
    assert_eq!(counts(&again), (0, 0, 1, 0));
    let more = "https://old.example/2.jpg;https://old.example/1.jpg";
    let (changed, _) = stage.import(&[with("H-1", &[("photos", more)])]).await;
    assert_eq!(counts(&changed), (0, 1, 0, 0));
    let notes = noted(&stage).await;
    assert_eq!(notes.len(), 2);
    assert_eq!(references(&notes[1]), ["https://old.example/2.jpg"]);
    assert_eq!(stage.home("H-1").await, Some(home), "the home is as it was");

    let (none, _) = stage.import(&[with("H-1", &[("photos", "")])]).await;
    assert_eq!(counts(&none), (0, 1, 0, 0));
    assert_eq!(noted(&stage).await.len(), 2, "there is nothing to fetch");
}

#[tokio::test]
async fn a_row_that_was_taken_before_files_were_fetched_is_noted_once() {
    let stage = Stage::new().await;
    stage.import(&[cells("H-1")]).await;
    let platform = stage.embedded.platform();
    let (media, store) = (
        MediaStore::new(platform.table.clone()),
        ImportStore::new(platform.table.clone()),
    );
    media
        .drop_named(&noted(&stage).await[0])
        .await
        .expect("dropped");
    let mut record = store.records("old-site", &["H-1"]).await.expect("read");
    let mut record = record.remove("H-1").expect("a record");
    (record.media_noted, record.version) = (false, 2);
    let write = durbar_platform::imports::ImportWrite {
        listing: None,
        record,
        events: Vec::new(),
        history: Vec::new(),
        named: None,
    };
    store.write(&[write]).await.expect("as it was then");
    for expected in [(0, 1, 0, 0), (0, 0, 1, 0)] {
        let (summary, _) = stage.import(&[cells("H-1")]).await;
        assert_eq!(counts(&summary), expected);
        assert_eq!(noted(&stage).await.len(), 1);
    }
}

#[tokio::test]
async fn files_of_a_folder_have_to_be_there_and_below_it() {
    let (stage, photos) = with_folder().await;
    let outside = stage.folder.path().join("secret.jpg");
    fs::write(&outside, b"a secret").expect("a file");
    symlink(&outside, photos.join("link.jpg")).expect("a link");
    symlink(stage.folder.path(), photos.join("up")).expect("a link");
    symlink(photos.join(FRONT), photos.join("front-again.jpg")).expect("a link");
    fs::write(photos.join("empty.jpg"), b"").expect("a file");
    let large = fs::File::create(photos.join("large.jpg")).expect("a file");
    large.set_len(limits::PICTURE_BYTES + 1).expect("a length");
    let rows = [
        with("H-1", &[("photos", FRONT)]),
        with("H-2", &[("photos", "front-again.jpg")]),
        with("H-3", &[("photos", "2/back.jpg")]),
        with("H-4", &[("photos", "link.jpg")]),
        with("H-5", &[("photos", "up/secret.jpg")]),
        with("H-6", &[("photos", "2")]),
        with("H-7", &[("photos", "empty.jpg")]),
        with("H-8", &[("photos", "large.jpg")]),
    ];
    let (summary, told) = stage.import(&rows).await;
    assert_eq!(counts(&summary), (2, 0, 0, 6));
    for row in &told.refused {
        assert_eq!(fields(row), ["photos"], "{row:?}");
    }
    let size = problem(&told.refused[5], "photos").to_string();
    assert!(size.contains("60 MiB"), "{size}");
    assert_eq!(put_down(stage.embedded.platform()).await, 2);
    assert_eq!(noted(&stage).await.len(), 2);
}

#[tokio::test]
async fn what_is_never_fetched_is_refused_with_its_row() {
    let stage = Stage::new().await;
    let rows = [
        cells("H-1"),
        with("H-2", &[("photos", "http://old.example/1.jpg")]),
        with("H-3", &[("photos", "https://10.0.0.1/1.jpg")]),
        with("H-4", &[("photos", "https://0x7f.1/1.jpg")]),
        with("H-5", &[("photos", FRONT)]),
    ];
    let (summary, told) = stage.import(&rows).await;
    assert_eq!(counts(&summary), (1, 0, 0, 4));
    let why: Vec<String> = told
        .refused
        .iter()
        .map(|row| problem(row, "photos").to_string())
        .collect();
    assert!(why[0].contains("https://"), "{why:?}");
    assert!(why[1].contains("public internet"), "{why:?}");
    assert!(why[2].contains("public internet"), "{why:?}");
    assert!(why[3].contains("names no folder"), "{why:?}");
    assert!(why.iter().all(|line| !line.contains('\n')));
}

#[tokio::test]
async fn a_column_says_what_its_files_are() {
    let mut stage = Stage::new().await;
    let kinds = "separator = \";\"\nkinds = { photos = \"panorama\" }";
    let text = MAPPING.replace("separator = \";\"", kinds);
    stage.mapping = Mapping::parse(&text, "mapping.toml").expect("a mapping");
    stage.import(&[cells("H-1")]).await;
    let notes = noted(&stage).await;
    assert!(
        notes[0]
            .files
            .iter()
            .all(|it| it.kind == MediaKind::Panorama)
    );
    for kinds in ["{ tour = \"panorama\" }", "{ photos = \"hologram\" }"] {
        let text = text.replace("{ photos = \"panorama\" }", kinds);
        let error = Mapping::parse(&text, "mapping.toml").expect_err(kinds);
        assert_eq!(error.to_string().lines().count(), 1, "{error}");
    }
}

#[tokio::test]
async fn a_trial_brings_nothing_anywhere_and_a_folder_has_to_be_there() {
    let (stage, photos) = with_folder().await;
    let mut job = stage.job(&csv(&[with("H-1", &[("photos", FRONT)])]), "list.csv");
    job.dry_run = true;
    let (summary, _) = stage.run(&job).await;
    assert_eq!(counts(&summary), (1, 0, 0, 0));
    assert_eq!(put_down(stage.embedded.platform()).await, 0);
    assert_eq!(noted(&stage).await, []);
    fs::rename(&photos, stage.folder.path().join("elsewhere")).expect("moved");
    let error = stage.imports.run(&job, &mut Told::default()).await;
    let line = error.expect_err("no folder").to_string();
    assert!(line.contains("photos"), "{line}");
}

/// The process ends at each call, before it or behind it. Run again, it leaves a home, a note and
/// a file put down for each row.
#[tokio::test]
async fn a_row_and_its_files_survive_an_end_of_the_process_anywhere() {
    for end in [Fault::EndBefore, Fault::EndAfter] {
        let mut ended = 0;
        while survives(Faults::at(ended, end)).await {
            ended += 1;
        }
        assert!(ended >= 8, "only {ended} calls");
    }
}

async fn survives(faults: Faults) -> bool {
    let (stage, _) = with_folder().await;
    let named = "https://old.example/1.jpg;2/front.jpg";
    let rows = ["H-1", "H-2"].map(|id| with(id, &[("photos", named)]));
    let job = stage.job(&csv(&rows), "list.csv");
    let platform = faults.below(stage.embedded.platform());
    let process = Imports::new(&platform, Events::default());
    let _ = faults
        .process(process.run(&job, &mut Told::default()))
        .await;
    let (summary, _) = stage.run(&job).await;
    assert_eq!((summary.rows, summary.refused), (2, 0));
    assert_eq!(stage.events().await.len(), 2, "an event a home");
    let notes = noted(&stage).await;
    assert_eq!(notes.len(), 2, "{notes:?}");
    for note in &notes {
        assert_eq!(references(note), ["https://old.example/1.jpg", FRONT]);
        assert!(stage.listings.get(note.listing_id).await.is_ok());
    }
    assert_eq!(put_down(stage.embedded.platform()).await, 2);
    faults.has_ended()
}
