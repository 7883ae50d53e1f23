//! The parts of a home's page that are told in words.

use crate::{
    components::{
        broker_card::BrokerCard,
        map_drawing::MapDrawing,
        markdown,
        notice::{Notice, Tone},
    },
    context::AppContext,
    islands::HomesMap,
};
use durbar_domain::{
    ListingSummary, Locale, PublicListing,
    attributes::Amenity,
    broker::Broker,
    location::{BoundingBox, GeoPoint},
    neighbourhood::Neighbourhood as Place,
    search::MapPin,
};
use durbar_messages::{self as messages, Label, listing as words};
use enumset::EnumSet;
use leptos::prelude::*;

/// The home in its broker's words; in English where there is no Nepali.
#[component]
pub fn Story(locale: Locale, home: PublicListing) -> impl IntoView {
    let (story, language) = match (locale, &home.description.ne) {
        (Locale::Ne, Some(story)) => (story, Locale::Ne),
        _ => (&home.description.en, Locale::En),
    };
    let paragraphs = story
        .paragraphs()
        .map(|text| view! { <p>{text.to_owned()}</p> })
        .collect_view();
    view! {
        <section class="section story" aria-labelledby="story">
            <h2 id="story">{words::story(locale)}</h2>
            <p class="standfirst">{home.card.summary.get(locale).clone()}</p>
            <div class="prose" lang=language.code()>{paragraphs}</div>
        </section>
    }
}

#[component]
pub fn Amenities(locale: Locale, amenities: EnumSet<Amenity>) -> impl IntoView {
    (!amenities.is_empty()).then(|| view! {
        <section class="section" aria-labelledby="amenities">
            <h2 id="amenities">{words::amenities(locale)}</h2>
            <ul class="amenities" role="list">
                {amenities.iter().map(|amenity| view! { <li>{amenity.label(locale)}</li> }).collect_view()}
            </ul>
        </section>
    })
}

/// Where the home is, as exactly as its owner allows.
#[component]
pub fn Place(locale: Locale, card: ListingSummary) -> impl IntoView {
    const AROUND: f64 = 0.012; // degrees: a little over a kilometre
    let point = card.location.point;
    let corner = |latitude, longitude| GeoPoint::new("map", latitude, longitude).unwrap_or(point);
    let bounds = BoundingBox {
        south_west: corner(point.latitude() - AROUND, point.longitude() - AROUND),
        north_east: corner(point.latitude() + AROUND, point.longitude() + AROUND),
    };
    let pin = MapPin {
        point,
        count: 1,
        listing_id: Some(card.listing_id),
        list_price: card.list_price,
        bounds: BoundingBox {
            south_west: point,
            north_east: point,
        },
    };
    let settings = AppContext::get().settings.clone();
    let approximate = card.location.approximate;
    view! {
        <section class="section" aria-labelledby="place">
            <h2 id="place">{words::map(locale)}</h2>
            <p>{messages::place(card.neighbourhood, locale)}</p>
            {approximate.then(|| view! {
                <Notice tone=Tone::Calm>
                    <p>{messages::map::approximate_text(locale)}</p>
                </Notice>
            })}
            <div class="map map--small" id="map">
                <MapDrawing
                    locale
                    pins=vec![pin]
                    homes=vec![card]
                    bounds=Some(bounds)
                    group_address=Callback::new(move |_| locale.path("/homes"))
                />
                <HomesMap
                    tile_url=settings.tile_url.clone()
                    tile_attribution=settings.tile_attribution.clone()
                    searching=false
                />
            </div>
        </section>
    }
    .into_any()
}

/// The neighbourhood in a sentence.
#[component]
pub fn Neighbourhood(locale: Locale, place: Place) -> impl IntoView {
    let text = markdown::neighbourhood(place, locale);
    let name = *place.name().get(locale);
    view! {
        <section class="section" aria-labelledby="about-place">
            <h2 id="about-place">{words::neighbourhood(locale, name)}</h2>
            {text.standfirst.map(|standfirst| view! { <p>{standfirst}</p> })}
            <p>
                <a href=locale.path(&format!("/neighbourhoods/{}", place.key()))>
                    {words::neighbourhood_more(locale, name)}
                </a>
            </p>
        </section>
    }
}

/// Who offers the home.
#[component]
pub fn OfferedBy(locale: Locale, broker: Broker) -> impl IntoView {
    view! {
        <section class="section" aria-labelledby="broker">
            <h2 id="broker">{messages::broker::contact(locale)}</h2>
            <BrokerCard locale broker />
        </section>
    }
}
