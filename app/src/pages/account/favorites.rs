//! Homes somebody saved.

use super::{AccountPage, query, require_account};
use crate::{
    components::{card::HomeCard, form::ButtonForm},
    context::AppContext,
    error::PageError,
    locale::use_locale,
    pages::failure::Unavailable,
    visitor::Visitor,
};
use durbar_domain::{ListingSummary, Locale, PropertyId, shortlist::Shortlist};
use durbar_messages::{account as words, compare, error, shortlist};
use durbar_services::favorites::FavoriteHome;
use jiff::Timestamp;
use leptos::prelude::*;

/// Homes on a page.
const SHOWN: usize = 100;

#[component]
pub fn FavoritesPage() -> impl IntoView {
    let locale = use_locale();
    let context = AppContext::get();
    let visitor = Visitor::get();
    let wanted = query("add").parse::<PropertyId>().ok();
    if require_account(locale).is_none() {
        return ().into_any();
    }
    Suspend::new(async move {
        match read(&context, &visitor, wanted).await {
            Ok((homes, wanted, lists)) => {
                view! { <Favorites locale homes wanted lists /> }.into_any()
            }
            Err(error) => view! { <Unavailable error /> }.into_any(),
        }
    })
    .into_any()
}

/// The saved homes, the one that is asked to be saved unless it is, and the lists into which
/// homes can be put.
async fn read(
    context: &AppContext,
    visitor: &Visitor,
    wanted: Option<PropertyId>,
) -> Result<(Vec<FavoriteHome>, Option<ListingSummary>, Vec<Shortlist>), PageError> {
    let services = &context.services;
    let homes = services
        .favorites
        .list(&visitor.principal, None, SHOWN)
        .await?
        .items;
    let wanted = wanted.filter(|id| homes.iter().all(|home| home.favorite.listing_id != *id));
    let ids: Vec<_> = wanted.into_iter().collect();
    let mut cards = services
        .listings
        .cards_for(&visitor.principal, &ids, Timestamp::now())
        .await?;
    let lists = services
        .shortlists
        .overview(&visitor.principal, Timestamp::now())
        .await?;
    Ok((homes, cards.pop(), lists.owned))
}

#[component]
fn Favorites(
    locale: Locale,
    homes: Vec<FavoriteHome>,
    wanted: Option<ListingSummary>,
    lists: Vec<Shortlist>,
) -> impl IntoView {
    let is_empty = homes.is_empty() && wanted.is_none();
    let can_compare = homes.iter().filter(|home| is_public(home)).count() > 1;
    view! {
        <AccountPage locale path="/account/favorites" title=words::favorites(locale)>
            {wanted.map(|home| {
                let fields = vec![("listing", home.listing_id.to_string())];
                view! {
                    <div class="wanted">
                        <HomeCard locale home heading=2 eager=true />
                        <ButtonForm
                            action="add-favorite"
                            submit=words::save_home(locale).to_owned()
                            fields
                            class="button"
                        />
                    </div>
                }
            })}
            {is_empty.then(|| view! {
                <p>{words::no_favorites(locale)}</p>
                <p><a class="button" href=locale.path("/homes")>{error::to_search(locale)}</a></p>
            })}
            {can_compare.then(|| view! {
                <form id="compare" method="get" action=locale.path("/compare")>
                    <button class="button button--quiet" type="submit">{compare::go(locale)}</button>
                </form>
            })}
            <ul class="card-grid" role="list">
                {homes
                    .into_iter()
                    .map(|home| view! { <Saved locale home lists=lists.clone() can_compare /> })
                    .collect_view()}
            </ul>
        </AccountPage>
    }
    .into_any()
}

/// Whether the page that compares homes knows it: that is for everyone.
fn is_public(home: &FavoriteHome) -> bool {
    home.card.as_ref().is_some_and(|card| !card.is_early())
}

/// A saved home and what can be done with it; one that isn't shown just now can be removed.
#[component]
fn Saved(
    locale: Locale,
    home: FavoriteHome,
    lists: Vec<Shortlist>,
    can_compare: bool,
) -> impl IntoView {
    let id = home.favorite.listing_id;
    let can_compare = can_compare && is_public(&home);
    let is_shown = home.card.is_some();
    let card = match home.card {
        Some(home) => view! { <HomeCard locale home heading=2 /> }.into_any(),
        None => view! { <p class="muted">{shortlist::hidden(locale)}</p> }.into_any(),
    };
    view! {
        <li>
            {card}
            <ButtonForm
                action="remove-favorite"
                submit=words::remove(locale).to_owned()
                fields=vec![("listing", id.to_string())]
            />
            {can_compare.then(|| view! {
                <label class="choice">
                    <input type="checkbox" name="ids" value=id.to_string() form="compare" />
                    <span class="choice__name">{compare::pick(locale)}</span>
                </label>
            })}
            {is_shown.then(|| view! { <PutIntoList locale id lists /> })}
        </li>
    }
    .into_any()
}

/// Puts a home into one of the visitor's lists.
#[component]
fn PutIntoList(locale: Locale, id: PropertyId, lists: Vec<Shortlist>) -> impl IntoView {
    if lists.is_empty() {
        return ().into_any();
    }
    let field = format!("list-{id}");
    view! {
        <form class="form" method="post">
            <input type="hidden" name="action" value="add-to-shortlist" />
            <input type="hidden" name="listing" value=id.to_string() />
            <div class="field">
                <label class="field__label" for=field.clone()>{shortlist::to_list(locale)}</label>
                <select id=field name="list">
                    {lists
                        .into_iter()
                        .map(|list| {
                            let value = list.shortlist_id.to_string();
                            view! { <option value=value>{list.name.as_str().to_owned()}</option> }
                        })
                        .collect_view()}
                </select>
            </div>
            <p><button class="button button--quiet button--small" type="submit">{shortlist::add(locale)}</button></p>
        </form>
    }
    .into_any()
}
