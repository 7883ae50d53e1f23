//! Drawing an area, from its start to the search in it.

use super::{
    address, bindings,
    drawing_tool::{Corner, Drawing},
    live::LiveMap,
    popup,
};
use crate::islands::search::{History, visit};
use leaflet::LatLng;
use leptos::prelude::*;

impl LiveMap {
    /// Whether an area is being drawn.
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

    /// Starts drawing, with the map in focus.
    pub fn start_drawing(&self) {
        popup::close(&self.map);
        let drawing = Drawing::start(&self.map);
        self.tools.corners.set(Some(0));
        let _ = self.frame.class_list().add_1("map--drawing");
        // The arrow keys then move the map and Enter sets a corner, without a search for it.
        bindings::focus_in_place(&self.canvas);
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
    pub fn cancel_drawing(&self) {
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
}
