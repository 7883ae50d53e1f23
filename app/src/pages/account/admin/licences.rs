//! Licences that somebody has to look at, and the way to every broker's.

use super::{AdminPage, LICENCES, refused};
use crate::{context::AppContext, locale::use_locale, pages::failure::failed, visitor::Visitor};
use durbar_domain::{Locale, broker::Broker, format, policy::Operation};
use durbar_messages::{Label, licence as words};
use durbar_services::{kathmandu_date, licenses::LicenseFile, today_in_nepal};
use leptos::prelude::*;

#[component]
pub fn LicencesPage() -> impl IntoView {
    let locale = use_locale();
    let (context, visitor) = (AppContext::get(), Visitor::get());
    if let Some(refused) = refused(locale, LICENCES, Operation::VerifyLicense) {
        return refused;
    }
    Suspend::new(async move {
        let (licences, principal) = (&context.services.licenses, &visitor.principal);
        let waiting = licences.waiting(principal);
        match futures::try_join!(waiting, licences.brokers(principal)) {
            Ok((waiting, brokers)) => view! { <Licences locale waiting brokers /> }.into_any(),
            Err(error) => failed(error),
        }
    })
    .into_any()
}

#[component]
fn Licences(locale: Locale, waiting: Vec<LicenseFile>, brokers: Vec<Broker>) -> impl IntoView {
    let none_waits = waiting.is_empty();
    let way = |broker: &Broker| {
        let to = locale.path(&format!("{LICENCES}/{}", broker.broker_id));
        view! { <a href=to>{broker.name.get(locale).as_str().to_owned()}</a> }
    };
    let rows = waiting
        .iter()
        .map(|file| {
            let sent = file
                .application
                .as_ref()
                .map(|it| format::date(kathmandu_date(it.sent_at), locale));
            let license = &file.broker.license;
            view! {
                <li class="sessions__row">
                    {way(&file.broker)}
                    <span>{license.number.clone()}</span>
                    <span>{license.tier.label(locale)}</span>
                    <span>{sent}</span>
                </li>
            }
        })
        .collect_view();
    let today = today_in_nepal();
    let all = brokers
        .iter()
        .map(|broker| {
            let license = &broker.license;
            let state = match (license.is_verified(today), license.is_current(today)) {
                (true, _) => words::verified(locale),
                (false, true) => words::unverified(locale),
                (false, false) => words::expired(locale),
            };
            view! {
                <li class="sessions__row">
                    {way(broker)}
                    <span>{license.number.clone()}</span>
                    <span>{state}</span>
                </li>
            }
        })
        .collect_view();
    view! {
        <AdminPage locale path=LICENCES title=words::queue(locale)>
            {none_waits.then(|| view! { <p>{words::none_waits(locale)}</p> })}
            <ul class="sessions" role="list">{rows}</ul>
            <section class="section">
                <h2>{words::all_brokers(locale)}</h2>
                <ul class="sessions" role="list">{all}</ul>
            </section>
        </AdminPage>
    }
    .into_any()
}
