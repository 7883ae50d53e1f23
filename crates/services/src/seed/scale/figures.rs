//! The figures of a synthetic listing: random, but such as the market has.

use durbar_domain::{
    Area, Neighbourhood, Npr, StandardStatus,
    attributes::{
        Amenity, EarthquakeCode, Facing, PlotShape, PropertySubType, RoadSurface, Tenure,
        WaterSource,
    },
    listing::{Land, Legal, Road, Structure},
    location::GeoPoint,
    money::{CRORE, LAKH},
};
use enumset::EnumSet;
use rand::{Rng, seq::IndexedRandom};
use rand_chacha::ChaCha8Rng;
use strum::VariantArray;

/// Half the side of the square around a neighbourhood's middle in which homes lie, in
/// degrees: about 900 m.
const SPREAD: f64 = 0.008;

pub(super) fn pick<T: Copy>(random: &mut ChaCha8Rng, from: &[T]) -> T {
    *from
        .choose(random)
        .expect("lists to pick from are not empty")
}

pub(super) fn sub_type(random: &mut ChaCha8Rng) -> PropertySubType {
    use PropertySubType::{Apartment, Duplex, SingleFamilyResidence, Townhouse};
    match random.random_range(0..10) {
        0 => Apartment,
        1 => Townhouse,
        2 => Duplex,
        _ => SingleFamilyResidence,
    }
}

pub(super) fn status(random: &mut ChaCha8Rng) -> StandardStatus {
    use StandardStatus::{
        Active, ActiveUnderContract, Canceled, Closed, ComingSoon, Expired, Hold, Incomplete,
        Pending, Withdrawn,
    };
    match random.random_range(0..100) {
        0..78 => Active,
        78..83 => ComingSoon,
        83..87 => ActiveUnderContract,
        87..90 => Pending,
        90..96 => Closed,
        96 => Withdrawn,
        97 => Expired,
        98 => pick(random, &[Hold, Incomplete]),
        _ => Canceled,
    }
}

pub(super) fn land(random: &mut ChaCha8Rng, sub_type: PropertySubType) -> Land {
    // In quarters of an aana (paisa).
    let paisa: u64 = match sub_type {
        PropertySubType::Apartment => random.random_range(6..16),
        PropertySubType::Townhouse => random.random_range(12..24),
        PropertySubType::Duplex => random.random_range(16..40),
        // Small plots are many, large ones few.
        PropertySubType::SingleFamilyResidence => {
            random.random_range(20..40) * random.random_range(1..=6) / 2
        }
    };
    let area = Area::from_units(paisa * Area::PAISA.units()).expect("a few ropani are an area");
    let square_feet = area.square_feet() as f64;
    let frontage = (square_feet * random.random_range(0.45..0.9)).sqrt();
    let facing = pick(random, Facing::VARIANTS);
    Land {
        area,
        frontage_feet: frontage.round() as u16,
        depth_feet: (square_feet / frontage).round() as u16,
        shape: pick(random, PlotShape::VARIANTS),
        facing,
        road: Road {
            side: facing,
            width_decimetres: pick(random, &[35, 40, 45, 50, 60, 60, 60, 80, 100]),
            surface: pick(random, RoadSurface::VARIANTS),
        },
        water: EnumSet::only(WaterSource::Municipal) | pick(random, WaterSource::VARIANTS),
    }
}

pub(super) fn structure(
    random: &mut ChaCha8Rng,
    sub_type: PropertySubType,
    land: Area,
) -> Structure {
    let bedrooms_total = random.random_range(2..=7);
    let stories = if sub_type == PropertySubType::Apartment {
        1
    } else {
        random.random_range(2..=4)
    };
    let built =
        (land.square_feet() as f64 * random.random_range(0.35..0.55) * f64::from(stories)) as u64;
    Structure {
        bedrooms_total,
        bathrooms_total: random.random_range(bedrooms_total.saturating_sub(1)..=bedrooms_total + 1),
        stories,
        year_built: random.random_range(1998..=2026),
        living_area: Area::from_square_feet(built.clamp(900, 14_000))
            .expect("a home is no larger than the limit"),
        parking_total: random.random_range(1..=4),
    }
}

/// Price of the land by place and of the building by size, to the nearest 5 lakh.
pub(super) fn list_price(
    random: &mut ChaCha8Rng,
    place: Neighbourhood,
    land: Area,
    living: Area,
) -> Npr {
    let lakh_per_aana = match place {
        Neighbourhood::Baluwatar => 75,
        Neighbourhood::Maharajgunj => 60,
        Neighbourhood::Sanepa | Neighbourhood::Jhamsikhel => 55,
        Neighbourhood::Dhumbarahi | Neighbourhood::Bansbari => 45,
        Neighbourhood::Bhaisepati => 32,
        Neighbourhood::Budhanilkantha => 30,
        Neighbourhood::Tokha => 20,
        Neighbourhood::Suryabinayak => 14,
    };
    let aana = land.units() as f64 / Area::AANA.units() as f64;
    let land_price = aana * f64::from(lakh_per_aana) * random.random_range(0.8..1.25) * LAKH as f64;
    let building = living.square_feet() as f64 * random.random_range(5_500.0..9_500.0);
    let step = 5 * LAKH;
    let rupees = ((land_price + building) as u64).clamp(CRORE, 90 * CRORE) / step * step;
    Npr::from_rupees(rupees).expect("ninety crore is an amount")
}

pub(super) fn place(random: &mut ChaCha8Rng, neighbourhood: Neighbourhood) -> GeoPoint {
    let middle = neighbourhood.centre();
    let latitude = middle.latitude() + random.random_range(-SPREAD..SPREAD);
    let longitude = middle.longitude() + random.random_range(-SPREAD..SPREAD);
    GeoPoint::new("place", latitude, longitude).expect("the valley is on Earth")
}

pub(super) fn amenities(random: &mut ChaCha8Rng) -> EnumSet<Amenity> {
    let count = random.random_range(4..=10);
    Amenity::VARIANTS
        .choose_multiple(random, count)
        .copied()
        .collect()
}

pub(super) fn legal(random: &mut ChaCha8Rng) -> Legal {
    Legal {
        tenure: if random.random_ratio(1, 30) {
            Tenure::Guthi
        } else {
            Tenure::Raikar
        },
        lalpurja: random.random_ratio(19, 20),
        charkilla: random.random_ratio(9, 10),
        completion_certificate: random.random_ratio(8, 10),
        earthquake_code: pick(random, EarthquakeCode::VARIANTS),
        checked: Default::default(),
    }
}
