//! What is in the indexes, and what is not.

use crate::{
    PlatformError, Table,
    keys::{GeoCell, PrimaryKey},
    listings::{Feed, ListingStore, item},
    table::{CARD, Query, text},
    testing::{embedded, listing},
};
use aws_sdk_dynamodb::types::AttributeValue;
use durbar_domain::{Listing, StandardStatus, price_band::PriceBand, status::Visibility};
use strum::VariantArray;

/// All entries of a listing in the indexes, by name of the index.
async fn entries(table: &Table, listing: &Listing) -> Vec<&'static str> {
    let published = Listing {
        standard_status: StandardStatus::Active,
        premium: true,
        ..listing.clone()
    };
    let mut found = Vec::new();
    for key in item::index_keys(&published) {
        let page = table
            .query(Query::latest(key.index(), key.partition()))
            .await
            .expect("query");
        let pk = text(PrimaryKey::Listing(listing.listing_id).partition());
        if page.items.iter().any(|item| item.get("PK") == Some(&pk)) {
            found.push(key.index().name());
        }
    }
    found.sort_unstable();
    found
}

#[tokio::test]
async fn only_published_listings_are_in_feeds_and_map() {
    let embedded = embedded().await;
    let table = &embedded.platform().table;
    let store = ListingStore::new(table.clone());
    for (number, status) in (1..).zip(StandardStatus::VARIANTS) {
        let home = Listing {
            standard_status: *status,
            premium: true,
            ..listing(number)
        };
        store.put_new(&home, &[]).await.expect("put");
        let published = status.visibility() == Visibility::Published;
        let expected: &[&str] = if published {
            &["GSI1", "GSI2", "GSI3", "GSI4"]
        } else {
            &["GSI3"]
        };
        assert_eq!(entries(table, &home).await, expected, "{status:?}");
    }
    let plain = listing(50);
    store.put_new(&plain, &[]).await.expect("put");
    assert_eq!(entries(table, &plain).await, ["GSI2", "GSI3", "GSI4"]);

    let withdrawn = Listing {
        version: 2,
        standard_status: StandardStatus::Withdrawn,
        ..plain.clone()
    };
    store.replace(1, &withdrawn, &[]).await.expect("replace");
    assert_eq!(
        entries(table, &withdrawn).await,
        ["GSI3"],
        "withdrawing takes it out"
    );
}

#[tokio::test]
async fn no_index_holds_the_exact_place_of_a_discreet_home() {
    let embedded = embedded().await;
    let table = &embedded.platform().table;
    let store = ListingStore::new(table.clone());
    let mut home = Listing {
        premium: true,
        ..listing(1)
    };
    home.location.approximate = true;
    let exact = home.location.exact;
    store.put_new(&home, &[]).await.expect("put");
    for key in item::index_keys(&home) {
        let page = table
            .query(Query::latest(key.index(), key.partition()))
            .await
            .expect("query");
        assert_eq!(page.items.len(), 1);
        let written = format!("{:?}", page.items);
        for coordinate in [exact.latitude(), exact.longitude()] {
            assert!(
                !written.contains(&coordinate.to_string()),
                "{} in {}",
                coordinate,
                key.index().name()
            );
        }
        assert!(!written.contains(&exact.geohash(8)));
    }
    let found = store.in_cell(
        GeoCell::of(home.location.public()),
        (PriceBand::of(None), PriceBand::ON_REQUEST),
        None,
        9,
    );
    assert!(
        found.await.expect("cell").items.is_empty(),
        "its price is public"
    );
}

#[tokio::test]
async fn a_damaged_item_is_named_and_nothing_panics() {
    let embedded = embedded().await;
    let table = &embedded.platform().table;
    let store = ListingStore::new(table.clone());
    let home = listing(1);
    let damages: [(&str, AttributeValue); 4] = [
        ("standard_status", text("ForSaleByOwner")),
        ("version", text("one")),
        ("location", AttributeValue::Null(true)),
        ("listing_id", text("prp_")),
    ];
    for (attribute, value) in damages {
        let mut item = item::to_item(&home).expect("an item");
        item.insert(attribute.to_owned(), value);
        table.put(item).await.expect("put");
        let read = store.get(home.listing_id).await;
        let Err(PlatformError::CorruptItem { key, .. }) = &read else {
            panic!("{attribute}: {read:?}")
        };
        assert!(key.contains(&home.listing_id.to_string()));
    }
    let mut item = item::to_item(&home).expect("an item");
    item.insert(CARD.to_owned(), text("{}"));
    table.put(item).await.expect("put");
    let sound = listing(2);
    table
        .put(item::to_item(&sound).expect("an item"))
        .await
        .expect("put");
    let feed = store.feed(Feed::Recent, None, 5).await.expect("the feed");
    let shown: Vec<_> = feed.items.iter().map(|card| card.listing_id).collect();
    assert_eq!(
        shown,
        [sound.listing_id],
        "one bad card hides no other home"
    );
}
