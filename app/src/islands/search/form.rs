//! The search form in the browser.

use crate::islands::browser::{event_element, find, find_all};
use leptos::prelude::{document, window};
use wasm_bindgen::JsCast as _;
use web_sys::{
    Document, Element, FormData, HtmlElement, HtmlFormElement, MouseEvent, UrlSearchParams,
};

/// Where the form leads, without the fields that are empty. A new search starts on its
/// first page.
pub fn address(form: &HtmlFormElement) -> String {
    let action = form.get_attribute("action").unwrap_or_default();
    let Ok(parameters) = UrlSearchParams::new() else {
        return action;
    };
    let entries = FormData::new_with_form(form).map(|data| data.entries());
    for entry in entries.into_iter().flatten().flatten() {
        let pair = js_sys::Array::from(&entry);
        let (name, value) = (pair.get(0).as_string(), pair.get(1).as_string());
        if let (Some(name), Some(value)) = (name, value.filter(|value| !value.trim().is_empty()))
            // The unit alone narrows nothing.
            && !(name == "land_unit" && value == "aana")
        {
            parameters.append(&name, &value);
        }
    }
    match parameters.to_string().as_string() {
        Some(query) if !query.is_empty() => format!("{action}?{query}"),
        _ => action,
    }
}

/// Brings the form in line with the page that came. While somebody is in the form only
/// its counts change, so that nothing moves under their fingers.
pub fn follow(page: &Document) {
    let Some(form) = find("#search-form") else {
        return;
    };
    let Some(new) = page.get_element_by_id("search-form") else {
        return;
    };
    let focused = document()
        .active_element()
        .is_some_and(|element| form.contains(Some(&element)));
    if !focused {
        replace(page);
        return;
    }
    for old in find_all(&form, "[data-count]") {
        let key = old.get_attribute("data-count").unwrap_or_default();
        let fresh = new
            .query_selector(&format!("[data-count=\"{key}\"]"))
            .ok()
            .flatten();
        old.set_text_content(fresh.and_then(|fresh| fresh.text_content()).as_deref());
    }
    for (old, fresh) in find_all(&form, ".panel__toggle")
        .iter()
        .zip(find_all(&new, ".panel__toggle"))
    {
        let _ = match fresh.has_attribute("data-active") {
            true => old.set_attribute("data-active", ""),
            false => old.remove_attribute("data-active"),
        };
    }
    keep_hidden_fields(&form, &new);
}

/// Shows the form of the page that came. A field somebody was in is theirs again.
pub fn replace(page: &Document) {
    let (Some(form), Some(new)) = (find("#search-form"), page.get_element_by_id("search-form"))
    else {
        return;
    };
    let active = document().active_element();
    let active = active.filter(|element| form.contains(Some(element)));
    let name = active.and_then(|element| element.get_attribute("name"));
    let open = find("#filters-sheet").is_some_and(|sheet| sheet.has_attribute("open"));
    form.set_inner_html(&new.inner_html());
    set_sheet(open);
    let field = name.and_then(|name| find(&format!("#search-form [name=\"{name}\"]")));
    if let Some(field) = field.and_then(|field| field.dyn_into::<HtmlElement>().ok()) {
        let _ = field.focus();
    }
}

/// Hidden fields say order, view and place; they follow even while somebody types.
fn keep_hidden_fields(form: &Element, new: &Element) {
    find_all(form, "input[type=hidden]")
        .iter()
        .for_each(Element::remove);
    for field in find_all(new, "input[type=hidden]") {
        let _ = form.append_child(&field);
    }
}

/// On phones the filters are a sheet that starts closed; without scripting it stays open.
pub fn settle_sheet() {
    let narrow = window()
        .match_media("(max-width: 63.99rem)")
        .ok()
        .flatten()
        .is_some_and(|query| query.matches());
    if narrow {
        set_sheet(false);
    }
}

fn set_sheet(open: bool) {
    if let Some(sheet) = find("#filters-sheet") {
        let _ = if open {
            sheet.set_attribute("open", "")
        } else {
            sheet.remove_attribute("open")
        };
    }
}

/// Closes every panel and menu, and the sheet on phones.
pub fn close_panels() {
    if let Some(body) = document().body() {
        find_all(&body, "details[data-closes][open]")
            .iter()
            .for_each(close);
    }
    settle_sheet();
}

/// Closes the panels and menus that a click leaves behind.
pub fn close_panels_outside(event: &MouseEvent) {
    let inside = event_element(event, "details[data-closes]");
    let Some(body) = document().body() else {
        return;
    };
    for panel in find_all(&body, "details[data-closes][open]") {
        if inside.as_ref() != Some(&panel) {
            close(&panel);
        }
    }
}

fn close(panel: &Element) {
    let _ = panel.remove_attribute("open");
}
