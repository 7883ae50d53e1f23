//! A home's page.

mod aside;
mod facts;
mod gallery;
mod gone;
mod head;
mod history;
mod plan;
mod premium;
mod sections;
mod share;
mod teaser;

pub use teaser::TeaserPage;

use super::{compare::compare_path, failure::Unavailable, not_found::NotFound};
use crate::{
    components::{
        breadcrumb::Breadcrumb,
        card::{CardGrid, Heart},
        notice::{Notice, Tone},
    },
    context::AppContext,
    error::PageError,
    islands::{AddToList, Recent, RecentlyViewed, SeenBeacon},
    locale::use_locale,
    page::{PageRecord, Tag},
};
use durbar_domain::{
    ListingSummary, Locale, PropertyId, PublicListing, broker::Broker, format, public::Teaser,
    slug, status::Availability,
};
use durbar_messages as messages;
use durbar_services::{ServiceError, kathmandu_date, listings::Found};
use leptos::prelude::*;
use leptos_router::hooks::use_params_map;

/// Similar homes shown.
const SIMILAR: usize = 3;

/// What a home's page shows.
pub struct Home {
    home: PublicListing,
    broker: Option<Broker>,
    similar: Vec<ListingSummary>,
}

impl Home {
    /// With its broker and homes like it.
    pub async fn read(context: &AppContext, home: PublicListing) -> Result<Self, PageError> {
        let (broker, similar) = futures::try_join!(broker_of(context, &home), async {
            Ok(context.services.listings.similar(&home, SIMILAR).await?)
        },)?;
        Ok(Self {
            home,
            broker,
            similar,
        })
    }
}

/// Where an address leads.
enum Outcome {
    Published(Box<Home>),
    /// Members alone may see it yet.
    Early(Teaser),
    Gone(Box<Home>),
    /// The home's present address.
    Moved(String),
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
        Found::Early(teaser) => return Ok(Outcome::Early(teaser)),
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

/// The home's broker; a home whose broker has left is still a home.
async fn broker_of(
    context: &AppContext,
    home: &PublicListing,
) -> Result<Option<Broker>, PageError> {
    match context.services.brokers.get(home.card.broker_id).await {
        Ok(broker) => Ok(Some(broker)),
        Err(ServiceError::NotFound) => Ok(None),
        Err(error) => Err(error.into()),
    }
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

#[component]
pub fn HomeView(locale: Locale, home: Home) -> impl IntoView {
    let Home {
        home,
        broker,
        similar,
    } = home;
    let card = home.card.clone();
    let is_early = card.is_early();
    let title = card.title.get(locale).clone();
    let place_name = *card.neighbourhood.name().get(locale);
    let steps = vec![
        (messages::nav::homes(locale).to_owned(), "/homes".to_owned()),
        (
            place_name.to_owned(),
            format!("/neighbourhoods/{}", card.neighbourhood.key()),
        ),
        (title.clone(), card.path()),
    ];
    let recent = Recent {
        listing_id: card.listing_id,
        title: card.title.clone(),
        picture: home.pictures.first().map(|picture| {
            let smallest = picture.jpeg_widths.first().copied();
            picture.jpeg(smallest.unwrap_or(picture.width))
        }),
    };
    let ids = std::iter::once(&card).chain(&similar);
    let side_by_side = locale.path(&compare_path(ids.map(|home| home.listing_id)));
    let ward = home
        .ward
        .map(|ward| messages::listing::ward(locale, format::number(ward.into(), locale)));
    view! {
        {match is_early {
            true => view! { <head::EarlyHead locale home=home.clone() /> }.into_any(),
            false => view! { <head::ListingHead locale home=home.clone() broker=broker.clone() /> }.into_any(),
        }}
        <article class="listing">
            <Breadcrumb locale steps />
            <gallery::Mosaic locale pictures=home.pictures.clone() />
            <div class="listing__columns">
                <header class="listing__head">
                    <h1>{title}</h1>
                    <p class="listing__place">{messages::place(card.neighbourhood, locale)} {ward.map(|ward| format!(", {ward}"))}</p>
                    <div class="listing__keep">
                        <Heart locale home=card.clone() />
                        <AddToList listing_id=card.listing_id />
                    </div>
                    <StatusNotice locale home=home.clone() />
                    <facts::KeyFacts locale home=home.clone() />
                </header>
                <aside::PriceAside locale home=home.clone() broker=broker.clone() />
                <div class="listing__body">
                    <sections::Story locale home=home.clone() />
                    <facts::Facts locale home=home.clone() />
                    <sections::Amenities locale amenities=card.amenities />
                    <premium::ForMembers locale home=home.clone() />
                    <plan::LandAndRoad locale home=home.clone() />
                    <sections::Place locale card=card.clone() />
                    <history::PriceHistory locale home=home.clone() />
                    <sections::Neighbourhood locale place=card.neighbourhood />
                    {broker.map(|broker| view! { <sections::OfferedBy locale broker /> })}
                    {(!is_early).then(|| view! { <share::Share locale card=card.clone() /> })}
                </div>
            </div>
            {(!similar.is_empty()).then(|| view! {
                <section class="section similar">
                    <h2>{messages::listing::similar(locale)}</h2>
                    <CardGrid locale homes=similar />
                    {(!is_early).then(|| view! {
                        <p class="similar__compare">
                            <a class="button button--quiet" href=side_by_side rel="nofollow">
                                {messages::compare::with_similar(locale)}
                            </a>
                        </p>
                    })}
                </section>
            })}
            <RecentlyViewed current=Some(recent) />
            <aside::PriceBar locale home />
        </article>
        {(!is_early).then(|| view! { <SeenBeacon listing_id=card.listing_id.to_string() /> })}
    }
    .into_any()
}

/// What a buyer should know before falling in love.
#[component]
fn StatusNotice(locale: Locale, home: PublicListing) -> impl IntoView {
    let words = match home.card.standard_status.availability() {
        Some(Availability::Sold) => match home.closing {
            Some(closing) => {
                messages::listing::sold_banner_on(locale, format::date(closing.close_date, locale))
            }
            None => messages::listing::sold_banner(locale).to_owned(),
        },
        Some(Availability::ComingSoon) if home.card.is_early() => match home.card.early_access {
            Some(early) => {
                let day = kathmandu_date(early.ends_at());
                messages::early::banner(locale, format::date(day, locale))
            }
            None => return ().into_any(),
        },
        Some(Availability::ComingSoon) => messages::listing::coming_soon_banner(locale).to_owned(),
        Some(Availability::UnderOffer) => messages::listing::under_offer_banner(locale).to_owned(),
        Some(Availability::ForSale) | None => return ().into_any(),
    };
    view! { <Notice tone=Tone::Calm><p>{words}</p></Notice> }.into_any()
}
