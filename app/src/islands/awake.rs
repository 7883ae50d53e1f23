//! Marks the moment from which every island answers.

use leptos::prelude::*;

/// Stands last in the page, so it wakes last; then `<html data-awake>` is set, for styles
/// and for whoever drives the page.
#[island]
pub fn Awake() -> impl IntoView {
    #[cfg(target_arch = "wasm32")]
    Effect::new(|_| {
        if let Some(root) = document().document_element() {
            let _ = root.set_attribute("data-awake", "");
        }
    });
}
