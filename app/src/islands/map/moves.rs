//! Telling the visitor's moves of the map from our own, and what to search for after them.

use super::{address, bindings, coordinates};
use leaflet::{LatLngBounds, Map};
use std::cell::{Cell, RefCell};

/// Whose moves end, and the box this map searched last.
#[derive(Default)]
pub struct Moves {
    /// While we show another place at once.
    fitting: Cell<bool>,
    /// The move under way is ours: making room for a card, a window of another size.
    ours: Cell<bool>,
    searched: RefCell<Option<String>>,
}

/// The box in the address, as seen from the map.
pub enum AskedBox {
    None,
    /// What this map searched itself.
    Own,
    /// From a copied address, a link, or a step back.
    Foreign(LatLngBounds),
}

impl Moves {
    /// The move that has begun is ours.
    pub fn claim(&self) {
        self.ours.set(true);
    }

    /// Whether the move that ended was the visitor's.
    pub fn was_visitors(&self) -> bool {
        !self.ours.take() && !self.fitting.get()
    }

    /// Shows the box at once, with a margin in pixels and no closer than `closest`.
    pub fn fit(&self, map: &Map, bounds: &LatLngBounds, margin: f64, closest: f64) {
        let padding = js_sys::Array::of2(&margin.into(), &margin.into());
        let options = bindings::object([
            ("animate", false.into()),
            ("padding", padding.into()),
            ("maxZoom", closest.into()),
        ]);
        self.fitting.set(true);
        map.fit_bounds_with_options(bounds, &options);
        self.fitting.set(false);
        self.ours.set(false);
    }

    /// The address that searches in the map's present box; `None` when it is the present
    /// address.
    pub fn address_here(&self, map: &Map) -> Option<String> {
        let here = coordinates::box_text(&map.get_bounds());
        if address::parameter("box").as_ref() == Some(&here) {
            return None;
        }
        let address = address::with(&[("box", Some(&here))]);
        self.searched.replace(Some(here));
        Some(address)
    }

    /// The box in the address. It counts as searched from now on.
    pub fn asked_box(&self) -> AskedBox {
        let asked = address::parameter("box");
        let before = self.searched.replace(asked.clone());
        match asked.as_deref().and_then(coordinates::parse_box) {
            None => AskedBox::None,
            Some(_) if asked == before => AskedBox::Own,
            Some(bounds) => AskedBox::Foreign(bounds),
        }
    }
}
