//! What the map's tools and pills do.

use super::{
    address,
    drawing_tool::{Corner, Drawing},
    live::LiveMap,
    markers::PinMarker,
    popup,
    tools::Command,
};
use crate::islands::search::{History, visit};
use leaflet::LatLng;
use leptos::prelude::*;
use web_sys::FocusOptions;

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

    pub fn is_drawing(&self) -> bool {
        self.drawing.borrow().is_some()
    }

    /// Shows where the keyboard sets a corner, or not, if an area is drawn.
    pub fn aim(&self, shown: bool) {
        if let Some(drawing) = self.drawing.borrow().as_ref() {
            drawing.show_aim(shown);
        }
    }

    /// Sets a corner of the area being drawn, if one is.
    pub fn set_corner(&self, point: LatLng) {
        let set = self
            .drawing
            .borrow_mut()
            .as_mut()
            .map(|drawing| drawing.set_corner(point));
        match set {
            Some(Corner::Open(count)) => self.tools.corners.set(Some(count)),
            Some(Corner::Closed) => self.finish_drawing(),
            None => {}
        }
    }

    fn start_drawing(&self) {
        popup::close(&self.map);
        let drawing = Drawing::start(&self.map);
        self.tools.corners.set(Some(0));
        let _ = self.frame.class_list().add_1("map--drawing");
        // The arrow keys then move the map and Enter sets a corner, without a search for it.
        let options = FocusOptions::new();
        options.set_prevent_scroll(true);
        let _ = self.canvas.focus_with_options(&options);
        // So the browser tells whether the button was pressed by keyboard.
        drawing.show_aim(self.canvas.matches(":focus-visible").unwrap_or(false));
        self.drawing.replace(Some(drawing));
    }

    /// Searches in the area drawn; with too few corners the drawing goes on.
    pub fn finish_drawing(&self) {
        let Some(area) = self.drawing.borrow().as_ref().and_then(Drawing::text) else {
            return;
        };
        self.end_drawing();
        self.tools
            .has_area
            .set(self.area.show(&self.map, Some(&area)));
        visit(
            &address::with(&[("area", Some(&area)), ("box", None)]),
            History::Push,
        );
    }

    /// Gives the drawing up. Moves made for its sake search now.
    fn cancel_drawing(&self) {
        self.end_drawing();
        if self.tools.moved.get_untracked() && self.tools.as_i_move.get_untracked() {
            self.search_here(History::Replace);
        }
    }

    fn end_drawing(&self) {
        if let Some(drawing) = self.drawing.take() {
            drawing.end();
        }
        self.tools.corners.set(None);
        let _ = self.frame.class_list().remove_1("map--drawing");
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
