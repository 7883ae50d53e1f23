//! Marks of homes, as links.

use super::{
    overlap::{HALF_HEIGHT, Mark},
    projection::number,
};
use durbar_domain::{ListingSummary, Locale, format, search::MapPin};
use durbar_messages as messages;
use leptos::prelude::*;

/// One home: its price on a pill. The data attributes are what the interactive map needs.
#[component]
pub fn HomePin(locale: Locale, home: ListingSummary, mark: Mark) -> impl IntoView {
    let price = pill_price(&home, locale);
    let point = home.location.point;
    let label = format!("{}, {price}", home.title.get(locale));
    let price_data = price.clone();
    let picture = home.pictures.first().map(|picture| {
        picture.jpeg(
            picture
                .jpeg_widths
                .first()
                .copied()
                .unwrap_or(picture.width),
        )
    });
    let transform = format!("translate({} {})", number(mark.x), number(mark.y));
    view! {
        <g transform=transform>
        <a
            class="pin"
            href=locale.path(&home.path())
            data-pin="home"
            data-listing=home.listing_id.to_string()
            data-latitude=point.latitude().to_string()
            data-longitude=point.longitude().to_string()
            data-price=price_data
            data-amount=home.list_price.map(|price| price.paisa().to_string())
            data-title=home.title.get(locale).clone()
            data-place=messages::place(home.neighbourhood, locale)
            data-picture=picture
            data-approximate=home.location.approximate.then_some("")
        >
            <title>{label}</title>
            <Pill half=mark.half />
            <text text-anchor="middle" dominant-baseline="central">{price}</text>
        </a>
        </g>
    }
}

/// Several homes: how many, and the lowest price.
#[component]
pub fn GroupPin(locale: Locale, mark: Mark, address: String) -> impl IntoView {
    let words = group_words(&mark.pin, locale);
    let pin = mark.pin;
    let price = pin.list_price.map_or_else(
        || messages::card::price_on_request(locale).to_owned(),
        |price| format::npr_compact(price, locale),
    );
    let label = messages::map::group(locale, pin.count.into(), price);
    let (words_data, label_data) = (words.clone(), label.clone());
    let transform = format!("translate({} {})", number(mark.x), number(mark.y));
    // A group that only this drawing needs is none to the interactive map.
    let kind = (!mark.is_merged).then_some("group");
    view! {
        <g transform=transform>
        <a
            class="pin pin--group"
            href=address
            data-pin=kind
            data-search-link=""
            data-latitude=pin.point.latitude().to_string()
            data-longitude=pin.point.longitude().to_string()
            data-price=words_data
            data-count=pin.count.to_string()
            data-amount=pin.list_price.map(|price| price.paisa().to_string())
            data-title=label_data
            data-bounds=pin.bounds.to_text()
        >
            <title>{label}</title>
            <Pill half=mark.half />
            <text text-anchor="middle" dominant-baseline="central">{words}</text>
        </a>
        </g>
    }
}

#[component]
fn Pill(half: f64) -> impl IntoView {
    view! {
        <rect
            x=number(-half)
            y=number(-HALF_HEIGHT)
            width=number(2.0 * half)
            height=number(2.0 * HALF_HEIGHT)
            rx=number(HALF_HEIGHT)
        ></rect>
    }
}

/// Half the width of the mark of a home, or of a group where there is none, in the drawing's
/// units.
pub fn half_width(pin: &MapPin, home: Option<&ListingSummary>, locale: Locale) -> f64 {
    let words = match home {
        Some(home) => pill_price(home, locale),
        None => group_words(pin, locale),
    };
    5.0 * words.chars().count() as f64 + 12.0
}

/// What stands on a group's pill: how many, and the lowest price where one is known.
fn group_words(pin: &MapPin, locale: Locale) -> String {
    let count = format::number(pin.count.into(), locale);
    match pin.list_price {
        Some(price) => format!("{count} · {}", format::npr_compact_amount(price, locale)),
        None => count,
    }
}

/// What stands on a home's pill.
fn pill_price(home: &ListingSummary, locale: Locale) -> String {
    match home.list_price {
        Some(price) => format::npr_compact_amount(price, locale),
        None => messages::card::price_on_request(locale).to_owned(),
    }
}
