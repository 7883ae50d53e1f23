//! Homes to search for.

use durbar_domain::{
    Area, BrokerId, ListingSummary, Neighbourhood, Npr, PropertyId, StandardStatus,
    attributes::{Amenity, Facing, PropertySubType},
    location::{GeoPoint, Location},
    slug::Slug,
    text::Localized,
};
use enumset::EnumSet;
use jiff::{Timestamp, ToSpan, civil::date};
use strum::VariantArray;

/// A home with the figures of its number: every list of choices is gone through, at its own
/// pace, so that each choice occurs with many others.
pub fn home(number: u64) -> ListingSummary {
    let neighbourhood = nth::<Neighbourhood>(number);
    let centre = neighbourhood.centre();
    let step = |n: u64| (n % 13) as f64 * 0.0012 - 0.007;
    let exact = point(
        centre.latitude() + step(number * 7),
        centre.longitude() + step(number * 5),
    );
    let first = 1_700_000_000_000;
    ListingSummary {
        listing_id: PropertyId::from_parts(first + number * 60_000, u128::from(number) * 7_919),
        standard_status: [
            StandardStatus::Active,
            StandardStatus::Active,
            StandardStatus::ComingSoon,
            StandardStatus::Active,
            StandardStatus::Pending,
            StandardStatus::ActiveUnderContract,
            StandardStatus::Closed,
        ][(number % 7) as usize],
        property_sub_type: nth::<PropertySubType>(number / 3),
        premium: number.is_multiple_of(4),
        broker_id: BrokerId::from_parts(first, u128::from(number % 6)),
        slug: Slug::from_title(&format!("home {number}")),
        title: Localized {
            en: format!("Home number {number}"),
            ne: format!("घर नम्बर {number}"),
        },
        summary: Localized {
            en: "Brick and timber.".into(),
            ne: "इँटा र काठ।".into(),
        },
        neighbourhood,
        location: Location {
            exact,
            approximate: number % 5 == 2,
        }
        .public(),
        list_price: (number % 6 != 5).then(|| rupees(35_000_000 + number % 17 * 11_250_000)),
        bedrooms_total: (number % 7) as u8 + 1,
        bathrooms_total: (number % 5) as u8 + 1,
        living_area: Area::from_square_feet(1_800 + number % 11 * 400).expect("an area"),
        land_area: Area::from_square_feet(1_369 + number % 19 * 700).expect("an area"),
        road_width_decimetres: 25 + (number % 8) as u16 * 10,
        facing: nth::<Facing>(number / 2),
        amenities: amenities(number),
        pictures: Vec::new(),
        picture_count: 0,
        early_access: None,
        on_market_date: date(2026, 11, 1) - i64::try_from(number % 23).expect("small").days(),
        created_at: Timestamp::from_millisecond(first as i64).expect("a time"),
        modified_at: Timestamp::from_millisecond(first as i64).expect("a time"),
        version: 1,
    }
}

/// The first homes.
pub fn homes(count: u64) -> Vec<ListingSummary> {
    (0..count).map(home).collect()
}

/// A home of this number with these titles and summaries, in English and Nepali.
pub fn worded(number: u64, title: [&str; 2], summary: [&str; 2]) -> ListingSummary {
    let both = |[en, ne]: [&str; 2]| Localized {
        en: en.to_owned(),
        ne: ne.to_owned(),
    };
    ListingSummary {
        title: both(title),
        summary: both(summary),
        standard_status: StandardStatus::Active,
        amenities: EnumSet::empty(),
        ..home(number)
    }
}

pub fn rupees(rupees: u64) -> Npr {
    Npr::from_rupees(rupees).expect("a price")
}

pub fn point(latitude: f64, longitude: f64) -> GeoPoint {
    GeoPoint::new("point", latitude, longitude).expect("a point")
}

fn nth<T: VariantArray + Copy>(number: u64) -> T {
    T::VARIANTS[number as usize % T::VARIANTS.len()]
}

fn amenities(number: u64) -> EnumSet<Amenity> {
    let has = |amenity: &Amenity| number * (*amenity as u64 + 3) % 5 < 2;
    Amenity::VARIANTS.iter().copied().filter(has).collect()
}
