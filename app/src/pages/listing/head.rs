//! What search engines and chats read of a home.

use crate::{
    context::AppContext,
    listing_json_ld::real_estate_listing,
    seo::{JsonLd, PageHead, SharePicture, preload_picture},
};
use durbar_domain::{Locale, PublicListing, broker::Broker, format};
use durbar_messages as messages;
use leptos::prelude::*;

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
        alt: messages::listing::share_picture_alt(
            locale,
            card.title.get(locale),
            &price,
            messages::place(card.neighbourhood, locale),
        ),
    };
    let json = real_estate_listing(&site, locale, &home, broker.as_ref());
    if let Some(picture) = home.pictures.first() {
        preload_picture(picture, super::gallery::COVER_SIZES);
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

/// Title and cover of a page that members or invited people alone see: nothing for search engines and chats.
#[component]
pub fn UnlistedHead(locale: Locale, home: PublicListing) -> impl IntoView {
    let card = &home.card;
    if let Some(picture) = home.pictures.first() {
        preload_picture(picture, super::gallery::COVER_SIZES);
    }
    let title = card.title.get(locale).clone();
    let description = card.summary.get(locale).clone();
    view! { <PageHead locale path=card.path() title description noindex=true /> }.into_any()
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
