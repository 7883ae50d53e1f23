//! Writing a demo market.

use super::{folder, listing};
use crate::{Events, Seeder, seed::SeedReport};
use durbar_domain::history::HistoryFact;
use durbar_platform::{
    Platform,
    drafts::DraftStore,
    listings::{Feed, ListingStore},
    markers::SeedProgress,
    objects::{Bucket, Fetched, GetOptions, ObjectKey},
    outbox::Outbox,
    testing::embedded,
};
use std::collections::HashSet;

fn seeder(platform: &Platform, folder: &tempfile::TempDir) -> Seeder {
    Seeder::new(platform, Events::default(), folder.path())
}

#[tokio::test]
async fn seeding_twice_writes_once() {
    let folder = folder(&[listing("a"), listing("b"), listing("c")]);
    let embedded = embedded().await;
    let platform = embedded.platform();
    let seeder = seeder(platform, &folder);
    assert!(seeder.is_empty().await.expect("read") && seeder.is_due().await.expect("read"));
    let report = seeder.run().await.expect("seeded");
    assert_eq!(
        report,
        SeedReport {
            picture_files: 2,
            brokers: 1,
            listings: 3
        }
    );
    assert!(!seeder.is_empty().await.expect("read") && !seeder.is_due().await.expect("read"));
    assert_eq!(
        seeder.run().await.expect("seeded again"),
        SeedReport::default()
    );

    let store = ListingStore::new(platform.table.clone());
    let cards = store
        .feed(Feed::Recent, None, 10)
        .await
        .expect("feed")
        .items;
    assert_eq!(cards.len(), 3);
    let drafts = DraftStore::new(platform.table.clone());
    for card in &cards {
        let history = drafts.history(card.listing_id, 10).await.expect("history");
        let facts: Vec<_> = history.iter().map(|entry| &entry.fact).collect();
        assert_eq!(facts, [&HistoryFact::Published]);
    }
    let key: ObjectKey = cards[0].pictures[0]
        .jpeg(768)
        .trim_start_matches("/media/")
        .parse()
        .expect("a key");
    let picture = platform
        .objects
        .get(Bucket::PublicMedia, &key, GetOptions::default())
        .await
        .expect("get");
    assert!(matches!(picture, Fetched::Found(_)));
    let mut events = 0;
    for shard in Outbox::shards() {
        events += Outbox::new(platform.table.clone())
            .pending(shard, None, 100)
            .await
            .expect("pending")
            .events
            .len();
    }
    assert_eq!(events, 4, "one for each broker and listing");
}

#[tokio::test]
async fn seeding_that_was_broken_off_is_finished_by_the_next_run() {
    let folder = folder(&[listing("a"), listing("b"), listing("c")]);
    let embedded = embedded().await;
    let platform = embedded.platform();
    let seeder = seeder(platform, &folder);
    let market = seeder.market().await.expect("a market");
    // As far as a first run came: begun, one listing, one file without its properties.
    platform
        .table
        .set_seed_progress(SeedProgress::Started)
        .await
        .expect("noted");
    seeder
        .write_listings(&market.listings[..1])
        .await
        .expect("one");
    assert!(!seeder.is_empty().await.expect("read"));
    assert!(
        seeder.is_due().await.expect("read"),
        "it is to be run again"
    );
    let report = seeder.run().await.expect("finished");
    assert_eq!(
        report,
        SeedReport {
            picture_files: 2,
            brokers: 1,
            listings: 2
        }
    );
    assert!(!seeder.is_due().await.expect("read"));
}

#[tokio::test]
async fn synthetic_listings_are_the_same_every_time_and_bring_a_new_generation() {
    let folder = folder(&[listing("a")]);
    let mut markets = Vec::new();
    for _ in 0..2 {
        let embedded = embedded().await;
        let seeder = seeder(embedded.platform(), &folder);
        let before = embedded.platform().table.generation().await.expect("mark");
        seeder.scale(300).await.expect("scaled");
        seeder.scale(300).await.expect("scaled again");
        assert_ne!(
            embedded.platform().table.generation().await.expect("mark"),
            before
        );
        let store = ListingStore::new(embedded.platform().table.clone());
        markets.push(
            store
                .feed(Feed::Recent, None, 1_000)
                .await
                .expect("feed")
                .items,
        );
    }
    assert_eq!(markets[0], markets[1]);
    let published = markets[0].len();
    assert!(
        (270..301).contains(&published),
        "{published} of 301 are published"
    );
    let places: HashSet<_> = markets[0].iter().map(|card| card.neighbourhood).collect();
    assert_eq!(places.len(), 10);
}
