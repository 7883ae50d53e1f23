//! Beside the thread: the home, its broker, and for the broker who asks.

use super::{steps::Hidden, thread::Shown};
use crate::components::{
    broker_card::BrokerCard,
    card::HomeCard,
    form::{ActionForm, SelectField},
};
use durbar_domain::{
    AccountId, Locale,
    enquiry::{Enquiry, Party},
    format,
};
use durbar_messages::{Label, account, agency, enquiry as words};
use leptos::prelude::*;

#[component]
pub(super) fn People(locale: Locale, shown: Shown) -> impl IntoView {
    let charged = shown.clone();
    let Shown {
        thread,
        home,
        broker,
        ..
    } = shown;
    let is_broker = thread.party == Party::Broker;
    view! {
        <aside class="enquiry__aside" aria-label=words::home(locale)>
            {is_broker.then(|| view! { <InCharge locale shown=charged /> })}
            {is_broker.then(|| view! { <Buyer locale enquiry=thread.enquiry /> })}
            {home.map(|home| view! { <HomeCard locale home heading=2 eager=true /> })}
            {broker.filter(|_| !is_broker).map(|broker| view! { <BrokerCard locale broker heading=2 /> })}
        </aside>
    }
    .into_any()
}

/// Who is in charge, and for owners of an agency the form that says who is.
#[component]
fn InCharge(locale: Locale, shown: Shown) -> impl IntoView {
    let broker = shown.broker.as_ref();
    let broker = broker.map(|it| it.name.get(locale).as_str().to_owned());
    let broker = broker.unwrap_or_default();
    let Some(charge) = shown.charge.clone() else {
        return shown
            .in_charge()
            .map(|name| view! { <p>{agency::in_charge(locale, name)}</p> })
            .into_any();
    };
    let mut options = vec![(String::new(), agency::the_broker(locale, broker))];
    let member = |(id, name): (AccountId, String)| (id.to_string(), name);
    options.extend(charge.members.into_iter().map(member));
    let chosen = shown.thread.enquiry.in_charge;
    let chosen = chosen.map_or(String::new(), |id| id.to_string());
    view! {
        <section class="section">
            <ActionForm locale action="assign-enquiry" submit=agency::assign_go(locale) quiet=true>
                <Hidden shown=shown.clone() />
                <SelectField
                    locale
                    name="in_charge"
                    label=agency::assign(locale)
                    options=options.clone()
                    value=chosen.clone()
                />
            </ActionForm>
        </section>
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
