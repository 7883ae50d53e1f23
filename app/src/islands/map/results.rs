//! Keeping the map in line with the results on the page.

use super::{
    coordinates,
    live::{CLOSEST, LiveMap},
    moves::AskedBox,
    pins::{self, Pin},
    popup,
};
use crate::islands::search::{History, visit};
use leaflet::{LatLng, LatLngBounds};
use leptos::prelude::*;
use web_sys::FocusOptions;

/// Pixels around the results when all are shown, so that pills aren't cut off.
const MARGIN: f64 = 48.0;
/// The closest zoom when all results are shown: one home still has its streets around it.
const CLOSEST_TO_RESULTS: f64 = 16.0;

impl LiveMap {
    /// Shows the pins and the area of the page, and the place its address asks for.
    pub fn renew(&self) {
        let pins = pins::read(&self.frame);
        let area = self.frame.get_attribute("data-area");
        self.tools.has_area.set(self.area.show(&self.map, area.as_deref()));
        match self.moves.asked_box() {
            AskedBox::Own => {}
            AskedBox::Foreign(bounds) => self.moves.fit(&self.map, &bounds, 0.0, CLOSEST),
            AskedBox::None => {
                let bounds = self.area.bounds().or_else(|| around(&pins)).unwrap_or_else(coordinates::valley);
                self.moves.fit(&self.map, &bounds, MARGIN, CLOSEST_TO_RESULTS);
            }
        }
        self.markers.show(pins);
        if self.markers.opened().is_some_and(|listing_id| self.markers.of_listing(&listing_id).is_none()) {
            popup::close(&self.map);
        }
        self.tools.moved.set(false);
    }

    /// Searches in the box that the map shows.
    pub fn search_here(&self, history: History) {
        self.tools.moved.set(false);
        if let Some(address) = self.moves.address_here(&self.map) {
            visit(&address, history);
        }
    }

    /// Shows a group's homes and searches among them. As close as the map goes, the list
    /// alone can still tell them apart.
    pub fn open_group(&self, pin: &Pin) {
        match pin.group_bounds() {
            Some(bounds) if self.map.get_zoom() < CLOSEST => {
                self.moves.fit(&self.map, &bounds, MARGIN, CLOSEST);
                self.search_here(History::Push);
            }
            _ => visit(&pin.address, History::Push),
        }
    }

    /// Gives the focus back that was lost while the page exchanged its parts.
    pub fn restore_focus(&self) {
        let body = document().body();
        let lost = document().active_element().is_none_or(|active| body.is_some_and(|body| *body == active));
        let Some(focused) = self.focused.borrow().clone().filter(|_| lost) else { return };
        let options = FocusOptions::new();
        options.set_prevent_scroll(true);
        let _ = focused.focus_with_options(&options);
        if !focused.is_connected() {
            let _ = self.canvas.focus_with_options(&options);
        }
    }
}

/// The box around all homes, those of groups with them.
fn around(pins: &[Pin]) -> Option<LatLngBounds> {
    let points: Vec<LatLng> = pins
        .iter()
        .flat_map(|pin| match pin.group_bounds() {
            Some(bounds) => vec![bounds.get_south_west(), bounds.get_north_east()],
            None => vec![pin.point()],
        })
        .collect();
    coordinates::around(&points)
}
