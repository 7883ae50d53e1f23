//! How long a search takes over 100,000 homes on one core:
//! `cargo run --release -p durbar-domain --example evaluate_speed`.
//! Prints the fastest and the median of 200 runs of each query: the fastest is what it takes
//! where nothing else runs.

use durbar_domain::{
    Neighbourhood, Npr, PropertyId,
    attributes::{Facing, PropertySubType},
    location::GeoPoint,
    search::{SearchQuery, SearchRow, evaluate, evaluate::Candidate},
    status::Availability,
};
use enumset::EnumSet;
use rand::{Rng, SeedableRng, rngs::StdRng};
use std::{hint::black_box, time::Instant};
use strum::VariantArray;

const HOMES: u64 = 100_000;
const RUNS: usize = 200;

fn main() {
    let mut random = StdRng::seed_from_u64(1);
    let rows: Vec<SearchRow> = (0..HOMES).map(|number| row(number, &mut random)).collect();
    println!("{} bytes a home", size_of::<SearchRow>());
    let queries = [
        ("no filter", ""),
        ("last page", "page=9999"),
        ("by price", "sort=price-low"),
        (
            "several filters",
            "in=bhaisepati&in=sanepa&type=single-family-residence&min_price=50000000&max_price=120000000&beds=4&road=6",
        ),
        (
            "filters that pass",
            "min_price=10000000&beds=1&baths=1&min_land=2&road=3&box=27,85,28,86&status=for-sale",
        ),
        ("box", "box=27.68,85.28,27.74,85.36&beds=3"),
        ("amenities", "amenity=garden&amenity=lift&beds=2"),
        (
            "drawn area",
            "area=27.65,85.28;27.75,85.28;27.70,85.40;27.72,85.33;27.66,85.42",
        ),
    ];
    for (name, text) in queries {
        let (query, errors) = SearchQuery::parse(text);
        assert!(errors.is_empty(), "{errors:?}");
        let mut times: Vec<f64> = Vec::with_capacity(RUNS);
        let mut total = 0;
        for _ in 0..RUNS {
            let start = Instant::now();
            let found = evaluate(&query, rows.iter().map(|row| Candidate { row, score: 0.0 }));
            times.push(start.elapsed().as_secs_f64() * 1e3);
            total = black_box(found).total;
        }
        times.sort_by(f64::total_cmp);
        println!(
            "{name:18} {:6.2} ms, median {:6.2} ms, {total} homes",
            times[0],
            times[RUNS / 2]
        );
    }
}

fn row(number: u64, random: &mut StdRng) -> SearchRow {
    let neighbourhood = *pick(Neighbourhood::VARIANTS, random);
    let centre = neighbourhood.centre();
    let mut near = |middle: f64| middle + random.random_range(-0.02..0.02);
    let (latitude, longitude) = (near(centre.latitude()), near(centre.longitude()));
    let on_request = random.random_ratio(1, 8);
    let price = random.random_range(Npr::crore(1).paisa()..Npr::crore(60).paisa());
    let amenities: u32 = random.random::<u32>() & random.random::<u32>();
    SearchRow {
        listing_id: PropertyId::from_parts(1_700_000_000_000 + number, random.random()),
        list_price: if on_request { 0 } else { price },
        price_per_aana: if on_request { 0 } else { price / 13 },
        land: random.random_range(80_000..4_000_000),
        living_area: random.random_range(900..12_000),
        on_market_day: random.random_range(19_000..20_700),
        point: GeoPoint::new("point", latitude, longitude).expect("a place in the valley"),
        amenities: EnumSet::from_u32_truncated(amenities),
        road_width_decimetres: random.random_range(25..120),
        bedrooms: random.random_range(1..9),
        bathrooms: random.random_range(1..8),
        neighbourhood,
        property_sub_type: *pick(PropertySubType::VARIANTS, random),
        availability: *pick(Availability::VARIANTS, random),
        facing: *pick(Facing::VARIANTS, random),
        premium: random.random_ratio(1, 4),
    }
}

fn pick<'a, T>(variants: &'a [T], random: &mut StdRng) -> &'a T {
    &variants[random.random_range(0..variants.len())]
}
