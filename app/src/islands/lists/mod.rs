//! Putting a home into lists on its own page.

#[cfg(target_arch = "wasm32")]
mod live;

use crate::{locale::use_locale, server_functions::ListWay};
use durbar_domain::PropertyId;
use durbar_messages::shortlist as words;
use leptos::prelude::*;

/// How far the visitor has come.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Progress {
    Closed,
    Asking,
    Open,
    /// The last change was not kept.
    Failed,
}

/// What the panel shows and how far it has come.
#[derive(Debug, Clone, Copy)]
pub struct Panel {
    pub listing_id: PropertyId,
    pub progress: RwSignal<Progress>,
    pub ways: RwSignal<Vec<ListWay>>,
}

/// A link that opens the visitor's lists here. Somebody who isn't signed in, and without
/// scripting everybody, follows it to the page that does the same.
#[island(lazy)]
pub fn AddToList(listing_id: PropertyId) -> impl IntoView {
    let locale = use_locale();
    let panel = Panel {
        listing_id,
        progress: RwSignal::new(Progress::Closed),
        ways: RwSignal::new(Vec::new()),
    };
    let on_click = move |event: leptos::ev::MouseEvent| {
        #[cfg(target_arch = "wasm32")]
        live::open(&event, panel);
        #[cfg(not(target_arch = "wasm32"))]
        let _ = event;
    };
    let on_key = move |event: leptos::ev::KeyboardEvent| {
        if event.key() == "Escape" {
            panel.progress.set(Progress::Closed);
        }
    };
    let status = move || match panel.progress.get() {
        Progress::Asking => words::asking(locale),
        Progress::Failed => words::not_kept(locale),
        Progress::Closed | Progress::Open => "",
    };
    let is_closed = move || {
        let progress = panel.progress.get();
        matches!(progress, Progress::Closed | Progress::Asking)
    };
    view! {
        <div class="list-adder" on:keydown=on_key>
            <a
                class="button button--quiet button--small"
                href=locale.path(&page_of(listing_id))
                rel="nofollow"
                on:click=on_click
            >
                {words::add(locale)}
            </a>
            <p class="list-adder__status" role="status">{status}</p>
            <div class="list-adder__panel" hidden=is_closed>
                <Lists panel />
                <NewList panel />
                <p><a href=locale.path("/account/shortlists")>{words::back(locale)}</a></p>
            </div>
        </div>
    }
    .into_any()
}

/// The page that does the same without scripting.
pub fn page_of(listing_id: PropertyId) -> String {
    format!("/account/shortlists?add={listing_id}")
}

/// A box for each list: ticked while the home is in it.
#[component]
fn Lists(panel: Panel) -> impl IntoView {
    let entry = move |way: ListWay| {
        let id = way.shortlist_id;
        let on_change = move |event: leptos::ev::Event| {
            #[cfg(target_arch = "wasm32")]
            live::put(panel, id, event_target_checked(&event));
            #[cfg(not(target_arch = "wasm32"))]
            let _ = (&event, id);
        };
        view! {
            <li>
                <label class="choice">
                    <input type="checkbox" prop:checked=way.has_home on:change=on_change />
                    <span class="choice__name">{way.name.as_str().to_owned()}</span>
                </label>
            </li>
        }
    };
    view! {
        <ul role="list">
            {move || panel.ways.get().into_iter().map(entry).collect_view()}
        </ul>
    }
}

#[component]
fn NewList(panel: Panel) -> impl IntoView {
    let locale = use_locale();
    let name = RwSignal::new(String::new());
    let on_submit = move |event: leptos::ev::SubmitEvent| {
        event.prevent_default();
        #[cfg(target_arch = "wasm32")]
        live::create(panel, name);
        #[cfg(not(target_arch = "wasm32"))]
        let _ = panel;
    };
    view! {
        <form class="list-adder__new" on:submit=on_submit>
            <label class="field">
                <span class="field__label">{words::name(locale)}</span>
                <input
                    type="text"
                    maxlength="80"
                    required=true
                    prop:value=name
                    on:input=move |event| name.set(event_target_value(&event))
                />
            </label>
            <button class="button button--quiet button--small" type="submit">{words::create(locale)}</button>
        </form>
    }
}
