//! The keeper in the browser.

use super::aside::{self, FORM, body, form, is_in_conflict, without_marks};
use crate::islands::browser::{find, find_all, listen};
use durbar_domain::Locale;
use durbar_messages::desk as words;
use leptos::{leptos_dom::helpers::TimeoutHandle, prelude::*, task::spawn_local};
use std::{cell::RefCell, time::Duration};
use wasm_bindgen::{JsCast, JsValue};
use wasm_bindgen_futures::JsFuture;
use web_sys::{
    Document, DomParser, Element, Event, HtmlInputElement, RequestInit, Response, SupportedType,
    UrlSearchParams,
};

/// How long nobody types before it is saved.
const PAUSE: Duration = Duration::from_millis(1_200);
/// How long until it is tried again.
const AGAIN: Duration = Duration::from_secs(10);

thread_local! {
    static WAITING: RefCell<Option<TimeoutHandle>> = const { RefCell::new(None) };
}

/// Brings back what could not be saved the last time, and saves from now on.
pub fn keep(locale: Locale, status: RwSignal<String>) {
    match aside::restore() {
        aside::Restored::Nothing => {}
        aside::Restored::Typed => soon(locale, status, PAUSE),
        aside::Restored::Kept => {
            status.set(words::restored(locale).to_owned());
            soon(locale, status, PAUSE);
        }
    }
    for name in ["input", "change"] {
        listen(&document(), name, move |event: Event| {
            let target = event.target().and_then(|it| it.dyn_into::<Element>().ok());
            let is_ours = target.is_some_and(|it| it.closest(FORM).ok().flatten().is_some());
            // Put aside, it would be brought back in another window, against the new marks.
            if is_ours && !is_in_conflict() {
                aside::put();
                soon(locale, status, PAUSE);
            }
        });
    }
    listen(&window(), "online", move |_: Event| {
        soon(locale, status, Duration::ZERO)
    });
    // The button saves by itself.
    listen(&document(), "submit", |event: Event| {
        cancel();
        let target = event.target().and_then(|it| it.dyn_into::<Element>().ok());
        if target.is_some_and(|it| it.matches(FORM).unwrap_or(false)) {
            aside::send();
        }
    });
}

fn cancel() {
    if let Some(handle) = WAITING.take() {
        handle.clear();
    }
}

fn soon(locale: Locale, status: RwSignal<String>, after: Duration) {
    cancel();
    let handle = set_timeout_with_handle(
        move || spawn_local(async move { save(locale, status).await }),
        after,
    );
    WAITING.replace(handle.ok());
}

async fn save(locale: Locale, status: RwSignal<String>) {
    // What somebody else changed is for a person to decide, with the button.
    if is_in_conflict() {
        return;
    }
    let Some(form) = form() else { return };
    let Some(body) = body(&form) else { return };
    body.append("stay", "yes");
    let sent = body.to_string().as_string();
    status.set(words::saving(locale).to_owned());
    match send(&body).await {
        Err(_) => {
            status.set(words::unsaved(locale).to_owned());
            soon(locale, status, AGAIN);
        }
        Ok((_, address, _)) if address.contains("/account/sign-in") => {
            status.set(words::signed_out(locale).to_owned());
        }
        Ok((200, _, page)) => {
            // What was typed meanwhile is saved by its own turn, against the new marks.
            follow(&page);
            let now = aside::text();
            if now.as_deref().map(without_marks) == sent.as_deref().map(without_marks) {
                aside::forget();
            } else {
                aside::put();
                soon(locale, status, PAUSE);
            }
            status.set(words::saved(locale).to_owned());
        }
        Ok((409, _, page)) => {
            replace(&page);
            status.set(words::conflict_text(locale).to_owned());
        }
        Ok((400, _, page)) => {
            replace(&page);
            status.set(words::not_saved(locale).to_owned());
        }
        Ok(_) => {
            status.set(words::unsaved(locale).to_owned());
            soon(locale, status, AGAIN);
        }
    }
}

/// Status, address and page of the answer.
async fn send(body: &UrlSearchParams) -> Result<(u16, String, Document), JsValue> {
    let init = RequestInit::new();
    init.set_method("POST");
    init.set_body(body);
    let path = window().location().pathname()?;
    let answer = JsFuture::from(window().fetch_with_str_and_init(&path, &init)).await?;
    let answer: Response = answer.dyn_into()?;
    let text = JsFuture::from(answer.text()?).await?;
    let text = text.as_string().unwrap_or_default();
    let page = DomParser::new()?.parse_from_string(&text, SupportedType::TextHtml)?;
    Ok((answer.status(), answer.url(), page))
}

/// Takes over the marks of what is saved, and the parts that follow from it.
fn follow(page: &Document) {
    let Some(form) = find(FORM) else { return };
    for mark in find_all(&form, "input[type=hidden]") {
        let name = mark.get_attribute("name").unwrap_or_default();
        let fresh = page.query_selector(&format!("{FORM} input[name='{name}']"));
        if let Some(fresh) = fresh.ok().flatten().filter(|_| name.starts_with("was."))
            && let Some(mark) = mark.dyn_ref::<HtmlInputElement>()
        {
            mark.set_value(&fresh.get_attribute("value").unwrap_or_default());
        }
    }
    for part in ["quality", "figures", "saved"] {
        let old = find(&format!("#{part}"));
        if let (Some(old), Some(fresh)) = (old, page.get_element_by_id(part)) {
            old.set_inner_html(&fresh.inner_html());
        }
    }
}

/// Shows the form as the server gave it back, with what is wrong.
fn replace(page: &Document) {
    if let (Some(form), Some(fresh)) = (find(FORM), page.query_selector(FORM).ok().flatten()) {
        form.set_inner_html(&fresh.inner_html());
    }
    aside::forget();
}
