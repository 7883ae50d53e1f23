//! The end of every page.

use durbar_domain::{Locale, Neighbourhood, format};
use durbar_messages as messages;
use leptos::prelude::*;

/// The year of this release: a clock would make equal pages differ.
const YEAR: u64 = 2026;

/// Ways to the quieter pages, and what the visitor should know of the pictures.
#[component]
pub fn Footer(locale: Locale) -> impl IntoView {
    let ways = [
        ("/homes", messages::nav::homes(locale)),
        ("/neighbourhoods", messages::nav::neighbourhoods(locale)),
        ("/brokers", messages::nav::brokers(locale)),
        ("/about", messages::nav::about(locale)),
        ("/privacy", messages::nav::privacy(locale)),
        ("/terms", messages::nav::terms(locale)),
    ];
    let year = format::digits(&YEAR.to_string(), locale);
    view! {
        <footer class="site-footer">
            <div class="site-footer__inner">
                <div>
                    <p class="wordmark">{messages::site::name(locale)}</p>
                    <p>{messages::site::tagline(locale)}</p>
                </div>
                <ul class="site-footer__links" role="list">
                    {ways
                        .into_iter()
                        .map(|(to, name)| view! { <li><a href=locale.path(to)>{name}</a></li> })
                        .collect_view()}
                </ul>
                <ul class="site-footer__links" role="list">
                    {Neighbourhood::CORE
                        .into_iter()
                        .map(|place| {
                            let to = locale.path(&format!("/neighbourhoods/{}", place.key()));
                            view! { <li><a href=to>{*place.name().get(locale)}</a></li> }
                        })
                        .collect_view()}
                </ul>
                <p class="site-footer__note">{messages::site::demo_pictures(locale)}</p>
                <p class="site-footer__note">{messages::site::copyright(locale, year)}</p>
            </div>
        </footer>
    }
    .into_any()
}
