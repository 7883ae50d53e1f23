//! A home for tests.

use crate::{
    Area, BrokerId, Listing, MediaId, Neighbourhood, Npr, PropertyId, StandardStatus,
    attributes::*,
    listing::{Description, Land, Legal, Price, Road, Structure},
    location::{GeoPoint, Location},
    picture::Picture,
    slug::Slug,
    text::{Line, Localized, Story},
};
use enumset::enum_set;
use jiff::{Timestamp, civil::date};

/// An active villa in Bhaisepati at 9.8 crore, with three pictures.
pub fn villa() -> Listing {
    let line = |text: &str| Line::parse("title", text).expect("a line");
    let created_at: Timestamp = "2026-10-05T04:15:00Z".parse().expect("a time");
    Listing {
        listing_id: PropertyId::from_parts(1_760_000_000_000, 7),
        version: 3,
        standard_status: StandardStatus::Active,
        property_sub_type: PropertySubType::SingleFamilyResidence,
        premium: false,
        broker_id: BrokerId::from_parts(1_700_000_000_000, 1),
        slug: Slug::from_title("The jali house"),
        title: Localized {
            en: line("The jali house"),
            ne: line("इँटाको जाली भएको घर"),
        },
        summary: Localized {
            en: Line::parse("summary", "Two brick screens keep the sun off.").expect("a line"),
            ne: Line::parse("summary", "इँटाका दुई जालीले घाम छेक्छन्।").expect("a line"),
        },
        description: Description {
            en: Story::parse("description", "Brick is laid here with gaps in it.")
                .expect("a story"),
            ne: None,
        },
        neighbourhood: Neighbourhood::Bhaisepati,
        ward: 18,
        location: Location {
            exact: GeoPoint::new("location", 27.6531, 85.3012).expect("a place"),
            approximate: false,
        },
        price: Price::new(
            Npr::from_rupees(98_000_000).expect("a price"),
            date(2026, 10, 5),
            false,
        ),
        structure: Structure {
            bedrooms_total: 5,
            bathrooms_total: 4,
            stories: 3,
            year_built: 2020,
            living_area: Area::from_square_feet(4_300).expect("an area"),
            parking_total: 2,
        },
        land: Land {
            area: Area::from_units(13 * Area::AANA.units()).expect("an area"),
            frontage_feet: 52,
            depth_feet: 86,
            shape: PlotShape::Regular,
            facing: Facing::East,
            road: Road {
                side: Facing::East,
                width_decimetres: 60,
                surface: RoadSurface::Blacktopped,
            },
            water: enum_set!(WaterSource::Municipal | WaterSource::Borewell),
        },
        legal: Legal {
            tenure: Tenure::Raikar,
            lalpurja: true,
            charkilla: true,
            completion_certificate: true,
            earthquake_code: EarthquakeCode::Nbc105Of1994,
            checked: Default::default(),
        },
        amenities: enum_set!(Amenity::Garden | Amenity::SwimmingPool),
        pictures: (0..3).map(picture).collect(),
        floor_plans: Vec::new(),
        films: Vec::new(),
        tours: Vec::new(),
        premium_media: Vec::new(),
        early_access: None,
        on_market_date: date(2026, 10, 5),
        created_at,
        modified_at: created_at,
    }
}

fn picture(number: u128) -> Picture {
    Picture {
        media_id: MediaId::from_parts(1_760_000_000_000, number),
        prefix: format!("pictures/villa-08-{number}"),
        width: 1_600,
        height: 1_067,
        avif_widths: vec![480, 960, 1_600],
        webp_widths: Vec::new(),
        jpeg_widths: vec![480, 960],
        color: "#8a7f70".into(),
        alt: Localized {
            en: "A house of brick".into(),
            ne: "इँटाको घर".into(),
        },
    }
}
