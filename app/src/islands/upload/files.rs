//! The list of files below the form, as the server draws it: it is fetched anew while something
//! is being worked on.

use crate::islands::browser::{find, find_all};
use leptos::prelude::{document, set_timeout, window};
use std::{cell::Cell, time::Duration};
use wasm_bindgen::{JsCast, JsValue};
use wasm_bindgen_futures::{JsFuture, spawn_local};
use web_sys::{DomParser, Element, HtmlInputElement, Response, SupportedType};

const LIST: &str = "#media-files";
/// How long to wait between two looks.
const EVERY: Duration = Duration::from_secs(3);

thread_local! {
    static LOOKING: Cell<bool> = const { Cell::new(false) };
}

/// Fetches the list, and goes on as long as something on it waits.
pub(super) fn follow() {
    if LOOKING.replace(true) {
        return;
    }
    spawn_local(async {
        // What was there at first is as good as fetched.
        let _ = exchange().await;
        LOOKING.set(false);
        if find(LIST).is_some_and(|list| !find_all(&list, "[data-waiting]").is_empty()) {
            set_timeout(follow, EVERY);
        }
    });
}

async fn exchange() -> Result<(), JsValue> {
    let list = find(LIST).ok_or(JsValue::NULL)?;
    let address = window().location().href()?;
    let answer = JsFuture::from(window().fetch_with_str(&address)).await?;
    let answer: Response = answer.unchecked_into();
    let text = JsFuture::from(answer.text()?).await?;
    let text = text
        .as_string()
        .filter(|_| answer.ok())
        .ok_or(JsValue::NULL)?;
    let parsed = DomParser::new()?.parse_from_string(&text, SupportedType::TextHtml)?;
    let fresh = parsed.query_selector(LIST)?.ok_or(JsValue::NULL)?;
    // Nobody's typing is taken away, and no button from under a finger.
    if !is_in_use(&list) {
        list.set_inner_html(&fresh.inner_html());
    }
    Ok(())
}

fn is_in_use(list: &Element) -> bool {
    let active = document().active_element();
    let focused = active.is_some_and(|active| list.contains(Some(&active)));
    let changed = find_all(list, "input").into_iter().any(|input| {
        let input = input.dyn_into::<HtmlInputElement>();
        input.is_ok_and(|input| input.value() != input.default_value())
    });
    focused || changed
}
