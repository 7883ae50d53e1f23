//! The front page.

use super::failure::Unavailable;
use crate::{
    components::{
        card::CardGrid,
        picture::{Loading, ResponsivePicture, cover_apart},
    },
    context::AppContext,
    error::PageError,
    islands::RecentlyViewed,
    locale::use_locale,
    page::{PageRecord, Tag},
    seo::{JsonLd, PageHead, preload_picture},
};
use durbar_domain::{
    ListingSummary, Locale, Neighbourhood, Npr, format,
    search::{SearchQuery, SearchResults},
};
use durbar_messages as messages;
use durbar_services::listings::Feed;
use leptos::prelude::*;

/// Cards in each strip.
const STRIP: usize = 6;
/// How wide the large picture is shown.
const HERO_SIZES: &str = "100vw";

/// What the front page shows.
struct Front {
    premium: Vec<ListingSummary>,
    recent: Vec<ListingSummary>,
    market: SearchResults,
}

async fn read(context: &AppContext) -> Result<Front, PageError> {
    let everything = SearchQuery::default();
    let (premium, recent, market) = futures::try_join!(
        async {
            Ok::<_, PageError>(
                context
                    .services
                    .listings
                    .feed(Feed::Premium, None, STRIP)
                    .await?
                    .items,
            )
        },
        async {
            Ok(context
                .services
                .listings
                .feed(Feed::Recent, None, STRIP)
                .await?
                .items)
        },
        async { Ok(context.services.search.search(&everything).await?) },
    )?;
    Ok(Front {
        premium,
        recent,
        market,
    })
}

/// Hero with search, premium and recent homes, neighbourhoods, brokers' promise.
#[component]
pub fn HomePage() -> impl IntoView {
    let locale = use_locale();
    let context = AppContext::get();
    expect_context::<PageRecord>().shows(Tag::Market);
    Suspend::new(async move {
        match read(&context).await {
            Ok(front) => view! { <FrontPage locale front /> }.into_any(),
            Err(error) => view! { <Unavailable error /> }.into_any(),
        }
    })
}

#[component]
fn FrontPage(locale: Locale, front: Front) -> impl IntoView {
    let site = AppContext::get().settings.site_url.clone();
    let organization = serde_json::json!({
        "@context": "https://schema.org",
        "@type": "WebSite",
        "name": messages::site::name(locale),
        "url": format!("{site}{}", locale.path("/")),
        "inLanguage": locale.code(),
        "potentialAction": {
            "@type": "SearchAction",
            "target": format!("{site}{}?q={{search_term_string}}", locale.path("/homes")),
            "query-input": "required name=search_term_string",
        },
    });
    let cards = front.premium.iter().chain(&front.recent);
    let others = front
        .market
        .homes
        .iter()
        .filter(|home| cards.clone().all(|card| card.listing_id != home.listing_id));
    let cover = cover_apart(others, cards.clone());
    if let Some(picture) = &cover {
        preload_picture(picture, HERO_SIZES);
    }
    view! {
        <PageHead locale path="/" title=format!("{} · {}", messages::site::name(locale), messages::home::title(locale)) description=messages::site::description(locale) />
        <JsonLd value=organization />
        <section class="hero">
            {cover.map(|picture| view! {
                <div class="hero__picture">
                    <ResponsivePicture locale picture sizes=HERO_SIZES loading=Loading::Eager decorative=true />
                </div>
            })}
            <div class="hero__body">
                <h1 class="hero__title">{messages::home::hero(locale)}</h1>
                <p class="hero__text">{messages::home::hero_text(locale)}</p>
                <HeroSearch locale />
            </div>
        </section>
        <HomeStrip locale homes=front.premium title=messages::home::premium(locale) text=messages::home::premium_text(locale) />
        <HomeStrip locale homes=front.recent title=messages::home::recent(locale) text=messages::home::recent_text(locale) />
        <p class="section__more">
            <a class="button button--quiet" href=locale.path("/homes")>{messages::home::all_homes(locale)}</a>
        </p>
        <Places locale counts=front.market.facets.neighbourhoods />
        <RecentlyViewed current=None />
        <Promise locale />
    }
    .into_any()
}

/// The short search; the full one is on its page.
#[component]
fn HeroSearch(locale: Locale) -> impl IntoView {
    let prices = [5, 8, 12, 20, 30, 60].map(Npr::crore);
    view! {
        <form class="hero-search" method="get" action=locale.path("/homes") role="search">
            <label class="field">
                <span class="field__label">{messages::home::search(locale)}</span>
                <input type="search" name="q" maxlength="200" placeholder=messages::home::search_placeholder(locale) />
            </label>
            <label class="field">
                <span class="field__label">{messages::search::neighbourhood(locale)}</span>
                <select name="in">
                    <option value="">{messages::home::anywhere(locale)}</option>
                    {<Neighbourhood as strum::VariantArray>::VARIANTS
                        .iter()
                        .map(|place| view! { <option value=place.key()>{*place.name().get(locale)}</option> })
                        .collect_view()}
                </select>
            </label>
            <label class="field">
                <span class="field__label">{messages::search::max_price(locale)}</span>
                <select name="max_price">
                    <option value="">{messages::home::any_price(locale)}</option>
                    {prices
                        .into_iter()
                        .map(|price| view! {
                            <option value=price.rupees().to_string()>{format::npr_compact(price, locale)}</option>
                        })
                        .collect_view()}
                </select>
            </label>
            <button class="button" type="submit">{messages::search::submit(locale)}</button>
        </form>
    }
    .into_any()
}

#[component]
fn HomeStrip(
    locale: Locale,
    homes: Vec<ListingSummary>,
    title: &'static str,
    text: &'static str,
) -> impl IntoView {
    (!homes.is_empty()).then(|| {
        view! {
            <section class="section strip">
                <header class="section__head">
                    <h2>{title}</h2>
                    <p>{text}</p>
                </header>
                <CardGrid locale homes />
            </section>
        }
    })
}

/// The neighbourhoods, with how many homes each has.
#[component]
fn Places(locale: Locale, counts: Vec<u32>) -> impl IntoView {
    view! {
        <section class="section">
            <header class="section__head">
                <h2>{messages::home::neighbourhoods(locale)}</h2>
                <p>{messages::home::neighbourhoods_text(locale)}</p>
            </header>
            <ul class="place-grid" role="list">
                {Neighbourhood::CORE
                    .into_iter()
                    .map(|place| {
                        let count = counts.get(place as usize).copied().unwrap_or_default();
                        let href = locale.path(&format!("/neighbourhoods/{}", place.key()));
                        view! {
                            <li>
                                <a class="place-tile" href=href>
                                    <span class="place-tile__name">{*place.name().get(locale)}</span>
                                    <span class="place-tile__count">{messages::home::homes_here(locale, count.into())}</span>
                                </a>
                            </li>
                        }
                    })
                    .collect_view()}
            </ul>
        </section>
    }
}

#[component]
fn Promise(locale: Locale) -> impl IntoView {
    use messages::home as words;
    let points = [
        (
            words::promise_licence(locale),
            words::promise_licence_text(locale),
        ),
        (
            words::promise_price(locale),
            words::promise_price_text(locale),
        ),
        (
            words::promise_papers(locale),
            words::promise_papers_text(locale),
        ),
        (
            words::promise_discretion(locale),
            words::promise_discretion_text(locale),
        ),
    ];
    view! {
        <section class="section promise">
            <h2>{words::promise(locale)}</h2>
            <ul class="promise__points" role="list">
                {points.into_iter().map(|(title, text)| view! { <li><h3>{title}</h3><p>{text}</p></li> }).collect_view()}
            </ul>
        </section>
    }
}
