//! The agency of brokers: starting one, who is in it, coming into it and leaving it.

mod join;
mod leave;
mod members;
mod start;

pub use join::JoinAgencyPage;
pub use leave::LeaveAgencyPage;

use super::account::{AccountPage, require_account};
use crate::{
    components::{form::Refusal, needs_factor::NeedsFactor},
    context::AppContext,
    form::FormState,
    locale::use_locale,
    page::PageRecord,
    pages::{failure, not_found::NotFound},
    visitor::Visitor,
};
use durbar_domain::{
    Locale,
    agency::AgencyRole,
    policy::{Operation, Refusal as PolicyRefusal, Relation},
};
use durbar_messages::{Label, agency as words};
use durbar_services::{ServiceError, agencies::Opened};
use jiff::Timestamp;
use leptos::prelude::*;
use members::{Invitations, Members};
use start::{Describe, Start};
use strum::VariantArray as _;

pub(super) const AGENCY: &str = "/broker/agency";

#[component]
pub fn AgencyPage() -> impl IntoView {
    let locale = use_locale();
    let (context, visitor) = (AppContext::get(), Visitor::get());
    let state: FormState = use_context().unwrap_or_default();
    if require_account(locale).is_none() {
        return ().into_any();
    }
    let principal = visitor.principal;
    if principal.seat().is_none() {
        return match visitor.may(Operation::StartAgency, Relation::Own) {
            Ok(()) => view! { <Start locale /> }.into_any(),
            Err(PolicyRefusal::MultiFactor) => needs_factor(locale),
            Err(_) => view! { <NotFound /> }.into_any(),
        };
    }
    Suspend::new(async move {
        let opened = context.services.agencies.open(&principal, Timestamp::now());
        match opened.await {
            Ok(opened) => view! { <Whole locale opened state /> }.into_any(),
            Err(error) => failed(locale, error),
        }
    })
    .into_any()
}

#[component]
fn Whole(locale: Locale, opened: Opened, state: FormState) -> impl IntoView {
    let owns = opened.role == AgencyRole::Owner;
    let agency = opened.agency.clone();
    let name = agency.name.get(locale).as_str().to_owned();
    // The small forms of single members say nothing themselves.
    let is_small = matches!(state.action, "set-member-role" | "revoke-member-invitation");
    let may_manage = owns
        && Visitor::get()
            .may(Operation::ManageAgency, Relation::Led)
            .is_ok();
    let factor = owns && !may_manage;
    view! {
        <AccountPage locale path=AGENCY title=name>
            {is_small.then(|| view! { <Refusal locale state /> })}
            {factor.then(|| view! { <NeedsFactor locale /> })}
            <p>{agency.address.as_str().to_owned()} ", " {agency.phone.to_string()}</p>
            <Members locale opened=opened.clone() may_manage />
            <p class="muted">{words::roles(locale)}</p>
            {may_manage.then(|| view! { <Invitations locale opened=opened.clone() /> })}
            {may_manage.then(|| view! { <Describe locale agency=agency.clone() /> })}
        </AccountPage>
    }
    .into_any()
}

/// The roles, for a choice.
fn roles(locale: Locale) -> Vec<(String, String)> {
    let role = |it: &AgencyRole| (it.key().to_owned(), it.label(locale).to_owned());
    AgencyRole::VARIANTS.iter().rev().map(role).collect()
}

fn needs_factor(locale: Locale) -> AnyView {
    expect_context::<PageRecord>().set_status(403);
    view! {
        <AccountPage locale path=AGENCY title=words::title(locale)>
            <NeedsFactor locale />
        </AccountPage>
    }
    .into_any()
}

/// What is shown when a use case failed.
fn failed(locale: Locale, error: ServiceError) -> AnyView {
    match error {
        ServiceError::Refused(PolicyRefusal::MultiFactor) => needs_factor(locale),
        error => failure::failed(error),
    }
}
