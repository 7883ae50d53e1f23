//! The pins as Leaflet markers: price pills that can be reached by keyboard.

use super::{
    bindings::MarkerParts,
    pills::pill,
    pins::{Pin, PinKind},
    visited,
};
use leaflet::{FeatureGroup, Map, Marker, MarkerOptions};
use std::{cell::RefCell, rc::Rc};
use wasm_bindgen::{JsCast, JsValue};
use web_sys::{Element, HtmlElement};

/// A pin on the map.
#[derive(Clone)]
pub struct PinMarker {
    pub pin: Rc<Pin>,
    marker: Marker,
    pill: Element,
}

impl PinMarker {
    /// The element that takes the focus.
    pub fn element(&self) -> Option<HtmlElement> {
        self.marker.unchecked_ref::<MarkerParts>().get_element()
    }

    fn set_class(&self, class: &str, on: bool) {
        let _ = self.pill.class_list().toggle_with_force(class, on);
    }
}

/// The markers shown.
pub struct Markers {
    pub group: FeatureGroup,
    shown: RefCell<Vec<PinMarker>>,
    /// The homes of which something is hovered or focused.
    hovered: RefCell<Vec<String>>,
    /// The home whose card is open.
    opened: RefCell<Option<String>>,
}

impl Markers {
    /// No markers yet, on the map.
    pub fn new(map: &Map) -> Self {
        let group = FeatureGroup::new();
        group.add_to(map);
        Self {
            group,
            shown: RefCell::default(),
            hovered: RefCell::default(),
            opened: RefCell::default(),
        }
    }

    /// Shows these pins. What was shown already stays as it is, with the focus on it.
    pub fn show(&self, pins: Vec<Pin>) {
        let mut before = self.shown.take();
        let visited = visited::all();
        let mut now = Vec::with_capacity(pins.len());
        for pin in pins {
            match before.iter().position(|shown| *shown.pin == pin) {
                Some(index) => now.push(before.swap_remove(index)),
                None => {
                    let made = make(pin);
                    self.add(&made, &visited);
                    now.push(made);
                }
            }
        }
        before
            .iter()
            .for_each(|gone| _ = self.group.remove_layer(&gone.marker));
        self.shown.replace(now);
        self.mark_chosen();
    }

    fn add(&self, made: &PinMarker, visited: &[String]) {
        self.group.add_layer(&made.marker);
        if let Some(element) = made.element() {
            let name = match made.pin.kind {
                PinKind::Home { .. } => format!("{}, {}", made.pin.title, made.pin.label),
                // A group's title says how many and from which price.
                PinKind::Group { .. } => made.pin.title.clone(),
            };
            let _ = element.set_attribute("aria-label", &name);
            let _ = element.set_attribute("data-listing", &made.pin.listing_ids.join(" "));
        }
        if made
            .pin
            .listing_id()
            .is_some_and(|id| visited.iter().any(|known| known == id))
        {
            made.set_class("pin-pill--visited", true);
        }
    }

    /// The marker that is this Leaflet layer.
    pub fn of_layer(&self, layer: &JsValue) -> Option<PinMarker> {
        self.shown
            .borrow()
            .iter()
            .find(|shown| AsRef::<JsValue>::as_ref(&shown.marker) == layer)
            .cloned()
    }

    /// The marker that this element is part of.
    pub fn of_element(&self, element: &Element) -> Option<PinMarker> {
        let holds = |shown: &&PinMarker| {
            shown
                .element()
                .is_some_and(|own| own.contains(Some(element)))
        };
        self.shown.borrow().iter().find(holds).cloned()
    }

    /// The marker of a home.
    pub fn of_listing(&self, listing_id: &str) -> Option<PinMarker> {
        self.shown
            .borrow()
            .iter()
            .find(|shown| shown.pin.listing_id() == Some(listing_id))
            .cloned()
    }

    /// Marks the pills that hold these homes.
    pub fn hover(&self, listing_ids: Vec<String>) {
        self.hovered.replace(listing_ids);
        self.mark_chosen();
    }

    /// Marks the pill of the home whose card is open.
    pub fn set_opened(&self, listing_id: Option<String>) {
        self.opened.replace(listing_id);
        self.mark_chosen();
    }

    /// The home whose card is open.
    pub fn opened(&self) -> Option<String> {
        self.opened.borrow().clone()
    }

    fn mark_chosen(&self) {
        let (hovered, opened) = (self.hovered.borrow(), self.opened.borrow());
        for shown in self.shown.borrow().iter() {
            let on = shown
                .pin
                .listing_ids
                .iter()
                .any(|id| hovered.contains(id) || opened.as_ref() == Some(id));
            shown.set_class("pin-pill--chosen", on);
            shown
                .marker
                .set_z_index_offset(if on { 1000.0 } else { 0.0 });
        }
    }

    /// Gives a home's pill the look of a visited one, now and later.
    pub fn visit(&self, listing_id: &str) {
        visited::remember(listing_id);
        if let Some(shown) = self.of_listing(listing_id) {
            shown.set_class("pin-pill--visited", true);
        }
    }
}

fn make(pin: Pin) -> PinMarker {
    let (pill, icon) = pill(&pin);
    let options = MarkerOptions::new();
    options.set_icon(icon.unchecked_into());
    options.set_keyboard(true);
    options.set_rise_on_hover(true);
    let marker = Marker::new_with_options(&pin.point(), &options);
    PinMarker {
        pin: Rc::new(pin),
        marker,
        pill,
    }
}
