//! What was typed and is not yet known to be saved: put aside in this browser, and brought back.

use crate::islands::browser::{self, find, find_all, recall, remember};
use leptos::prelude::window;
use std::collections::HashSet;
use wasm_bindgen::{JsCast, JsValue};
use web_sys::{
    Element, FormData, HtmlFormElement, HtmlInputElement, HtmlSelectElement, HtmlTextAreaElement,
    UrlSearchParams,
};

pub(super) const FORM: &str = "#save-draft";
/// Stands in the form where two people changed the same.
const CONFLICT: &str = ".conflict";
/// Under it stands the key of what the button sent last.
pub(super) const SENT: &str = "durbar-draft-sent";
/// What begins the key of a draft's step.
pub(super) const DRAFT: &str = "durbar-draft:";
/// What begins the name of a field's mark.
const MARK: &str = "was.";

/// What is to be saved when a page comes up.
pub(super) enum Restored {
    Nothing,
    /// What somebody typed before the page was awake.
    Typed,
    /// What could not be saved the last time.
    Kept,
}

pub(super) fn form() -> Option<HtmlFormElement> {
    find(FORM)?.dyn_into().ok()
}

/// Names and texts of the form as they stand.
pub(super) fn body(form: &HtmlFormElement) -> Option<UrlSearchParams> {
    let (data, body) = (
        FormData::new_with_form(form).ok()?,
        UrlSearchParams::new().ok()?,
    );
    for entry in data.entries().into_iter().flatten() {
        let pair = js_sys::Array::from(&entry);
        let (name, value) = (pair.get(0).as_string()?, pair.get(1).as_string()?);
        body.append(&name, &value);
    }
    Some(body)
}

/// What was typed, without the marks and the button's own field.
pub(super) fn without_marks(text: &str) -> Vec<&str> {
    text.split('&')
        .filter(|pair| !pair.starts_with(MARK) && !pair.starts_with("stay="))
        .collect()
}

fn key() -> String {
    let path = window().location().pathname().unwrap_or_default();
    format!("{DRAFT}{path}")
}

/// What stands in the form now.
pub(super) fn text() -> Option<String> {
    body(&form()?)?.to_string().as_string()
}

pub(super) fn put() {
    if let Some(text) = text() {
        remember(&key(), &text);
    }
}

pub(super) fn forget() {
    browser::forget(&key());
}

/// The button sends the form. What is put aside stays until the server is known to have it; what
/// settles a conflict is not put aside: another window would bring it back against the new marks.
pub(super) fn send() {
    if !is_in_conflict() {
        put();
    }
    remember(SENT, &key());
}

/// Whether the form asks whose words are to stay.
pub(super) fn is_in_conflict() -> bool {
    find(CONFLICT).is_some()
}

/// Forgets what the button sent if the server answered: with the next page, or with this one and
/// what is wrong with it. A page that was asked for again says nothing of that.
fn forget_what_was_sent() {
    let Some(sent) = recall(SENT) else { return };
    browser::forget(SENT);
    let query = window().location().search().unwrap_or_default();
    let is_answer = query.contains("done=saved") || find(".conflict, [role=alert]").is_some();
    if is_answer && came_by().as_deref() == Some("navigate") {
        browser::forget(&sent);
    }
}

/// How the page was come by: `navigate`, `reload` or `back_forward`.
fn came_by() -> Option<String> {
    let entries = window().performance()?.get_entries_by_type("navigation");
    let kind = js_sys::Reflect::get(&entries.get(0), &JsValue::from_str("type"));
    kind.ok()?.as_string()
}

/// Fills the form with what was put aside, but for fields that somebody has typed into since the
/// page came up. A field that is brought back keeps the mark of what it was at that time, so
/// that nobody's later change is overwritten unseen; one that holds the same keeps the page's.
pub(super) fn restore() -> Restored {
    forget_what_was_sent();
    let Some(form) = form() else {
        return Restored::Nothing;
    };
    let fields = find_all(&form, "input, select, textarea");
    let typed: HashSet<String> = fields
        .iter()
        .filter(|field| is_typed_into(field))
        .map(|field| of(&name(field)))
        .collect();
    let before = text();
    let kept = recall(&key()).and_then(|kept| UrlSearchParams::new_with_str(&kept).ok());
    if let (Some(kept), Some(now)) = (&kept, body(&form)) {
        let other = others(&fields, &now, kept);
        for field in &fields {
            let name = name(field);
            if other.contains(&of(&name)) && !typed.contains(&of(&name)) {
                fill(field, kept.get(&name));
            }
        }
    }
    let after = text();
    let differ = |a: &Option<String>, b: &Option<String>| {
        a.as_deref().map(without_marks) != b.as_deref().map(without_marks)
    };
    match (differ(&before, &after), typed.is_empty()) {
        (true, _) => Restored::Kept,
        (false, false) => {
            put();
            Restored::Typed
        }
        (false, true) => {
            forget();
            Restored::Nothing
        }
    }
}

/// Fields that hold something else than was put aside.
fn others(fields: &[Element], now: &UrlSearchParams, kept: &UrlSearchParams) -> HashSet<String> {
    let names = fields.iter().map(name).filter(|name| {
        let is_own = ["action", "next", "stay"].contains(&name.as_str());
        !is_own && !name.starts_with(MARK)
    });
    names
        .filter(|name| now.get(name) != kept.get(name))
        .map(|name| of(&name))
        .collect()
}

fn name(field: &Element) -> String {
    field.get_attribute("name").unwrap_or_default()
}

/// The field that a mark or a box belongs to.
fn of(name: &str) -> String {
    let field = name.strip_prefix(MARK).unwrap_or(name);
    field.split('.').next().unwrap_or_default().to_owned()
}

/// Whether a field holds something else than the page came with.
fn is_typed_into(field: &Element) -> bool {
    if let Some(input) = field.dyn_ref::<HtmlInputElement>() {
        return match input.type_().as_str() {
            "hidden" => false,
            "checkbox" => input.checked() != input.default_checked(),
            _ => input.value() != input.default_value(),
        };
    }
    if let Some(area) = field.dyn_ref::<HtmlTextAreaElement>() {
        return area
            .default_value()
            .is_ok_and(|before| before != area.value());
    }
    let Some(select) = field.dyn_ref::<HtmlSelectElement>() else {
        return false;
    };
    let chosen = find_all(field, "option[selected]");
    let first = find_all(field, "option").into_iter().next();
    let before = chosen.into_iter().next().or(first);
    before.is_some_and(|it| it.get_attribute("value").unwrap_or_default() != select.value())
}

fn fill(field: &Element, text: Option<String>) {
    if let Some(input) = field.dyn_ref::<HtmlInputElement>() {
        match input.type_().as_str() {
            "checkbox" => input.set_checked(text.is_some()),
            _ => input.set_value(&text.unwrap_or_default()),
        }
    } else if let Some(select) = field.dyn_ref::<HtmlSelectElement>() {
        select.set_value(&text.unwrap_or_default());
    } else if let Some(area) = field.dyn_ref::<HtmlTextAreaElement>() {
        area.set_value(&text.unwrap_or_default());
    }
}
