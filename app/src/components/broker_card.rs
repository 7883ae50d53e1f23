//! A broker as a card, licence first.

use super::{heading::Heading, icon::Icon};
use durbar_domain::{Locale, broker::Broker, format};
use durbar_messages::{self as messages, Label};
use leptos::prelude::*;

/// Name, agency and licence, with a link to the broker's page.
#[component]
pub fn BrokerCard(
    locale: Locale,
    broker: Broker,
    #[prop(default = 3)] heading: u8,
) -> impl IntoView {
    let href = locale.path(&broker.path());
    let name = broker.name.get(locale).as_str().to_owned();
    view! {
        <article class="broker-card">
            <Heading level=heading class="broker-card__name">
                <a href=href>{name}</a>
            </Heading>
            <p class="broker-card__agency">{broker.agency.get(locale).as_str().to_owned()}</p>
            <LicenseLine locale broker />
        </article>
    }
}

/// The licence, and until when it holds. Whether it has run out is said by its date:
/// a page that is kept must not go wrong overnight.
#[component]
pub fn LicenseLine(locale: Locale, broker: Broker) -> impl IntoView {
    let license = broker.license;
    view! {
        <p class="broker-card__license">
            <Icon name="shield-check" />
            <span>
                {messages::broker::licence(locale)} " " <span class="tabular">{license.number}</span> ", "
                {license.tier.label(locale)} ", "
                {messages::broker::licence_valid(locale, format::date(license.expires, locale))}
            </span>
        </p>
    }
}
