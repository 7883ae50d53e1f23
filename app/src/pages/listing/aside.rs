//! Price and contact, beside the page or at the bottom of a phone.

use super::share::percent_encode;
use crate::{
    components::{
        amount::{Land, Price},
        icon::Icon,
    },
    context::AppContext,
};
use durbar_domain::{
    Locale, PublicListing,
    broker::Broker,
    status::{Availability, Visibility},
};
use durbar_messages::{enquiry, listing as words};
use leptos::prelude::*;

/// What it costs and whom to ask.
#[component]
pub fn PriceAside(locale: Locale, home: PublicListing, broker: Option<Broker>) -> impl IntoView {
    let card = &home.card;
    // Of a sold home it would be that of the price once asked.
    let is_sold = card.standard_status.availability() == Some(Availability::Sold);
    let per_aana = card.price_per_aana().filter(|_| !is_sold);
    let on_offer = card.standard_status.availability() != Some(Availability::Sold);
    let is_private = card.standard_status.visibility() == Visibility::Hidden;
    let home_for_contact = home.clone();
    let site = AppContext::get().settings.site_url.clone();
    let address = format!("{site}{}", locale.path(&card.path()));
    view! {
        <aside class="price-aside" id="viewing">
            <p class="price-aside__price"><PriceOf locale home=home.clone() full=true /></p>
            <dl class="price-aside__facts">
                <div><dt>{words::land(locale)}</dt><dd><Land locale area=card.land_area /></dd></div>
                {per_aana.map(|price| view! {
                    <div><dt>{words::price_per_aana(locale)}</dt><dd><Price locale price=Some(price) /></dd></div>
                })}
            </dl>
            {broker.filter(|_| on_offer).map(|broker| view! { <Contact locale home=home_for_contact broker /> })}
            {(!is_private).then(|| view! { <p class="print-only">{address}</p> })}
        </aside>
    }
    .into_any()
}

/// The price that matters: what is asked, without a label; of a sold home what it went for,
/// or, where that isn't told, what was asked.
#[component]
fn PriceOf(locale: Locale, home: PublicListing, #[prop(optional)] full: bool) -> impl IntoView {
    let asked = home.card.list_price;
    let is_sold = home.card.standard_status.availability() == Some(Availability::Sold);
    let went_for = home.closing.and_then(|closing| closing.close_price);
    let (label, price) = match (is_sold, went_for, asked) {
        (false, _, _) => (None, asked),
        (true, Some(price), _) => (Some(words::sold_for(locale)), Some(price)),
        (true, None, Some(price)) => (Some(words::asked(locale)), Some(price)),
        (true, None, None) => {
            return view! { <span class="price-label">{words::price_not_told(locale)}</span> }
                .into_any();
        }
    };
    view! {
        {label.map(|label| view! { <span class="price-label">{label}</span> " " })}
        <Price locale price full />
    }
    .into_any()
}

/// On phones: the price at the bottom of the page, and the way to the broker above.
#[component]
pub fn PriceBar(locale: Locale, home: PublicListing) -> impl IntoView {
    let on_offer = home.card.standard_status.availability() != Some(Availability::Sold);
    view! {
        <div class="price-bar">
            <p><PriceOf locale home /></p>
            {on_offer.then(|| view! { <a class="button" href="#viewing">{words::arrange(locale)}</a> })}
        </div>
    }
}

/// Ways to reach the broker, none of which needs an account.
#[component]
fn Contact(locale: Locale, home: PublicListing, broker: Broker) -> impl IntoView {
    let site = AppContext::get().settings.site_url.clone();
    let name = broker.name.get(locale).as_str();
    // Nobody else knows of it: no form, and no address in a mail.
    let is_private = home.card.standard_status.visibility() == Visibility::Hidden;
    let reach = match home.card.is_early() {
        true => words::arrange_text_member(locale, name),
        false => words::arrange_text(locale, name),
    };
    let ask = locale.path(&format!("/enquiries/new?home={}", home.card.listing_id));
    let title = home.card.title.get(locale).clone();
    let address = format!("{site}{}", locale.path(&home.card.path()));
    let subject = words::mail_subject(locale, &title);
    let body = match is_private {
        true => words::mail_body_private(locale, &title),
        false => words::mail_body(locale, &title, &address),
    };
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
            {(!is_private).then(|| view! {
                <a class="button button--wide" href=format!("{ask}&about=viewing") rel="nofollow">
                    {words::arrange(locale)}
                </a>
                <a class="button button--wide button--quiet price-aside__ask" href=ask.clone() rel="nofollow">
                    {enquiry::ask(locale)}
                </a>
            })}
            <p class="price-aside__text">{reach}</p>
            <address class="print-only">
                {broker.name.get(locale).as_str().to_owned()} ", "
                {broker.agency.get(locale).as_str().to_owned()} <br />
                {broker.phone.clone()} <br />
                {broker.email.clone()}
            </address>
            <ul class="contact-ways" role="list">
                <li><a href=format!("tel:{}", broker.phone)><Icon name="phone" />{words::call(locale)}</a></li>
                <li><a href=whatsapp rel="noopener"><Icon name="whatsapp" />"WhatsApp"</a></li>
                <li><a href=mail><Icon name="mail" />{words::write(locale)}</a></li>
                <li><a href=viber><Icon name="viber" />"Viber"</a></li>
            </ul>
        </div>
    }
}
