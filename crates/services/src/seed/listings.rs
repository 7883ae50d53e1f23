//! `seed/listings/*.toml`, checked and made into listings.

use super::{
    PictureLibrary, SeedError,
    files::{Checks, read_toml, toml_files},
    identity::{moment, random_bits, unix_ms},
    listing_figures::{land, price, structure},
    listing_file::ListingFile,
    premium::{PremiumFile, PremiumLibrary},
};
use durbar_domain::{
    BrokerId, EarlyAccess, Listing, PropertyId,
    error::Problem,
    listing::{Description, Legal},
    location::{GeoPoint, Location},
    slug::Slug,
    text::{Localized, Story, Summary, Title},
};
use std::{
    collections::{HashMap, HashSet},
    path::Path,
};

/// The listings, and the files they are seen with.
#[derive(Debug, Default)]
pub(super) struct Read {
    pub listings: Vec<Listing>,
    /// Keys of the pictures they show.
    pub shown: Vec<String>,
    /// Files of their premium media.
    pub premium: Vec<PremiumFile>,
}

/// Reads the listings.
pub(super) fn read(
    seed: &Path,
    brokers: &HashMap<String, BrokerId>,
    pictures: &PictureLibrary,
    premium: &PremiumLibrary,
) -> Result<Read, SeedError> {
    let mut all = Read::default();
    let mut keys = HashSet::new();
    for file in toml_files(seed, "listings")? {
        let raw: ListingFile = read_toml(seed, &file)?;
        if !keys.insert(raw.key.clone()) {
            return Err(SeedError::Duplicate { file, key: raw.key });
        }
        let unknown = |field, value: &str| SeedError::Unknown {
            file: file.clone(),
            field,
            value: value.to_owned(),
        };
        let broker = *brokers
            .get(&raw.broker)
            .ok_or_else(|| unknown("broker", &raw.broker))?;
        let mut listing = build(&file, &raw, broker)?;
        for view in &raw.pictures {
            let key = format!("{}-{view}", raw.villa);
            let picture = pictures.picture(&key, &raw.key, listing.listing_id.unix_ms());
            listing
                .pictures
                .push(picture.ok_or_else(|| unknown("pictures", &key))?);
            all.shown.push(key);
        }
        if listing.pictures.is_empty() {
            return Err(Checks::new(&file, String::new()).refuse("pictures", Problem::Empty));
        }
        for (media, file) in premium.of(&file, &raw, &listing, pictures)? {
            listing.premium_media.push(media);
            all.premium.push(file);
        }
        all.listings.push(listing);
    }
    all.shown.sort_unstable();
    all.shown.dedup();
    Ok(all)
}

fn build(file: &str, raw: &ListingFile, broker_id: BrokerId) -> Result<Listing, SeedError> {
    let checks = Checks::new(file, String::new());
    let title = Localized {
        en: checks.field("title.en", |f| Title::parse(f, &raw.title.en))?,
        ne: checks.field("title.ne", |f| Title::parse(f, &raw.title.ne))?,
    };
    let summary = Localized {
        en: checks.field("summary.en", |f| Summary::parse(f, &raw.summary.en))?,
        ne: checks.field("summary.ne", |f| Summary::parse(f, &raw.summary.ne))?,
    };
    let story = |field, text: &str| checks.field(field, |f| Story::parse(f, text));
    let description = Description {
        en: story("description.en", &raw.description.en)?,
        ne: raw
            .description
            .ne
            .as_deref()
            .map(|text| story("description.ne", text))
            .transpose()?,
    };
    let exact = checks.field("latitude, longitude", |f| {
        GeoPoint::new(f, raw.latitude, raw.longitude)
    })?;
    let price = price(&checks, raw)?;
    let created_at = moment(raw.on_market_date, &raw.key);
    let changed_on = price
        .closing
        .map_or(price.since, |closing| closing.close_date);
    let modified_at = moment(changed_on, &raw.key);
    Ok(Listing {
        listing_id: PropertyId::from_parts(unix_ms(created_at), random_bits("listing", &raw.key)),
        version: 1,
        standard_status: raw.standard_status,
        property_sub_type: raw.property_sub_type,
        premium: raw.premium,
        broker_id,
        slug: Slug::from_title(title.en.as_str()),
        title,
        summary,
        description,
        neighbourhood: raw.neighbourhood,
        ward: checks.within("ward", raw.ward, 1, 32)?,
        location: Location {
            exact,
            approximate: raw.approximate_location,
        },
        price,
        structure: structure(&checks, raw)?,
        land: land(&checks, &raw.land)?,
        legal: Legal {
            tenure: raw.legal.tenure,
            lalpurja: raw.legal.lalpurja,
            charkilla: raw.legal.charkilla,
            completion_certificate: raw.legal.completion_certificate,
            earthquake_code: raw.legal.earthquake_code,
            checked: Default::default(),
        },
        amenities: raw.amenities,
        pictures: Vec::with_capacity(raw.pictures.len()),
        floor_plans: Vec::new(),
        films: Vec::new(),
        tours: Vec::new(),
        premium_media: Vec::new(),
        early_access: raw.announced_to_members.then_some(EarlyAccess {
            announced_at: created_at,
        }),
        on_market_date: raw.on_market_date,
        created_at,
        modified_at,
    })
}
