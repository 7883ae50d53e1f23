//! Going to another search without leaving the page.

use super::form;
use crate::{
    islands::{
        browser::{event_element, find, find_all, listen},
        preferences::apply,
    },
    locale::use_locale,
};
use durbar_messages as messages;
use leptos::{prelude::*, task::spawn_local};
use std::cell::RefCell;
use wasm_bindgen::{JsCast, JsValue};
use wasm_bindgen_futures::JsFuture;
use web_sys::{
    AbortController, CustomEvent, Document, DomParser, Element, Event, HtmlElement,
    HtmlFormElement, MouseEvent, PopStateEvent, RequestInit, Response, ScrollIntoViewOptions,
    ScrollLogicalPosition, SupportedType,
};

/// The event told to the window after results were exchanged.
pub const RESULTS_EVENT: &str = "durbar:results";

/// What becomes of the browser's history.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum History {
    /// A new entry: the way back leads to what was shown before.
    Push,
    /// The present entry changes, as while a map is moved.
    Replace,
    /// The browser has moved already.
    Keep,
}

thread_local! {
    /// The visit under way; a newer one ends it.
    static UNDER_WAY: RefCell<Option<AbortController>> = const { RefCell::new(None) };
    static STATUS: RefCell<Option<RwSignal<String>>> = const { RefCell::new(None) };
}

/// Listens to the form, the links and the way back.
pub fn take_over(status: RwSignal<String>) {
    STATUS.with_borrow_mut(|slot| *slot = Some(status));
    listen(&document(), "submit", |event: Event| {
        if let Some(form) =
            event_element(&event, "#search-form").and_then(|form| form.dyn_into().ok())
        {
            event.prevent_default();
            form::close_panels();
            visit(&form::address(&form), History::Push);
        }
    });
    listen(&document(), "change", |event: Event| {
        // Text is searched for when it is sent; every other choice acts at once.
        let chosen = event_element(
            &event,
            "#search-form input:not([type=search]), #search-form select",
        );
        let form = chosen.and_then(|field| field.closest("form").ok().flatten());
        if let Some(form) = form.and_then(|form| form.dyn_into::<HtmlFormElement>().ok()) {
            visit(&form::address(&form), History::Push);
        }
    });
    listen(&document(), "click", |event: MouseEvent| {
        form::close_panels_outside(&event);
        let wants_new_tab =
            event.meta_key() || event.ctrl_key() || event.shift_key() || event.button() != 0;
        let link = event_element(&event, "a[data-search-link]");
        if let Some(link) = link.filter(|_| !wants_new_tab && !event.default_prevented()) {
            event.prevent_default();
            let Some(address) = link.get_attribute("href") else {
                return;
            };
            visit(&address, History::Push);
            if link.get_attribute("data-search-link").as_deref() == Some("top") {
                scroll_to_results();
            }
        }
    });
    listen(&window(), "popstate", |_: PopStateEvent| {
        let location = window().location();
        let address =
            location.pathname().unwrap_or_default() + &location.search().unwrap_or_default();
        visit(&address, History::Keep);
    });
    form::settle_sheet();
}

/// Shows the search at `address`. Where that fails, the browser goes there by itself.
pub fn visit(address: &str, history: History) {
    let address = address.to_owned();
    let controller = AbortController::new().ok();
    let signal = controller.as_ref().map(AbortController::signal);
    if let Some(previous) = UNDER_WAY.replace(controller) {
        previous.abort();
    }
    set_busy(true);
    say(messages::search::updating(use_locale()));
    spawn_local(async move {
        match fetch(&address, signal.as_ref()).await {
            Ok(page) => {
                record(&address, history);
                exchange(&page, history);
                set_busy(false);
            }
            // A newer visit ended this one.
            Err(_) if signal.is_some_and(|signal| signal.aborted()) => {}
            Err(_) => {
                set_busy(false);
                say(messages::search::failed(use_locale()));
            }
        }
    });
}

/// The page at `address`. A refused search (400) is a page that says so.
async fn fetch(address: &str, signal: Option<&web_sys::AbortSignal>) -> Result<Document, JsValue> {
    let init = RequestInit::new();
    init.set_signal(signal);
    let response: Response = JsFuture::from(window().fetch_with_str_and_init(address, &init))
        .await?
        .dyn_into()?;
    if !response.ok() && response.status() != 400 {
        return Err(JsValue::from(response.status()));
    }
    let text = JsFuture::from(response.text()?)
        .await?
        .as_string()
        .unwrap_or_default();
    DomParser::new()?.parse_from_string(&text, SupportedType::TextHtml)
}

fn record(address: &str, history: History) {
    let Ok(browser_history) = window().history() else {
        return;
    };
    let _ = match history {
        History::Push => browser_history.push_state_with_url(&JsValue::NULL, "", Some(address)),
        History::Replace => {
            browser_history.replace_state_with_url(&JsValue::NULL, "", Some(address))
        }
        History::Keep => Ok(()),
    };
}

/// Takes the marked parts, the counts and the title from the new page.
fn exchange(page: &Document, history: History) {
    document().set_title(&page.title());
    let focus_was_in_results = focus_is_in("#results");
    let Some(body) = document().body() else {
        return;
    };
    for old in find_all(&body, "[data-swap]") {
        let Some(new) = page.get_element_by_id(&old.id()) else {
            continue;
        };
        if old.id() == "results" {
            keep_map(&old, &new);
        } else {
            old.set_inner_html(&new.inner_html());
        }
        for name in ["href", "data-total"] {
            if let Some(value) = new.get_attribute(name) {
                let _ = old.set_attribute(name, &value);
            }
        }
    }
    match history {
        // The way back shows what was asked for then, also in a field somebody is in.
        History::Keep => form::replace(page),
        History::Push | History::Replace => form::follow(page),
    }
    if focus_was_in_results && !focus_is_in("#results") {
        focus_results();
    }
    apply::apply_to(&body);
    let total = find("#results").and_then(|results| results.get_attribute("data-total"));
    if let Some(total) = total.and_then(|total| total.parse().ok()) {
        say(&messages::search::found(use_locale(), total));
    }
    if let Ok(event) = CustomEvent::new(RESULTS_EVENT) {
        let _ = window().dispatch_event(&event);
    }
}

fn focus_is_in(selector: &str) -> bool {
    let active = document().active_element();
    find(selector).is_some_and(|root| active.is_some_and(|active| root.contains(Some(&active))))
}

/// Who went on from a link that is gone goes on from the results that came.
fn focus_results() {
    if let Some(results) = find("#results").and_then(|it| it.dyn_into::<HtmlElement>().ok()) {
        let _ = results.set_attribute("tabindex", "-1");
        let _ = results.focus();
    }
}

/// Exchanges the results around a living map, whose drawing alone is renewed.
fn keep_map(old: &Element, new: &Element) {
    let map = |root: &Element| root.query_selector("#map").ok().flatten();
    match (map(old), map(new)) {
        (Some(living), Some(fresh)) => {
            let drawing = |root: &Element| root.query_selector("#map-drawing").ok().flatten();
            if let (Some(old_drawing), Some(new_drawing)) = (drawing(&living), drawing(&fresh)) {
                let _ = old_drawing.replace_with_with_node_1(&new_drawing);
            }
            let _ = match fresh.get_attribute("data-area") {
                Some(area) => living.set_attribute("data-area", &area),
                None => living.remove_attribute("data-area"),
            };
            let _ = fresh.replace_with_with_node_1(&living);
        }
        (Some(living), None) => living.remove(),
        _ => {}
    }
    let fragment = document().create_document_fragment();
    while let Some(child) = new.first_child() {
        let _ = fragment.append_child(&child);
    }
    old.replace_children_with_node_1(&fragment);
}

fn set_busy(busy: bool) {
    if let Some(results) = find("#results") {
        let _ = results.set_attribute("aria-busy", if busy { "true" } else { "false" });
    }
}

fn say(words: &str) {
    STATUS.with_borrow(|status| {
        if let Some(status) = status {
            status.set(words.to_owned());
        }
    });
}

fn scroll_to_results() {
    if let Some(results) = find("#results") {
        let options = ScrollIntoViewOptions::new();
        options.set_block(ScrollLogicalPosition::Start);
        results.scroll_into_view_with_scroll_into_view_options(&options);
    }
}
