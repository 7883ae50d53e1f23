//! A 360° picture: flat at first, and turned by finger, pointer, keys or buttons once the
//! visitor asks for it. Where the browser can't turn it, it stays flat.

use super::{media::FlatPicture, watermark::Watermark};
use durbar_domain::{Locale, media::CubeTiles, premium::PremiumItem};
use durbar_messages::premium as texts;
use leptos::{html::Div, prelude::*};

/// How a picture is shown.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[cfg_attr(
    not(target_arch = "wasm32"),
    expect(dead_code, reason = "set in the browser")
)]
pub(super) enum Showing {
    Flat,
    Loading,
    Turning,
    /// Flat, since this browser can't turn it.
    Unable,
}

/// What is turned: a picture, whole or in tiles.
#[derive(Debug, Clone)]
#[cfg_attr(
    not(target_arch = "wasm32"),
    expect(dead_code, reason = "read in the browser")
)]
pub(super) struct Source {
    pub address: String,
    /// The folder of the tiles and how they are cut.
    pub tiles: Option<(String, CubeTiles)>,
}

/// One step of the view.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Step {
    Left,
    Right,
    Up,
    Down,
    Closer,
    Farther,
}

impl Step {
    /// The step of a key on the keyboard.
    fn of_key(key: &str) -> Option<Self> {
        Some(match key {
            "ArrowLeft" => Self::Left,
            "ArrowRight" => Self::Right,
            "ArrowUp" => Self::Up,
            "ArrowDown" => Self::Down,
            "+" | "=" => Self::Closer,
            "-" => Self::Farther,
            _ => return None,
        })
    }
}

#[component]
pub fn Tour(
    locale: Locale,
    item: PremiumItem,
    /// Whether there is anything to turn it with.
    #[prop(into)]
    turning: Signal<bool>,
    marked: bool,
) -> impl IntoView {
    let frame = NodeRef::<Div>::new();
    let showing = RwSignal::new(Showing::Flat);
    let source = StoredValue::new(Source {
        address: item.path.clone(),
        tiles: item.tiles.clone(),
    });
    let alt = item.alt.get(locale).clone();
    let open = move |_| begin(frame, source.get_value(), showing);
    let close = move |_| {
        end(frame);
        showing.set(Showing::Flat);
    };
    let on_key = move |event: leptos::ev::KeyboardEvent| {
        if let Some(step) = Step::of_key(&event.key()) {
            event.prevent_default();
            take(frame, step);
        }
    };
    on_cleanup(move || end(frame));
    let is_turning = move || showing.get() == Showing::Turning;
    let button = move |step: Step, label: &'static str, sign: &'static str| {
        view! {
            <button type="button" class="tour__step" aria-label=label on:click=move |_| take(frame, step)>
                {sign}
            </button>
        }
    };
    view! {
        <figure class="tour">
            <div class="tour__frame" node_ref=frame>
                <FlatPicture locale item />
                <div
                    class="tour__view"
                    tabindex="0"
                    role="application"
                    aria-label=texts::tour_label(locale, alt.clone())
                    on:keydown=on_key
                ></div>
                {marked.then(|| view! { <Watermark /> })}
            </div>
            <figcaption>{alt}</figcaption>
            {move || turning.get().then(|| view! {
                <div class="tour__controls">
                    <button
                        type="button"
                        class="button button--quiet"
                        hidden=is_turning
                        disabled=move || showing.get() == Showing::Loading
                        on:click=open
                    >
                        {texts::look_around(locale)}
                    </button>
                    <span class="tour__steps" hidden=move || !is_turning()>
                        {button(Step::Left, texts::look_left(locale), "←")}
                        {button(Step::Right, texts::look_right(locale), "→")}
                        {button(Step::Up, texts::look_up(locale), "↑")}
                        {button(Step::Down, texts::look_down(locale), "↓")}
                        {button(Step::Closer, texts::closer(locale), "+")}
                        {button(Step::Farther, texts::farther(locale), "−")}
                        <button type="button" class="button button--quiet" on:click=close>
                            {texts::close_tour(locale)}
                        </button>
                    </span>
                </div>
                <p class="premium__status" role="status">
                    {move || match showing.get() {
                        Showing::Loading => texts::opening(locale),
                        Showing::Unable => texts::unable_to_turn(locale),
                        Showing::Flat | Showing::Turning => "",
                    }}
                </p>
            })}
        </figure>
    }
    .into_any()
}

#[cfg(target_arch = "wasm32")]
use super::turning::{begin, end, take};

/// Only browsers turn pictures.
#[cfg(not(target_arch = "wasm32"))]
fn begin(_: NodeRef<Div>, _: Source, _: RwSignal<Showing>) {}
#[cfg(not(target_arch = "wasm32"))]
fn end(_: NodeRef<Div>) {}
#[cfg(not(target_arch = "wasm32"))]
fn take(_: NodeRef<Div>, _: Step) {}
