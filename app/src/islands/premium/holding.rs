//! Turning a tour by holding it with finger or pointer, and following the window's size.

use super::turning::{change, with_open};
use crate::islands::browser::listen;
use leptos::prelude::{document, window};
use std::cell::Cell;
use wasm_bindgen::JsCast;
use web_sys::{Element, Event, PointerEvent};

thread_local! {
    /// Whether pointers and sizes are followed already.
    static FOLLOWED: Cell<bool> = const { Cell::new(false) };
}

/// Follows the pointer that holds the view, and the size of the window.
pub fn follow() {
    if FOLLOWED.replace(true) {
        return;
    }
    listen(&document(), "pointerdown", hold);
    listen(&document(), "pointermove", |event: PointerEvent| {
        drag(&event)
    });
    for end in ["pointerup", "pointercancel"] {
        listen(&document(), end, |_: PointerEvent| {
            with_open(|open| open.held_at = None);
        });
    }
    listen(&window(), "resize", |_: Event| {
        // A context that was lost stays as it is; closing the tour gets the picture back.
        with_open(|open| drop(open.renderer.resize()));
        change(|_| {});
    });
}

fn hold(event: PointerEvent) {
    let target = event.target().and_then(|it| it.dyn_into::<Element>().ok());
    with_open(|open| {
        if target.is_some_and(|target| open.canvas.contains(Some(&target))) {
            open.held_at = Some((event.client_x(), event.client_y()));
        }
    });
}

/// What is held stays under the pointer.
fn drag(event: &PointerEvent) {
    let moved = with_open(|open| {
        let (x, y) = open.held_at?;
        let now = (event.client_x(), event.client_y());
        open.held_at = Some(now);
        let width = f64::from(open.canvas.client_width().max(1));
        Some((f64::from(now.0 - x) / width, f64::from(now.1 - y) / width))
    });
    if let Some((across, down)) = moved.flatten() {
        change(|view| {
            view.yaw -= across * view.angle;
            view.pitch += down * view.angle;
        });
    }
}
