//! Lists of homes that people look at together.

mod adding;
mod list;

pub use list::ShortlistPage;

use super::restorable::Restorable;
use super::{AccountPage, query, require_account};
use crate::{
    components::form::{ActionForm, Field, Refusal},
    context::AppContext,
    form::FormState,
    locale::use_locale,
    pages::{failure::Unavailable, shortlist::Undo},
    visitor::Visitor,
};
use adding::{Adding, Wanted};
use durbar_domain::{Locale, PropertyId, shortlist::Shortlist};
use durbar_messages::{account, shortlist as words};
use durbar_services::{ServiceError, shortlists::Overview};
use jiff::Timestamp;
use leptos::prelude::*;

#[component]
pub fn ShortlistsPage() -> impl IntoView {
    let locale = use_locale();
    let context = AppContext::get();
    let visitor = Visitor::get();
    let wanted = query("add").parse::<PropertyId>().ok();
    if require_account(locale).is_none() {
        return ().into_any();
    }
    Suspend::new(async move {
        match read(&context, &visitor, wanted).await {
            Ok((overview, wanted)) => view! { <Lists locale overview wanted /> }.into_any(),
            Err(error) => view! { <Unavailable error=error.into() /> }.into_any(),
        }
    })
    .into_any()
}

/// The lists, and the home that is to be put into one.
async fn read(
    context: &AppContext,
    visitor: &Visitor,
    wanted: Option<PropertyId>,
) -> Result<(Overview, Option<Wanted>), ServiceError> {
    let now = Timestamp::now();
    let shortlists = &context.services.shortlists;
    let overview = shortlists.overview(&visitor.principal, now).await?;
    let wanted = match wanted {
        Some(home) => Wanted::read(context, visitor, home).await?,
        None => None,
    };
    Ok((overview, wanted))
}

#[component]
fn Lists(locale: Locale, overview: Overview, wanted: Option<Wanted>) -> impl IntoView {
    let is_empty = overview.owned.is_empty() && overview.shared.is_empty();
    // Their buttons have no room for words.
    let refused = FormState::of("restore-shortlist");
    let not_added = FormState::of("add-to-shortlist");
    let listing = wanted.as_ref().map(|it| it.home.listing_id.to_string());
    let listing = StoredValue::new(listing);
    view! {
        <AccountPage locale path="/account/shortlists" title=account::shortlists(locale)>
            <Refusal locale state=refused />
            <Refusal locale state=not_added />
            <Undo locale />
            {wanted.map(|wanted| view! { <Adding locale wanted /> })}
            {is_empty.then(|| view! { <p>{words::none(locale)}</p> })}
            <Ways locale title=words::owned(locale) lists=overview.owned />
            <Ways locale title=words::shared(locale) lists=overview.shared />
            <ActionForm locale action="create-shortlist" submit=words::create(locale)>
                {listing.get_value().map(|id| view! { <input type="hidden" name="listing" value=id /> })}
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
    let thing = |it: Shortlist| (it.shortlist_id.to_string(), it.name.as_str().to_owned());
    let things = lists.into_iter().map(thing).collect();
    view! {
        <Restorable
            title=words::deleted(locale)
            text=words::deleted_text(locale)
            action="restore-shortlist"
            field="list"
            submit=words::restore(locale)
            things
        />
    }
}
