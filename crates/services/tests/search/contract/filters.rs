//! What is found.

use super::{HOMES, check, for_sale};
use crate::{
    all_pages, found,
    market::{home, homes, point, rupees},
    query,
};
use durbar_domain::{
    Area, ListingSummary, Neighbourhood, StandardStatus,
    area::AreaUnit,
    attributes::{Amenity, Facing, PropertySubType},
    location::{BoundingBox, DrawnArea},
    search::{FilterGroup, SearchQuery},
};
use durbar_services::search::SearchIndex;
use std::collections::BTreeSet;

pub async fn every_filter_keeps_what_it_should(
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

pub async fn filters_combine(search: impl AsyncFn(Vec<ListingSummary>) -> Box<dyn SearchIndex>) {
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

pub async fn sold_homes_are_found_only_when_asked_for(
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

pub async fn an_approximate_home_is_found_where_the_public_sees_it(
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

pub async fn an_empty_result_names_the_filters_that_help(
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
