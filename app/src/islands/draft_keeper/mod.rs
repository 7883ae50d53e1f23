//! Saves a draft while it is written.
//!
//! It sends the form `#save-draft` to its own page, as the button would, some moments after the
//! last key. What can't be sent stays in this browser until it can.

#[cfg(target_arch = "wasm32")]
mod aside;
#[cfg(target_arch = "wasm32")]
mod leaving;
#[cfg(target_arch = "wasm32")]
mod live;

#[cfg(target_arch = "wasm32")]
pub use leaving::forget_drafts_at_sign_out;

use crate::locale::use_locale;
use leptos::prelude::*;

/// Says how far saving has come, and saves.
#[island(lazy)]
pub fn DraftKeeper() -> impl IntoView {
    let locale = use_locale();
    let status = RwSignal::new(String::new());
    #[cfg(target_arch = "wasm32")]
    live::keep(locale, status);
    #[cfg(not(target_arch = "wasm32"))]
    let _ = locale;
    view! { <p class="draft-keeper" role="status">{move || status.get()}</p> }
}
