//! The page that an invitation into an agency leads to.

use super::failed;
use crate::{
    components::{
        form::{ButtonForm, Refusal},
        page_message::PageMessage,
    },
    context::AppContext,
    form::FormState,
    locale::use_locale,
    page::PageRecord,
    pages::account::require_account,
    seo::PageHead,
};
use durbar_domain::{
    Locale,
    agency::{Agency, AgencyInvitation},
};
use durbar_messages::{Label, account, agency as words};
use durbar_services::{ServiceError, agencies::AgencyLink};
use jiff::Timestamp;
use leptos::prelude::*;
use leptos_router::hooks::use_params_map;

#[component]
pub fn JoinAgencyPage() -> impl IntoView {
    let locale = use_locale();
    let context = AppContext::get();
    let text = use_params_map()
        .read_untracked()
        .get("link")
        .unwrap_or_default();
    let state: FormState = use_context().unwrap_or_default();
    let record = expect_context::<PageRecord>();
    if require_account(locale).is_none() {
        return ().into_any();
    }
    Suspend::new(async move {
        let found = match text.parse::<AgencyLink>() {
            Ok(link) => {
                let agencies = &context.services.agencies;
                agencies.invitation(&link, Timestamp::now()).await
            }
            Err(_) => Err(ServiceError::NotFound),
        };
        match found {
            Ok((invitation, agency)) => {
                view! { <Invited locale invitation agency state /> }.into_any()
            }
            Err(ServiceError::NotFound) => {
                record.set_status(404);
                view! { <Gone locale /> }.into_any()
            }
            Err(error) => failed(locale, error),
        }
    })
    .into_any()
}

#[component]
fn Invited(
    locale: Locale,
    invitation: AgencyInvitation,
    agency: Agency,
    state: FormState,
) -> impl IntoView {
    let name = agency.name.get(locale).as_str();
    let text = words::join_text(locale, name, invitation.role.label(locale));
    view! {
        <PageHead
            locale
            path=super::AGENCY
            title=words::join_title(locale)
            description=account::description(locale)
            noindex=true
        />
        <section class="step">
            <h1>{words::join_title(locale)}</h1>
            <Refusal locale state />
            <p class="step__text">{text}</p>
            <p class="muted">{agency.address.as_str().to_owned()}</p>
            <ButtonForm action="join-agency" submit=words::join(locale).to_owned() class="button" />
        </section>
    }
    .into_any()
}

#[component]
fn Gone(locale: Locale) -> impl IntoView {
    view! {
        <PageMessage
            locale
            path=super::AGENCY
            title=words::gone_title(locale)
            text=words::gone_text(locale)
        />
    }
}
