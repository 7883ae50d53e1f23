//! A home's page as whoever was invited to it sees it, without an account.

use crate::{
    components::page_message::PageMessage,
    context::AppContext,
    error::PageError,
    locale::use_locale,
    page::PageRecord,
    pages::{
        failure::Unavailable,
        listing::{Home, HomeView},
    },
};
use durbar_domain::{Locale, private_viewing::PrivateInvitation};
use durbar_messages::private_viewing as words;
use durbar_services::{
    ServiceError,
    private_viewings::{PrivateLink, Shown},
};
use jiff::Timestamp;
use leptos::prelude::*;
use leptos_router::hooks::use_params_map;

/// What a link leads to.
enum Outcome {
    Home(Box<Home>, Box<PrivateInvitation>),
    Open(String),
}

/// `/private/{link}`: the home; its public page once it has one; or that the link holds no
/// longer, which is also said where there never was one.
#[component]
pub fn PrivateHomePage() -> impl IntoView {
    let locale = use_locale();
    let context = AppContext::get();
    let record = expect_context::<PageRecord>();
    let text = use_params_map()
        .read_untracked()
        .get("link")
        .unwrap_or_default();
    Suspend::new(async move {
        match read(&context, &text).await {
            Ok(Outcome::Home(home, invitation)) => {
                let banner = words::banner(locale, invitation.name.as_str());
                view! { <HomeView locale home=*home private=banner /> }.into_any()
            }
            Ok(Outcome::Open(path)) => {
                record.redirect(303, locale.path(&path));
                ().into_any()
            }
            Err(PageError::Service(ServiceError::NotFound)) => {
                record.set_status(404);
                view! { <LinkGone locale /> }.into_any()
            }
            Err(error) => view! { <Unavailable error /> }.into_any(),
        }
    })
}

async fn read(context: &AppContext, text: &str) -> Result<Outcome, PageError> {
    let link: PrivateLink = text.parse().map_err(|_| ServiceError::NotFound)?;
    let viewings = &context.services.private_viewings;
    Ok(match viewings.look(&link, Timestamp::now()).await? {
        Shown::Home(home, invitation) => {
            Outcome::Home(Box::new(Home::read(context, *home).await?), invitation)
        }
        Shown::Open(path) => Outcome::Open(path),
    })
}

#[component]
fn LinkGone(locale: Locale) -> impl IntoView {
    view! {
        <PageMessage
            locale
            path="/private"
            title=words::gone_title(locale)
            text=words::gone_text(locale)
        />
    }
}
