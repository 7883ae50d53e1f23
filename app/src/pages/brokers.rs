//! All brokers.

use super::failure::Unavailable;
use crate::{
    components::{breadcrumb::Breadcrumb, broker_card::BrokerCard},
    context::AppContext,
    locale::use_locale,
    page::{PageRecord, Tag},
    seo::PageHead,
};
use durbar_domain::{Locale, broker::Broker};
use durbar_messages as messages;
use leptos::prelude::*;

#[component]
pub fn BrokersPage() -> impl IntoView {
    let locale = use_locale();
    let context = AppContext::get();
    let record = expect_context::<PageRecord>();
    Suspend::new(async move {
        match context.services.brokers.list().await {
            Ok(brokers) => {
                record.shows(Tag::Market);
                brokers
                    .iter()
                    .for_each(|broker| record.shows(Tag::Broker(broker.broker_id)));
                view! { <BrokersView locale brokers /> }.into_any()
            }
            Err(error) => view! { <Unavailable error=error.into() /> }.into_any(),
        }
    })
}

#[component]
fn BrokersView(locale: Locale, brokers: Vec<Broker>) -> impl IntoView {
    use messages::broker as words;
    let steps = vec![(words::title(locale).to_owned(), "/brokers".to_owned())];
    view! {
        <PageHead locale path="/brokers" title=words::title(locale) description=words::description(locale) />
        <div class="page">
            <Breadcrumb locale steps />
            <h1>{words::title(locale)}</h1>
            <p class="standfirst">{words::intro(locale)}</p>
            <ul class="broker-grid" role="list">
                {brokers
                    .into_iter()
                    .map(|broker| view! { <li><BrokerCard locale broker heading=2 /></li> })
                    .collect_view()}
            </ul>
        </div>
    }
    .into_any()
}
