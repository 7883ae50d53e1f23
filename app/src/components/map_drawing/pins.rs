//! Marks of homes, as links.

use super::projection::number;
use durbar_domain::{ListingSummary, Locale, format, search::MapPin};
use durbar_messages as messages;
use leptos::prelude::*;

/// One home: its price on a pill. The data attributes are what the interactive map needs.
#[component]
pub fn HomePin(locale: Locale, home: ListingSummary, x: f64, y: f64) -> impl IntoView {
    let price = pill_price(&home, locale);
    let point = home.location.point;
    let label = format!("{}, {price}", home.title.get(locale));
    let price_data = price.clone();
    let half = 5.0 * price.chars().count() as f64 + 12.0;
    let picture = home.pictures.first().map(|picture| {
        picture.jpeg(
            picture
                .jpeg_widths
                .first()
                .copied()
                .unwrap_or(picture.width),
        )
    });
    let transform = format!("translate({} {})", number(x), number(y));
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
            data-place=crate::components::card::place(&home, locale)
            data-picture=picture
            data-approximate=home.location.approximate.then_some("")
        >
            <title>{label}</title>
            <rect x=number(-half) y="-16" width=number(2.0 * half) height="32" rx="16"></rect>
            <text text-anchor="middle" dominant-baseline="central">{price}</text>
        </a>
        </g>
    }
}

/// Several homes: how many, and the lowest price.
#[component]
pub fn GroupPin(locale: Locale, pin: MapPin, address: String, x: f64, y: f64) -> impl IntoView {
    let count = format::number(pin.count.into(), locale);
    let price = pin.list_price.map_or_else(
        || messages::card::price_on_request(locale).to_owned(),
        |price| format::npr_compact(price, locale),
    );
    let label = messages::map::group(locale, pin.count.into(), price);
    let (count_data, label_data) = (count.clone(), label.clone());
    let transform = format!("translate({} {})", number(x), number(y));
    view! {
        <g transform=transform>
        <a
            class="pin pin--group"
            href=address
            data-pin="group"
            data-search-link=""
            data-latitude=pin.point.latitude().to_string()
            data-longitude=pin.point.longitude().to_string()
            data-price=count_data
            data-count=pin.count.to_string()
            data-amount=pin.list_price.map(|price| price.paisa().to_string())
            data-title=label_data
            data-bounds=pin.bounds.to_text()
        >
            <title>{label}</title>
            <circle r="22"></circle>
            <text text-anchor="middle" dominant-baseline="central">{count}</text>
        </a>
        </g>
    }
}

/// What stands on a home's pill.
fn pill_price(home: &ListingSummary, locale: Locale) -> String {
    match home.list_price {
        Some(price) => {
            let text = format::npr_compact(price, locale);
            text.trim_start_matches("NPR ")
                .trim_start_matches("रु ")
                .to_owned()
        }
        None => messages::card::price_on_request(locale).to_owned(),
    }
}
