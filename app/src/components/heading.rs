//! A heading whose level depends on where it stands.

use leptos::prelude::*;

/// `<h2>` or `<h3>`.
#[component]
pub fn Heading(level: u8, class: &'static str, children: Children) -> impl IntoView {
    if level == 2 {
        view! { <h2 class=class>{children()}</h2> }.into_any()
    } else {
        view! { <h3 class=class>{children()}</h3> }.into_any()
    }
}
