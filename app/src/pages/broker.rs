//! One broker: licence, story, and homes.

use super::{failure::Unavailable, not_found::NotFound};
use crate::{
    components::{breadcrumb::Breadcrumb, broker_card::LicenseLine, card::CardGrid},
    context::AppContext,
    error::PageError,
    locale::use_locale,
    page::{PageRecord, Tag},
    seo::{JsonLd, PageHead},
};
use durbar_domain::{BrokerId, ListingSummary, Locale, broker::Broker, format, slug};
use durbar_messages as messages;
use durbar_services::{ServiceError, today_in_nepal};
use leptos::prelude::*;
use leptos_router::hooks::use_params_map;

/// The most homes shown.
const SHOWN: usize = 48;

/// Where an address leads.
enum Outcome {
    Known(Box<Broker>, Vec<ListingSummary>),
    Moved(String),
    Unknown,
}

async fn read(context: &AppContext, segment: &str) -> Result<Outcome, PageError> {
    // An identifier alone leads to the whole address.
    let (slug, id) = slug::split_address(segment).unwrap_or(("", segment));
    let Ok(id) = id.parse::<BrokerId>() else {
        return Ok(Outcome::Unknown);
    };
    let broker = match context.services.brokers.get(id).await {
        Err(ServiceError::NotFound) => return Ok(Outcome::Unknown),
        found => found?,
    };
    if slug != broker.slug.as_str() {
        return Ok(Outcome::Moved(broker.path()));
    }
    let homes = context
        .services
        .listings
        .published_of_broker(id, SHOWN)
        .await?;
    Ok(Outcome::Known(Box::new(broker), homes))
}

#[component]
pub fn BrokerPage() -> impl IntoView {
    let locale = use_locale();
    let context = AppContext::get();
    let record = expect_context::<PageRecord>();
    let segment = use_params_map()
        .read_untracked()
        .get("address")
        .unwrap_or_default();
    Suspend::new(async move {
        record.shows(Tag::Market);
        match read(&context, &segment).await {
            Ok(Outcome::Known(broker, homes)) => {
                record.shows(Tag::Broker(broker.broker_id));
                view! { <BrokerView locale broker=*broker homes /> }.into_any()
            }
            Ok(Outcome::Moved(path)) => {
                record.redirect(301, locale.path(&path));
                ().into_any()
            }
            Ok(Outcome::Unknown) => view! { <NotFound /> }.into_any(),
            Err(error) => view! { <Unavailable error /> }.into_any(),
        }
    })
}

#[component]
fn BrokerView(locale: Locale, broker: Broker, homes: Vec<ListingSummary>) -> impl IntoView {
    use messages::broker as words;
    let site = AppContext::get().settings.site_url.clone();
    let name = broker.name.get(locale).as_str().to_owned();
    let agency = broker.agency.get(locale).as_str().to_owned();
    let steps = vec![
        (words::title(locale).to_owned(), "/brokers".to_owned()),
        (name.clone(), broker.path()),
    ];
    let json = serde_json::json!({
        "@context": "https://schema.org",
        "@type": "RealEstateAgent",
        "name": agency,
        "employee": { "@type": "Person", "name": name },
        "telephone": broker.phone,
        "email": broker.email,
        "url": format!("{site}{}", locale.path(&broker.path())),
        "areaServed": broker.neighbourhoods.iter().map(|place| *place.name().get(locale)).collect::<Vec<_>>(),
    });
    let paragraphs = broker
        .biography
        .get(locale)
        .paragraphs()
        .map(|text| view! { <p>{text.to_owned()}</p> })
        .collect_view();
    let places = broker
        .neighbourhoods
        .iter()
        .map(|place| {
            let to = locale.path(&format!("/neighbourhoods/{}", place.key()));
            view! { <li><a class="chip" href=to>{*place.name().get(locale)}</a></li> }
        })
        .collect_view();
    // Whose licence has run out takes no enquiries: who they are stays to be read.
    let contact = if broker.license.is_current(today_in_nepal()) {
        view! {
            <a href=format!("tel:{}", broker.phone)>{broker.phone.clone()}</a>
            " · "
            <a href=format!("mailto:{}", broker.email)>{broker.email.clone()}</a>
        }
        .into_any()
    } else {
        format!("{} · {}", broker.phone, broker.email).into_any()
    };
    view! {
        <PageHead locale path=broker.path() title=format!("{name}, {agency}") description=words::description(locale) />
        <JsonLd value=json />
        <article class="page broker-page">
            <Breadcrumb locale steps />
            <h1>{name.clone()}</h1>
            <p class="standfirst">{agency}</p>
            <LicenseLine locale broker=broker.clone() />
            <div class="prose">{paragraphs}</div>
            <dl class="facts">
                <div class="facts__row"><dt>{words::languages(locale)}</dt><dd>{broker.languages.join(", ")}</dd></div>
                <div class="facts__row">
                    <dt>{words::contact(locale)}</dt>
                    <dd>{contact}</dd>
                </div>
                <div class="facts__row">
                    <dt>{words::works_in(locale)}</dt>
                    <dd><ul class="chips" role="list">{places}</ul></dd>
                </div>
            </dl>
            <p>{words::since(locale, format::digits(&broker.since_year.to_string(), locale))}</p>
            <section class="section" aria-labelledby="homes">
                <h2 id="homes">{words::homes_of(locale, name)}</h2>
                {if homes.is_empty() {
                    view! { <p>{words::no_homes(locale)}</p> }.into_any()
                } else {
                    view! { <CardGrid locale homes /> }.into_any()
                }}
            </section>
        </article>
    }
    .into_any()
}
