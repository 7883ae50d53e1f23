//! Tours, films and floor plans that everyone sees.

use crate::{
    components::picture::{Loading, ResponsivePicture},
    islands::PublicTours,
};
use durbar_domain::{
    Locale,
    media::{Film, Tour},
    picture::Picture,
    premium::PremiumItem,
    text::Localized,
};
use durbar_messages::media as words;
use leptos::prelude::*;

/// How wide a plan is shown.
const SHOWN: &str = "(min-width: 64rem) 44rem, 92vw";

/// 360° pictures, flat without scripting.
#[component]
pub fn Tours(locale: Locale, tours: Vec<Tour>) -> impl IntoView {
    if tours.is_empty() {
        return ().into_any();
    }
    let items: Vec<PremiumItem> = tours
        .iter()
        .map(|tour| {
            let mut item = PremiumItem::of_tour(tour);
            name(&mut item.alt, words::tour(locale), locale);
            item
        })
        .collect();
    view! {
        <section class="section" aria-labelledby="tours">
            <h2 id="tours">{words::tours(locale)}</h2>
            <PublicTours items />
        </section>
    }
    .into_any()
}

/// Films, each as a list of qualities for browsers that stream, and as one file for the others.
#[component]
pub fn Films(locale: Locale, films: Vec<Film>) -> impl IntoView {
    if films.is_empty() {
        return ().into_any();
    }
    let shown = films.into_iter().map(|film| {
        let alt = film.alt.get(locale).clone();
        let label = if alt.is_empty() {
            words::film(locale).to_owned()
        } else {
            alt
        };
        let stream = film.stream_path().map(|path| {
            view! { <source src=path type="application/vnd.apple.mpegurl" /> }
        });
        view! {
            <video
                controls=true
                preload="none"
                playsinline=true
                poster=film.poster_path()
                width=film.width.to_string()
                height=film.height.to_string()
                aria-label=label
            >
                {stream}
                <source src=film.path() type="video/mp4" />
            </video>
        }
    });
    view! {
        <section class="section films" aria-labelledby="films">
            <h2 id="films">{words::films(locale)}</h2>
            {shown.collect_view()}
        </section>
    }
    .into_any()
}

/// Floor plans, one below the other.
#[component]
pub fn FloorPlans(locale: Locale, plans: Vec<Picture>) -> impl IntoView {
    if plans.is_empty() {
        return ().into_any();
    }
    let shown = plans.into_iter().map(|picture| {
        let largest = picture.largest_jpeg();
        view! {
            <li>
                <a href=largest>
                    <ResponsivePicture locale picture=named(picture, locale) sizes=SHOWN loading=Loading::Lazy />
                </a>
            </li>
        }
    });
    view! {
        <section class="section" aria-labelledby="floor-plans">
            <h2 id="floor-plans">{words::floor_plans(locale)}</h2>
            <ul class="floor-plans" role="list">{shown.collect_view()}</ul>
        </section>
    }
    .into_any()
}

/// A plan nobody has described is at least called one: it is the name of a link.
fn named(mut picture: Picture, locale: Locale) -> Picture {
    name(&mut picture.alt, words::floor_plans(locale), locale);
    picture
}

/// Says what it is of what nobody has described.
fn name(alt: &mut Localized<String>, name: &str, locale: Locale) {
    let alt = match locale {
        Locale::En => &mut alt.en,
        Locale::Ne => &mut alt.ne,
    };
    if alt.is_empty() {
        *alt = name.to_owned();
    }
}
