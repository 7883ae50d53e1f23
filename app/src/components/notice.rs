//! Something the visitor should know before reading on.

use leptos::prelude::*;

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Tone {
    Calm,
    Alert,
}

/// A framed line or two.
#[component]
pub fn Notice(tone: Tone, children: Children) -> impl IntoView {
    let class = match tone {
        Tone::Calm => "notice",
        Tone::Alert => "notice notice--alert",
    };
    view! { <div class=class>{children()}</div> }
}
