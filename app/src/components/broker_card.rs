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

/// The licence, until when it holds or held, and whether it was verified. A verification that
/// ends is an event, which kept pages follow; besides, a page is kept for a minute alone.
#[component]
pub fn LicenseLine(locale: Locale, broker: Broker) -> impl IntoView {
    let license = broker.license;
    let today = today_in_nepal();
    let (current, verified) = (license.is_current(today), license.is_verified(today));
    let last_day = format::date(license.expires, locale);
    let validity = match current {
        true => messages::broker::licence_valid(locale, last_day),
        false => messages::broker::licence_expired(locale, last_day),
    };
    let icon = match (verified, current) {
        (true, _) => "shield-check",
        (false, true) => "papers",
        (false, false) => "warning",
    };
    view! {
        <p class="broker-card__license" class=("broker-card__license--expired", !current)>
            <Icon name=icon />
            <span>
                {messages::broker::licence(locale)} " " <span class="tabular">{license.number}</span> " · "
                {license.tier.label(locale)} " · "
                <span class="broker-card__validity">{validity}</span>
                " · "
                {match verified {
                    true => view! {
                        <strong class="broker-card__verified">{messages::licence::verified(locale)}</strong>
                    }
                    .into_any(),
                    false => messages::licence::unverified(locale).into_any(),
                }}
            </span>
        </p>
    }
}
