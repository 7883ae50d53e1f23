//! Hearts on homes. Before sign-in they are kept in the browser; once somebody is signed in
//! the account has them, and takes over what the browser kept.

use leptos::prelude::*;

#[cfg(target_arch = "wasm32")]
mod live;
#[cfg(target_arch = "wasm32")]
mod store;

#[cfg(target_arch = "wasm32")]
pub(crate) use store::seems_signed_in;

/// Wakes every `[data-heart]` of the page, also of parts that come later.
#[island]
pub fn Hearts() -> impl IntoView {
    #[cfg(target_arch = "wasm32")]
    live::start();
}
