//! What only members see of a home: that there is some, and who opens it. The same for
//! everyone; what is open to one visitor their browser asks for.

use crate::islands::{PremiumMedia, premium::words};
use durbar_domain::{Locale, PublicListing};
use durbar_messages::{Label, premium as texts};
use leptos::prelude::*;

#[component]
pub fn ForMembers(locale: Locale, home: PublicListing) -> impl IntoView {
    let offer = home.premium_offer;
    if offer.is_empty() {
        return ().into_any();
    }
    let kinds = offer
        .kinds()
        .map(|(kind, count)| {
            let level = kind.opens_with().label(locale);
            view! {
                <li>
                    {words::name(kind, count, locale)} " "
                    <span class="premium__level">{texts::opens_with(locale, level)}</span>
                </li>
            }
        })
        .collect_view();
    let poster = home.pictures.first().map(|picture| picture.largest_jpeg());
    view! {
        <section class="section premium" aria-labelledby="premium">
            <h2 id="premium">{texts::title(locale)}</h2>
            <p>{texts::text(locale)}</p>
            <ul class="premium__kinds" role="list">{kinds}</ul>
            <PremiumMedia listing_id=home.card.listing_id poster />
        </section>
    }
    .into_any()
}
