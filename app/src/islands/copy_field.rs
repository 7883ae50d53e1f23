//! Copying what stands in a field.

use crate::locale::use_locale;
use durbar_messages::listing as words;
use leptos::prelude::*;

/// A button that copies the text of a field, which can be selected by hand as well. Hidden
/// until the browser can act on it.
#[island]
pub fn CopyField(
    /// The field's identifier.
    field: String,
) -> impl IntoView {
    let locale = use_locale();
    let awake = RwSignal::new(false);
    let copied = RwSignal::new(false);
    #[cfg(target_arch = "wasm32")]
    Effect::new(move |_| awake.set(true));
    let copy = move |_| {
        #[cfg(target_arch = "wasm32")]
        copy_text(&field, copied);
        #[cfg(not(target_arch = "wasm32"))]
        let _ = &field;
    };
    view! {
        <button
            type="button"
            class="button button--quiet button--small"
            hidden=move || !awake.get()
            on:click=copy
        >
            <span aria-live="polite">
                {move || if copied.get() { words::copied(locale) } else { words::copy(locale) }}
            </span>
        </button>
    }
}

#[cfg(target_arch = "wasm32")]
fn copy_text(field: &str, copied: RwSignal<bool>) {
    use wasm_bindgen::JsCast as _;
    use web_sys::HtmlInputElement;

    let input = document().get_element_by_id(field);
    let Some(input) = input.and_then(|it| it.dyn_into::<HtmlInputElement>().ok()) else {
        return;
    };
    // Where copying is refused the text is at least selected.
    input.select();
    let copying = window().navigator().clipboard().write_text(&input.value());
    leptos::task::spawn_local(async move {
        copied.set(wasm_bindgen_futures::JsFuture::from(copying).await.is_ok());
    });
}
