//! Small words over the browser's interfaces. What fails in the browser fails quietly:
//! the page works without it.

#![cfg(target_arch = "wasm32")]

use js_sys::{Promise, Reflect};
use leptos::prelude::{document, window};
use wasm_bindgen::{JsCast, JsValue, closure::Closure};
use wasm_bindgen_futures::JsFuture;
use web_sys::{Element, Event, EventTarget, HtmlScriptElement, Storage};

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

/// Loads a script of this site unless the `global` that it makes is there. An error means that
/// it can't be had.
pub async fn load_script(address: &str, global: &str) -> Result<(), JsValue> {
    if Reflect::has(&window(), &global.into())? {
        return Ok(());
    }
    let script: HtmlScriptElement = document().create_element("script")?.unchecked_into();
    script.set_src(address);
    let head = document().head().ok_or(JsValue::NULL)?;
    let loaded = Promise::new(&mut |resolve, reject| {
        script.set_onload(Some(&resolve));
        script.set_onerror(Some(&reject));
        // Refused only outside a document; then neither is called.
        let _ = head.append_child(&script);
    });
    JsFuture::from(loaded).await.map(|_| ())
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
