//! What search engines and chats read of a home.

use crate::{
    context::AppContext,
    listing_json_ld::real_estate_listing,
    seo::{JsonLd, PageHead, SharePicture, into_head},
};
use durbar_domain::{Locale, PublicListing, broker::Broker, format};
use durbar_messages as messages;
use leptos::prelude::*;
use leptos_meta::Link;

/// Title, preview, JSON-LD, and the cover fetched first.
#[component]
pub fn ListingHead(locale: Locale, home: PublicListing, broker: Option<Broker>) -> impl IntoView {
    let site = AppContext::get().settings.site_url.clone();
    let card = &home.card;
    let place = *card.neighbourhood.name().get(locale);
    let price = card.list_price.map_or_else(
        || messages::card::price_on_request(locale).to_owned(),
        |price| format::npr_compact(price, locale),
    );
    let picture = SharePicture {
        path: share_path(locale, &home),
        alt: home
            .pictures
            .first()
            .map(|picture| picture.alt.get(locale).clone())
            .unwrap_or_default(),
    };
    let json = real_estate_listing(&site, locale, &home, broker.as_ref());
    if let Some(picture) = home.pictures.first() {
        let set = crate::components::picture::source_set(&picture.avif_widths, |width| {
            picture.avif(width)
        });
        into_head(view! {
            <Link
                rel="preload"
                as_="image"
                type_="image/avif"
                imagesrcset=set
                imagesizes=super::gallery::COVER_SIZES
                fetchpriority="high"
            />
        });
    }
    view! {
        <PageHead
            locale
            path=card.path()
            title=format!("{}, {place}", card.title.get(locale))
            description=format!("{price}. {}", card.summary.get(locale))
            picture
        />
        <JsonLd value=json />
    }
    .into_any()
}

/// Path of the picture that chats show; a new version has a new address.
pub fn share_path(locale: Locale, home: &PublicListing) -> String {
    let language = match locale {
        Locale::En => "",
        Locale::Ne => "-ne",
    };
    format!(
        "/share/{}-{}{language}.jpg",
        home.card.listing_id, home.card.version
    )
}
