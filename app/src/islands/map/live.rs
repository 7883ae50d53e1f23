//! The living map: Leaflet in the place of the drawing.

use super::{
    Settings,
    area::AreaShape,
    bindings, coordinates,
    drawing_tool::Drawing,
    listeners,
    markers::Markers,
    moves::Moves,
    outlines, pills,
    pins::{self, Pin},
    tiles,
    tools::Tools,
};
use durbar_domain::Locale;
use durbar_messages::map as words;
use leaflet::{Map, MapOptions, Zoom, ZoomOptions};
use leptos::{prelude::*, task::spawn_local};
use std::{cell::RefCell, rc::Rc};
use web_sys::{Element, HtmlElement};

/// The closest zoom, at which single houses are told apart.
pub const CLOSEST: f64 = 18.0;

thread_local! {
    /// The page's map, while it is shown.
    static LIVE: RefCell<Option<Rc<LiveMap>>> = const { RefCell::new(None) };
}

/// Leaflet's map and what stands on it.
pub struct LiveMap {
    pub map: Map,
    /// `#map`: the place of the drawing and of this map.
    pub frame: Element,
    pub canvas: HtmlElement,
    pub locale: Locale,
    pub tools: Tools,
    /// The homes of the results, one by one as far as the server gives them so.
    pub pins: RefCell<Vec<Pin>>,
    pub markers: Markers,
    pub area: AreaShape,
    pub moves: Moves,
    pub drawing: RefCell<Option<Drawing>>,
    /// What in the frame had the focus, unless something else had it since.
    pub focused: RefCell<Option<HtmlElement>>,
}

/// Does something with the page's map, if it is shown.
pub fn with_live(act: impl FnOnce(&LiveMap)) {
    // Released at once: Leaflet calls back while it is called.
    let live = LIVE.with_borrow(Clone::clone);
    if let Some(live) = live {
        act(&live);
    }
}

/// Starts Leaflet, which must be loaded. Where it refuses, the drawing stays.
pub fn start(
    frame: Element,
    canvas: HtmlElement,
    settings: &Settings,
    tools: Tools,
    locale: Locale,
) {
    // Leaflet measures the canvas, so it has to be seen.
    let _ = canvas.remove_attribute("hidden");
    let _ = frame.class_list().add_1("map--live");
    let Ok(map) = Map::new_with_element(&canvas, &options(settings.searching)) else {
        let _ = canvas.set_attribute("hidden", "");
        let _ = frame.class_list().remove_1("map--live");
        return;
    };
    if bindings::wants_less_motion() {
        bindings::still_pans(&map);
    }
    let live = Rc::new(LiveMap {
        markers: Markers::new(&map),
        map,
        frame,
        canvas,
        locale,
        tools,
        pins: RefCell::default(),
        area: AreaShape::default(),
        moves: Moves::default(),
        drawing: RefCell::default(),
        focused: RefCell::default(),
    });
    LIVE.set(Some(live.clone()));
    live.furnish(settings);
    if settings.searching {
        live.renew();
        listeners::listen_to(&live);
    } else {
        live.show_home();
    }
    tools.live.set(true);
}

fn options(searching: bool) -> MapOptions {
    let options = MapOptions::new();
    let still = bindings::wants_less_motion();
    options.set_zoom_control(false);
    options.set_attribution_control(false);
    options.set_min_zoom(10.0);
    options.set_max_zoom(CLOSEST);
    options.set_max_bounds(coordinates::reach());
    options.set_zoom_animation(!still);
    options.set_fade_animation(!still);
    options.set_marker_zoom_animation(!still);
    options.set_inertia(!still);
    // The small map lies in the way of who scrolls the page.
    options.set_scroll_wheel_zoom(searching);
    options.set_dragging(searching || !bindings::is_touched());
    options
}

impl LiveMap {
    /// Controls, tiles and outlines.
    fn furnish(&self, settings: &Settings) {
        let zoom = ZoomOptions::new();
        for (name, value) in [
            ("position", "bottomright"),
            ("zoomInTitle", words::zoom_in(self.locale)),
            ("zoomOutTitle", words::zoom_out(self.locale)),
        ] {
            bindings::set(&zoom, name, &value.into());
        }
        bindings::attribution(&bindings::object([("prefix", "Leaflet".into())])).add_to(&self.map);
        Zoom::new(&zoom).add_to(&self.map);
        if let Some(address) = &settings.tile_url {
            tiles::add(
                &self.map,
                address,
                &settings.tile_attribution,
                self.tools.tiles_failed,
            );
        }
        spawn_local(outlines::draw(self.map.clone(), self.locale));
    }

    /// The small map of one home.
    fn show_home(&self) {
        let Some(pin) = pins::read(&self.frame).into_iter().next() else {
            return;
        };
        let zoom = if pin.is_approximate() { 14.0 } else { 15.0 };
        self.map.set_view(&pin.point(), zoom);
        pills::still_mark(&pin).add_to(&self.map);
    }

    /// Takes the map down, as its frame has left the page.
    pub fn end(&self) {
        LIVE.set(None);
        self.tools.live.set(false);
        self.map.remove();
    }
}
