//! Pins and groups.

use super::random::{homes, place, point, search};
use crate::{
    Npr, PropertyId,
    location::BoundingBox,
    search::{MapPin, SearchQuery, SearchRow, cluster::SINGLE_PINS, evaluate, evaluate::Candidate},
};
use enumset::EnumSet;
use proptest::prelude::*;
use std::collections::HashSet;

fn pins(query: &SearchQuery, homes: &[SearchRow]) -> Vec<MapPin> {
    evaluate(query, homes.iter().map(|row| Candidate { row, score: 0.0 })).pins
}

fn everything() -> SearchQuery {
    SearchQuery {
        availability: EnumSet::all(),
        ..SearchQuery::default()
    }
}

/// `count` homes at the given places, in turn.
fn at(places: &[(f64, f64)], count: usize) -> Vec<SearchRow> {
    let listing = crate::fixtures::villa();
    let row = SearchRow::of(&listing.summarize()).expect("it is published");
    let home = |number: usize| {
        let (latitude, longitude) = places[number % places.len()];
        let listing_id = PropertyId::from_bits(number as u128);
        SearchRow {
            listing_id,
            point: point(latitude, longitude),
            ..row
        }
    };
    (0..count).map(home).collect()
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(128))]

    #[test]
    fn pins_tell_of_every_match_once(query in search(), homes in homes(200)) {
        let found = evaluate(&query, homes.iter().map(|row| Candidate { row, score: 0.0 }));
        let pins = found.pins;
        prop_assert_eq!(pins.iter().map(|pin| pin.count as usize).sum::<usize>(), found.total);
        let singles: Vec<PropertyId> = pins.iter().filter_map(|pin| pin.listing_id).collect();
        let different: HashSet<PropertyId> = singles.iter().copied().collect();
        prop_assert_eq!(different.len(), singles.len());
        for pin in &pins {
            prop_assert_eq!(pin.listing_id.is_some(), pin.count == 1);
            prop_assert!(pin.bounds.contains(pin.point), "{:?}", pin);
            let mut inside = homes.iter().filter(|home| pin.bounds.contains(home.point));
            prop_assert!(pin.list_price.is_none_or(|price| inside.any(|home| home.list_price == price.paisa())));
            if let Some(id) = pin.listing_id {
                let home = homes.iter().find(|home| home.listing_id == id).expect("it is among the homes");
                prop_assert_eq!((pin.point, pin.list_price), (home.point, Some(home.list_price).filter(|price| *price > 0).and_then(Npr::from_paisa)));
            }
        }
        if found.total <= SINGLE_PINS {
            let places: HashSet<String> = pins.iter().map(|pin| pin.bounds.to_text()).collect();
            prop_assert_eq!(places.len(), pins.len(), "homes at one place share a pin");
        }
    }

    #[test]
    fn groups_stay_while_the_map_moves(homes in homes(300), north in 0..100_i32, east in 0..100_i32, a in place()) {
        // Two views of the same size that both hold all homes.
        let view = |south: f64, west: f64| SearchQuery {
            bounds: Some(BoundingBox { south_west: point(south, west), north_east: point(south + 0.5, west + 0.5) }),
            ..everything()
        };
        prop_assume!(homes.len() > SINGLE_PINS && a.latitude() > 0.0);
        let still = pins(&view(27.5, 85.1), &homes);
        let moved = pins(&view(27.5 - f64::from(north) / 1000.0, 85.1 - f64::from(east) / 1000.0), &homes);
        prop_assert_eq!(still, moved);
    }

    #[test]
    fn there_are_few_groups_in_any_view(homes in homes(300), wide in 0.000_01..170.0_f64, tall in 0.000_01..27.0_f64) {
        let bounds = BoundingBox {
            south_west: point(27.7 - tall, 85.3 - wide.min(170.0)),
            north_east: point(27.7 + tall, (85.3 + wide).min(180.0)),
        };
        let pins = pins(&SearchQuery { bounds: Some(bounds), ..everything() }, &homes);
        prop_assert!(pins.len() <= 14 * 14, "{}", pins.len());
        prop_assert!(pins.iter().all(|pin| bounds.contains(pin.point)));
    }
}

#[test]
fn homes_at_one_place_share_a_pin_at_any_number() {
    for count in [2, SINGLE_PINS, SINGLE_PINS + 1, 500] {
        let pins = pins(&everything(), &at(&[(27.7, 85.3)], count));
        let [pin] = &pins[..] else {
            panic!("{} pins", pins.len())
        };
        assert_eq!((pin.count as usize, pin.listing_id), (count, None));
        assert_eq!(pin.point, point(27.7, 85.3));
        assert_eq!(pin.bounds.south_west, pin.bounds.north_east);
    }
}

#[test]
fn a_group_stands_in_the_middle_of_its_homes() {
    let (near, far) = ((27.701, 85.301), (27.705, 85.309));
    let kathmandu = BoundingBox::parse("box", "27.5,85.1,27.9,85.5").expect("a box");
    let query = SearchQuery {
        bounds: Some(kathmandu),
        ..everything()
    };
    let pins = pins(&query, &at(&[near, near, near, far], 100));
    let [pin] = &pins[..] else {
        panic!("{} pins", pins.len())
    };
    assert!(pin.point.metres_to(point(27.702, 85.303)) < 0.2, "{pin:?}");
    assert_eq!(pin.bounds.south_west, point(near.0, near.1));
    assert_eq!(pin.bounds.north_east, point(far.0, far.1));
}

#[test]
fn groups_keep_to_their_side_of_the_date_line() {
    let homes = at(
        &[
            (-17.0, 179.99),
            (-17.0, -179.99),
            (-17.0, 180.0),
            (-17.0, -180.0),
            (-17.0, 179.91), // at the west edge of the box
        ],
        100,
    );
    let fiji = BoundingBox::parse("box", "-17.1,179.9,-16.9,-179.9").expect("a box");
    let across = SearchQuery {
        bounds: Some(fiji),
        ..everything()
    };
    for query in [across, everything()] {
        let pins = pins(&query, &homes);
        assert_eq!(pins.iter().map(|pin| pin.count).sum::<u32>(), 100);
        for pin in pins {
            assert!(pin.bounds.width() < 0.1, "{pin:?}");
            assert!(pin.bounds.contains(pin.point), "{pin:?}");
            assert!(pin.point.longitude().abs() > 179.9, "{pin:?}");
        }
    }
}

#[test]
fn the_lowest_price_is_shown_and_none_where_all_are_on_request() {
    let mut homes = at(&[(27.7, 85.3)], 100);
    for (home, price) in homes.iter_mut().zip([0, 7_000_000_000, 5_000_000_000]) {
        home.list_price = price;
    }
    let lowest = pins(&everything(), &homes)[0].list_price;
    assert_eq!(lowest, Npr::from_paisa(5_000_000_000));
    homes.iter_mut().for_each(|home| home.list_price = 0);
    assert_eq!(pins(&everything(), &homes)[0].list_price, None);
}

#[test]
fn the_edges_of_the_earth_have_pins() {
    let corners = [
        (90.0, 180.0),
        (-90.0, -180.0),
        (90.0, -180.0),
        (-90.0, 180.0),
    ];
    let earth = BoundingBox::parse("box", "-90,-180,90,180").expect("a box");
    for bounds in [None, Some(earth)] {
        let pins = pins(
            &SearchQuery {
                bounds,
                ..everything()
            },
            &at(&corners, 200),
        );
        assert_eq!(pins.iter().map(|pin| pin.count).sum::<u32>(), 200);
    }
}
