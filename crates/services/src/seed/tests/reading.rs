//! Reading a seed folder.

use super::{folder, listing};
use crate::seed::{Market, SeedError};
use durbar_domain::StandardStatus;
use std::{collections::HashSet, path::Path};
use strum::VariantArray;

#[test]
fn the_same_files_make_the_same_market() {
    let one = Market::read(folder(&[listing("a"), listing("b")]).path()).expect("a market");
    let other = Market::read(folder(&[listing("b"), listing("a")]).path()).expect("a market");
    let ids = |market: &Market| -> HashSet<_> {
        market.listings.iter().map(|home| home.listing_id).collect()
    };
    assert_eq!(ids(&one), ids(&other));
    assert_eq!(one.brokers, other.brokers);
    let home = one
        .listings
        .iter()
        .find(|home| home.listing_id == other.listings[1].listing_id)
        .expect("the same");
    assert_eq!(home, &other.listings[1]);
}

#[test]
fn errors_name_the_file_and_the_field() {
    let cases = [
        (
            "list_price = 90000000",
            "list_price = 0",
            "listings/00-home.toml: list_price",
        ),
        ("ward = 18", "ward = 40", "ward"),
        (
            "latitude = 27.6514",
            "latitude = 97.0",
            "latitude, longitude",
        ),
        ("en = \"Brick house\"", "en = \"\"", "title.en"),
        (
            "date = \"2026-07-02\"",
            "date = \"2026-10-02\"",
            "price_history",
        ),
        (
            "standard_status = \"Active\"",
            "standard_status = \"Closed\"",
            "close_date",
        ),
        (
            "standard_status = \"Active\"",
            "standard_status = \"ForRent\"",
            "standard_status",
        ),
        (
            "broker = \"shrestha\"",
            "broker = \"nobody\"",
            "broker names \"nobody\"",
        ),
        (
            "pictures = [\"hero\"]",
            "pictures = [\"cellar\"]",
            "pictures names \"villa-01-cellar\"",
        ),
        ("pictures = [\"hero\"]", "pictures = []", "pictures"),
        ("aana = 8", "aana = 16", "land.aana"),
        (
            "road_width_metres = 6.0",
            "road_width_metres = -1.0",
            "land.road_width_metres",
        ),
        (
            "amenities = [\"Garden\"]",
            "amenities = [\"Helipad\"]",
            "Helipad",
        ),
        ("parking_total = 2", "parking_spaces = 2", "parking_spaces"),
    ];
    for (good, bad, expected) in cases {
        let text = listing("a").replacen(good, bad, 1);
        assert_ne!(text, listing("a"));
        let error = Market::read(folder(&[text]).path())
            .expect_err(bad)
            .to_string();
        assert!(
            error.starts_with("listings/00-home.toml") && error.contains(expected),
            "{bad}: {error}"
        );
    }
    let twice = Market::read(folder(&[listing("a"), listing("a")]).path())
        .expect_err("the key is there twice");
    assert!(matches!(twice, SeedError::Duplicate { .. }), "{twice}");
}

#[test]
fn the_market_of_the_repository_is_whole() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../seed");
    let market = Market::read(&folder).expect("a market");
    assert!(market.listings.len() >= 36 && market.brokers.len() == 6);
    let statuses: HashSet<_> = market
        .listings
        .iter()
        .map(|home| home.standard_status.key())
        .collect();
    assert_eq!(
        statuses.len(),
        StandardStatus::VARIANTS.len(),
        "one of every status at least"
    );
    let premium = market.listings.iter().filter(|home| home.premium).count();
    assert!(premium * 4 >= market.listings.len(), "a quarter is premium");
    let slugs: HashSet<_> = market
        .listings
        .iter()
        .map(|home| home.slug.as_str())
        .collect();
    assert_eq!(
        slugs.len(),
        market.listings.len(),
        "each has a title of its own"
    );
    for home in &market.listings {
        assert!(
            home.description.en.as_str().split_whitespace().count() >= 150,
            "{}",
            home.slug
        );
        assert!(home.pictures.len() >= 3, "{}", home.slug);
    }
}
