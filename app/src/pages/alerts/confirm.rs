//! The page that the first mail leads to. Opening it changes nothing, since programs that look
//! for harm in mails open links too.

use super::{LinkGone, SearchLine};
use crate::{
    actions::PageData,
    components::form::ActionForm,
    context::AppContext,
    locale::use_locale,
    pages::{
        account::{Step, query},
        failure::Unavailable,
    },
};
use durbar_domain::{Locale, saved_search::SavedSearch};
use durbar_messages::{Label, saved_search as words};
use durbar_services::{ServiceError, saved_searches::LinkTarget};
use leptos::prelude::*;

const PATH: &str = "/alerts/confirm";

/// `/alerts/confirm?token=…`.
#[component]
pub fn ConfirmAlertsPage() -> impl IntoView {
    let locale = use_locale();
    let context = AppContext::get();
    let token = query("token");
    if let Some(PageData::AlertsBegun(search)) = use_context() {
        return view! { <Begun locale search=*search /> }.into_any();
    }
    Suspend::new(async move {
        let target = context.services.saved_searches.link_target(&token).await;
        match target {
            Ok(LinkTarget::Confirm(search)) if search.confirmed_at.is_some() => {
                view! { <Begun locale search=*search /> }.into_any()
            }
            Ok(LinkTarget::Confirm(search)) => {
                view! { <Confirm locale search=*search token /> }.into_any()
            }
            Ok(LinkTarget::Stop(_)) | Err(ServiceError::NotFound) => {
                view! { <LinkGone locale path=PATH /> }.into_any()
            }
            Err(error) => view! { <Unavailable error=error.into() /> }.into_any(),
        }
    })
    .into_any()
}

#[component]
fn Confirm(locale: Locale, search: SavedSearch, token: String) -> impl IntoView {
    view! {
        <Step locale path=PATH title=words::confirm_title(locale) text=words::confirm_text(locale)>
            <Told locale search=search.clone() />
            <ActionForm locale action="confirm-alerts" submit=words::confirm(locale)>
                <input type="hidden" name="token" value=token.clone() />
            </ActionForm>
        </Step>
    }
    .into_any()
}

#[component]
fn Begun(locale: Locale, search: SavedSearch) -> impl IntoView {
    view! {
        <Step locale path=PATH title=words::begun_title(locale) text=words::begun_text(locale)>
            <Told locale search=search.clone() />
        </Step>
    }
    .into_any()
}

/// A search, and when its mails come.
#[component]
fn Told(locale: Locale, search: SavedSearch) -> impl IntoView {
    view! {
        <SearchLine locale query=search.query />
        <p class="muted">{search.frequency.label(locale)}</p>
    }
}
