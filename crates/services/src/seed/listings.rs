//! `seed/listings/*.toml`, checked and made into listings.

use super::{
    PictureLibrary, SeedError,
    files::{Checks, read_toml, toml_files},
    identity::{moment, random_bits, unix_ms},
    listing_file::{LandEntry, ListingFile},
};
use durbar_domain::{
    Area, BrokerId, Listing, Npr, PropertyId, StandardStatus,
    area::HillUnits,
    error::Problem,
    listing::{Closing, Description, Land, Legal, Price, PriceChange, Road, Structure},
    location::{GeoPoint, Location},
    slug::Slug,
    text::{Localized, Story, Summary, Title},
};
use std::{
    collections::{HashMap, HashSet},
    path::Path,
};

/// Reads the listings; gives back with each the keys of the pictures it shows.
pub(super) fn read(
    seed: &Path,
    brokers: &HashMap<String, BrokerId>,
    pictures: &PictureLibrary,
) -> Result<(Vec<Listing>, Vec<String>), SeedError> {
    let mut listings = Vec::new();
    let mut shown = Vec::new();
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
            shown.push(key);
        }
        if listing.pictures.is_empty() {
            return Err(Checks::new(&file, String::new()).refuse("pictures", Problem::Empty));
        }
        listings.push(listing);
    }
    shown.sort_unstable();
    shown.dedup();
    Ok((listings, shown))
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
    let modified_at = price
        .closing
        .map_or(created_at, |closing| moment(closing.close_date, &raw.key));
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
        },
        amenities: raw.amenities,
        pictures: Vec::with_capacity(raw.pictures.len()),
        on_market_date: raw.on_market_date,
        created_at,
        modified_at,
    })
}

fn price(checks: &Checks<'_>, raw: &ListingFile) -> Result<Price, SeedError> {
    let rupees = |field, rupees| {
        let price = Npr::from_rupees(rupees).filter(|price| price.paisa() > 0);
        checks.some(field, price, 1, Npr::MAX_RUPEES)
    };
    let mut history = Vec::with_capacity(raw.price_history.len());
    for entry in &raw.price_history {
        history.push(PriceChange {
            date: entry.date,
            list_price: rupees("price_history", entry.price)?,
        });
    }
    let dates = history
        .iter()
        .map(|change| change.date)
        .chain([raw.on_market_date]);
    if !dates.is_sorted_by(|earlier, later| earlier < later) {
        return Err(checks.refuse("price_history", Problem::Inverted));
    }
    let closing = match (raw.standard_status, raw.close_date, raw.close_price) {
        (StandardStatus::Closed, Some(close_date), Some(price)) => Some(Closing {
            close_date,
            close_price: rupees("close_price", price)?,
        }),
        (StandardStatus::Closed, _, _) => {
            return Err(checks.refuse("close_date, close_price", Problem::Empty));
        }
        (_, None, None) => None,
        _ => {
            let accepted = "Closed, as it has a close_date or close_price".to_owned();
            return Err(checks.refuse("standard_status", Problem::NotOneOf { accepted }));
        }
    };
    Ok(Price {
        list_price: rupees("list_price", raw.list_price)?,
        since: raw.on_market_date,
        on_request: raw.price_on_request,
        history,
        closing,
    })
}

fn structure(checks: &Checks<'_>, raw: &ListingFile) -> Result<Structure, SeedError> {
    let most = Area::MAX.square_feet();
    Ok(Structure {
        bedrooms_total: checks.within("bedrooms_total", raw.bedrooms_total, 1, 30)?,
        bathrooms_total: checks.within("bathrooms_total", raw.bathrooms_total, 1, 30)?,
        stories: checks.within("stories", raw.stories, 1, 30)?,
        year_built: checks.within("year_built", raw.year_built, 1850, 2100)?,
        living_area: checks.some(
            "living_area_square_feet",
            Area::from_square_feet(raw.living_area_square_feet).filter(|area| !area.is_zero()),
            1,
            most,
        )?,
        parking_total: checks.within("parking_total", raw.parking_total, 0, 50)?,
    })
}

fn land(checks: &Checks<'_>, raw: &LandEntry) -> Result<Land, SeedError> {
    let &LandEntry {
        ropani,
        aana,
        paisa,
        dam,
        ..
    } = raw;
    checks.within("land.aana", aana, 0, 15)?;
    checks.within("land.paisa", paisa, 0, 3)?;
    checks.within("land.dam", dam, 0, 3)?;
    let area = Area::from_hill(HillUnits {
        ropani,
        aana,
        paisa,
        dam,
    })
    .filter(|area| !area.is_zero());
    let width = checks.within("land.road_width_metres", raw.road_width_metres, 0.5, 60.0)?;
    Ok(Land {
        area: checks.some("land", area, "0-0-0-1", "10000-0-0-0")?,
        frontage_feet: raw.frontage_feet,
        depth_feet: raw.depth_feet,
        shape: raw.shape,
        facing: raw.facing,
        road: Road {
            side: raw.road_side,
            // At most 600 by the check above.
            width_decimetres: (width * 10.0).round() as u16,
            surface: raw.road_surface,
        },
        water: raw.water,
    })
}
