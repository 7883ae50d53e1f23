//! Small words over the browser's interfaces. What fails in the browser fails quietly:
//! the page works without it.

#![cfg(target_arch = "wasm32")]

use leptos::prelude::{document, window};
use wasm_bindgen::{JsCast, closure::Closure};
use web_sys::{Element, Event, EventTarget, Storage};

/// The browser's storage for this site, unless it is switched off.
fn storage() -> Option<Storage> {
    window().local_storage().ok().flatten()
}

/// A remembered choice.
pub fn recall(key: &str) -> Option<String> {
    storage()?.get_item(key).ok().flatten()
}

/// Remembers a choice for the next visit.
pub fn remember(key: &str, value: &str) {
    if let Some(storage) = storage() {
        // Refused in private windows and when full; the choice then holds for this page.
        let _ = storage.set_item(key, value);
    }
}

/// Forgets a choice.
pub fn forget(key: &str) {
    if let Some(storage) = storage() {
        let _ = storage.remove_item(key);
    }
}

/// Forgets all choices whose keys begin like this.
pub fn forget_all(prefix: &str) {
    let Some(storage) = storage() else { return };
    let count = storage.length().unwrap_or(0);
    // All of them before one goes: the others' numbers change with it.
    let keys: Vec<String> = (0..count)
        .filter_map(|number| storage.key(number).ok().flatten())
        .filter(|key| key.starts_with(prefix))
        .collect();
    for key in keys {
        let _ = storage.remove_item(&key);
    }
}

/// The first element that answers to the selector.
pub fn find(selector: &str) -> Option<Element> {
    document().query_selector(selector).ok().flatten()
}

/// All elements below `root` that answer to the selector.
pub fn find_all(root: &Element, selector: &str) -> Vec<Element> {
    let Ok(list) = root.query_selector_all(selector) else {
        return Vec::new();
    };
    (0..list.length())
        .filter_map(|index| list.item(index)?.dyn_into().ok())
        .collect()
}

/// The element an event happened in, or the nearest one around it that answers to `selector`.
pub fn event_element(event: &Event, selector: &str) -> Option<Element> {
    event
        .target()?
        .dyn_into::<Element>()
        .ok()?
        .closest(selector)
        .ok()
        .flatten()
}

/// Listens for as long as the page lives.
pub fn listen<E: JsCast + 'static>(
    target: &EventTarget,
    name: &str,
    mut handler: impl FnMut(E) + 'static,
) {
    let closure = Closure::<dyn FnMut(Event)>::new(move |event: Event| {
        if let Ok(event) = event.dyn_into::<E>() {
            handler(event);
        }
    });
    if target
        .add_event_listener_with_callback(name, closure.as_ref().unchecked_ref())
        .is_ok()
    {
        closure.forget();
    }
}
