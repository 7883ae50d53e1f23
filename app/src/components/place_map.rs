//! A neighbourhood on a small map.

use super::map_drawing::MapDrawing;
use durbar_domain::{
    Locale, Neighbourhood, Npr,
    location::{BoundingBox, GeoPoint},
    search::{Layout, MapPin, SearchQuery},
};
use durbar_messages as messages;
use leptos::prelude::*;

/// Where in the valley it is: one mark for all its homes, which leads to the large map.
#[component]
pub fn PlaceMap(
    locale: Locale,
    place: Neighbourhood,
    /// The search for its homes.
    query: SearchQuery,
    /// Homes it has.
    total: u32,
    lowest_price: Option<Npr>,
) -> impl IntoView {
    const AROUND: f64 = 0.02; // degrees: a little over two kilometres
    let point = place.centre();
    let corner = |by: f64| {
        GeoPoint::new("map", point.latitude() + by, point.longitude() + by).unwrap_or(point)
    };
    let bounds = BoundingBox {
        south_west: corner(-AROUND),
        north_east: corner(AROUND),
    };
    let pin = MapPin {
        point,
        count: total,
        listing_id: None,
        list_price: lowest_price,
        bounds,
    };
    let pins = if total > 0 { vec![pin] } else { Vec::new() };
    let on_the_map = SearchQuery {
        layout: Layout::Map,
        ..query
    };
    let address = locale.path(&on_the_map.path());
    let link = address.clone();
    view! {
        <div>
            <div class="map map--small">
                <MapDrawing
                    locale
                    pins
                    homes=Vec::new()
                    bounds=Some(bounds)
                    group_address=Callback::new(move |_| address.clone())
                />
            </div>
            <p class="place-page__to-map"><a href=link>{messages::map::open_map(locale)}</a></p>
        </div>
    }
    .into_any()
}
