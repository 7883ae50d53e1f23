//! A broker as a card, licence first.

use super::{heading::Heading, icon::Icon};
use durbar_domain::{Locale, broker::Broker, format};
use durbar_messages::{self as messages, Label};
use durbar_services::today_in_nepal;
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

/// The licence, and until when it holds or held. A page is kept for a minute, so it tells of
/// an expiry soon after midnight in Nepal.
#[component]
pub fn LicenseLine(locale: Locale, broker: Broker) -> impl IntoView {
    let license = broker.license;
    let current = license.is_current(today_in_nepal());
    let last_day = format::date(license.expires, locale);
    let (icon, validity) = if current {
        (
            "shield-check",
            messages::broker::licence_valid(locale, last_day),
        )
    } else {
        (
            "warning",
            messages::broker::licence_expired(locale, last_day),
        )
    };
    view! {
        <p class="broker-card__license" class=("broker-card__license--expired", !current)>
            <Icon name=icon />
            <span>
                {messages::broker::licence(locale)} " " <span class="tabular">{license.number}</span> " · "
                {license.tier.label(locale)} " · "
                <span class="broker-card__validity">{validity}</span>
            </span>
        </p>
    }
}
