//! The map as a drawing: outlines and homes, without tiles and without scripting. The
//! interactive map reads its homes from this drawing's links.

mod outlines;
mod overlap;
mod pins;
mod projection;

use durbar_domain::{
    ListingSummary, Locale, PropertyId,
    location::{BoundingBox, GeoPoint},
    search::MapPin,
};
use durbar_messages as messages;
use leptos::prelude::*;
use outlines::Outlines;
use overlap::Mark;
use pins::{GroupPin, HomePin, half_width};
use projection::{FRAME, Projection};
use std::collections::HashMap;

/// The part of the valley that is shown when nothing narrows it: south, west, north, east.
const VALLEY: (f64, f64, f64, f64) = (27.62, 85.26, 27.80, 85.45);

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
///
/// Pins that would cover each other are drawn as one; what they stand for is in the drawing
/// unseen, for the interactive map, which parts them by its own scale.
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
    let half = |pin: &MapPin| half_width(pin, pin.listing_id.and_then(|id| homes.get(&id)), locale);
    let marks: Vec<Mark> = pins
        .into_iter()
        .map(|pin| {
            let (x, y) = projection.place(pin.point.latitude(), pin.point.longitude());
            let half = half(&pin);
            Mark {
                pin,
                x,
                y,
                half,
                is_merged: false,
            }
        })
        .collect();
    let seen = overlap::apart(marks.clone(), projection, half);
    let unseen: Vec<Mark> = marks
        .into_iter()
        .filter(|mark| !seen.contains(mark))
        .collect();
    let draw = |mark: Mark| match mark.pin.listing_id.and_then(|id| homes.get(&id)) {
        Some(home) => view! { <HomePin locale home=home.clone() mark /> }.into_any(),
        None => {
            let address = group_address.run(mark.pin.bounds);
            view! { <GroupPin locale mark address /> }.into_any()
        }
    };
    let view_box = format!("0 0 {} {}", FRAME.0, FRAME.1);
    view! {
        <svg class="map-drawing" id="map-drawing" viewBox=view_box role="group" aria-label=messages::map::title(locale)>
            <Outlines locale projection />
            {seen.into_iter().map(draw).collect_view()}
            {(!unseen.is_empty()).then(|| view! {
                <g class="map-drawing__parted">{unseen.into_iter().map(draw).collect_view()}</g>
            })}
        </svg>
    }
    .into_any()
}
