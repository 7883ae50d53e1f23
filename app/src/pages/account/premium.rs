//! What only members see of a home, shown plainly: for whoever comes without scripting.

use super::{AccountPage, query, require_account};
use crate::{
    context::AppContext,
    error::PageError,
    islands::premium::media::Media,
    locale::use_locale,
    page::PageRecord,
    pages::{failure::Unavailable, not_found::NotFound},
    visitor::Visitor,
};
use durbar_domain::{ListingSummary, Locale, PropertyId, premium::PremiumAnswer};
use durbar_messages::premium as words;
use durbar_services::{ServiceError, premium::Opened};
use jiff::Timestamp;
use leptos::prelude::*;

#[component]
pub fn PremiumPage() -> impl IntoView {
    let locale = use_locale();
    let (context, visitor) = (AppContext::get(), Visitor::get());
    let record = expect_context::<PageRecord>();
    let home = query("home").parse::<PropertyId>().ok();
    if require_account(locale).is_none() {
        return ().into_any();
    }
    Suspend::new(async move {
        match read(&context, &visitor, home).await {
            Ok(Some((home, opened))) => {
                for cookie in opened.cookies {
                    record.set_cookie(cookie);
                }
                view! { <Premium locale home answer=opened.answer /> }.into_any()
            }
            Ok(None) => view! { <NotFound /> }.into_any(),
            Err(error) => view! { <Unavailable error /> }.into_any(),
        }
    })
    .into_any()
}

/// The home and what of it is open; `None` where there is no such home for the visitor.
async fn read(
    context: &AppContext,
    visitor: &Visitor,
    home: Option<PropertyId>,
) -> Result<Option<(ListingSummary, Opened)>, PageError> {
    let Some(home) = home else { return Ok(None) };
    let services = &context.services;
    let opened = services
        .premium
        .open(&visitor.principal, home, visitor.address, Timestamp::now())
        .await;
    match opened {
        Ok(opened) => Ok(Some((
            services.listings.get(home).await?.summarize(),
            opened,
        ))),
        Err(ServiceError::NotFound) => Ok(None),
        Err(error) => Err(error.into()),
    }
}

#[component]
fn Premium(locale: Locale, home: ListingSummary, answer: PremiumAnswer) -> impl IntoView {
    let poster = home.pictures.first().map(|picture| picture.largest_jpeg());
    let nothing = answer.parts.is_empty();
    view! {
        <AccountPage locale path="/account/premium" title=words::title(locale)>
            <h2>{home.title.get(locale).clone()}</h2>
            <p><a href=locale.path(&home.path())>{words::to_home(locale)}</a></p>
            {nothing.then(|| view! { <p>{words::nothing(locale)}</p> })}
            <Media locale answer poster turning=false />
        </AccountPage>
    }
    .into_any()
}
