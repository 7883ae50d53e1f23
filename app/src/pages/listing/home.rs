//! What the page of a home shows, on its public page and on that of members.

use super::{aside, facts, gallery, head, history, media, plan, premium, sections, share};
use crate::{
    components::{
        breadcrumb::Breadcrumb,
        card::{CardGrid, Heart},
        notice::{Notice, Tone},
    },
    context::AppContext,
    error::PageError,
    islands::{AddToList, Recent, RecentlyViewed, SeenBeacon},
    pages::compare::compare_path,
};
use durbar_domain::{
    ListingSummary, Locale, PublicListing, broker::Broker, format, status::Availability,
};
use durbar_messages as messages;
use durbar_services::{ServiceError, kathmandu_date};
use leptos::prelude::*;

/// The page of homes that members see before everyone.
const EARLY_HOMES: &str = "/account/early-access";
/// Similar homes shown.
const SIMILAR: usize = 3;

/// What a home's page shows.
pub struct Home {
    pub home: PublicListing,
    pub broker: Option<Broker>,
    pub similar: Vec<ListingSummary>,
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

/// `private` is told to who was invited to a home that everybody else knows nothing of.
#[component]
pub fn HomeView(
    locale: Locale,
    home: Home,
    #[prop(optional, into)] private: Option<String>,
) -> impl IntoView {
    let Home {
        home,
        broker,
        similar,
    } = home;
    let card = home.card.clone();
    let (is_early, is_private) = (card.is_early(), private.is_some());
    let is_public = !is_early && !is_private;
    let title = card.title.get(locale).clone();
    let place_name = *card.neighbourhood.name().get(locale);
    // What is above it: for a home that members alone see, their list of such homes.
    let mut steps = match is_early {
        true => vec![
            (
                messages::account::title(locale).to_owned(),
                "/account".to_owned(),
            ),
            (
                messages::early::list_title(locale).to_owned(),
                EARLY_HOMES.to_owned(),
            ),
        ],
        false => vec![
            (messages::nav::homes(locale).to_owned(), "/homes".to_owned()),
            (
                place_name.to_owned(),
                format!("/neighbourhoods/{}", card.neighbourhood.key()),
            ),
        ],
    };
    steps.push((title.clone(), card.path()));
    // The browser's list of what was seen lasts beyond the session, and leads to public pages.
    let recent = is_public.then(|| Recent {
        listing_id: card.listing_id,
        title: card.title.clone(),
        picture: home.pictures.first().map(|picture| {
            let smallest = picture.jpeg_widths.first().copied();
            picture.jpeg(smallest.unwrap_or(picture.width))
        }),
    });
    let ids = std::iter::once(&card).chain(&similar);
    let side_by_side = locale.path(&compare_path(ids.map(|home| home.listing_id)));
    let ward = home
        .ward
        .map(|ward| messages::listing::ward(locale, format::number(ward.into(), locale)));
    view! {
        {match is_public {
            false => view! { <head::UnlistedHead locale home=home.clone() /> }.into_any(),
            true => view! { <head::ListingHead locale home=home.clone() broker=broker.clone() /> }.into_any(),
        }}
        <article class="listing">
            <Breadcrumb locale steps />
            <gallery::Mosaic locale pictures=home.pictures.clone() />
            <div class="listing__columns">
                <header class="listing__head">
                    <h1>{title}</h1>
                    <p class="listing__place">{messages::place(card.neighbourhood, locale)} {ward.map(|ward| format!(", {ward}"))}</p>
                    {(!is_private).then(|| view! {
                        <div class="listing__keep">
                            <Heart locale home=card.clone() />
                            <AddToList listing_id=card.listing_id />
                        </div>
                    })}
                    {private.map(|words| view! { <Notice tone=Tone::Calm><p>{words}</p></Notice> })}
                    <StatusNotice locale home=home.clone() />
                    <facts::KeyFacts locale home=home.clone() />
                </header>
                <aside::PriceAside locale home=home.clone() broker=broker.clone() />
                <div class="listing__body">
                    <sections::Story locale home=home.clone() />
                    <facts::Facts locale home=home.clone() />
                    <sections::Amenities locale amenities=card.amenities />
                    <media::Tours locale tours=home.tours.clone() />
                    <media::Films locale films=home.films.clone() />
                    <media::FloorPlans locale plans=home.floor_plans.clone() />
                    {(!is_private).then(|| view! { <premium::ForMembers locale home=home.clone() /> })}
                    <plan::LandAndRoad locale home=home.clone() />
                    <sections::Place locale card=card.clone() />
                    <history::PriceHistory locale home=home.clone() />
                    <sections::Neighbourhood locale place=card.neighbourhood />
                    {broker.map(|broker| view! { <sections::OfferedBy locale broker /> })}
                    {is_public.then(|| view! { <share::Share locale card=card.clone() /> })}
                </div>
            </div>
            {(!similar.is_empty()).then(|| view! {
                <section class="section similar">
                    <h2>{messages::listing::similar(locale)}</h2>
                    <CardGrid locale homes=similar />
                    {is_public.then(|| view! {
                        <p class="similar__compare">
                            <a class="button button--quiet" href=side_by_side rel="nofollow">
                                {messages::compare::with_similar(locale)}
                            </a>
                        </p>
                    })}
                </section>
            })}
            <RecentlyViewed current=recent />
            <aside::PriceBar locale home />
        </article>
        {is_public.then(|| view! { <SeenBeacon listing_id=card.listing_id.to_string() /> })}
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
