//! Price, building and land of a seeded listing, checked.

use super::{
    SeedError,
    files::Checks,
    listing_file::{LandEntry, ListingFile},
};
use durbar_domain::{
    Area, Npr, StandardStatus,
    area::HillUnits,
    error::Problem,
    listing::{Closing, Land, Price, PriceChange, Road, Structure},
};

pub(super) fn price(checks: &Checks<'_>, raw: &ListingFile) -> Result<Price, SeedError> {
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
    let since = raw.price_since.unwrap_or(raw.on_market_date);
    let mut dates = history.iter().map(|change| change.date).chain([since]);
    if !dates.clone().is_sorted_by(|earlier, later| earlier < later)
        || dates.next() != Some(raw.on_market_date)
    {
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
        since,
        on_request: raw.price_on_request,
        history,
        closing,
    })
}

pub(super) fn structure(checks: &Checks<'_>, raw: &ListingFile) -> Result<Structure, SeedError> {
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

pub(super) fn land(checks: &Checks<'_>, raw: &LandEntry) -> Result<Land, SeedError> {
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
