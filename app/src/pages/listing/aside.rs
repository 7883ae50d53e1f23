//! Price and contact, beside the page or at the bottom of a phone.

use super::share::percent_encode;
use crate::{
    components::{
        amount::{Land, Price},
        icon::Icon,
    },
    context::AppContext,
};
use durbar_domain::{Locale, PublicListing, broker::Broker, status::Availability};
use durbar_messages::{enquiry, listing as words};
use leptos::prelude::*;

/// What it costs and whom to ask.
#[component]
pub fn PriceAside(locale: Locale, home: PublicListing, broker: Option<Broker>) -> impl IntoView {
    let card = &home.card;
    let per_aana = card.price_per_aana();
    let on_offer = card.standard_status.availability() != Some(Availability::Sold);
    let home_for_contact = home.clone();
    view! {
        <aside class="price-aside" id="viewing">
            <p class="price-aside__price"><Price locale price=card.list_price full=true /></p>
            <dl class="price-aside__facts">
                <div><dt>{words::land(locale)}</dt><dd><Land locale area=card.land_area /></dd></div>
                {per_aana.map(|price| view! {
                    <div><dt>{words::price_per_aana(locale)}</dt><dd><Price locale price=Some(price) /></dd></div>
                })}
            </dl>
            {broker.filter(|_| on_offer).map(|broker| view! { <Contact locale home=home_for_contact broker /> })}
        </aside>
    }
    .into_any()
}

/// On phones: the price at the bottom of the page, and the way to the broker above.
#[component]
pub fn PriceBar(locale: Locale, home: PublicListing) -> impl IntoView {
    let on_offer = home.card.standard_status.availability() != Some(Availability::Sold);
    view! {
        <div class="price-bar">
            <p><Price locale price=home.card.list_price /></p>
            {on_offer.then(|| view! { <a class="button" href="#viewing">{words::arrange(locale)}</a> })}
        </div>
    }
}

/// Ways to reach the broker, none of which needs an account.
#[component]
fn Contact(locale: Locale, home: PublicListing, broker: Broker) -> impl IntoView {
    let site = AppContext::get().settings.site_url.clone();
    let ask = locale.path(&format!("/enquiries/new?home={}", home.card.listing_id));
    let title = home.card.title.get(locale).clone();
    let address = format!("{site}{}", locale.path(&home.card.path()));
    let subject = words::mail_subject(locale, &title);
    let body = words::mail_body(locale, &title, &address);
    let mail = format!(
        "mailto:{}?subject={}&body={}",
        broker.email,
        percent_encode(&subject),
        percent_encode(&body)
    );
    let digits: String = broker.phone.chars().filter(char::is_ascii_digit).collect();
    let whatsapp = format!("https://wa.me/{digits}?text={}", percent_encode(&body));
    let viber = format!("viber://chat?number=%2B{digits}");
    view! {
        <div class="price-aside__contact">
            <a class="button button--wide" href=format!("{ask}&about=viewing") rel="nofollow">
                {words::arrange(locale)}
            </a>
            <a class="button button--wide button--quiet price-aside__ask" href=ask.clone() rel="nofollow">
                {enquiry::ask(locale)}
            </a>
            <p class="price-aside__text">{words::arrange_text(locale, broker.name.get(locale).as_str())}</p>
            <ul class="contact-ways" role="list">
                <li><a href=format!("tel:{}", broker.phone)><Icon name="phone" />{words::call(locale)}</a></li>
                <li><a href=whatsapp rel="noopener"><Icon name="whatsapp" />"WhatsApp"</a></li>
                <li><a href=mail>{words::write(locale)}</a></li>
                <li><a href=viber><Icon name="viber" />"Viber"</a></li>
            </ul>
        </div>
    }
}
