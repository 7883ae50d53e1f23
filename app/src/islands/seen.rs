//! Tells the server that a home's page was really seen: a copy held by a CDN can't be counted
//! where it is served.

use leptos::prelude::*;

/// Sends the listing's identifier once the page is visible.
#[island]
pub fn SeenBeacon(listing_id: String) -> impl IntoView {
    #[cfg(target_arch = "wasm32")]
    report_when_visible(listing_id);
    #[cfg(not(target_arch = "wasm32"))]
    let _ = listing_id;
}

#[cfg(target_arch = "wasm32")]
fn report_when_visible(listing_id: String) {
    use super::browser::listen;
    use web_sys::{Event, VisibilityState};

    let mut unsent = Some(listing_id);
    let mut report = move || {
        if document().visibility_state() == VisibilityState::Visible
            && let Some(listing_id) = unsent.take()
        {
            // A browser that refuses the beacon leaves one view uncounted.
            let _ = window()
                .navigator()
                .send_beacon_with_opt_str("/api/seen", Some(&listing_id));
        }
    };
    report();
    listen(&document(), "visibilitychange", move |_: Event| report());
}
