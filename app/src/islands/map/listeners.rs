//! What the map listens to: Leaflet, keys, the page's results.

use super::{
    bindings::{self, on},
    drawing_tool::Drawing,
    highlight,
    live::{LiveMap, with_live},
};
use crate::islands::{browser::listen, search::History};
use js_sys::Reflect;
use leaflet::MouseEvent;
use leptos::prelude::*;
use wasm_bindgen::{JsCast, JsValue, closure::Closure};
use web_sys::{Element, Event, HtmlElement, KeyboardEvent, ResizeObserver};

/// The event told to the window after results were exchanged.
const RESULTS_EVENT: &str = "durbar:results";

/// Starts listening for the page's one map; handlers look for it anew each time, so they
/// rest when it is gone.
pub fn listen_to(live: &LiveMap) {
    listen_to_leaflet(live);
    listen(&live.canvas, "keydown", |event: KeyboardEvent| {
        with_live(|live| press(live, &event))
    });
    listen(&window(), RESULTS_EVENT, |_: Event| {
        with_live(|live| {
            if live.frame.is_connected() {
                live.renew();
                live.restore_focus();
            } else {
                live.end();
            }
        });
    });
    highlight::follow_pointer();
    // The focus is followed everywhere, to know whether it left the map by the visitor's wish.
    for name in ["focusin", "pointerdown"] {
        listen(&document(), name, |event: Event| {
            with_live(|live| follow_focus(live, &event))
        });
    }
    watch_size(live);
}

fn listen_to_leaflet(live: &LiveMap) {
    on(&live.markers.group, "click", |event: MouseEvent| {
        with_live(|live| {
            let layer = Reflect::get(&event, &"propagatedFrom".into()).unwrap_or_default();
            if let Some(marker) = live.markers.of_layer(&layer) {
                let at = bindings::parts(&live.map).mouse_event_to_lat_lng(&event.original_event());
                live.open(&marker, at, false);
            }
        });
    });
    on(&live.map, "click", |event: MouseEvent| {
        with_live(|live| {
            live.aim(false);
            live.set_corner(event.lat_lng());
        });
    });
    on(&live.map, "move", |_: JsValue| {
        with_live(|live| _ = live.drawing.borrow().as_ref().map(Drawing::follow))
    });
    on(&live.map, "dblclick", |_: JsValue| {
        with_live(LiveMap::finish_drawing)
    });
    on(&live.map, "popupclose", |_: JsValue| {
        with_live(|live| live.markers.set_opened(None))
    });
    for name in ["autopanstart", "resize"] {
        on(&live.map, name, |_: JsValue| {
            with_live(|live| live.moves.claim())
        });
    }
    on(&live.map, "zoomend", |_: JsValue| {
        with_live(|live| {
            live.arrange();
            live.restore_focus();
        });
    });
    on(&live.map, "moveend", |_: JsValue| {
        with_live(|live| {
            if !live.moves.was_visitors() {
                return;
            }
            match live.tools.as_i_move.get_untracked() && !live.is_drawing() {
                true => live.search_here(History::Replace),
                false => live.tools.moved.set(true),
            }
        });
    });
}

fn press(live: &LiveMap, event: &KeyboardEvent) {
    let Some(target) = event
        .target()
        .and_then(|target| target.dyn_into::<Element>().ok())
    else {
        return;
    };
    let handled = match event.key().as_str() {
        "Escape" => live.step_back(),
        "Enter" | " " => match live.markers.of_element(&target) {
            Some(marker) => {
                live.open(&marker, marker.pin.point(), true);
                true
            }
            None if live.is_drawing() && *target == **live.canvas => {
                live.aim(true);
                live.set_corner(live.map.get_center());
                true
            }
            None => false,
        },
        _ => false,
    };
    if handled {
        event.prevent_default();
        event.stop_propagation();
    }
}

fn follow_focus(live: &LiveMap, event: &Event) {
    let target = event
        .target()
        .and_then(|target| target.dyn_into::<HtmlElement>().ok());
    let inside = target.filter(|target| live.frame.contains(Some(target)));
    live.focused.replace(inside);
}

/// Tells Leaflet when its canvas changes its size without the window.
fn watch_size(live: &LiveMap) {
    let changed = Closure::<dyn FnMut()>::new(|| {
        with_live(|live| {
            let options = bindings::object([("debounceMoveend", true.into())]);
            live.map.invalidate_size_with_options(&options);
        });
    });
    if let Ok(observer) = ResizeObserver::new(changed.as_ref().unchecked_ref()) {
        observer.observe(&live.canvas);
        changed.forget();
    }
}
