//! The viewer's reference over pictures, so that it is in whatever is photographed or saved of
//! the screen. The page puts it on; the pictures themselves are the same for everyone.

use leptos::prelude::*;

const PATTERN: &str = "premium-watermark";

/// What every [`Watermark`] of the page is drawn with.
#[component]
pub fn WatermarkPattern(reference: String) -> impl IntoView {
    view! {
        <svg class="watermark__pattern" aria-hidden="true" width="0" height="0">
            <pattern
                id=PATTERN
                width="220"
                height="120"
                patternUnits="userSpaceOnUse"
                patternTransform="rotate(-30)"
            >
                <text x="10" y="40">{reference.clone()}</text>
                <text x="120" y="100">{reference}</text>
            </pattern>
        </svg>
    }
}

/// Lies over the frame it is in, and lets everything through to what is below.
#[component]
pub fn Watermark() -> impl IntoView {
    view! {
        <svg class="watermark" aria-hidden="true">
            <rect width="100%" height="100%" fill=format!("url(#{PATTERN})") />
        </svg>
    }
}
