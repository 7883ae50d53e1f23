//! A home as schema.org describes it, from its public view alone.

use durbar_domain::{
    Area, Locale, PublicListing, StandardStatus, attributes::PropertySubType, broker::Broker,
    format,
};
use durbar_messages::Label;
use serde_json::{Value, json};

/// `RealEstateListing` with the home, its offer and its agent.
pub fn real_estate_listing(
    site: &str,
    locale: Locale,
    home: &PublicListing,
    broker: Option<&Broker>,
) -> Value {
    let card = &home.card;
    let address = format!("{site}{}", locale.path(&card.path()));
    let pictures: Vec<String> = home
        .pictures
        .iter()
        .map(|picture| format!("{site}{}", picture.largest_jpeg()))
        .collect();
    let mut listing = json!({
        "@context": "https://schema.org",
        "@type": "RealEstateListing",
        "url": address,
        "name": card.title.get(locale),
        "description": card.summary.get(locale),
        "inLanguage": locale.code(),
        "datePosted": card.on_market_date.to_string(),
        "dateModified": card.modified_at.to_string(),
        "image": pictures,
        "mainEntity": residence(locale, home),
    });
    if let Some(offer) = offer(&address, home) {
        listing["offers"] = offer;
    }
    if let Some(broker) = broker {
        listing["provider"] = json!({
            "@type": "RealEstateAgent",
            "name": broker.agency.get(locale).as_str(),
            "employee": { "@type": "Person", "name": broker.name.get(locale).as_str() },
            "telephone": broker.phone,
            "url": format!("{site}{}", locale.path(&broker.path())),
        });
    }
    listing
}

fn residence(locale: Locale, home: &PublicListing) -> Value {
    let card = &home.card;
    let kind = match card.property_sub_type {
        PropertySubType::SingleFamilyResidence => "SingleFamilyResidence",
        PropertySubType::Townhouse | PropertySubType::Duplex => "House",
        PropertySubType::Apartment => "Apartment",
    };
    let features: Vec<_> = card
        .amenities
        .iter()
        .map(|amenity| json!({ "@type": "LocationFeatureSpecification", "name": amenity.label(locale), "value": true }))
        .collect();
    let mut residence = json!({
        "@type": kind,
        "name": card.title.get(locale),
        "numberOfBedrooms": card.bedrooms_total,
        "numberOfBathroomsTotal": card.bathrooms_total,
        "floorSize": square_feet(card.living_area),
        "yearBuilt": home.structure.year_built,
        "amenityFeature": features,
        "address": {
            "@type": "PostalAddress",
            "addressCountry": "NP",
            "addressRegion": "Bagmati",
            "addressLocality": card.neighbourhood.municipality().get(locale),
            "streetAddress": card.neighbourhood.name().get(locale),
        },
        "additionalProperty": [
            property("Land", &format::area(card.land_area, format::LandMeasure::Hill, locale)),
            property("Road width", &format::metres(card.road_width_decimetres, locale)),
            property("Facing", card.facing.label(locale)),
        ],
    });
    if !card.location.approximate {
        residence["geo"] = json!({
            "@type": "GeoCoordinates",
            "latitude": card.location.point.latitude(),
            "longitude": card.location.point.longitude(),
        });
    }
    residence
}

/// The offer; none where the price is on request.
fn offer(address: &str, home: &PublicListing) -> Option<Value> {
    let price = home.card.list_price?;
    let availability = match home.card.standard_status {
        StandardStatus::Active => "https://schema.org/InStock",
        StandardStatus::ComingSoon => "https://schema.org/PreOrder",
        StandardStatus::Closed => "https://schema.org/SoldOut",
        _ => "https://schema.org/LimitedAvailability",
    };
    Some(json!({
        "@type": "Offer",
        "url": address,
        "price": price.rupees(),
        "priceCurrency": "NPR",
        "availability": availability,
    }))
}

fn square_feet(area: Area) -> Value {
    json!({ "@type": "QuantitativeValue", "value": area.square_feet(), "unitCode": "FTK" })
}

fn property(name: &str, value: &str) -> Value {
    json!({ "@type": "PropertyValue", "name": name, "value": value })
}
