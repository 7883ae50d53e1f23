//! Starting an agency, and its name and office.

use super::AGENCY;
use crate::{
    components::form::{ActionForm, Field},
    pages::account::AccountPage,
};
use durbar_domain::{Locale, agency::Agency};
use durbar_messages::agency as words;
use leptos::prelude::*;

/// The longest name and the longest address, in characters.
const NAME: usize = 120;
const OFFICE: usize = 200;

#[component]
pub(super) fn Start(locale: Locale) -> impl IntoView {
    view! {
        <AccountPage locale path=AGENCY title=words::title(locale)>
            <section class="section">
                <h2>{words::start(locale)}</h2>
                <p>{words::start_text(locale)}</p>
                <ActionForm locale action="start-agency" submit=words::start(locale)>
                    <Details locale agency=None />
                </ActionForm>
            </section>
        </AccountPage>
    }
    .into_any()
}

#[component]
pub(super) fn Describe(locale: Locale, agency: Agency) -> impl IntoView {
    let version = agency.version.to_string();
    view! {
        <section class="section">
            <h2>{words::describe(locale)}</h2>
            <p>{words::describe_text(locale)}</p>
            <ActionForm locale action="describe-agency" submit=words::save(locale)>
                <input type="hidden" name="version" value=version.clone() />
                <Details locale agency=Some(agency.clone()) />
            </ActionForm>
        </section>
    }
    .into_any()
}

#[component]
fn Details(locale: Locale, agency: Option<Agency>) -> impl IntoView {
    let [en, ne, office, phone] = match agency {
        Some(agency) => [
            agency.name.en.into(),
            agency.name.ne.into(),
            agency.address.into(),
            agency.phone.to_string(),
        ],
        None => Default::default(),
    };
    view! {
        <Field locale name="name_en" label=words::name_en(locale) value=en maxlength=NAME />
        <Field locale name="name_ne" label=words::name_ne(locale) value=ne maxlength=NAME />
        <Field locale name="office" label=words::office(locale) value=office maxlength=OFFICE />
        <Field locale name="phone" kind="tel" label=words::phone(locale) value=phone inputmode="tel" />
    }
    .into_any()
}
