//! Arbitrary searches and homes.

use crate::{
    Neighbourhood, Npr, PropertyId,
    area::AreaUnit,
    attributes::{Amenity, Facing, PropertySubType},
    location::{BoundingBox, DrawnArea, GeoPoint},
    search::{
        Layout, SearchQuery, SearchRow, Sort,
        query::{LandAmount, Page},
    },
    status::Availability,
};
use enumset::{EnumSet, EnumSetType};
use proptest::{prelude::*, sample::select};
use strum::VariantArray;

pub fn one<T: VariantArray + Clone + std::fmt::Debug>() -> impl Strategy<Value = T> {
    select(T::VARIANTS)
}

pub fn set<T: VariantArray + EnumSetType + std::fmt::Debug>(
    most: usize,
) -> impl Strategy<Value = EnumSet<T>> {
    prop::collection::vec(one::<T>(), 0..=most).prop_map(|choices| choices.into_iter().collect())
}

pub fn point(latitude: f64, longitude: f64) -> GeoPoint {
    GeoPoint::new("point", latitude, longitude).expect("a point on Earth")
}

/// A point in the valley, as addresses write it; few enough that homes share places.
pub fn place() -> impl Strategy<Value = GeoPoint> {
    (0..40_i32, 0..40_i32).prop_map(|(north, east)| {
        point(
            f64::from(2_765_000 + 500 * north) / 1e5,
            f64::from(8_528_000 + 500 * east) / 1e5,
        )
    })
}

fn range<T: PartialOrd + Clone>(min: &mut Option<T>, max: &mut Option<T>) {
    if matches!((&min, &max), (Some(low), Some(high)) if low > high) {
        std::mem::swap(min, max);
    }
}

fn rupees() -> impl Strategy<Value = Npr> {
    (0..40_u64).prop_map(|millions| Npr::from_rupees(millions * 5_000_000).expect("a price"))
}

fn bounds() -> impl Strategy<Value = BoundingBox> {
    (place(), place()).prop_map(|(a, b)| BoundingBox::around([a, b]).expect("two points"))
}

fn drawn_area() -> impl Strategy<Value = DrawnArea> {
    prop::collection::vec(place(), 3..8)
        .prop_map(|corners| DrawnArea::new("area", corners).expect("an area"))
}

/// Any search an address can hold. Filters are mild enough that most find something.
pub fn search() -> impl Strategy<Value = SearchQuery> {
    let text = prop::option::weighted(0.2, r"[^\s\p{C}]{1,9}( [^\s\p{C}]{1,9}){0,4}");
    let choices = (
        text,
        set(4),
        set(3),
        set(3),
        prop_oneof![3 => Just(EnumSet::empty()), 1 => set(6)],
        prop_oneof![2 => Just(EnumSet::empty()), 1 => set(2)],
    );
    let optional = |most: u32| prop::option::weighted(0.3, 0..=most);
    let figures = (
        prop::option::weighted(0.3, rupees()),
        prop::option::weighted(0.3, rupees()),
        [
            optional(5),
            optional(4),
            optional(900),
            optional(4_000),
            optional(3_000),
            optional(9_000),
            optional(80),
        ],
        one::<AreaUnit>(),
    );
    let view = (
        prop::option::weighted(0.3, bounds()),
        prop::option::weighted(0.2, drawn_area()),
        prop::option::of(one::<Sort>()),
        prop_oneof![3 => Just(1), 1 => 1..=SearchQuery::MAX_PAGE],
        one::<Layout>(),
    );
    (choices, figures, view).prop_map(|(choices, figures, view)| {
        let (text, neighbourhoods, property_sub_types, availability, facings, amenities) = choices;
        let (mut min_price, mut max_price, numbers, land_unit) = figures;
        let [
            bedrooms,
            bathrooms,
            min_land,
            max_land,
            mut min_built,
            mut max_built,
            road,
        ] = numbers;
        let land = |hundredths: u32| LandAmount { hundredths };
        let (mut min_land, mut max_land) = (min_land.map(land), max_land.map(land));
        range(&mut min_price, &mut max_price);
        range(&mut min_land, &mut max_land);
        range(&mut min_built, &mut max_built);
        let (bounds, drawn_area, sort, page, layout) = view;
        SearchQuery {
            text,
            neighbourhoods,
            property_sub_types,
            availability,
            min_price,
            max_price,
            bedrooms: bedrooms.map(|rooms| rooms as u8),
            bathrooms: bathrooms.map(|rooms| rooms as u8),
            min_land,
            max_land,
            land_unit,
            min_living_area: min_built,
            max_living_area: max_built,
            road_width_decimetres: road.map(|width| width as u16),
            facings,
            amenities,
            bounds,
            drawn_area,
            sort,
            page: Page(page),
            layout,
        }
    })
}

/// A home, a third of them with the price on request. Figures repeat, so that orders tie.
pub fn home() -> impl Strategy<Value = SearchRow> {
    let choices = (
        one::<Neighbourhood>(),
        one::<PropertySubType>(),
        one::<Availability>(),
        one::<Facing>(),
        set::<Amenity>(20),
    );
    let figures = (
        prop::option::weighted(0.67, 1..40_u64),
        1..9_u64,
        0..9_u32,
        -3..9_i32,
        0..12_u8,
        0..12_u8,
        20..90_u16,
    );
    (any::<u128>(), place(), choices, figures, any::<bool>()).prop_map(
        |(id, point, choices, figures, premium)| {
            let (neighbourhood, property_sub_type, availability, facing, amenities) = choices;
            let (price, land, built, on_market_day, bedrooms, bathrooms, road_width_decimetres) =
                figures;
            let list_price = price.map_or(0, |millions| millions * 500_000_000);
            SearchRow {
                listing_id: PropertyId::from_bits(id),
                list_price,
                price_per_aana: list_price / land,
                land: land * 100_000,
                living_area: built * 1_000,
                on_market_day,
                point,
                amenities,
                road_width_decimetres,
                bedrooms,
                bathrooms,
                neighbourhood,
                property_sub_type,
                availability,
                facing,
                premium,
            }
        },
    )
}

/// Up to `most` homes with identifiers of their own.
pub fn homes(most: usize) -> impl Strategy<Value = Vec<SearchRow>> {
    prop::collection::vec(home(), 0..most).prop_map(|mut homes| {
        homes.sort_by_key(|home| home.listing_id);
        homes.dedup_by_key(|home| home.listing_id);
        homes
    })
}
