//! A home's page, for members who see it before everyone.

use super::{
    super::{AccountPage, require_account},
    PATH,
};
use crate::{
    components::needs_factor::NeedsFactor,
    context::AppContext,
    error::PageError,
    locale::use_locale,
    page::PageRecord,
    pages::{
        failure::Unavailable,
        listing::{Home, HomeView, TeaserPage},
        not_found::NotFound,
    },
    visitor::Visitor,
};
use durbar_domain::{PropertyId, policy::Refusal, public::Teaser, slug};
use durbar_messages::early as words;
use durbar_services::{
    ServiceError,
    listings::{Found, FoundEarly},
};
use jiff::Timestamp;
use leptos::prelude::*;
use leptos_router::hooks::use_params_map;

/// What an address of this page leads to.
enum Outcome {
    Home(Box<Home>),
    /// Everyone may see it by now: the path of its page.
    Open(String),
    /// Not open to the visitor yet.
    Wait(Teaser),
    /// Open to the visitor's role, with a second factor.
    NeedsFactor,
    Unknown,
}

#[component]
pub fn EarlyHomePage() -> impl IntoView {
    let locale = use_locale();
    let (context, visitor) = (AppContext::get(), Visitor::get());
    let record = expect_context::<PageRecord>();
    let segment = use_params_map()
        .read_untracked()
        .get("address")
        .unwrap_or_default();
    if require_account(locale).is_none() {
        return ().into_any();
    }
    Suspend::new(async move {
        match read(&context, &visitor, &segment).await {
            Ok(Outcome::Home(home)) => view! { <HomeView locale home=*home /> }.into_any(),
            Ok(Outcome::Open(path)) => {
                record.redirect(303, locale.path(&path));
                ().into_any()
            }
            Ok(Outcome::Wait(teaser)) => {
                record.set_status(403);
                let path = teaser.path();
                view! { <TeaserPage locale teaser path must_wait=true /> }.into_any()
            }
            Ok(Outcome::NeedsFactor) => {
                record.set_status(403);
                view! {
                    <AccountPage locale path=PATH title=words::list_title(locale)>
                        <NeedsFactor locale />
                    </AccountPage>
                }
                .into_any()
            }
            Ok(Outcome::Unknown) => view! { <NotFound /> }.into_any(),
            Err(error) => view! { <Unavailable error /> }.into_any(),
        }
    })
    .into_any()
}

async fn read(
    context: &AppContext,
    visitor: &Visitor,
    segment: &str,
) -> Result<Outcome, PageError> {
    let (_, id) = slug::split_address(segment).unwrap_or(("", segment));
    let Ok(id) = id.parse::<PropertyId>() else {
        return Ok(Outcome::Unknown);
    };
    let listings = &context.services.listings;
    let found = listings
        .find_early(&visitor.principal, id, Timestamp::now())
        .await;
    Ok(match found {
        Ok(FoundEarly::Early(home)) => Outcome::Home(Box::new(Home::read(context, *home).await?)),
        Ok(FoundEarly::Open(path)) => Outcome::Open(path),
        Ok(FoundEarly::NotFound) => Outcome::Unknown,
        Err(ServiceError::Refused(Refusal::MultiFactor)) => Outcome::NeedsFactor,
        Err(ServiceError::Refused(_)) => match listings.find(id).await? {
            Found::Early(teaser) => Outcome::Wait(teaser),
            // It has opened to everyone meanwhile.
            Found::Published(home) => Outcome::Open(home.card.public_path()),
            Found::Gone(_) | Found::NotFound => Outcome::Unknown,
        },
        Err(error) => return Err(error.into()),
    })
}
