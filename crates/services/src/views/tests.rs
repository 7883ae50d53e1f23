use super::*;
use crate::{Events, Listings};
use durbar_platform::{
    Embedded,
    testing::{embedded, listing},
};
use jiff::{ToSpan, civil::date};

async fn scene() -> (Embedded, Views) {
    let embedded = embedded().await;
    let listings = Listings::new(embedded.platform(), Events::default());
    for number in [1, 2] {
        listings.create(listing(number)).await.expect("created");
    }
    let views = Views::new(embedded.platform());
    (embedded, views)
}

fn now() -> Timestamp {
    "2026-11-22T23:30:00Z".parse().expect("a time")
}

async fn november(views: &Views, number: u64) -> BTreeMap<Date, u64> {
    let id = listing(number).listing_id;
    views
        .daily(id, date(2026, 11, 1), date(2026, 11, 30))
        .await
        .expect("read")
}

#[tokio::test]
async fn views_are_added_up_by_listing_and_day() {
    let (_embedded, views) = scene().await;
    let (first, second) = (listing(1).listing_id, listing(2).listing_id);
    assert!(views.seen(first, 1, now()));
    assert!(
        !views.seen(first, 1, now() + 5.minutes()),
        "the same visitor within the hour"
    );
    assert!(views.seen(first, 2, now()));
    assert!(views.seen(second, 1, now()));
    assert!(
        views.seen(first, 3, now() + 45.minutes()),
        "after midnight UTC"
    );
    assert!(
        november(&views, 1).await.is_empty(),
        "nothing is written before the flush"
    );
    assert_eq!(views.flush().await.expect("written"), 4);
    assert_eq!(views.flush().await.expect("written"), 0);
    assert_eq!(
        november(&views, 1).await,
        BTreeMap::from([(date(2026, 11, 22), 2), (date(2026, 11, 23), 1)])
    );
    assert_eq!(
        november(&views, 2).await,
        BTreeMap::from([(date(2026, 11, 22), 1)])
    );

    assert!(views.seen(first, 9, now()));
    views.flush().await.expect("written");
    assert_eq!(november(&views, 1).await[&date(2026, 11, 22)], 3);
    let other_days = views
        .daily(first, date(2026, 11, 23), date(2026, 11, 22))
        .await
        .expect("read");
    assert!(other_days.is_empty(), "a span that ends before it starts");
}

#[tokio::test]
async fn a_hot_listing_is_written_to_a_shard_of_its_own_and_counted_whole() {
    let (_embedded, views) = scene().await;
    let id = listing(1).listing_id;
    for visitor in 0..HOT {
        views.seen(id, visitor, now());
    }
    views.flush().await.expect("written");
    views.seen(id, HOT, now());
    views.flush().await.expect("written");
    assert_eq!(november(&views, 1).await[&date(2026, 11, 22)], HOT + 1);
    assert_ne!(views.inner.hot_shard, 0);
}

#[tokio::test]
async fn views_of_listings_that_do_not_exist_leave_nothing_behind() {
    let (_embedded, views) = scene().await;
    views.seen(listing(77).listing_id, 1, now());
    views.seen(listing(1).listing_id, 1, now());
    assert_eq!(views.flush().await.expect("written"), 1);
    assert!(november(&views, 77).await.is_empty());
}

#[tokio::test]
async fn a_stop_writes_what_waits() {
    let (_embedded, views) = scene().await;
    views.seen(listing(1).listing_id, 1, now());
    views
        .flush_every(Duration::from_secs(3600), std::future::ready(()))
        .await;
    assert_eq!(november(&views, 1).await[&date(2026, 11, 22)], 1);
}

#[tokio::test]
async fn what_could_not_be_written_waits_for_the_next_time() {
    let (embedded, views) = scene().await;
    views.seen(listing(1).listing_id, 1, now());
    embedded.stop().await;
    let error = views.flush().await.expect_err("the table is gone");
    assert_eq!(error.status(), 503);
    assert_eq!(views.counting().waiting.values().sum::<u64>(), 1);
}
