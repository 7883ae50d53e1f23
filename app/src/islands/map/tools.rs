//! The buttons over the map.

use durbar_domain::Locale;
use durbar_messages::map as words;
use leptos::{html::Button, prelude::*};

#[cfg(target_arch = "wasm32")]
const REMEMBERED: &str = "durbar-map-search-as-i-move";

/// What a button asks of the map.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Command {
    SearchHere,
    Draw,
    Finish,
    Cancel,
    ClearArea,
}

/// What the buttons show, kept by the map.
#[derive(Debug, Clone, Copy)]
pub struct Tools {
    /// Leaflet is there.
    pub live: RwSignal<bool>,
    /// The visitor's moves search.
    pub as_i_move: RwSignal<bool>,
    /// The visitor moved the map and hasn't searched there.
    pub moved: RwSignal<bool>,
    /// Corners of the area being drawn; `None`: none is.
    pub corners: RwSignal<Option<usize>>,
    /// The search has an area.
    pub has_area: RwSignal<bool>,
    pub tiles_failed: RwSignal<bool>,
    pub draw_button: NodeRef<Button>,
}

impl Tools {
    pub fn new() -> Self {
        Self {
            live: RwSignal::new(false),
            as_i_move: RwSignal::new(true),
            moved: RwSignal::new(false),
            corners: RwSignal::new(None),
            has_area: RwSignal::new(false),
            tiles_failed: RwSignal::new(false),
            draw_button: NodeRef::new(),
        }
    }

    fn is_drawing(self) -> bool {
        self.corners.get().is_some()
    }
}

fn ask(command: Command) {
    #[cfg(target_arch = "wasm32")]
    super::live::with_live(|live| live.obey(command));
    #[cfg(not(target_arch = "wasm32"))]
    let _ = command;
}

/// Takes up the choice of the last visit.
#[cfg(target_arch = "wasm32")]
fn recall_choice(tools: Tools) {
    if crate::islands::browser::recall(REMEMBERED).as_deref() == Some("off") {
        tools.as_i_move.set(false);
    }
}

/// Hidden until the map is there: the drawing needs no tools.
#[component]
pub fn MapTools(locale: Locale, tools: Tools) -> impl IntoView {
    #[cfg(target_arch = "wasm32")]
    recall_choice(tools);
    let choose_as_i_move = move |event| {
        let on = event_target_checked(&event);
        tools.as_i_move.set(on);
        #[cfg(target_arch = "wasm32")]
        crate::islands::browser::remember(REMEMBERED, if on { "on" } else { "off" });
        if on && tools.moved.get_untracked() {
            ask(Command::SearchHere);
        }
    };
    let few = move || tools.corners.get().is_none_or(|count| count < 3);
    view! {
        <div class="map__tools" hidden=move || !tools.live.get()>
            <label class="map__tool map__tool--choice" hidden=move || tools.is_drawing()>
                <input type="checkbox" prop:checked=tools.as_i_move on:change=choose_as_i_move />
                <span>{words::search_as_i_move(locale)}</span>
            </label>
            <Tool
                text=words::search_here(locale)
                command=Command::SearchHere
                shown=Signal::derive(move || !tools.is_drawing() && !tools.as_i_move.get() && tools.moved.get())
            />
            <button
                type="button"
                class="map__tool"
                node_ref=tools.draw_button
                hidden=move || tools.is_drawing()
                on:click=move |_| ask(Command::Draw)
            >
                {words::draw(locale)}
            </button>
            <Tool
                text=words::clear_area(locale)
                command=Command::ClearArea
                shown=Signal::derive(move || !tools.is_drawing() && tools.has_area.get())
            />
            <div role="status" class="map__status">
                {move || tools.corners.get().map(|count| view! { <DrawingHelp locale count /> })}
            </div>
            <button
                type="button"
                class="map__tool map__tool--main"
                hidden=move || !tools.is_drawing()
                disabled=few
                on:click=move |_| ask(Command::Finish)
            >
                {words::finish(locale)}
            </button>
            <Tool
                text=words::cancel(locale)
                command=Command::Cancel
                shown=Signal::derive(move || tools.is_drawing())
            />
        </div>
    }
    .into_any()
}

#[component]
fn Tool(text: &'static str, command: Command, shown: Signal<bool>) -> impl IntoView {
    view! {
        <button type="button" class="map__tool" hidden=move || !shown.get() on:click=move |_| ask(command)>
            {text}
        </button>
    }
}

/// How to draw, then how many corners there are.
#[component]
fn DrawingHelp(locale: Locale, count: usize) -> impl IntoView {
    if count == 0 {
        view! {
            <p class="map__help">{words::drawing(locale)}</p>
            <p class="visually-hidden">{words::draw_keys(locale)}</p>
        }
        .into_any()
    } else {
        view! { <p class="map__help">{words::corners(locale, count as u64)}</p> }.into_any()
    }
}
