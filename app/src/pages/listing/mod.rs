//! A home's page.

mod aside;
mod facts;
mod gallery;
mod gone;
mod head;
mod history;
mod home;
mod media;
mod plan;
mod premium;
mod sections;
mod share;
mod teaser;

pub use home::{Home, HomeView};
pub use teaser::TeaserPage;

use super::{failure::Unavailable, not_found::NotFound};
use crate::{
    context::AppContext,
    error::PageError,
    locale::use_locale,
    page::{PageRecord, Tag},
};
use durbar_domain::{PropertyId, public::Teaser, slug};
use durbar_services::listings::Found;
use leptos::prelude::*;
use leptos_router::hooks::use_params_map;

/// Where an address leads.
enum Outcome {
    Published(Box<Home>),
    /// Members alone may see it yet.
    Early(Teaser),
    Gone(Box<Home>),
    /// The home's present address.
    Moved(String),
    /// The one address of a home that isn't open yet; later it has another.
    NotYet(String),
    Unknown,
}

async fn read(context: &AppContext, segment: &str) -> Result<Outcome, PageError> {
    // An identifier alone leads to the whole address.
    let (slug, id) = slug::split_address(segment).unwrap_or(("", segment));
    let Ok(id) = id.parse::<PropertyId>() else {
        return Ok(Outcome::Unknown);
    };
    let (home, published) = match context.services.listings.find(id).await? {
        Found::Published(home) => (home, true),
        Found::Gone(home) => (home, false),
        Found::Early(teaser) if segment == teaser.listing_id.to_string() => {
            return Ok(Outcome::Early(teaser));
        }
        // One address, and the slug is nobody's to know yet.
        Found::Early(teaser) => {
            return Ok(Outcome::NotYet(format!("/homes/{}", teaser.listing_id)));
        }
        Found::NotFound => return Ok(Outcome::Unknown),
    };
    if slug != home.card.slug.as_str() {
        return Ok(Outcome::Moved(home.card.public_path()));
    }
    let home = Box::new(Home::read(context, *home).await?);
    Ok(if published {
        Outcome::Published(home)
    } else {
        Outcome::Gone(home)
    })
}

/// A published home; a page that says it has gone; or 404.
#[component]
pub fn ListingPage() -> impl IntoView {
    let locale = use_locale();
    let context = AppContext::get();
    let record = expect_context::<PageRecord>();
    let segment = use_params_map()
        .read_untracked()
        .get("address")
        .unwrap_or_default();
    Suspend::new(async move {
        match read(&context, &segment).await {
            Ok(Outcome::Published(home)) => {
                remember(&record, &home);
                view! { <HomeView locale home=*home /> }.into_any()
            }
            Ok(Outcome::Gone(home)) => {
                record.set_status(410);
                remember(&record, &home);
                view! { <gone::GonePage locale home=home.home similar=home.similar /> }.into_any()
            }
            Ok(Outcome::Early(teaser)) => {
                record.shows(Tag::Listing(teaser.listing_id));
                let path = format!("/homes/{}", teaser.listing_id);
                view! { <TeaserPage locale teaser path /> }.into_any()
            }
            Ok(Outcome::Moved(path)) => {
                record.redirect(301, locale.path(&path));
                ().into_any()
            }
            Ok(Outcome::NotYet(path)) => {
                record.redirect(302, locale.path(&path));
                ().into_any()
            }
            Ok(Outcome::Unknown) => {
                record.shows(Tag::Market);
                view! { <NotFound /> }.into_any()
            }
            Err(error) => view! { <Unavailable error /> }.into_any(),
        }
    })
}

/// The page is out of date when the home, its broker or a home like it changes.
fn remember(record: &PageRecord, home: &Home) {
    record.shows(Tag::Listing(home.home.card.listing_id));
    record.shows(Tag::Broker(home.home.card.broker_id));
    record.shows(Tag::Market);
}
