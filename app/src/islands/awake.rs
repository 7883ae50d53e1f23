//! Marks the moment from which every island answers.

use leptos::prelude::*;

/// Stands last in the page, so it wakes last; then `<html data-awake>` is set, for styles
/// and for whoever drives the page. What has no island of its own to wait in begins here.
#[island]
pub fn Awake() -> impl IntoView {
    #[cfg(target_arch = "wasm32")]
    Effect::new(|_| {
        super::draft_keeper::forget_drafts_at_sign_out();
        if let Some(root) = document().document_element() {
            let _ = root.set_attribute("data-awake", "");
        }
    });
}
