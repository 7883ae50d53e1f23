//! Homes somebody looked at before: kept in the browser alone, and shown there.

#[cfg(target_arch = "wasm32")]
mod live;

use crate::locale::use_locale;
use durbar_domain::{PropertyId, text::Localized};
use durbar_messages::recent as words;
use leptos::prelude::*;
use serde::{Deserialize, Serialize};

/// A home that was looked at: what doesn't change about it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Recent {
    pub listing_id: PropertyId,
    pub title: Localized<String>,
    /// Address of a small picture.
    pub picture: Option<String>,
}

/// The homes looked at last, without the one of this page, and a button that forgets them.
/// Nothing is shown while there are none.
#[island]
pub fn RecentlyViewed(
    /// The home of this page, which is remembered.
    current: Option<Recent>,
) -> impl IntoView {
    let locale = use_locale();
    let homes = RwSignal::new(Vec::<Recent>::new());
    #[cfg(target_arch = "wasm32")]
    Effect::new(move |_| homes.set(live::visit(current.clone())));
    #[cfg(not(target_arch = "wasm32"))]
    let _ = current;
    let forget = move |_| {
        #[cfg(target_arch = "wasm32")]
        live::forget();
        homes.set(Vec::new());
    };
    let entry = move |home: Recent| {
        let address = locale.path(&format!("/homes/{}", home.listing_id));
        view! {
            <li>
                <a class="recent__home" href=address>
                    {home.picture.map(|picture| view! {
                        <img src=picture alt="" width="160" height="107" loading="lazy" />
                    })}
                    <span>{home.title.get(locale).clone()}</span>
                </a>
            </li>
        }
    };
    view! {
        <section class="section recent" hidden=move || homes.with(Vec::is_empty)>
            <h2>{words::title(locale)}</h2>
            <ul class="recent__homes" role="list">
                {move || homes.get().into_iter().map(entry).collect_view()}
            </ul>
            <button type="button" class="button button--quiet button--small" on:click=forget>
                {words::forget(locale)}
            </button>
        </section>
    }
}
