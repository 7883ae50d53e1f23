//! The homes found: as cards, and on the map.

use super::{Found, nothing::Nothing, pagination::Pagination};
use crate::{
    components::{
        card::{CardGrid, HomeCard},
        map_drawing::MapDrawing,
        notice::{Notice, Tone},
    },
    context::AppContext,
    islands::HomesMap,
};
use durbar_domain::{
    Locale,
    location::BoundingBox,
    search::{Layout, SearchQuery, TextReach},
};
use durbar_messages as messages;
use leptos::prelude::*;

#[component]
pub fn Results(locale: Locale, found: Found) -> impl IntoView {
    let Found {
        query,
        results,
        on_map,
        instead,
        ..
    } = found;
    let some = results.total > 0;
    let limited = match results.text_reach {
        TextReach::EveryWord => None,
        TextReach::SomeWords => some.then(|| messages::search::some_words(locale)),
        TextReach::TitlesAndPlaces => Some(messages::search::text_limited(locale)),
    };
    let limited = limited.map(|words| view! { <Notice tone=Tone::Calm><p>{words}</p></Notice> });
    let list = if results.total == 0 {
        view! { <Nothing locale query=query.clone() results=results.clone() instead /> }.into_any()
    } else {
        let homes = results.homes.clone();
        match query.layout {
            Layout::Grid => view! { <CardGrid locale homes eager=3 heading=2 /> }.into_any(),
            Layout::List | Layout::Map => {
                let class = if query.layout == Layout::List {
                    "card-list"
                } else {
                    "card-list card-list--map"
                };
                view! {
                    <ul class=class role="list">
                        {homes
                            .into_iter()
                            .enumerate()
                            .map(|(index, home)| view! { <li><HomeCard locale home eager=index < 2 heading=2 /></li> })
                            .collect_view()}
                    </ul>
                }
                .into_any()
            }
        }
    };
    let map = (query.layout == Layout::Map).then(|| {
        let group_query = query.clone();
        let group_address = Callback::new(move |bounds: BoundingBox| {
            let to = SearchQuery {
                bounds: Some(padded(bounds)),
                ..group_query.clone().on_first_page()
            };
            locale.path(&to.path())
        });
        let around = BoundingBox::around(results.pins.iter().map(|pin| pin.point));
        let bounds = query
            .bounds
            .or_else(|| query.drawn_area.as_ref().map(|area| area.bounds()))
            .or(around);
        let pins = results.pins.clone();
        view! {
            <MapFrame drawn_area=query.drawn_area.as_ref().map(|area| area.to_text())>
                <MapDrawing locale pins homes=on_map bounds group_address />
            </MapFrame>
        }
    });
    let class = if map.is_some() {
        "split"
    } else {
        "results-plain"
    };
    view! {
        {limited}
        <div class=class>
            <div class="split__list">
                {list}
                <Pagination locale query=query.clone() page=results.page pages=results.pages />
            </div>
            {map}
        </div>
    }
    .into_any()
}

/// The place of the map; the browser puts the interactive one over the drawing.
#[component]
fn MapFrame(drawn_area: Option<String>, children: Children) -> impl IntoView {
    let settings = AppContext::get().settings.clone();
    view! {
        <div class="split__map">
            <div class="map" id="map" data-area=drawn_area>
                {children()}
                <HomesMap tile_url=settings.tile_url.clone() tile_attribution=settings.tile_attribution.clone() searching=true />
            </div>
        </div>
    }
    .into_any()
}

/// A group's box with room around it, so that its homes don't lie on the edge.
fn padded(bounds: BoundingBox) -> BoundingBox {
    const ROOM: f64 = 0.002; // degrees: about 200 m
    let grown = format!(
        "{},{},{},{}",
        bounds.south_west.latitude() - ROOM,
        bounds.south_west.longitude() - ROOM,
        bounds.north_east.latitude() + ROOM,
        bounds.north_east.longitude() + ROOM,
    );
    BoundingBox::parse("box", &grown).unwrap_or(bounds)
}
