//! Homes that members see before everyone.

mod home;

pub use home::EarlyHomePage;

use super::{AccountPage, require_account};
use crate::{
    components::card::CardGrid, context::AppContext, error::PageError, locale::use_locale,
    pages::failure::Unavailable, visitor::Visitor,
};
use durbar_domain::{ListingSummary, Locale, account::SubscriptionLevel};
use durbar_messages::{Label, early as words};
use jiff::Timestamp;
use leptos::prelude::*;
use strum::VariantArray;

const PATH: &str = "/account/early-access";

/// The homes that are open to the visitor, and how many are not yet.
#[component]
pub fn EarlyAccessPage() -> impl IntoView {
    let locale = use_locale();
    let (context, visitor) = (AppContext::get(), Visitor::get());
    if require_account(locale).is_none() {
        return ().into_any();
    }
    Suspend::new(async move {
        match read(&context, &visitor).await {
            Ok((homes, closed)) => view! { <Early locale homes closed /> }.into_any(),
            Err(error) => view! { <Unavailable error /> }.into_any(),
        }
    })
    .into_any()
}

async fn read(
    context: &AppContext,
    visitor: &Visitor,
) -> Result<(Vec<ListingSummary>, usize), PageError> {
    let listings = &context.services.listings;
    let homes = listings.early(&visitor.principal, Timestamp::now()).await?;
    let all = listings.count_early().await?;
    let closed = all.saturating_sub(homes.len());
    Ok((homes, closed))
}

#[component]
fn Early(locale: Locale, homes: Vec<ListingSummary>, closed: usize) -> impl IntoView {
    let is_empty = homes.is_empty() && closed == 0;
    let told = match homes.is_empty() {
        true => words::closed_all(locale, closed as u64),
        false => words::closed(locale, closed as u64),
    };
    view! {
        <AccountPage locale path=PATH title=words::list_title(locale)>
            <p>{words::list_text(locale)} " " {words::list_turns(locale, turns(locale))}</p>
            {is_empty.then(|| view! { <p>{words::none(locale)}</p> })}
            <CardGrid locale homes heading=2 />
            {(closed > 0).then(|| view! {
                <p>
                    {told} " "
                    <a href=locale.path("/account/membership")>{words::levels(locale)}</a>
                </p>
            })}
        </AccountPage>
    }
    .into_any()
}

/// When homes open to each level, the first first, as the entitlements say.
fn turns(locale: Locale) -> String {
    let turns = SubscriptionLevel::VARIANTS.iter().rev().map(|level| {
        let who = match level {
            SubscriptionLevel::Free => words::everyone(locale),
            _ => level.label(locale),
        };
        let hours = level.entitlements().early_access_after.as_hours();
        match u64::try_from(hours / 24) {
            Ok(0) | Err(_) => words::turn_now(locale, who),
            Ok(days) => words::turn(locale, days, who),
        }
    });
    turns.collect::<Vec<_>>().join(", ")
}
