//! A broker's own licence: what is known of it, and sending it with its papers.

use crate::{
    actions::OWN_LICENCE,
    components::{
        broker_card::LicenseLine,
        form::{ActionForm, Field, FileField, PAPER_FILES, SelectField},
        needs_factor::NeedsFactor,
        notice::{Notice, Tone},
    },
    context::AppContext,
    locale::use_locale,
    page::PageRecord,
    pages::{
        account::{AccountPage, require_account},
        failure::Unavailable,
        not_found::NotFound,
    },
    visitor::Visitor,
};
use durbar_domain::{
    Locale,
    broker::{ApplicationState, LicenseNumber, LicenseTier},
    format,
    policy::{Operation, Refusal, Relation},
};
use durbar_messages::{Label, licence as words};
use durbar_services::{ServiceError, kathmandu_date, licenses::LicenseFile, today_in_nepal};
use leptos::prelude::*;
use strum::VariantArray as _;

/// The longest number, in characters.
const NUMBER: usize = 40;
const _: fn(&str, &str) -> Result<LicenseNumber, durbar_domain::FieldError> = LicenseNumber::parse;

#[component]
pub fn LicencePage() -> impl IntoView {
    let locale = use_locale();
    let (context, visitor) = (AppContext::get(), Visitor::get());
    if require_account(locale).is_none() {
        return ().into_any();
    }
    match visitor.may(Operation::SendLicense, Relation::Own) {
        Ok(()) => {}
        Err(Refusal::MultiFactor) => {
            expect_context::<PageRecord>().set_status(403);
            return view! {
                <AccountPage locale path=OWN_LICENCE title=words::title(locale)>
                    <NeedsFactor locale />
                </AccountPage>
            }
            .into_any();
        }
        Err(_) => return view! { <NotFound /> }.into_any(),
    }
    Suspend::new(async move {
        match context.services.licenses.own(&visitor.principal).await {
            Ok(file) => view! { <Own locale file /> }.into_any(),
            Err(ServiceError::NotFound) => view! { <NotFound /> }.into_any(),
            Err(error) => view! { <Unavailable error=error.into() /> }.into_any(),
        }
    })
    .into_any()
}

#[component]
fn Own(locale: Locale, file: LicenseFile) -> impl IntoView {
    let license = file.broker.license.clone();
    let tiers: Vec<_> = LicenseTier::VARIANTS
        .iter()
        .map(|tier| (tier.key().to_owned(), tier.label(locale).to_owned()))
        .collect();
    let expires = license.expires.to_string();
    view! {
        <AccountPage locale path=OWN_LICENCE title=words::title(locale)>
            <LicenseLine locale broker=file.broker.clone() />
            <Standing locale file />
            <section class="section">
                <h2>{words::send(locale)}</h2>
                <p>{words::send_text(locale)}</p>
                <ActionForm locale action="send-licence" submit=words::send(locale) files=true>
                    <Field
                        locale
                        name="number"
                        label=words::number(locale)
                        value=license.number.clone()
                        maxlength=NUMBER
                    />
                    <SelectField
                        locale
                        name="tier"
                        label=words::tier(locale)
                        options=tiers.clone()
                        value=license.tier.key()
                    />
                    <Field
                        locale
                        name="expires"
                        kind="date"
                        label=words::expires(locale)
                        value=expires.clone()
                    />
                    <FileField
                        locale
                        name="papers"
                        label=words::papers(locale)
                        help=words::papers_help(locale)
                        accept=PAPER_FILES
                    />
                </ActionForm>
            </section>
        </AccountPage>
    }
    .into_any()
}

/// How far the check has come.
#[component]
fn Standing(locale: Locale, file: LicenseFile) -> impl IntoView {
    let is_verified = file.broker.license.is_verified(today_in_nepal());
    let Some(application) = file.application else {
        let text = match is_verified {
            true => words::is_verified(locale),
            false => words::nothing_sent(locale),
        };
        return view! { <Notice tone=Tone::Calm><p>{text}</p></Notice> }.into_any();
    };
    let day = format::date(kathmandu_date(application.sent_at), locale);
    let (tone, text, reason) = match application.state {
        ApplicationState::Waiting => (Tone::Calm, words::waits(locale, day), None),
        ApplicationState::Verified if is_verified => {
            (Tone::Calm, words::is_verified(locale).to_owned(), None)
        }
        ApplicationState::Verified => (Tone::Alert, words::is_over(locale).to_owned(), None),
        ApplicationState::Refused { reason } => (
            Tone::Alert,
            words::was_refused(locale).to_owned(),
            Some(reason),
        ),
        ApplicationState::Withdrawn { reason } => (
            Tone::Alert,
            words::was_withdrawn(locale).to_owned(),
            Some(reason),
        ),
    };
    let reason = reason.map(|reason| view! { <p>{reason.as_str().to_owned()}</p> });
    view! { <Notice tone><p>{text}</p>{reason}</Notice> }.into_any()
}
