//! Sharing by the device's own sheet, and copying the address.

use crate::locale::use_locale;
use durbar_messages as messages;
use leptos::prelude::*;

/// The share button, where the device has a share sheet, and the copy and print buttons.
/// Hidden until the browser can act on them.
#[island]
pub fn ShareButtons(
    /// What goes with the address.
    text: String,
) -> impl IntoView {
    let locale = use_locale();
    let awake = RwSignal::new(false);
    let can_share = RwSignal::new(false);
    let copied = RwSignal::new(false);

    #[cfg(target_arch = "wasm32")]
    Effect::new(move |_| {
        awake.set(true);
        let navigator = window().navigator();
        can_share.set(js_sys::Reflect::has(&navigator, &"share".into()).unwrap_or(false));
    });

    let share = {
        let text = text.clone();
        move |_| {
            #[cfg(target_arch = "wasm32")]
            share_page(&text);
            #[cfg(not(target_arch = "wasm32"))]
            let _ = &text;
        }
    };
    let copy = move |_| {
        #[cfg(target_arch = "wasm32")]
        copy_address(copied);
    };
    let print = move |_| {
        #[cfg(target_arch = "wasm32")]
        let _ = window().print();
    };
    view! {
        <button type="button" class="button button--quiet" hidden=move || !can_share.get() on:click=share>
            {messages::listing::share(locale)}
        </button>
        <button type="button" class="button button--quiet" hidden=move || !awake.get() on:click=copy>
            <span aria-live="polite">
                {move || {
                    if copied.get() { messages::listing::copied(locale) } else { messages::listing::copy(locale) }
                }}
            </span>
        </button>
        <button type="button" class="button button--quiet" hidden=move || !awake.get() on:click=print>
            {messages::listing::print(locale)}
        </button>
    }
}

#[cfg(target_arch = "wasm32")]
fn address() -> String {
    let location = window().location();
    let part = |part: Result<String, _>| part.unwrap_or_default();
    format!("{}{}", part(location.origin()), part(location.pathname()))
}

#[cfg(target_arch = "wasm32")]
fn share_page(text: &str) {
    let data = web_sys::ShareData::new();
    data.set_title(&document().title());
    data.set_text(text);
    data.set_url(&address());
    let sharing = window().navigator().share_with_data(&data);
    leptos::task::spawn_local(async move {
        // Refused when the visitor closes the sheet.
        let _ = wasm_bindgen_futures::JsFuture::from(sharing).await;
    });
}

#[cfg(target_arch = "wasm32")]
fn copy_address(copied: RwSignal<bool>) {
    let copying = window().navigator().clipboard().write_text(&address());
    leptos::task::spawn_local(async move {
        copied.set(wasm_bindgen_futures::JsFuture::from(copying).await.is_ok());
    });
}
