//! Waking the map when it is seen.

use super::{Settings, leaflet_loader, live, tools::Tools};
use durbar_domain::Locale;
use leptos::{html::Div, prelude::*, task::spawn_local};
use std::cell::RefCell;
use wasm_bindgen::{JsCast, closure::Closure};
use web_sys::{IntersectionObserver, IntersectionObserverEntry, IntersectionObserverInit};

/// Loads Leaflet and starts the map once its frame is seen, or nearly.
pub fn when_seen(canvas: NodeRef<Div>, settings: Settings, tools: Tools, locale: Locale) {
    let settings = RefCell::new(Some(settings));
    Effect::new(move |_| {
        let Some(canvas) = canvas.get() else { return };
        let Some(frame) = canvas.closest("#map").ok().flatten() else {
            return;
        };
        let Some(settings) = settings.take() else {
            return;
        };
        let seen_frame = frame.clone();
        let mut waiting = Some((canvas, settings));
        let seen = Closure::<dyn FnMut(js_sys::Array, IntersectionObserver)>::new(
            move |entries: js_sys::Array, observer: IntersectionObserver| {
                let is_seen = |entry| IntersectionObserverEntry::from(entry).is_intersecting();
                if !entries.iter().any(is_seen) {
                    return;
                }
                observer.disconnect();
                let Some((canvas, settings)) = waiting.take() else {
                    return;
                };
                let frame = seen_frame.clone();
                spawn_local(async move {
                    // Without Leaflet the page stays as the server drew it.
                    if leaflet_loader::load().await.is_ok() && frame.is_connected() {
                        live::start(frame, canvas.unchecked_into(), &settings, tools, locale);
                    }
                });
            },
        );
        let options = IntersectionObserverInit::new();
        options.set_root_margin("200px");
        if let Ok(observer) =
            IntersectionObserver::new_with_options(seen.as_ref().unchecked_ref(), &options)
        {
            observer.observe(&frame);
            seen.forget();
        }
    });
}
