//! What a row makes of the market: a new home, or changes of one by the rules of the domain.

use super::{brokers::BrokerDirectory, row::ImportRow};
use crate::{Change, listings, time};
use durbar_domain::{
    FieldError, Listing, PropertyId, StandardStatus,
    draft::{DraftField, DraftFields},
    error::Problem,
    event::EventDetail,
    listing::Price,
    slug::Slug,
    status::Visibility,
};
use durbar_platform::imports::ImportRecord;
use jiff::Timestamp;
use std::collections::BTreeMap;
use strum::VariantArray as _;

/// A home after a row, and what tells of it.
pub(super) struct Applied {
    pub listing: Listing,
    pub details: Vec<EventDetail>,
}

/// The home that a new row is.
pub(super) fn new_home(
    row: &ImportRow,
    listing_id: PropertyId,
    brokers: &BrokerDirectory,
    now: Timestamp,
) -> Result<Applied, Vec<FieldError>> {
    use StandardStatus::{Active, Closed, ComingSoon, Incomplete};
    let content = &row.content;
    let mut listing = Listing {
        listing_id,
        version: 1,
        standard_status: Incomplete,
        property_sub_type: content.property_sub_type,
        premium: row.premium,
        broker_id: row.broker_id,
        slug: Slug::from_title(content.title.en.as_str()),
        title: content.title.clone(),
        summary: content.summary.clone(),
        description: content.description.clone(),
        neighbourhood: content.neighbourhood,
        ward: content.ward,
        location: content.location,
        price: Price::new(content.list_price, row.on_market_date, content.on_request),
        structure: content.structure,
        land: content.land.clone(),
        legal: content.legal,
        amenities: content.amenities,
        floor_plans: Vec::new(),
        films: Vec::new(),
        tours: Vec::new(),
        pictures: Vec::new(),
        premium_media: Vec::new(),
        early_access: None,
        on_market_date: row.on_market_date,
        created_at: now,
        modified_at: now,
    };
    // As its broker would have brought it there, but for the day on which that was.
    let steps: &[StandardStatus] = match row.status {
        Incomplete => &[],
        ComingSoon | Active => &[row.status],
        later => &[Active, later],
    };
    for status in steps {
        let change = match (status, row.closing) {
            (Closed, Some(closing)) => Change::Close(closing),
            _ => Change::Status(*status),
        };
        listing = change.apply(&listing, now)?;
        listing.on_market_date = row.on_market_date;
    }
    check_licence(&listing, brokers, now)?;
    let details = vec![EventDetail::ListingChanged {
        listing_id,
        version: 1,
    }];
    Ok(Applied { listing, details })
}

/// The home of a row that was taken before. What the source left alone stays as it is now:
/// its broker may have changed it here. `None` when nothing changes.
pub(super) fn changed_home(
    row: &ImportRow,
    record: &ImportRecord,
    before: &Listing,
    brokers: &BrokerDirectory,
    now: Timestamp,
) -> Result<Option<Applied>, Vec<FieldError>> {
    let is_changed = |name: &str| row.texts.get(name) != record.fields.get(name);
    let after = content_changes(row, before, is_changed, now)?;
    let mut after = market_changes(row, after, is_changed, now)?;
    if after == *before {
        return Ok(None);
    }
    let asks = after.price.list_price != before.price.list_price
        || after.standard_status != before.standard_status
        || after.broker_id != before.broker_id;
    if asks {
        check_licence(&after, brokers, now)?;
    }
    after.version = before.version + 1;
    after.modified_at = now;
    let details = listings::events(before, &after);
    Ok(Some(Applied {
        listing: after,
        details,
    }))
}

/// Changes of what the form asks for, but for price.
fn content_changes(
    row: &ImportRow,
    before: &Listing,
    is_changed: impl Fn(&str) -> bool,
    now: Timestamp,
) -> Result<Listing, Vec<FieldError>> {
    let mut draft = DraftFields::of(before);
    // Figures of land mean nothing without their measure.
    let land = [DraftField::LandMeasure, DraftField::LandArea];
    let land_changed = land.iter().any(|field| is_changed(field.key()));
    let mut any = false;
    for field in DraftField::VARIANTS {
        if is_changed(field.key()) || (land.contains(field) && land_changed) {
            let text = row.draft.text(*field);
            draft.set(*field, text).map_err(|error| vec![error])?;
            any = true;
        }
    }
    let mut after = before.clone();
    if any {
        let content = draft.parse(time::kathmandu_date(now))?;
        content.write_into(&mut after);
        let prices = [DraftField::ListPrice, DraftField::PriceOnRequest];
        if prices.iter().any(|field| is_changed(field.key())) {
            let change = Change::Price {
                list_price: content.list_price,
                on_request: content.on_request,
            };
            after = change.apply(&after, now)?;
        }
    }
    Ok(after)
}

/// Changes of status, tier and broker.
fn market_changes(
    row: &ImportRow,
    mut after: Listing,
    is_changed: impl Fn(&str) -> bool,
    now: Timestamp,
) -> Result<Listing, Vec<FieldError>> {
    if is_changed("premium") {
        after = Change::Premium(row.premium).apply(&after, now)?;
    }
    if is_changed("broker") {
        after.broker_id = row.broker_id;
    }
    if is_changed("standard_status") && row.status != after.standard_status {
        let change = match row.closing {
            Some(closing) => Change::Close(closing),
            None => Change::Status(row.status),
        };
        after = change.apply(&after, now)?;
    }
    Ok(after)
}

/// Refuses to show a home that its broker's licence doesn't reach.
fn check_licence(
    listing: &Listing,
    brokers: &BrokerDirectory,
    now: Timestamp,
) -> Result<(), Vec<FieldError>> {
    let is_offered = listing.standard_status.visibility() == Visibility::Published
        && listing.standard_status != StandardStatus::Closed;
    let today = time::kathmandu_date(now);
    let price = listing.price.list_price;
    let covers = brokers
        .get(listing.broker_id)
        .is_some_and(|broker| broker.may_offer(price, today).is_ok());
    match is_offered && !covers {
        false => Ok(()),
        true => {
            let accepted =
                "incomplete, as its broker's licence doesn't reach this price".to_owned();
            let problem = Problem::NotOneOf { accepted };
            Err(vec![FieldError::new("standard_status", problem)])
        }
    }
}

/// Whether a row says what it said when it was last taken.
pub(super) fn is_known(row: &ImportRow, record: &ImportRecord) -> bool {
    let same = |a: &BTreeMap<String, String>, b: &BTreeMap<String, String>| a == b;
    let media = row.media.iter().map(|file| &file.reference);
    let is_noted = record.media_noted || row.media.is_empty();
    same(&row.texts, &record.fields) && media.eq(&record.media) && is_noted
}
