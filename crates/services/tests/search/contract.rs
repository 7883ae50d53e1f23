//! What every search promises: the same tests over both.

use crate::{
    all_pages, by_table, by_text_index, found,
    market::{home, homes, point, rupees, worded},
    query, text,
};
use durbar_domain::{
    Area, ListingSummary, Neighbourhood, PropertyId, StandardStatus,
    area::AreaUnit,
    attributes::{Amenity, Facing, PropertySubType},
    location::{BoundingBox, DrawnArea},
    search::{FilterGroup, SearchQuery, query::Page},
    status::Availability,
};
use durbar_services::search::SearchIndex;
use std::{cmp::Reverse, collections::BTreeSet};
use strum::VariantArray;

/// Runs each test over both implementations.
macro_rules! both {
    ($($test:ident),+ $(,)?) => {
        mod the_table { $(#[tokio::test] async fn $test() { super::$test(super::by_table).await; })+ }
        mod the_text_index { $(#[tokio::test] async fn $test() { super::$test(super::by_text_index).await; })+ }
    };
}

both!(
    every_filter_keeps_what_it_should,
    filters_combine,
    sold_homes_are_found_only_when_asked_for,
    every_order_is_total_and_pages_share_nothing,
    a_page_beyond_the_end_is_the_last_one,
    facets_count_what_each_choice_would_show,
    a_price_on_request_answers_no_question_about_prices,
    an_approximate_home_is_found_where_the_public_sees_it,
    pins_hold_every_home,
    text_finds_titles_and_places,
    text_combines_with_filters,
    an_empty_result_names_the_filters_that_help,
    hostile_texts_find_little_and_break_nothing,
    odd_boxes_are_answered,
    nothing_is_found_where_there_is_nothing,
);

/// Homes in the demo market.
const HOMES: u64 = 210;

fn for_sale(card: &ListingSummary) -> bool {
    card.standard_status != StandardStatus::Closed
}

/// What should be found, newest first.
fn expected(keep: impl Fn(&ListingSummary) -> bool) -> Vec<PropertyId> {
    let mut cards = homes(HOMES);
    cards.retain(|card| for_sale(card) && keep(card));
    cards.sort_by_key(|card| (Reverse(card.on_market_date), card.listing_id));
    cards.iter().map(|card| card.listing_id).collect()
}

async fn check(
    index: &dyn SearchIndex,
    query_string: &str,
    keep: impl Fn(&ListingSummary) -> bool,
) {
    let wanted = expected(keep);
    assert!(
        !wanted.is_empty() && wanted.len() < HOMES as usize,
        "{query_string} should keep some homes"
    );
    assert_eq!(
        all_pages(index, &query(query_string)).await,
        wanted,
        "{query_string}"
    );
}

async fn every_filter_keeps_what_it_should(
    search: impl AsyncFn(Vec<ListingSummary>) -> Box<dyn SearchIndex>,
) {
    let index = &*search(homes(HOMES)).await;
    check(index, "in=sanepa&in=tokha", |c| {
        matches!(
            c.neighbourhood,
            Neighbourhood::Sanepa | Neighbourhood::Tokha
        )
    })
    .await;
    check(index, "type=duplex", |c| {
        c.property_sub_type == PropertySubType::Duplex
    })
    .await;
    check(index, "status=under-offer", |c| {
        matches!(
            c.standard_status,
            StandardStatus::Pending | StandardStatus::ActiveUnderContract
        )
    })
    .await;
    check(index, "min_price=80000000", |c| {
        c.list_price.is_some_and(|p| p >= rupees(80_000_000))
    })
    .await;
    check(index, "max_price=80000000", |c| {
        c.list_price.is_some_and(|p| p <= rupees(80_000_000))
    })
    .await;
    check(index, "beds=5", |c| c.bedrooms_total >= 5).await;
    check(index, "baths=4", |c| c.bathrooms_total >= 4).await;
    let ropani = |amount| Area::from_amount(amount, AreaUnit::Ropani).expect("an area");
    check(index, "min_land=1&max_land=2&land_unit=ropani", |c| {
        (ropani(1.0)..=ropani(2.0)).contains(&c.land_area)
    })
    .await;
    check(index, "min_built=3000&max_built=4200", |c| {
        (3_000..=4_200).contains(&c.living_area.square_feet())
    })
    .await;
    check(index, "road=6", |c| c.road_width_decimetres >= 60).await;
    check(index, "facing=east&facing=south-east", |c| {
        matches!(c.facing, Facing::East | Facing::SouthEast)
    })
    .await;
    check(index, "amenity=garden&amenity=gym", |c| {
        c.amenities.is_superset(Amenity::Garden | Amenity::Gym)
    })
    .await;
    let bounds = BoundingBox {
        south_west: point(27.64, 85.28),
        north_east: point(27.70, 85.32),
    };
    check(index, "box=27.64,85.28,27.70,85.32", |c| {
        bounds.contains(c.location.point)
    })
    .await;
    // A triangle over the south-west of the valley.
    let corners = vec![
        point(27.62, 85.27),
        point(27.72, 85.30),
        point(27.64, 85.34),
    ];
    let area = DrawnArea::new("area", corners).expect("an area");
    check(index, "area=27.62,85.27;27.72,85.30;27.64,85.34", |c| {
        area.contains(c.location.point)
    })
    .await;
}

async fn filters_combine(search: impl AsyncFn(Vec<ListingSummary>) -> Box<dyn SearchIndex>) {
    let index = &*search(homes(HOMES)).await;
    let bounds = BoundingBox {
        south_west: point(27.60, 85.25),
        north_east: point(27.75, 85.40),
    };
    check(
        index,
        "box=27.60,85.25,27.75,85.40&max_price=120000000&beds=3&facing=west",
        |c| {
            bounds.contains(c.location.point)
                && c.list_price
                    .is_some_and(|price| price <= rupees(120_000_000))
                && c.bedrooms_total >= 3
                && c.facing == Facing::West
        },
    )
    .await;
}

async fn sold_homes_are_found_only_when_asked_for(
    search: impl AsyncFn(Vec<ListingSummary>) -> Box<dyn SearchIndex>,
) {
    let index = &*search(homes(HOMES)).await;
    let sold: BTreeSet<_> = homes(HOMES)
        .iter()
        .filter(|c| !for_sale(c))
        .map(|c| c.listing_id)
        .collect();
    let asked: BTreeSet<_> = all_pages(index, &query("status=sold"))
        .await
        .into_iter()
        .collect();
    assert_eq!(asked, sold);
    assert!(
        all_pages(index, &query(""))
            .await
            .iter()
            .all(|id| !sold.contains(id))
    );
}

async fn every_order_is_total_and_pages_share_nothing(
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

async fn a_page_beyond_the_end_is_the_last_one(
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

async fn facets_count_what_each_choice_would_show(
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

async fn a_price_on_request_answers_no_question_about_prices(
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

async fn an_approximate_home_is_found_where_the_public_sees_it(
    search: impl AsyncFn(Vec<ListingSummary>) -> Box<dyn SearchIndex>,
) {
    let discreet = home(2);
    assert!(discreet.location.approximate);
    let index = &*search(homes(HOMES)).await;
    let around = |centre: durbar_domain::location::GeoPoint| SearchQuery {
        bounds: Some(BoundingBox {
            south_west: point(centre.latitude() - 1e-5, centre.longitude() - 1e-5),
            north_east: point(centre.latitude() + 1e-5, centre.longitude() + 1e-5),
        }),
        ..SearchQuery::default()
    };
    let public = discreet.location.point;
    assert!(
        all_pages(index, &around(public))
            .await
            .contains(&discreet.listing_id)
    );
    // The place from which the public one was made, as the market's homes are laid out.
    let centre = discreet.neighbourhood.centre();
    let exact = point(
        centre.latitude() + 0.0012 - 0.007,
        centre.longitude() + 10.0 * 0.0012 - 0.007,
    );
    assert!(exact.metres_to(public) > 10.0);
    assert!(
        !all_pages(index, &around(exact))
            .await
            .contains(&discreet.listing_id)
    );
}

async fn pins_hold_every_home(search: impl AsyncFn(Vec<ListingSummary>) -> Box<dyn SearchIndex>) {
    let index = &*search(homes(HOMES)).await;
    for asked in ["", "in=sanepa", "box=27.60,85.25,27.75,85.40"] {
        let results = found(index, &query(asked)).await;
        let pinned: u32 = results.pins.iter().map(|pin| pin.count).sum();
        assert_eq!(pinned, results.total, "{asked}");
    }
}

async fn text_finds_titles_and_places(
    search: impl AsyncFn(Vec<ListingSummary>) -> Box<dyn SearchIndex>,
) {
    let brick = worded(1, ["The brick house", "इँटाको घर"], ["Quiet.", "शान्त।"]);
    let stone = worded(2, ["Stone terraces", "ढुङ्गे घर"], ["Quiet.", "शान्त।"]);
    assert_eq!(brick.neighbourhood, Neighbourhood::Bhaisepati);
    let index = &*search(vec![brick.clone(), stone.clone()]).await;
    let ids = async |words: &str| all_pages(index, &text(words)).await;
    assert_eq!(ids("BRICK").await, [brick.listing_id]);
    assert_eq!(ids("terrace").await, [stone.listing_id]);
    assert_eq!(ids("brick bhaisepati").await, [brick.listing_id]);
    assert_eq!(ids("भैंसेपाटी").await, [brick.listing_id]);
    assert_eq!(ids("lalitpur").await.len(), 2);
    assert_eq!(ids("cathedral").await, []);
    assert_eq!(ids("?!").await.len(), 2, "no word asks for nothing");
}

async fn text_combines_with_filters(
    search: impl AsyncFn(Vec<ListingSummary>) -> Box<dyn SearchIndex>,
) {
    let index = &*search(homes(HOMES)).await;
    for digits in ["123", "१२३"] {
        assert_eq!(
            all_pages(index, &text(digits)).await,
            [home(123).listing_id],
            "{digits}"
        );
    }
    let (narrowed, _) = SearchQuery::parse("q=number&beds=5&in=sanepa&sort=newest");
    let wanted = expected(|c| c.bedrooms_total >= 5 && c.neighbourhood == Neighbourhood::Sanepa);
    assert_eq!(all_pages(index, &narrowed).await, wanted);
}

async fn an_empty_result_names_the_filters_that_help(
    search: impl AsyncFn(Vec<ListingSummary>) -> Box<dyn SearchIndex>,
) {
    let index = &*search(homes(HOMES)).await;
    for asked in [
        "in=sanepa&min_price=900000000",
        "min_price=900000000&box=27.64,85.28,27.70,85.32",
    ] {
        let narrowed = query(asked);
        let results = found(index, &narrowed).await;
        assert_eq!(results.total, 0);
        let offered: Vec<_> = results.loosenings.iter().map(|offer| offer.group).collect();
        assert_eq!(offered, [FilterGroup::Price], "{asked}");
        for offer in results.loosenings {
            assert_eq!(
                offer.total,
                found(index, &narrowed.without(offer.group)).await.total
            );
        }
    }
    assert_eq!(found(index, &query("in=sanepa")).await.loosenings, []);
}

async fn hostile_texts_find_little_and_break_nothing(
    search: impl AsyncFn(Vec<ListingSummary>) -> Box<dyn SearchIndex>,
) {
    let index = &*search(homes(HOMES)).await;
    let texts = [
        "x".repeat(10_000),
        "a b c d e f g h ".repeat(700),
        "\u{0}\u{1}\u{7f}\u{202e}".repeat(50),
        "्".repeat(200),
        "ि\u{200d}".repeat(200),
        "*:* OR title:[a TO z]~2 \"".repeat(20),
        "🏠".repeat(100),
        "prp_00000000000000000000000000".to_owned(),
        "e\u{301}".repeat(5_000),
        "ﷺ".repeat(500),
    ];
    for hostile in texts {
        found(index, &text(&hostile)).await;
        found(
            index,
            &SearchQuery {
                page: Page(u32::MAX),
                ..text(&hostile)
            },
        )
        .await;
    }
}

async fn odd_boxes_are_answered(search: impl AsyncFn(Vec<ListingSummary>) -> Box<dyn SearchIndex>) {
    let index = &*search(homes(HOMES)).await;
    let everything = found(index, &query("")).await.total;
    assert_eq!(
        found(index, &query("box=-90,-180,90,180")).await.total,
        everything
    );
    // From the valley eastwards around the globe to the west of it, across the date line.
    assert_eq!(
        found(index, &query("box=-90,85,90,84")).await.total,
        everything
    );
    assert_eq!(found(index, &query("box=0,170,10,-170")).await.total, 0);
    assert_eq!(
        found(index, &query("box=27.7,85.3,27.7,85.3")).await.total,
        0
    );
    let star: String = (0..100)
        .map(|n| format!("27.{:03},85.{:03};", 600 + n * 37 % 200, 200 + n * 61 % 300))
        .collect();
    found(index, &query(&format!("area={star}"))).await;
}

async fn nothing_is_found_where_there_is_nothing(
    search: impl AsyncFn(Vec<ListingSummary>) -> Box<dyn SearchIndex>,
) {
    let index = &*search(Vec::new()).await;
    for asked in ["", "q=villa", "box=27.6,85.2,27.8,85.5"] {
        let results = found(index, &query(asked)).await;
        assert_eq!(
            (
                results.total,
                results.page,
                results.pages,
                results.homes.len()
            ),
            (0, 1, 1, 0)
        );
    }
}
