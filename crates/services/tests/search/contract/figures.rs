//! Orders, pages, counts and pins.

use super::{HOMES, for_sale};
use crate::{all_pages, found, market::homes, query};
use durbar_domain::{
    ListingSummary, Neighbourhood, PropertyId,
    attributes::{Amenity, Facing, PropertySubType},
    search::{SearchQuery, query::Page},
    status::Availability,
};
use durbar_services::search::SearchIndex;
use std::{cmp::Reverse, collections::BTreeSet};
use strum::VariantArray;

pub async fn every_order_is_total_and_pages_share_nothing(
    search: impl AsyncFn(Vec<ListingSummary>) -> Box<dyn SearchIndex>,
) {
    type Key = fn(&ListingSummary) -> (u64, Reverse<jiff::civil::Date>, PropertyId);
    let key: [(&str, Key); 5] = [
        ("newest", |c| (0, Reverse(c.on_market_date), c.listing_id)),
        ("price-low", |c| {
            (
                c.list_price.map_or(u64::MAX, |p| p.paisa()),
                Reverse(c.on_market_date),
                c.listing_id,
            )
        }),
        ("price-high", |c| {
            (
                u64::MAX - c.list_price.map_or(0, |p| p.paisa()),
                Reverse(c.on_market_date),
                c.listing_id,
            )
        }),
        ("price-per-aana", |c| {
            (
                c.price_per_aana().map_or(u64::MAX, |p| p.paisa()),
                Reverse(c.on_market_date),
                c.listing_id,
            )
        }),
        ("largest-land", |c| {
            (
                u64::MAX - c.land_area.units(),
                Reverse(c.on_market_date),
                c.listing_id,
            )
        }),
    ];
    let index = &*search(homes(HOMES)).await;
    for (name, key) in key {
        let mut cards = homes(HOMES);
        cards.retain(for_sale);
        cards.sort_by_key(key);
        let wanted: Vec<_> = cards.iter().map(|card| card.listing_id).collect();
        assert_eq!(
            all_pages(index, &query(&format!("sort={name}"))).await,
            wanted,
            "{name}"
        );
    }
}

pub async fn a_page_beyond_the_end_is_the_last_one(
    search: impl AsyncFn(Vec<ListingSummary>) -> Box<dyn SearchIndex>,
) {
    let index = &*search(homes(HOMES)).await;
    let last = found(index, &query("page=8")).await;
    assert_eq!(
        (last.total, last.pages, last.page, last.homes.len()),
        (180, 8, 8, 180 - 7 * 24)
    );
    for page in [9, 10_000] {
        let beyond = found(
            index,
            &SearchQuery {
                page: Page(page),
                ..SearchQuery::default()
            },
        )
        .await;
        assert_eq!(beyond, last);
    }
}

pub async fn facets_count_what_each_choice_would_show(
    search: impl AsyncFn(Vec<ListingSummary>) -> Box<dyn SearchIndex>,
) {
    let index = &*search(homes(HOMES)).await;
    let narrowed = query("in=sanepa&beds=3&max_price=120000000");
    let facets = found(index, &narrowed).await.facets;
    for (place, neighbourhood) in Neighbourhood::VARIANTS.iter().enumerate() {
        let chosen = SearchQuery {
            neighbourhoods: (*neighbourhood).into(),
            ..narrowed.clone()
        };
        assert_eq!(
            facets.neighbourhoods[place],
            found(index, &chosen).await.total,
            "{neighbourhood:?}"
        );
    }
    for (place, kind) in PropertySubType::VARIANTS.iter().enumerate() {
        let chosen = SearchQuery {
            property_sub_types: (*kind).into(),
            ..narrowed.clone()
        };
        assert_eq!(
            facets.property_sub_types[place],
            found(index, &chosen).await.total,
            "{kind:?}"
        );
    }
    for (place, availability) in Availability::VARIANTS.iter().enumerate() {
        let chosen = SearchQuery {
            availability: (*availability).into(),
            ..narrowed.clone()
        };
        assert_eq!(
            facets.availability[place],
            found(index, &chosen).await.total,
            "{availability:?}"
        );
    }
    for (place, facing) in Facing::VARIANTS.iter().enumerate() {
        let chosen = SearchQuery {
            facings: (*facing).into(),
            ..narrowed.clone()
        };
        assert_eq!(
            facets.facings[place],
            found(index, &chosen).await.total,
            "{facing:?}"
        );
    }
    for (place, amenity) in Amenity::VARIANTS.iter().enumerate() {
        let chosen = SearchQuery {
            amenities: (*amenity).into(),
            ..narrowed.clone()
        };
        assert_eq!(
            facets.amenities[place],
            found(index, &chosen).await.total,
            "{amenity:?}"
        );
    }
    for rooms in 1..=8 {
        let chosen = SearchQuery {
            bedrooms: Some(rooms),
            ..narrowed.clone()
        };
        assert_eq!(
            facets.bedrooms[usize::from(rooms)],
            found(index, &chosen).await.total,
            "{rooms} bedrooms"
        );
        let chosen = SearchQuery {
            bathrooms: Some(rooms),
            ..narrowed.clone()
        };
        assert_eq!(
            facets.bathrooms[usize::from(rooms)],
            found(index, &chosen).await.total,
            "{rooms} bathrooms"
        );
    }
}

pub async fn a_price_on_request_answers_no_question_about_prices(
    search: impl AsyncFn(Vec<ListingSummary>) -> Box<dyn SearchIndex>,
) {
    let discreet: BTreeSet<_> = homes(HOMES)
        .iter()
        .filter(|c| c.list_price.is_none())
        .map(|c| c.listing_id)
        .collect();
    let index = &*search(homes(HOMES)).await;
    let shown = all_pages(index, &query("")).await;
    assert!(shown.iter().any(|id| discreet.contains(id)));
    for asked in [
        "min_price=0",
        "max_price=100000000000",
        "min_price=1&box=27.5,85.2,27.7,85.4",
    ] {
        assert!(
            all_pages(index, &query(asked))
                .await
                .iter()
                .all(|id| !discreet.contains(id)),
            "{asked}"
        );
    }
    for order in ["price-low", "price-high", "price-per-aana"] {
        let ordered = all_pages(index, &query(&format!("sort={order}"))).await;
        let first = ordered
            .iter()
            .position(|id| discreet.contains(id))
            .expect("there are some");
        assert!(
            ordered[first..].iter().all(|id| discreet.contains(id)),
            "{order}: they come last"
        );
    }
}

pub async fn pins_hold_every_home(
    search: impl AsyncFn(Vec<ListingSummary>) -> Box<dyn SearchIndex>,
) {
    let index = &*search(homes(HOMES)).await;
    for asked in ["", "in=sanepa", "box=27.60,85.25,27.75,85.40"] {
        let results = found(index, &query(asked)).await;
        let pinned: u32 = results.pins.iter().map(|pin| pin.count).sum();
        assert_eq!(pinned, results.total, "{asked}");
    }
}
