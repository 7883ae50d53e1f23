//! The page that ends mails. Mail programs end them by themselves with one request
//! (RFC 8058), which the host answers.

use super::{LinkGone, SearchLines};
use crate::{
    actions::{PageData, save_path},
    components::form::{ActionForm, Refusal},
    context::AppContext,
    form::FormState,
    locale::use_locale,
    pages::{
        account::{Step, query},
        failure::Unavailable,
    },
};
use durbar_domain::{
    Locale,
    saved_search::{SavedSearch, SearchOwner},
};
use durbar_messages::saved_search as words;
use durbar_services::{ServiceError, saved_searches::LinkTarget};
use leptos::prelude::*;

const PATH: &str = "/alerts/stop";

/// `/alerts/stop?token=…`.
#[component]
pub fn StopAlertsPage() -> impl IntoView {
    let locale = use_locale();
    let context = AppContext::get();
    let token = query("token");
    match use_context() {
        Some(PageData::AlertsEnded(ended)) => {
            return view! { <Ended locale ended /> }.into_any();
        }
        Some(PageData::AddressErased) => {
            return view! {
                <Step locale path=PATH title=words::erased_title(locale) text=words::erased_text(locale)>
                    <p class="step__way"><a href=locale.path("/homes")>{words::to_homes(locale)}</a></p>
                </Step>
            }
            .into_any();
        }
        _ => {}
    }
    Suspend::new(async move {
        let target = context.services.saved_searches.link_target(&token).await;
        match target {
            Ok(LinkTarget::Stop(searches)) if searches.is_empty() => {
                view! { <Ended locale ended=searches /> }.into_any()
            }
            Ok(LinkTarget::Stop(searches)) => view! { <Stop locale searches token /> }.into_any(),
            Ok(LinkTarget::Confirm(_)) | Err(ServiceError::NotFound) => {
                view! { <LinkGone locale path=PATH /> }.into_any()
            }
            Err(error) => view! { <Unavailable error=error.into() /> }.into_any(),
        }
    })
    .into_any()
}

#[component]
fn Stop(locale: Locale, searches: Vec<SavedSearch>, token: String) -> impl IntoView {
    // Accounts have pages of their own for that.
    let is_address = |search: &SavedSearch| matches!(search.owner, SearchOwner::Address(_));
    let data = searches
        .iter()
        .any(is_address)
        .then(|| view! { <Data locale token=token.clone() /> });
    view! {
        <Step locale path=PATH title=words::stop_title(locale) text=words::stop_text(locale)>
            <SearchLines locale searches=searches.clone() />
            <ActionForm locale action="stop-alerts" submit=words::stop(locale)>
                <input type="hidden" name="token" value=token.clone() />
            </ActionForm>
            {data}
        </Step>
    }
    .into_any()
}

/// What is kept of an address without an account: to download, and to erase.
#[component]
fn Data(locale: Locale, token: String) -> impl IntoView {
    let download = form_urlencoded::Serializer::new(String::new())
        .append_pair("token", &token)
        .finish();
    let refused = FormState::of("erase-address");
    view! {
        <section class="section">
            <h2>{words::data_title(locale)}</h2>
            <p>{words::data_text(locale)}</p>
            <p>
                <a class="button button--quiet" href=format!("/alerts/data?{download}") download="durbar.json">
                    {words::download(locale)}
                </a>
            </p>
            <Refusal locale state=refused />
            <form class="form form--inline" method="post">
                <input type="hidden" name="action" value="erase-address" />
                <input type="hidden" name="token" value=token />
                <button class="button button--quiet" type="submit">{words::erase(locale)}</button>
            </form>
        </section>
    }
    .into_any()
}

/// Nothing more is sent; whoever clicked by mistake asks again.
#[component]
fn Ended(locale: Locale, ended: Vec<SavedSearch>) -> impl IntoView {
    let again = (!ended.is_empty()).then(|| {
        let entry = |search: &SavedSearch| {
            let to = locale.path(&save_path(&search.query));
            view! { <li><a href=to>{search.name.as_str().to_owned()}</a></li> }
        };
        view! {
            <section class="section">
                <h2>{words::again(locale)}</h2>
                <ul class="saved-search__again" role="list">{ended.iter().map(entry).collect_view()}</ul>
            </section>
        }
    });
    view! {
        <Step locale path=PATH title=words::ended_title(locale) text=words::ended_text(locale)>
            {again}
        </Step>
    }
    .into_any()
}
