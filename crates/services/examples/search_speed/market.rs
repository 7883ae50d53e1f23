//! A synthetic market: the same homes for the same count.

use async_trait::async_trait;
use durbar_domain::{
    Area, BrokerId, ListingSummary, MediaId, Neighbourhood, Npr, PropertyId, StandardStatus,
    attributes::{Amenity, Facing, PropertySubType},
    location::{GeoPoint, Location},
    picture::Picture,
    price_band::PriceBand,
    slug::Slug,
    text::Localized,
};
use durbar_services::search::{ListingSource, PresentState, SourceError};
use futures::{StreamExt, stream, stream::BoxStream};
use jiff::{Timestamp, ToSpan, civil::date};
use rand::{Rng, SeedableRng, seq::IndexedRandom};
use rand_chacha::ChaCha8Rng;
use strum::VariantArray;

const FIRST: [&str; 12] = [
    "Stone",
    "Cedar",
    "Brick",
    "Slate",
    "Jacaranda",
    "Terraced",
    "Walled",
    "Quiet",
    "Carved",
    "Copper",
    "Morning",
    "Tall",
];
const SECOND: [&str; 10] = [
    "house",
    "villa",
    "pavilion",
    "lodge",
    "courtyard",
    "garden",
    "terraces",
    "residence",
    "duplex",
    "retreat",
];
const FIRST_NE: [&str; 6] = ["ढुङ्गाको", "देवदारको", "इँटाको", "शान्त", "बिहानीको", "अग्लो"];
const SECOND_NE: [&str; 5] = ["घर", "भिल्ला", "बगैँचा", "चोक", "निवास"];
const STORY: [&str; 14] = [
    "timber screens",
    "a walled lawn",
    "a pool under old trees",
    "morning sun",
    "a roof terrace",
    "views to the hills",
    "a library",
    "two kitchens",
    "parking for three cars",
    "a quiet lane",
    "a prayer room",
    "solar power",
    "a study",
    "space for guests",
];
const STORY_NE: [&str; 6] = [
    "काठका जाली",
    "पौडी पोखरी",
    "कौसी",
    "हिमालको दृश्य",
    "पूजा कोठा",
    "शान्त गल्ली",
];

/// Homes in memory, given page by page.
pub struct Market(Vec<ListingSummary>);

impl Market {
    pub fn new(count: u64) -> Self {
        Self((0..count).map(home).collect())
    }
}

fn home(number: u64) -> ListingSummary {
    let random = &mut ChaCha8Rng::seed_from_u64(number);
    let neighbourhood = pick(random, Neighbourhood::VARIANTS);
    let centre = neighbourhood.centre();
    let near = |random: &mut ChaCha8Rng, middle: f64| middle + random.random_range(-0.012..0.012);
    let exact = GeoPoint::new(
        "point",
        near(random, centre.latitude()),
        near(random, centre.longitude()),
    );
    let on_market = random.random_range(0..700);
    let created = 1_700_000_000_000 + number * 1_000;
    let title = Localized {
        en: format!(
            "{} {} {number}",
            pick(random, &FIRST),
            pick(random, &SECOND)
        ),
        ne: format!("{} {}", pick(random, &FIRST_NE), pick(random, &SECOND_NE)),
    };
    let summary = Localized {
        en: format!(
            "With {}, {} and {}.",
            pick(random, &STORY),
            pick(random, &STORY),
            pick(random, &STORY)
        ),
        ne: format!(
            "{}, {} र {}।",
            pick(random, &STORY_NE),
            pick(random, &STORY_NE),
            pick(random, &STORY_NE)
        ),
    };
    ListingSummary {
        listing_id: PropertyId::from_parts(created, random.random()),
        standard_status: pick(
            random,
            &[
                StandardStatus::Active,
                StandardStatus::Pending,
                StandardStatus::Closed,
            ],
        ),
        property_sub_type: pick(random, PropertySubType::VARIANTS),
        premium: random.random_ratio(1, 4),
        broker_id: BrokerId::from_parts(created, 1),
        slug: Slug::from_title(&title.en),
        title,
        summary,
        neighbourhood,
        location: Location {
            exact: exact.expect("a point"),
            approximate: random.random_ratio(1, 8),
        }
        .public(),
        list_price: (!random.random_ratio(1, 16)).then(|| crore(random)),
        bedrooms_total: random.random_range(2..9),
        bathrooms_total: random.random_range(2..7),
        living_area: Area::from_square_feet(random.random_range(1_500..9_000)).expect("an area"),
        land_area: Area::from_square_feet(random.random_range(1_000..16_000)).expect("an area"),
        road_width_decimetres: random.random_range(30..120),
        facing: pick(random, Facing::VARIANTS),
        amenities: Amenity::VARIANTS
            .iter()
            .copied()
            .filter(|_| random.random_ratio(1, 3))
            .collect(),
        pictures: vec![picture(random, number), picture(random, number + 1)],
        picture_count: 9,
        early_access: None,
        on_market_date: date(2026, 11, 1) - on_market.days(),
        created_at: Timestamp::UNIX_EPOCH,
        modified_at: Timestamp::UNIX_EPOCH,
        version: 1,
    }
}

fn crore(random: &mut ChaCha8Rng) -> Npr {
    Npr::from_rupees(random.random_range(35..600) * 1_000_000).expect("a price")
}

fn picture(random: &mut ChaCha8Rng, number: u64) -> Picture {
    Picture {
        media_id: MediaId::from_parts(1_700_000_000_000, u128::from(number)),
        prefix: format!("pictures/villa-{:02}-{}", number % 24, pick(random, &["hero", "dusk", "garden", "living"])),
        width: 1_920,
        height: 1_280,
        avif_widths: vec![480, 960, 1_440, 1_920],
        webp_widths: Vec::new(),
        jpeg_widths: vec![480, 960, 1_920],
        color: "#8a7a66".into(),
        alt: Localized {
            en: "A three-storey brick house with timber screens, seen across its lawn in the evening".into(),
            ne: "साँझमा चौरपारिबाट देखिएको काठका जालीसहितको तीनतले इँटाको घर".into(),
        },
    }
}

fn pick<T: Copy>(random: &mut ChaCha8Rng, from: &[T]) -> T {
    *from.choose(random).expect("the lists are not empty")
}

#[async_trait]
impl ListingSource for Market {
    async fn generation(&self) -> Result<String, SourceError> {
        Ok("synthetic".into())
    }

    fn published(&self) -> BoxStream<'_, Result<Vec<ListingSummary>, SourceError>> {
        stream::iter(self.0.chunks(500).map(|page| Ok(page.to_vec()))).boxed()
    }

    async fn newest(&self, limit: usize) -> Result<Vec<ListingSummary>, SourceError> {
        Ok(self.0.iter().take(limit).cloned().collect())
    }

    async fn in_cell(
        &self,
        cell: &str,
        _: Option<(PriceBand, PriceBand)>,
        limit: usize,
    ) -> Result<Vec<ListingSummary>, SourceError> {
        let in_cell = |home: &&ListingSummary| home.location.point.geohash(5) == cell;
        Ok(self.0.iter().filter(in_cell).take(limit).cloned().collect())
    }

    async fn present(&self, ids: &[PropertyId]) -> Result<Vec<PresentState>, SourceError> {
        let find = |id| self.0.iter().find(|home| home.listing_id == id);
        let state =
            |id: &PropertyId| find(*id).map(|home| PresentState::Published(Box::new(home.clone())));
        Ok(ids
            .iter()
            .map(|id| state(id).unwrap_or(PresentState::Absent))
            .collect())
    }
}
