//! A home that has left the market.

use crate::{components::card::CardGrid, seo::PageHead};
use durbar_domain::{ListingSummary, Locale, PublicListing};
use durbar_messages as messages;
use leptos::prelude::*;

/// 410: says so, and offers homes like it.
#[component]
pub fn GonePage(
    locale: Locale,
    home: PublicListing,
    similar: Vec<ListingSummary>,
) -> impl IntoView {
    let title = messages::listing::gone_title(locale);
    view! {
        <PageHead locale path=home.card.path() title description=messages::listing::gone_text(locale) noindex=true />
        <section class="page-message">
            <p class="page-message__over">{home.card.title.get(locale).clone()}</p>
            <h1>{title}</h1>
            <p>{messages::listing::gone_text(locale)}</p>
        </section>
        <section class="section">
            <CardGrid locale homes=similar heading=2 />
            <p class="section__more">
                <a class="button button--quiet" href=locale.path("/homes")>{messages::error::to_search(locale)}</a>
            </p>
        </section>
    }
}
