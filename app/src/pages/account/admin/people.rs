//! Somebody's role and whether they are let in, and profiles of brokers.

use super::{AdminPage, MEMBERS, refused};
use crate::{
    actions::NEW_BROKER,
    components::form::{ActionForm, Field, SelectField, TextArea},
    locale::use_locale,
};
use durbar_domain::{
    Locale,
    account::{Account, EmailAddress, Role},
    broker::{Broker, LicenseTier},
    policy::Operation,
    text::Story,
};
use durbar_messages::{Label, admin, licence, people as words};
use leptos::prelude::*;
use strum::VariantArray as _;

/// The longest reason, in characters.
const REASON: usize = 300;
/// The longest name, in characters.
const NAME: usize = 120;

/// Forms about somebody else's role and about letting them in.
#[component]
pub fn Powers(locale: Locale, account: Account, brokers: Vec<Broker>) -> impl IntoView {
    let version = account.version.to_string();
    let roles: Vec<_> = Role::VARIANTS
        .iter()
        .map(|role| (role.key().to_owned(), role.label(locale).to_owned()))
        .collect();
    let none = (String::new(), words::no_broker(locale).to_owned());
    let brokers: Vec<_> = std::iter::once(none)
        .chain(brokers.iter().map(|broker| {
            let name = broker.name.get(locale).as_str();
            let agency = broker.agency.get(locale).as_str();
            (broker.broker_id.to_string(), format!("{name}, {agency}"))
        }))
        .collect();
    let role = account.role.key();
    let broker = account
        .broker_id
        .map(|id| id.to_string())
        .unwrap_or_default();
    let of_role = version.clone();
    view! {
        <section class="section">
            <h2>{words::role(locale)}</h2>
            <p>{words::role_text(locale)}</p>
            <ActionForm locale action="assign-role" submit=words::assign(locale)>
                <input type="hidden" name="version" value=of_role.clone() />
                <SelectField
                    locale
                    name="role"
                    label=words::role(locale)
                    options=roles.clone()
                    value=role
                />
                <SelectField
                    locale
                    name="broker_id"
                    label=words::broker(locale)
                    options=brokers.clone()
                    value=broker.clone()
                />
                <p class="field__help">
                    {words::broker_help(locale)} " "
                    <a href=locale.path(NEW_BROKER)>{words::new_broker(locale)}</a>
                </p>
                <Field
                    locale
                    name="role_reason"
                    label=words::role_reason(locale)
                    help=admin::reason_help(locale)
                    maxlength=REASON
                />
            </ActionForm>
        </section>
        <LetIn locale version disabled=account.disabled />
    }
    .into_any()
}

#[component]
fn LetIn(locale: Locale, version: String, disabled: bool) -> impl IntoView {
    let (action, title, text, field, label) = match disabled {
        true => (
            "enable-account",
            words::enable(locale),
            None,
            "enable_reason",
            words::enable_reason(locale),
        ),
        false => (
            "disable-account",
            words::disable(locale),
            Some(words::disable_text(locale)),
            "disable_reason",
            words::disable_reason(locale),
        ),
    };
    view! {
        <section class="section">
            <h2>{title}</h2>
            {text.map(|text| view! { <p>{text}</p> })}
            <ActionForm locale action submit=title quiet=true>
                <input type="hidden" name="version" value=version.clone() />
                <Field locale name=field label maxlength=REASON />
            </ActionForm>
        </section>
    }
    .into_any()
}

#[component]
pub fn NewBrokerPage() -> impl IntoView {
    let locale = use_locale();
    if let Some(refused) = refused(locale, MEMBERS, Operation::AssignRole) {
        return refused;
    }
    let tiers: Vec<_> = LicenseTier::VARIANTS
        .iter()
        .map(|tier| (tier.key().to_owned(), tier.label(locale).to_owned()))
        .collect();
    view! {
        <AdminPage locale path=MEMBERS title=words::new_broker(locale)>
            <p>{words::create_text(locale)}</p>
            <ActionForm locale action="create-broker" submit=words::create(locale)>
                <Field locale name="name_en" label=words::name_en(locale) maxlength=NAME />
                <Field locale name="name_ne" label=words::name_ne(locale) maxlength=NAME />
                <Field locale name="agency_en" label=words::agency_en(locale) maxlength=NAME />
                <Field locale name="agency_ne" label=words::agency_ne(locale) maxlength=NAME />
                <Field locale name="phone" kind="tel" label=words::phone(locale) />
                <Field
                    locale
                    name="email"
                    kind="email"
                    label=words::email(locale)
                    maxlength=EmailAddress::MAX
                />
                <Field
                    locale
                    name="since_year"
                    inputmode="numeric"
                    label=words::since_year(locale)
                    maxlength=4
                />
                <Field locale name="number" label=licence::number(locale) maxlength=40 />
                <SelectField
                    locale
                    name="tier"
                    label=licence::tier(locale)
                    options=tiers.clone()
                />
                <Field locale name="expires" kind="date" label=licence::expires(locale) />
                <TextArea
                    locale
                    name="biography_en"
                    label=words::biography_en(locale)
                    maxlength=Story::MAX
                />
                <TextArea
                    locale
                    name="biography_ne"
                    label=words::biography_ne(locale)
                    maxlength=Story::MAX
                />
            </ActionForm>
        </AdminPage>
    }
    .into_any()
}
