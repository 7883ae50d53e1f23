//! Finding and comparing listings.

use super::market;
use crate::{
    Found,
    search::{ListingSource, PresentState},
};
use durbar_domain::{Listing, ListingSummary, Npr, StandardStatus, location::GeoPoint};
use durbar_platform::testing::listing;

#[tokio::test]
async fn a_page_is_published_gone_or_not_there() {
    let of = |number, standard_status| Listing {
        standard_status,
        ..listing(number)
    };
    let homes = [
        of(1, StandardStatus::Closed),
        of(2, StandardStatus::Withdrawn),
        of(3, StandardStatus::Incomplete),
        of(4, StandardStatus::Hold),
    ];
    let (_embedded, listings) = market(&homes).await;
    let find = |home: &Listing| listings.find(home.listing_id);
    assert_eq!(
        find(&homes[0]).await.expect("found"),
        Found::Published(Box::new(homes[0].publish()))
    );
    assert_eq!(
        find(&homes[1]).await.expect("found"),
        Found::Gone(Box::new(homes[1].publish()))
    );
    for hidden in [&homes[2], &homes[3], &listing(9)] {
        assert_eq!(find(hidden).await.expect("asked"), Found::NotFound);
    }
}

#[tokio::test]
async fn similar_homes_may_lie_in_the_next_cell_of_the_map() {
    let at = |number, longitude| {
        let mut home = listing(number);
        home.location.exact = GeoPoint::new("point", 27.7, longitude).expect("a point");
        home
    };
    // The border between two cells of 5 characters runs at 85.3857 degrees east.
    let (home, beyond) = (at(1, 85.385), at(2, 85.387));
    let cell = |home: &Listing| home.location.public().point.geohash(5);
    assert_ne!(cell(&home), cell(&beyond));
    let (_embedded, listings) = market(&[home.clone(), beyond.clone()]).await;
    let similar = listings.similar(&home.publish(), 3).await.expect("read");
    let ids: Vec<_> = similar.iter().map(|card| card.listing_id).collect();
    assert_eq!(ids, [beyond.listing_id]);
}

#[tokio::test]
async fn similar_homes_can_be_had_and_come_closest_first() {
    let home = listing(1);
    let with = |number, change: fn(&mut Listing)| {
        let mut other = listing(number);
        change(&mut other);
        other
    };
    let alike = with(2, |other| other.price.list_price = Npr::crore(10));
    let dearer = with(3, |other| other.price.list_price = Npr::crore(30));
    let bigger = with(4, |other| {
        other.price.list_price = Npr::crore(10);
        other.structure.bedrooms_total = 7;
    });
    let sold = with(5, |other| other.standard_status = StandardStatus::Closed);
    let hidden = with(6, |other| other.standard_status = StandardStatus::Hold);
    let (_embedded, listings) = market(&[
        home.clone(),
        alike.clone(),
        dearer.clone(),
        bigger.clone(),
        sold,
        hidden,
    ])
    .await;
    let ids = |cards: Vec<ListingSummary>| -> Vec<_> {
        cards.into_iter().map(|card| card.listing_id).collect()
    };
    let three = listings.similar(&home.publish(), 3).await.expect("similar");
    assert_eq!(
        ids(three),
        [alike.listing_id, bigger.listing_id, dearer.listing_id]
    );
    let one = listings.similar(&home.publish(), 1).await.expect("similar");
    assert_eq!(ids(one), [alike.listing_id]);
}

#[tokio::test]
async fn a_brokers_page_shows_what_is_published() {
    let homes: Vec<Listing> = (1..)
        .zip([
            StandardStatus::Closed,
            StandardStatus::Hold,
            StandardStatus::Active,
            StandardStatus::Withdrawn,
        ])
        .map(|(number, standard_status)| Listing {
            standard_status,
            ..listing(number)
        })
        .collect();
    let (_embedded, listings) = market(&homes).await;
    let cards = listings
        .published_of_broker(homes[0].broker_id, 10)
        .await
        .expect("read");
    let statuses: Vec<_> = cards.iter().map(|card| card.standard_status).collect();
    assert_eq!(statuses, [StandardStatus::Active, StandardStatus::Closed]);
}

#[tokio::test]
async fn the_search_learns_how_each_listing_stands() {
    let home = listing(1);
    let hidden = Listing {
        standard_status: StandardStatus::Hold,
        ..listing(2)
    };
    let (_embedded, listings) = market(&[home.clone(), hidden.clone()]).await;
    let ids = [
        hidden.listing_id,
        listing(3).listing_id,
        home.listing_id,
        home.listing_id,
    ];
    let published = PresentState::Published(Box::new(home.summarize()));
    assert_eq!(
        listings.present(&ids).await.expect("states"),
        [
            PresentState::Unpublished { version: 1 },
            PresentState::Absent,
            published.clone(),
            published
        ]
    );
    assert_eq!(listings.newest(10).await.expect("newest").len(), 1);
    let cell = home.location.public().point.geohash(5);
    assert_eq!(
        ListingSource::in_cell(&listings, &cell, None, 10)
            .await
            .expect("cell")
            .len(),
        1
    );
    assert!(
        ListingSource::in_cell(&listings, "not a cell", None, 10)
            .await
            .is_err()
    );
    assert_eq!(
        listings.generation().await.expect("mark"),
        listings.generation().await.expect("mark")
    );
}
