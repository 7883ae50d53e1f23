//! Lists of homes that people look at together.

mod home;
mod list;
mod people;

pub use list::ShortlistPage;

use super::{AccountPage, require_account};
use crate::{
    components::form::{ActionForm, ButtonForm, Field, Refusal},
    context::AppContext,
    form::FormState,
    locale::use_locale,
    pages::failure::Unavailable,
    visitor::Visitor,
};
use durbar_domain::{Locale, shortlist::Shortlist};
use durbar_messages::{account, shortlist as words};
use durbar_services::shortlists::Overview;
use jiff::Timestamp;
use leptos::prelude::*;

#[component]
pub fn ShortlistsPage() -> impl IntoView {
    let locale = use_locale();
    let context = AppContext::get();
    let visitor = Visitor::get();
    if require_account(locale).is_none() {
        return ().into_any();
    }
    Suspend::new(async move {
        let shortlists = &context.services.shortlists;
        match shortlists
            .overview(&visitor.principal, Timestamp::now())
            .await
        {
            Ok(overview) => view! { <Lists locale overview /> }.into_any(),
            Err(error) => view! { <Unavailable error=error.into() /> }.into_any(),
        }
    })
    .into_any()
}

#[component]
fn Lists(locale: Locale, overview: Overview) -> impl IntoView {
    let is_empty = overview.owned.is_empty() && overview.shared.is_empty();
    // Its button has no room for words.
    let refused = FormState::of("restore-shortlist");
    view! {
        <AccountPage locale path="/account/shortlists" title=account::shortlists(locale)>
            <Refusal locale state=refused />
            {is_empty.then(|| view! { <p>{words::none(locale)}</p> })}
            <Ways locale title=words::owned(locale) lists=overview.owned />
            <Ways locale title=words::shared(locale) lists=overview.shared />
            <ActionForm locale action="create-shortlist" submit=words::create(locale)>
                <Field locale name="name" label=words::name(locale) maxlength=80 />
            </ActionForm>
            <Deleted locale lists=overview.deleted />
        </AccountPage>
    }
    .into_any()
}

/// Ways to lists.
#[component]
fn Ways(locale: Locale, title: &'static str, lists: Vec<Shortlist>) -> impl IntoView {
    if lists.is_empty() {
        return ().into_any();
    }
    view! {
        <section class="section">
            <h2>{title}</h2>
            <ul class="enquiry-list" role="list">
                {lists
                    .into_iter()
                    .map(|list| {
                        let to = format!("/account/shortlists/{}", list.shortlist_id);
                        view! {
                            <li class="enquiry-list__row">
                                <a class="enquiry-list__home" href=locale.path(&to)>
                                    {list.name.as_str().to_owned()}
                                </a>
                            </li>
                        }
                    })
                    .collect_view()}
            </ul>
        </section>
    }
    .into_any()
}

/// Lists that can be brought back.
#[component]
fn Deleted(locale: Locale, lists: Vec<Shortlist>) -> impl IntoView {
    if lists.is_empty() {
        return ().into_any();
    }
    view! {
        <section class="section">
            <h2>{words::deleted(locale)}</h2>
            <p>{words::deleted_text(locale)}</p>
            <ul class="sessions" role="list">
                {lists
                    .into_iter()
                    .map(|list| {
                        let fields = vec![("list", list.shortlist_id.to_string())];
                        view! {
                            <li class="sessions__row">
                                <span>{list.name.as_str().to_owned()}</span>
                                <ButtonForm
                                    action="restore-shortlist"
                                    submit=words::restore(locale).to_owned()
                                    fields
                                />
                            </li>
                        }
                    })
                    .collect_view()}
            </ul>
        </section>
    }
    .into_any()
}
