//! Keeping the map in line with the results on the page.

use super::{
    bindings, clusters, coordinates,
    live::{CLOSEST, LiveMap},
    moves::AskedBox,
    pins::{self, Pin, PinKind},
    popup,
};
use crate::islands::search::{History, visit};
use leaflet::{LatLng, LatLngBounds};
use leptos::prelude::*;

/// Pixels around the results when all are shown, so that pills aren't cut off.
const MARGIN: f64 = 48.0;
/// The closest zoom when all results are shown: one home still has its streets around it.
const CLOSEST_TO_RESULTS: f64 = 16.0;

impl LiveMap {
    /// Shows the pins and the area of the page, and the place its address asks for.
    pub fn renew(&self) {
        self.pins.replace(pins::read(&self.frame));
        let area = self.frame.get_attribute("data-area");
        self.tools
            .has_area
            .set(self.area.show(&self.map, area.as_deref()));
        match self.moves.asked_box() {
            AskedBox::Own => {}
            AskedBox::Foreign(bounds) => self.moves.fit(&self.map, &bounds, 0.0, CLOSEST),
            AskedBox::None => {
                let bounds = self
                    .area
                    .bounds()
                    .or_else(|| self.bounds_of_pins())
                    .unwrap_or_else(coordinates::valley);
                self.moves
                    .fit(&self.map, &bounds, MARGIN, CLOSEST_TO_RESULTS);
            }
        }
        self.arrange();
        self.tools.moved.set(false);
    }

    /// Shows the pins as the zoom leaves room for them.
    pub fn arrange(&self) {
        self.markers.show(clusters::arrange(
            &self.map,
            &self.pins.borrow(),
            self.locale,
        ));
        if self
            .markers
            .opened()
            .is_some_and(|listing_id| self.markers.of_listing(&listing_id).is_none())
        {
            popup::close(&self.map);
        }
    }

    /// The box around all homes, those of groups with them.
    fn bounds_of_pins(&self) -> Option<LatLngBounds> {
        let points: Vec<LatLng> = self.pins.borrow().iter().flat_map(Pin::corners).collect();
        coordinates::around(&points)
    }

    /// Searches in the box that the map shows.
    pub fn search_here(&self, history: History) {
        self.tools.moved.set(false);
        if let Some(address) = self.moves.address_here(&self.map) {
            visit(&address, history);
        }
    }

    /// Shows a group's homes and searches among them. Where no zoom parts them, the list
    /// tells them apart.
    pub fn open_group(&self, pin: &Pin) {
        let PinKind::Group { bounds, address } = &pin.kind else {
            return;
        };
        let closer = coordinates::parse_box(bounds)
            .filter(|bounds| self.map.get_zoom() < CLOSEST && !coordinates::is_point(bounds));
        match (closer, address) {
            (Some(bounds), _) => {
                self.moves.fit(&self.map, &bounds, MARGIN, CLOSEST);
                self.search_here(History::Push);
            }
            (None, Some(address)) => visit(address, History::Push),
            (None, None) => {}
        }
    }

    /// Gives the focus back that was lost while the page exchanged its parts.
    pub fn restore_focus(&self) {
        let body = document().body();
        let lost = document()
            .active_element()
            .is_none_or(|active| body.is_some_and(|body| *body == active));
        let Some(focused) = self.focused.borrow().clone().filter(|_| lost) else {
            return;
        };
        let target = if focused.is_connected() {
            &focused
        } else {
            &self.canvas
        };
        bindings::focus_in_place(target);
    }
}
