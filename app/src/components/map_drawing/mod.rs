//! The map as a drawing: outlines and homes, without tiles and without scripting. The
//! interactive map reads its homes from this drawing's links.

use durbar_domain::{
    ListingSummary, Locale, PropertyId, format,
    location::{BoundingBox, GeoPoint},
    outlines::OUTLINES,
    search::MapPin,
};
use durbar_messages as messages;
use leptos::prelude::*;
use std::{collections::HashMap, fmt::Write as _};

/// The part of the valley that is shown when nothing narrows it: south, west, north, east.
const VALLEY: (f64, f64, f64, f64) = (27.62, 85.26, 27.80, 85.45);
/// Width and height of the drawing in its own units.
const FRAME: (f64, f64) = (960.0, 720.0);

/// Turns places into points of the drawing: equirectangular, true at the middle latitude.
#[derive(Debug, Clone, Copy)]
struct Projection {
    west: f64,
    north: f64,
    per_degree_east: f64,
    per_degree_north: f64,
}

impl Projection {
    /// Shows all of `bounds` in the middle of the frame.
    fn of(bounds: BoundingBox) -> Self {
        let (south_west, north_east) = (bounds.south_west, bounds.north_east);
        let middle = (south_west.latitude() + north_east.latitude()) / 2.0;
        let squeeze = middle.to_radians().cos();
        let tall = (north_east.latitude() - south_west.latitude()).max(0.004);
        let wide = (north_east.longitude() - south_west.longitude())
            .abs()
            .max(0.004)
            * squeeze;
        let scale = (FRAME.0 / wide).min(FRAME.1 / tall) * 0.92;
        let middle_longitude = (south_west.longitude() + north_east.longitude()) / 2.0;
        Self {
            west: middle_longitude - FRAME.0 / 2.0 / (scale * squeeze),
            north: middle + FRAME.1 / 2.0 / scale,
            per_degree_east: scale * squeeze,
            per_degree_north: scale,
        }
    }

    fn place(self, latitude: f64, longitude: f64) -> (f64, f64) {
        (
            (longitude - self.west) * self.per_degree_east,
            (self.north - latitude) * self.per_degree_north,
        )
    }
}

/// The box a map should show: the one asked for, or the valley.
fn shown(bounds: Option<BoundingBox>) -> BoundingBox {
    bounds.unwrap_or_else(|| {
        let corner = |latitude, longitude| {
            GeoPoint::new("valley", latitude, longitude).expect("the valley lies on Earth")
        };
        BoundingBox {
            south_west: corner(VALLEY.0, VALLEY.1),
            north_east: corner(VALLEY.2, VALLEY.3),
        }
    })
}

/// Outlines and pins. `homes` are the cards of the single pins.
#[component]
pub fn MapDrawing(
    locale: Locale,
    pins: Vec<MapPin>,
    homes: Vec<ListingSummary>,
    bounds: Option<BoundingBox>,
    /// Address of the search in a group's box, given the box.
    #[prop(into)]
    group_address: Callback<BoundingBox, String>,
) -> impl IntoView {
    let projection = Projection::of(shown(bounds));
    let homes: HashMap<PropertyId, ListingSummary> = homes
        .into_iter()
        .map(|home| (home.listing_id, home))
        .collect();
    let view_box = format!("0 0 {} {}", FRAME.0, FRAME.1);
    view! {
        <svg class="map-drawing" id="map-drawing" viewBox=view_box role="group" aria-label=messages::map::title(locale)>
            <g class="map-drawing__outlines" aria-hidden="true">
                {OUTLINES
                    .iter()
                    .map(|outline| {
                        let (x, y) = projection.place(f64::from(outline.label.0), f64::from(outline.label.1));
                        view! {
                            <path d=path(projection, outline.ring)></path>
                            <text x=number(x) y=number(y)>{*outline.name.get(locale)}</text>
                        }
                    })
                    .collect_view()}
            </g>
            {pins
                .into_iter()
                .map(|pin| {
                    let (x, y) = projection.place(pin.point.latitude(), pin.point.longitude());
                    match pin.listing_id.and_then(|id| homes.get(&id)) {
                        Some(home) => view! { <HomePin locale home=home.clone() x y /> }.into_any(),
                        None => {
                            let address = group_address.run(pin.bounds);
                            view! { <GroupPin locale pin address x y /> }.into_any()
                        }
                    }
                })
                .collect_view()}
        </svg>
    }
    .into_any()
}

/// One home: its price on a pill. The data attributes are what the interactive map needs.
#[component]
fn HomePin(locale: Locale, home: ListingSummary, x: f64, y: f64) -> impl IntoView {
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
            data-title=home.title.get(locale).clone()
            data-place=super::card::place(&home, locale)
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
fn GroupPin(locale: Locale, pin: MapPin, address: String, x: f64, y: f64) -> impl IntoView {
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
pub fn pill_price(home: &ListingSummary, locale: Locale) -> String {
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

fn path(projection: Projection, ring: &[(f32, f32)]) -> String {
    let mut data = String::with_capacity(ring.len() * 12);
    for (index, (latitude, longitude)) in ring.iter().enumerate() {
        let (x, y) = projection.place(f64::from(*latitude), f64::from(*longitude));
        let _ = write!(
            data,
            "{}{} {}",
            if index == 0 { 'M' } else { 'L' },
            number(x),
            number(y)
        );
    }
    data.push('Z');
    data
}

/// One decimal is finer than a screen's dot.
fn number(value: f64) -> String {
    let text = format!("{value:.1}");
    text.strip_suffix(".0").map_or(text.clone(), str::to_owned)
}
