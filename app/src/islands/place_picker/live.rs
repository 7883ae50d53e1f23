//! The picker in the browser.

use crate::islands::{
    browser::{find, listen},
    map::{bindings, leaflet_loader, outlines, tiles},
};
use durbar_domain::{Locale, Neighbourhood, location::GeoPoint};
use leaflet::{CircleMarker, LatLng, Map, MapOptions, MouseEvent};
use leptos::{html::Div, prelude::*, task::spawn_local};
use std::rc::Rc;
use wasm_bindgen::JsCast;
use web_sys::{Event, HtmlElement, HtmlInputElement, HtmlSelectElement};

/// Close enough to tell houses apart.
const CLOSE: f64 = 17.0;
/// A neighbourhood as a whole.
const WIDE: f64 = 14.0;
/// Decimals of a degree that are kept: a sixth is 11 cm.
const DECIMALS: usize = 6;

/// Loads Leaflet and shows the map.
pub fn wake(
    canvas: NodeRef<Div>,
    tiles: (Option<String>, String),
    failed: RwSignal<bool>,
    locale: Locale,
) {
    let tiles = Rc::new(tiles);
    Effect::new(move |_| {
        let Some(canvas) = canvas.get() else { return };
        let tiles = tiles.clone();
        spawn_local(async move {
            // Without Leaflet the fields are all there is.
            if leaflet_loader::load().await.is_ok() {
                start(&canvas.unchecked_into(), &tiles, failed, locale);
            }
        });
    });
}

fn start(
    canvas: &HtmlElement,
    (tile_url, attribution): &(Option<String>, String),
    failed: RwSignal<bool>,
    locale: Locale,
) {
    // Leaflet measures the canvas, so it has to be seen.
    let _ = canvas.remove_attribute("hidden");
    let options = MapOptions::new();
    options.set_attribution_control(false);
    options.set_min_zoom(10.0);
    options.set_max_zoom(19.0);
    options.set_scroll_wheel_zoom(false);
    let Ok(map) = Map::new_with_element(canvas, &options) else {
        let _ = canvas.set_attribute("hidden", "");
        return;
    };
    bindings::attribution(&bindings::object([("prefix", "Leaflet".into())])).add_to(&map);
    if let Some(address) = tile_url {
        tiles::add(&map, address, attribution, failed);
    }
    spawn_local(outlines::draw(map.clone(), locale));
    let (point, zoom) = match typed() {
        Some(point) => (point, CLOSE),
        None => (chosen_neighbourhood().centre(), WIDE),
    };
    let at = lat_lng(point);
    map.set_view(&at, zoom);
    let mark = CircleMarker::new(&at);
    if typed().is_some() {
        mark.add_to(&map);
    }
    let (clicked_map, clicked_mark) = (map.clone(), mark.clone());
    bindings::on(&map, "click", move |event: MouseEvent| {
        let at = event.lat_lng();
        clicked_mark.set_lat_lng(&at);
        clicked_mark.add_to(&clicked_map);
        write("latitude", at.lat());
        write("longitude", at.lng());
    });
    let (typed_map, typed_mark) = (map.clone(), mark);
    listen(&document(), "input", move |event: Event| {
        let target = event
            .target()
            .and_then(|it| it.dyn_into::<HtmlInputElement>().ok());
        let is_degree =
            target.is_some_and(|it| matches!(it.id().as_str(), "latitude" | "longitude"));
        // A click wrote them by itself; then the mark is there already.
        if let Some(point) = typed().filter(|_| is_degree && event.is_trusted()) {
            let at = lat_lng(point);
            typed_mark.set_lat_lng(&at);
            typed_mark.add_to(&typed_map);
            typed_map.set_view(&at, CLOSE);
        }
    });
    listen(&document(), "change", move |event: Event| {
        let target = event
            .target()
            .and_then(|it| it.dyn_into::<HtmlSelectElement>().ok());
        if target.is_some_and(|it| it.id() == "neighbourhood") && typed().is_none() {
            map.set_view(&lat_lng(chosen_neighbourhood().centre()), WIDE);
        }
    });
}

fn lat_lng(point: GeoPoint) -> LatLng {
    LatLng::new(point.latitude(), point.longitude())
}

fn field(id: &str) -> Option<HtmlInputElement> {
    find(&format!("#{id}"))?.dyn_into().ok()
}

/// The point in the fields, if they hold one.
fn typed() -> Option<GeoPoint> {
    let degrees = |id: &str| field(id)?.value().trim().parse::<f64>().ok();
    GeoPoint::new("place", degrees("latitude")?, degrees("longitude")?).ok()
}

fn chosen_neighbourhood() -> Neighbourhood {
    let select = find("#neighbourhood").and_then(|it| it.dyn_into::<HtmlSelectElement>().ok());
    let chosen = select.and_then(|it| it.value().parse().ok());
    chosen.unwrap_or(Neighbourhood::Maharajgunj)
}

/// Writes degrees into a field as if they were typed, so that they are saved.
fn write(id: &str, degrees: f64) {
    let Some(field) = field(id) else { return };
    field.set_value(&format!("{degrees:.DECIMALS$}"));
    if let Ok(event) = Event::new("input") {
        event.init_event_with_bubbles("input", true);
        let _ = field.dispatch_event(&event);
    }
}
