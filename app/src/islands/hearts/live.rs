//! The hearts of the page that is shown.

use super::store::{self, Place};
use crate::islands::{
    browser::{event_element, find_all, listen},
    search::RESULTS_EVENT,
};
use durbar_domain::PropertyId;
use leptos::prelude::{document, window};
use std::cell::RefCell;
use wasm_bindgen_futures::spawn_local;
use web_sys::{Element, Event};

/// The homes marked, and where they are kept.
struct Marked {
    homes: Vec<PropertyId>,
    place: Place,
}

thread_local! {
    static MARKED: RefCell<Marked> = RefCell::new(Marked {
        homes: store::kept(),
        place: Place::Browser,
    });
}

pub fn start() {
    show();
    listen(&document(), "click", |event: Event| {
        let Some(heart) = event_element(&event, "[data-heart]") else {
            return;
        };
        let Some(home) = home_of(&heart) else { return };
        event.prevent_default();
        toggle(home);
    });
    listen(&window(), RESULTS_EVENT, |_: Event| show());
    spawn_local(async {
        let (homes, place) = store::load().await;
        MARKED.with_borrow_mut(|marked| *marked = Marked { homes, place });
        show();
    });
}

fn home_of(heart: &Element) -> Option<PropertyId> {
    heart.get_attribute("data-heart")?.parse().ok()
}

/// Shows the change at once and takes it back should it not be kept.
fn toggle(home: PropertyId) {
    let (homes, place, on) = MARKED.with_borrow_mut(|marked| {
        let on = !marked.homes.contains(&home);
        change(&mut marked.homes, home, on);
        (marked.homes.clone(), marked.place, on)
    });
    show();
    spawn_local(async move {
        if !store::set(place, &homes, home, on).await {
            MARKED.with_borrow_mut(|marked| change(&mut marked.homes, home, !on));
            show();
        }
    });
}

fn change(homes: &mut Vec<PropertyId>, home: PropertyId, on: bool) {
    homes.retain(|other| *other != home);
    if on {
        homes.insert(0, home);
    }
}

/// Every heart as its home is marked.
fn show() {
    let Some(root) = document().document_element() else {
        return;
    };
    MARKED.with_borrow(|marked| {
        for heart in find_all(&root, "[data-heart]") {
            let on = home_of(&heart).is_some_and(|home| marked.homes.contains(&home));
            let _ = heart.set_attribute("role", "button");
            let _ = heart.set_attribute("aria-pressed", if on { "true" } else { "false" });
        }
    });
}
