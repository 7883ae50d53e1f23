//! Tours that everyone sees: flat on the page, and turned where there is scripting.

use super::tour::Tour;
use crate::locale::use_locale;
use durbar_domain::premium::PremiumItem;
use leptos::prelude::*;

/// The tours of a home that isn't a premium one, on its page.
#[island(lazy)]
pub fn PublicTours(items: Vec<PremiumItem>) -> impl IntoView {
    let locale = use_locale();
    // Buttons that do nothing without scripting come with it.
    let turning = RwSignal::new(false);
    Effect::new(move |_| turning.set(true));
    let tours = items
        .into_iter()
        .map(|item| view! { <Tour locale item turning marked=false /> })
        .collect_view();
    view! { <div class="premium__media">{tours}</div> }.into_any()
}
