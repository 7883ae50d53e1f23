//! Making synthetic listings.

use super::super::{
    Market, PictureLibrary,
    identity::{moment, random_bits, unix_ms},
};
use super::{
    figures::{amenities, land, legal, list_price, pick, place, status, structure, sub_type},
    words,
};
use durbar_domain::{
    BrokerId, Listing, Neighbourhood, PropertyId, StandardStatus,
    listing::{Closing, Price},
    location::Location,
    picture::Picture,
    slug::Slug,
};
use jiff::{ToSpan, civil::date};
use rand::{Rng, SeedableRng, seq::IndexedRandom};
use rand_chacha::ChaCha8Rng;
use strum::VariantArray;

/// Days before the last one on which synthetic homes came on the market.
const DAYS: i64 = 730;
const PICTURES_EACH: usize = 3;

/// Makes synthetic listings.
pub(super) struct Maker {
    brokers: Vec<BrokerId>,
    pictures: PictureLibrary,
    picture_keys: Vec<String>,
}

impl Maker {
    /// A maker that spreads its homes over the brokers and pictures of `market`.
    pub(super) fn new(market: &Market) -> Self {
        let mut picture_keys: Vec<String> = market
            .pictures
            .keys()
            .into_iter()
            .map(str::to_owned)
            .collect();
        picture_keys.sort_unstable();
        Self {
            brokers: market
                .brokers
                .iter()
                .map(|broker| broker.broker_id)
                .collect(),
            pictures: market.pictures.clone(),
            picture_keys,
        }
    }

    /// The synthetic listing of this number.
    pub(super) fn listing(&self, number: u64) -> Listing {
        let key = format!("synthetic-{number}");
        let random = &mut ChaCha8Rng::from_seed(*blake3::hash(key.as_bytes()).as_bytes());
        let neighbourhood = pick(random, Neighbourhood::VARIANTS);
        let sub_type = sub_type(random);
        let land = land(random, sub_type);
        let structure = structure(random, sub_type, land.area);
        let standard_status = status(random);
        let list_price = list_price(random, neighbourhood, land.area, structure.living_area);
        let on_market_date = date(2026, 11, 1).saturating_sub(random.random_range(0..DAYS).days());
        let created_at = moment(on_market_date, &key);
        let words = words::of(random, neighbourhood, sub_type, &structure, &land);
        let mut price = Price::new(list_price, on_market_date, random.random_ratio(1, 16));
        price.closing = (standard_status == StandardStatus::Closed).then(|| Closing {
            close_date: on_market_date
                .saturating_add(random.random_range(20..90).days())
                .min(date(2026, 11, 20)),
            close_price: list_price,
        });
        Listing {
            listing_id: PropertyId::from_parts(unix_ms(created_at), random_bits("listing", &key)),
            version: 1,
            standard_status,
            property_sub_type: sub_type,
            premium: random.random_ratio(1, 20),
            broker_id: pick(random, &self.brokers),
            slug: Slug::from_title(words.title.en.as_str()),
            title: words.title,
            summary: words.summary,
            description: words.description,
            neighbourhood,
            ward: random.random_range(1..=16),
            location: Location {
                exact: place(random, neighbourhood),
                approximate: random.random_ratio(1, 8),
            },
            price,
            amenities: amenities(random),
            pictures: self.pictures_of(random, &key, unix_ms(created_at)),
            floor_plans: Vec::new(),
            films: Vec::new(),
            tours: Vec::new(),
            premium_media: Vec::new(),
            structure,
            land,
            legal: legal(random),
            early_access: None,
            on_market_date,
            created_at,
            modified_at: created_at,
        }
    }

    fn pictures_of(&self, random: &mut ChaCha8Rng, key: &str, created_ms: u64) -> Vec<Picture> {
        let keys = self.picture_keys.choose_multiple(random, PICTURES_EACH);
        keys.filter_map(|picture| self.pictures.picture(picture, key, created_ms))
            .collect()
    }
}
