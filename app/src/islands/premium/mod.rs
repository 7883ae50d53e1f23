//! What only members see of a home: opened on the home's own page for whoever is signed in.

pub mod media;
mod public;
mod tour;
mod watermark;
pub mod words;

#[cfg(target_arch = "wasm32")]
mod holding;
#[cfg(target_arch = "wasm32")]
mod live;
#[cfg(target_arch = "wasm32")]
mod renderer;
#[cfg(target_arch = "wasm32")]
mod turning;

pub use public::PublicTours;

use crate::locale::use_locale;
use durbar_domain::{PropertyId, premium::PremiumAnswer};
use durbar_messages::premium as texts;
use leptos::prelude::*;
use media::Media;

/// How far the visitor has come.
#[derive(Debug, Clone, PartialEq)]
#[cfg_attr(
    not(target_arch = "wasm32"),
    expect(dead_code, reason = "set in the browser")
)]
enum Progress {
    NotAsked,
    Asking,
    Failed,
    Told(PremiumAnswer),
}

/// The link that opens what is open. Somebody signed in sees it here; anybody else, and
/// without scripting everybody, follows it to a page of their account.
#[island(lazy)]
pub fn PremiumMedia(
    listing_id: PropertyId,
    /// The picture a film shows before it plays.
    poster: Option<String>,
) -> impl IntoView {
    let locale = use_locale();
    let progress = RwSignal::new(Progress::NotAsked);
    let on_click = move |event: leptos::ev::MouseEvent| {
        #[cfg(target_arch = "wasm32")]
        live::open(&event, listing_id, progress);
        #[cfg(not(target_arch = "wasm32"))]
        let _ = event;
    };
    let address = locale.path(&page_of(listing_id));
    let status = move || match progress.get() {
        Progress::NotAsked | Progress::Told(_) => "",
        Progress::Asking => texts::opening(locale),
        Progress::Failed => texts::failed(locale),
    };
    view! {
        <p hidden=move || matches!(progress.get(), Progress::Told(_))>
            <a class="button" href=address rel="nofollow" on:click=on_click>{texts::open(locale)}</a>
        </p>
        <p class="premium__status" role="status">{status}</p>
        {move || match progress.get() {
            Progress::Told(answer) => {
                view! { <Media locale answer poster=poster.clone() turning=true /> }.into_any()
            }
            _ => ().into_any(),
        }}
    }
    .into_any()
}

/// The page that shows the same without scripting.
pub fn page_of(listing_id: PropertyId) -> String {
    format!("/account/premium?home={listing_id}")
}
