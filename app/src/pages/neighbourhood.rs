//! One neighbourhood: what it is like, and its homes.

use super::{failure::Unavailable, not_found::NotFound};
use crate::{
    components::{
        breadcrumb::Breadcrumb,
        card::CardGrid,
        markdown,
        picture::{Loading, ResponsivePicture, cover_apart},
        place_map::PlaceMap,
    },
    context::AppContext,
    locale::use_locale,
    page::{PageRecord, Tag},
    seo::{PageHead, preload_picture},
};
use durbar_domain::{
    Locale, Neighbourhood,
    attributes::PropertySubType,
    search::{SearchQuery, SearchResults},
};
use durbar_messages::{self as messages, Label, neighbourhoods as words};
use enumset::EnumSet;
use leptos::prelude::*;
use leptos_router::hooks::use_params_map;
use strum::VariantArray;

/// Cards shown before the search takes over.
const SHOWN: usize = 6;
/// How wide the large picture is shown.
const COVER_SIZES: &str = "(min-width: 1280px) 1280px, 100vw";

/// What living in a neighbourhood is like, and its homes as a map and as cards.
#[component]
pub fn NeighbourhoodPage() -> impl IntoView {
    let locale = use_locale();
    let context = AppContext::get();
    expect_context::<PageRecord>().shows(Tag::Market);
    let segment = use_params_map()
        .read_untracked()
        .get("place")
        .unwrap_or_default();
    Suspend::new(async move {
        let Ok(place) = segment.parse::<Neighbourhood>() else {
            return view! { <NotFound /> }.into_any();
        };
        let query = SearchQuery {
            neighbourhoods: EnumSet::only(place),
            ..SearchQuery::default()
        };
        match context.services.search.search(&query).await {
            Ok(results) => view! { <PlaceView locale place query results /> }.into_any(),
            Err(error) => view! { <Unavailable error=error.into() /> }.into_any(),
        }
    })
}

#[component]
fn PlaceView(
    locale: Locale,
    place: Neighbourhood,
    query: SearchQuery,
    results: SearchResults,
) -> impl IntoView {
    let name = *place.name().get(locale);
    let path = format!("/neighbourhoods/{}", place.key());
    let text = markdown::neighbourhood(place, locale);
    let steps = vec![
        (
            messages::nav::neighbourhoods(locale).to_owned(),
            "/neighbourhoods".to_owned(),
        ),
        (name.to_owned(), path.clone()),
    ];
    let (cards, others) = results.homes.split_at(results.homes.len().min(SHOWN));
    let cover = cover_apart(others.iter(), cards.iter());
    if let Some(picture) = &cover {
        preload_picture(picture, COVER_SIZES);
    }
    let lowest_price = results.pins.iter().filter_map(|pin| pin.list_price).min();
    let total = results.total;
    let homes: Vec<_> = results.homes.into_iter().take(SHOWN).collect();
    view! {
        <PageHead
            locale
            path
            title=words::homes_in(locale, name)
            description=text.standfirst.clone().unwrap_or_default()
        />
        <article class="page place-page">
            <Breadcrumb locale steps />
            <h1>{text.title}</h1>
            {text.standfirst.map(|standfirst| view! { <p class="standfirst">{standfirst}</p> })}
            {cover.map(|picture| view! {
                <div class="place-page__picture">
                    <ResponsivePicture locale picture sizes=COVER_SIZES loading=Loading::Eager />
                </div>
            })}
            <div class="place-page__about">
                <div class="prose" inner_html=text.html></div>
                <PlaceMap locale place query=query.clone() total lowest_price />
            </div>
            <section class="section" aria-labelledby="homes">
                <h2 id="homes">{words::homes_in(locale, name)}</h2>
                {if homes.is_empty() {
                    view! { <p>{words::none(locale)}</p> }.into_any()
                } else {
                    view! { <CardGrid locale homes /> }.into_any()
                }}
                <p class="section__more">
                    <a class="button" href=locale.path(&query.path())>
                        {messages::search::show(locale, total.into())}
                    </a>
                </p>
                <ByType locale query counts=results.facets.property_sub_types />
            </section>
        </article>
    }
    .into_any()
}

/// The neighbourhood's searches by type, which search engines index too.
#[component]
fn ByType(locale: Locale, query: SearchQuery, counts: Vec<u32>) -> impl IntoView {
    let links: Vec<_> = PropertySubType::VARIANTS
        .iter()
        .zip(counts)
        .filter(|(_, count)| *count > 0)
        .map(|(kind, count)| {
            let to = SearchQuery { property_sub_types: EnumSet::only(*kind), ..query.clone() };
            let words = messages::home::homes_here(locale, count.into());
            view! { <li><a class="chip" href=locale.path(&to.path())>{format!("{}: {words}", kind.label(locale))}</a></li> }
        })
        .collect();
    (!links.is_empty()).then(|| {
        view! {
            <h3>{words::by_type(locale)}</h3>
            <ul class="chips" role="list">{links}</ul>
        }
    })
}
