//! Icons from the sprite; always beside words, so hidden from screen readers.

use leptos::prelude::*;

/// An icon by its name in `public/icons.svg`.
#[component]
pub fn Icon(name: &'static str) -> impl IntoView {
    view! {
        <svg class="icon" aria-hidden="true" focusable="false">
            <use href=format!("/icons.svg#{name}")></use>
        </svg>
    }
}
