//! `kill -9` at any moment: nothing acknowledged is lost, and the next start goes on.

use crate::support::{
    market::SeedFolder,
    program::{durbar, next_line, run},
};
use durbar_domain::status::Visibility;
use durbar_platform::{embedded::Storage, objects::Bucket, outbox::Outbox};
use durbar_server::{
    cli::StoreSettings,
    stack::{Stack, Store},
};
use durbar_services::{Listings, seed::Market};
use futures::TryStreamExt as _;
use std::{collections::HashMap, fs, io::BufReader, path::Path};

fn seed_arguments<'a>(data: &'a Path, seed: &'a SeedFolder) -> [&'a str; 5] {
    [
        "seed",
        "--data",
        data.to_str().expect("UTF-8"),
        "--seed-dir",
        seed.path().to_str().expect("UTF-8"),
    ]
}

/// Bytes of the files below a folder whose names hold `part`.
fn bytes_below(folder: &Path, part: &str) -> u64 {
    let Ok(entries) = fs::read_dir(folder) else {
        return 0;
    };
    let sizes = entries.flatten().map(|entry| match entry.metadata() {
        Ok(about) if about.is_dir() => bytes_below(&entry.path(), part),
        Ok(about) if entry.path().to_string_lossy().contains(part) => about.len(),
        _ => 0,
    });
    sizes.sum()
}

/// Seeds until `reached`, then kills the program; `false` when it ended before that.
fn seed_and_kill(data: &Path, seed: &SeedFolder, reached: impl Fn() -> bool) -> bool {
    let mut child = durbar(&seed_arguments(data, seed))
        .spawn()
        .expect("the program starts");
    loop {
        if child.try_wait().expect("a status").is_some() {
            return false;
        }
        if reached() {
            child.kill().expect("killed");
            child.wait().expect("ended");
            return true;
        }
        std::thread::yield_now();
    }
}

/// Everything in the folder is as the seed folder says, each thing once.
async fn assert_whole(data: &Path, seed: &SeedFolder) {
    let market = Market::read(seed.path()).expect("the seed folder");
    let storage = StoreSettings::Embedded {
        storage: Storage::Folder(data.to_owned()),
    };
    let stack = Stack::new(
        Store::open(&storage).await.expect("the data folder"),
        "https://durbar.test",
    )
    .await
    .expect("a stack");
    let services = stack.services();
    for home in &market.listings {
        assert_eq!(
            &services
                .listings
                .get(home.listing_id)
                .await
                .expect("the home"),
            home
        );
        for picture in &home.pictures {
            let widths = picture.avif_widths.iter().map(|width| picture.avif(*width));
            for address in
                widths.chain(picture.jpeg_widths.iter().map(|width| picture.jpeg(*width)))
            {
                let key = address
                    .trim_start_matches("/media/")
                    .parse()
                    .expect("a key");
                let objects = &stack.platform().objects;
                let object = objects
                    .head(Bucket::PublicMedia, &key)
                    .await
                    .expect("an answer")
                    .expect("the object");
                let size = fs::metadata(
                    seed.path()
                        .join(key.as_str().replacen("pictures", "media", 1)),
                )
                .expect("the file")
                .len();
                assert!(
                    objects
                        .is_complete(Bucket::PublicMedia, &key, size)
                        .await
                        .expect("an answer"),
                    "{key}: {object:?}"
                );
            }
        }
    }
    assert_eq!(
        services.brokers.list().await.expect("brokers"),
        market.brokers
    );
    let mut published = 0;
    for shard in Listings::shards() {
        let pages: Vec<_> = services
            .listings
            .published_in(shard)
            .try_collect()
            .await
            .expect("the shard");
        published += pages.concat().len();
    }
    let expected = market
        .listings
        .iter()
        .filter(|home| home.visibility() == Visibility::Published);
    assert_eq!(published, expected.count());
    // A change and its event are one transaction: an event for each thing, and no more.
    let outbox = Outbox::new(stack.platform().table.clone());
    let mut told = HashMap::new();
    for shard in Outbox::shards() {
        for pending in outbox
            .pending(shard, None, 1_000)
            .await
            .expect("the outbox")
            .events
        {
            *told
                .entry(format!("{:?}", pending.event.detail))
                .or_insert(0) += 1;
        }
    }
    assert_eq!(told.len(), market.listings.len() + market.brokers.len());
    assert!(told.values().all(|times| *times == 1), "{told:?}");
    stack.close().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn seeding_that_is_killed_anywhere_is_finished_by_the_next_run() {
    let seed = SeedFolder::small();
    let folder = tempfile::tempdir().expect("a folder");
    let data = folder.path().join("data");
    let (objects, log) = (data.join("objects"), data.join("table.sqlite-wal"));
    let written = || bytes_below(&objects, "pictures");
    let logged = || fs::metadata(&log).map_or(0, |about| about.len());

    let mut kills = 0;
    for share in [0, 100_000, 700_000, 1_500_000] {
        kills += u32::from(seed_and_kill(&data, &seed, || written() > share));
    }
    // The pictures are in place from here on or soon; now while homes are written.
    for _ in 0..4 {
        let before = logged();
        kills += u32::from(seed_and_kill(&data, &seed, || logged() > before + 8_192));
    }
    assert!(kills >= 4, "only {kills} of 8 runs were killed in time");

    let finished = run(&seed_arguments(&data, &seed));
    assert!(
        finished.status.success(),
        "{}",
        String::from_utf8_lossy(&finished.stderr)
    );
    assert_whole(&data, &seed).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn what_was_acknowledged_is_there_after_a_kill() {
    let seed = SeedFolder::small();
    let folder = tempfile::tempdir().expect("a folder");
    let data = folder.path().join("data");
    let mut child = durbar(&seed_arguments(&data, &seed))
        .spawn()
        .expect("the program starts");
    let mut log = BufReader::new(child.stdout.take().expect("standard output is piped"));
    while next_line(&mut log).expect("it says that it has seeded")["message"] != "seeded" {}
    child.kill().expect("killed");
    child.wait().expect("ended");
    assert_whole(&data, &seed).await;
}
