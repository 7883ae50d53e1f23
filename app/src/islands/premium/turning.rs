//! The tour that is open: one at a time, since each holds memory of the graphics card.

use super::{
    holding,
    renderer::{self, Renderer},
    tour::{Showing, Source, Step},
};
use leptos::{html::Div, prelude::*, task::spawn_local};
use std::{
    cell::{Cell, RefCell},
    f64::consts::{FRAC_PI_2, PI},
};
use wasm_bindgen::{JsCast, JsValue};
use web_sys::{Element, HtmlElement};

/// The class of a frame whose tour is open.
const TURNING: &str = "tour__frame--turning";
/// How far a key or a button turns, and how much closer it gets.
const TURN: f64 = PI / 12.0;
const CLOSER: f64 = 0.85;
/// Angles of view, in radians: 100° at first, 40° to 110°.
const FIRST_ANGLE: f64 = 100.0 * PI / 180.0;
const ANGLES: (f64, f64) = (40.0 * PI / 180.0, 110.0 * PI / 180.0);

/// Where one looks.
#[derive(Debug, Clone, Copy)]
pub(super) struct View {
    pub pitch: f64,
    pub yaw: f64,
    /// Across the frame.
    pub angle: f64,
}

/// A tour that is open.
pub(super) struct Open {
    frame: Element,
    pub canvas: HtmlElement,
    pub renderer: Renderer,
    showing: RwSignal<Showing>,
    view: View,
    /// Where the pointer was that turns the view.
    pub held_at: Option<(i32, i32)>,
}

thread_local! {
    static OPEN: RefCell<Option<Open>> = const { RefCell::new(None) };
    /// Whether what comes is being drawn.
    static DRAWING: Cell<bool> = const { Cell::new(false) };
}

/// Opens the tour of a frame, and closes another one.
pub fn begin(frame: NodeRef<Div>, source: Source, showing: RwSignal<Showing>) {
    let Some(frame) = frame.get_untracked() else {
        return;
    };
    let frame: Element = frame.unchecked_into();
    showing.set(Showing::Loading);
    spawn_local(async move {
        match open(&frame, &source, showing).await {
            Ok(()) => {
                holding::follow();
                showing.set(Showing::Turning);
                with_open(|open| {
                    let _ = open.canvas.focus();
                });
            }
            Err(_) => {
                let _ = frame.class_list().remove_1(TURNING);
                showing.set(Showing::Unable);
            }
        }
    });
}

async fn open(frame: &Element, source: &Source, showing: RwSignal<Showing>) -> Result<(), JsValue> {
    // Tiles are fetched as they are looked at.
    let picture = match source.tiles {
        Some(_) => None,
        None => Some(renderer::picture(&source.address).await?),
    };
    renderer::load().await?;
    close();
    let canvas = frame.query_selector(".tour__view")?.ok_or(JsValue::NULL)?;
    let canvas: HtmlElement = canvas.dyn_into()?;
    // The renderer takes its size from what is seen.
    frame.class_list().add_1(TURNING)?;
    let renderer = renderer::renderer(&canvas)?;
    let view = View {
        pitch: 0.0,
        yaw: 0.0,
        angle: FIRST_ANGLE,
    };
    let begun = match (&source.tiles, &picture) {
        (Some((folder, cube)), _) => renderer.init_tiles(folder, cube),
        (None, Some(picture)) => renderer.init(picture),
        (None, None) => Err(JsValue::NULL),
    };
    let drawn = begun
        .and_then(|()| renderer.resize())
        .and_then(|()| renderer.render(view.pitch, view.yaw, view.angle));
    if let Err(error) = drawn {
        let _ = renderer.destroy();
        return Err(error);
    }
    let open = Open {
        frame: frame.clone(),
        canvas,
        renderer,
        showing,
        view,
        held_at: None,
    };
    OPEN.with_borrow_mut(|slot| *slot = Some(open));
    if source.tiles.is_some() {
        draw_what_comes();
    }
    Ok(())
}

/// Draws again as long as tiles are on their way; one loop, however often the view turns.
fn draw_what_comes() {
    if DRAWING.replace(true) {
        return;
    }
    request_animation_frame(draw_once_more);
}

fn draw_once_more() {
    let goes_on = with_open(|open| {
        let view = open.view;
        let _ = open.renderer.render(view.pitch, view.yaw, view.angle);
        open.renderer.is_loading().unwrap_or(false)
    });
    match goes_on {
        Some(true) => request_animation_frame(draw_once_more),
        _ => DRAWING.set(false),
    }
}

/// Closes the tour that is open, wherever it is.
fn close() {
    if let Some(open) = OPEN.with_borrow_mut(Option::take) {
        let _ = open.frame.class_list().remove_1(TURNING);
        let _ = open.renderer.destroy();
        // Its island may have gone.
        let _ = open.showing.try_set(Showing::Flat);
    }
}

/// Closes the tour of a frame.
pub fn end(frame: NodeRef<Div>) {
    if is_open_in(frame) {
        close();
    }
}

/// Turns the tour of a frame by a step.
pub fn take(frame: NodeRef<Div>, step: Step) {
    if !is_open_in(frame) {
        return;
    }
    change(|view| match step {
        Step::Left => view.yaw -= TURN,
        Step::Right => view.yaw += TURN,
        Step::Up => view.pitch += TURN,
        Step::Down => view.pitch -= TURN,
        Step::Closer => view.angle *= CLOSER,
        Step::Farther => view.angle /= CLOSER,
    });
}

fn is_open_in(frame: NodeRef<Div>) -> bool {
    let frame = frame.try_get_untracked().flatten();
    let Some(frame) = frame else { return false };
    let frame: Element = frame.unchecked_into();
    OPEN.with_borrow(|open| open.as_ref().is_some_and(|open| open.frame == frame))
}

/// Does something with the tour that is open, if there is one.
pub(super) fn with_open<T>(work: impl FnOnce(&mut Open) -> T) -> Option<T> {
    OPEN.with_borrow_mut(|open| open.as_mut().map(work))
}

/// Looks elsewhere, within bounds, and draws what is seen there.
pub(super) fn change(change: impl FnOnce(&mut View)) {
    with_open(|open| {
        let view = &mut open.view;
        change(view);
        view.pitch = view.pitch.clamp(-FRAC_PI_2, FRAC_PI_2);
        view.yaw = (view.yaw + PI).rem_euclid(2.0 * PI) - PI;
        view.angle = view.angle.clamp(ANGLES.0, ANGLES.1);
        // A context that was lost draws nothing; closing the tour gets the picture back.
        let _ = open.renderer.render(view.pitch, view.yaw, view.angle);
    });
    let loads = with_open(|open| open.renderer.is_loading().unwrap_or(false));
    if loads == Some(true) {
        draw_what_comes();
    }
}
