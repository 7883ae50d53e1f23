//! What the map's tools and pills do.

use super::{address, live::LiveMap, markers::PinMarker, popup, tools::Command};
use crate::islands::search::{History, visit};
use leaflet::LatLng;
use leptos::prelude::*;

impl LiveMap {
    /// Does what a button asks for.
    pub fn obey(&self, command: Command) {
        match command {
            Command::SearchHere => self.search_here(History::Push),
            Command::Draw => self.start_drawing(),
            Command::Finish => self.finish_drawing(),
            Command::Cancel => self.cancel_drawing(),
            Command::ClearArea => {
                self.tools.has_area.set(self.area.show(&self.map, None));
                visit(&address::with(&[("area", None)]), History::Push);
            }
        }
        if command != Command::Draw {
            self.focus_draw_button();
        }
    }

    /// Opens a pill: a home's card, or a group. While an area is drawn, it is a place for
    /// a corner like any other.
    pub fn open(&self, marker: &PinMarker, at: LatLng, by_keyboard: bool) {
        let pin = &marker.pin;
        if self.is_drawing() {
            self.set_corner(at);
            return;
        }
        let Some(listing_id) = pin.listing_id() else {
            self.open_group(pin);
            return;
        };
        if self.markers.opened().as_deref() == Some(listing_id) {
            popup::close(&self.map);
            return;
        }
        let Some(card) = popup::open(&self.map, pin, self.locale) else {
            return;
        };
        self.markers.set_opened(Some(listing_id.to_owned()));
        self.markers.visit(listing_id);
        if by_keyboard {
            popup::focus_link(&card);
        }
    }

    /// Closes the open card and gives the focus back to its pill. Tells whether one was open.
    pub fn close_card(&self) -> bool {
        let Some(listing_id) = self.markers.opened() else {
            return false;
        };
        popup::close(&self.map);
        if let Some(element) = self
            .markers
            .of_listing(&listing_id)
            .and_then(|marker| marker.element())
        {
            let _ = element.focus();
        }
        true
    }

    /// Escape: ends the drawing, else closes the card. Tells whether there was either.
    pub fn step_back(&self) -> bool {
        let drawing = self.is_drawing();
        if drawing {
            self.cancel_drawing();
        }
        drawing || self.close_card()
    }

    /// The button that was pressed may be gone now; the focus goes to one that is there.
    fn focus_draw_button(&self) {
        let active = document().active_element();
        let in_tools = active.is_some_and(|active| {
            active
                .closest(".map__tools button")
                .ok()
                .flatten()
                .is_some()
        });
        let button = self.tools.draw_button;
        if in_tools {
            request_animation_frame(move || {
                if let Some(button) = button.get_untracked() {
                    let _ = button.focus();
                }
            });
        }
    }
}
