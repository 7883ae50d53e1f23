//! Beside the thread: the home, its broker, and for the broker who asks.

use super::thread::Shown;
use crate::components::{broker_card::BrokerCard, card::HomeCard};
use durbar_domain::{
    Locale,
    enquiry::{Enquiry, Party},
    format,
};
use durbar_messages::{Label, account, enquiry as words};
use leptos::prelude::*;

#[component]
pub(super) fn People(locale: Locale, shown: Shown) -> impl IntoView {
    let Shown {
        thread,
        home,
        broker,
        ..
    } = shown;
    let is_broker = thread.party == Party::Broker;
    view! {
        <aside class="enquiry__aside" aria-label=words::home(locale)>
            {is_broker.then(|| view! { <Buyer locale enquiry=thread.enquiry /> })}
            {home.map(|home| view! { <HomeCard locale home heading=2 eager=true /> })}
            {broker.filter(|_| !is_broker).map(|broker| view! { <BrokerCard locale broker heading=2 /> })}
        </aside>
    }
    .into_any()
}

/// Who asks and how to reach them.
#[component]
fn Buyer(locale: Locale, enquiry: Enquiry) -> impl IntoView {
    let contact = enquiry.contact;
    let (phone, email) = (contact.phone.to_string(), contact.email.to_string());
    let visit = enquiry.visit.map(|visit| {
        let people = format::number(visit.party_size.people().into(), locale);
        view! {
            <div class="facts__row"><dt>{words::people(locale)}</dt><dd>{people}</dd></div>
            <div class="facts__row">
                <dt>{words::financing(locale)}</dt>
                <dd>{visit.financing.label(locale)}</dd>
            </div>
        }
    });
    view! {
        <section class="enquiry__buyer">
            <h2>{words::buyer(locale)}</h2>
            <dl class="facts">
                <div class="facts__row">
                    <dt>{account::name(locale)}</dt>
                    <dd>{contact.name.as_str().to_owned()}</dd>
                </div>
                <div class="facts__row">
                    <dt>{words::phone(locale)}</dt>
                    <dd><a href=format!("tel:{phone}")>{phone.clone()}</a></dd>
                </div>
                <div class="facts__row">
                    <dt>{account::email(locale)}</dt>
                    <dd><a href=format!("mailto:{email}")>{email.clone()}</a></dd>
                </div>
                <div class="facts__row">
                    <dt>{words::reach(locale)}</dt>
                    <dd>{contact.choice.label(locale)}</dd>
                </div>
                {visit}
            </dl>
        </section>
    }
    .into_any()
}
