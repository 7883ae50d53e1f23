//! Premium media as they are shown, on a home's page and on the page of an account.

use super::{
    tour::Tour,
    watermark::{Watermark, WatermarkPattern},
    words,
};
use durbar_domain::{
    Locale, format,
    premium::{PremiumAnswer, PremiumEntry, PremiumItem, PremiumKind, PremiumPart},
};
use durbar_messages::{Label, premium as texts};
use leptos::prelude::*;

/// What is open, and what would open the rest.
#[component]
pub fn Media(
    locale: Locale,
    answer: PremiumAnswer,
    /// The picture a film shows before it plays.
    poster: Option<String>,
    /// Whether tours can be turned; without scripting they are shown flat.
    turning: bool,
) -> impl IntoView {
    let limit = answer.over_limit.map(|limit| {
        let further = limit
            .level
            .map(|level| texts::over_limit_level(locale, level.label(locale)));
        let said = texts::over_limit(locale, format::number(limit.homes.into(), locale));
        let rises = limit.level.is_some();
        view! {
            <p class="notice">
                {said} " " {further} " "
                {rises.then(|| view! {
                    <a href=locale.path("/account/membership")>{texts::memberships(locale)}</a>
                })}
            </p>
        }
    });
    let marked = answer.watermark.is_some();
    let pattern = answer
        .watermark
        .map(|reference| view! { <WatermarkPattern reference /> });
    let parts = answer
        .parts
        .into_iter()
        .map(|part| view! { <Part locale part poster=poster.clone() turning marked /> })
        .collect_view();
    view! { <div class="premium__media">{limit} {parts} {pattern}</div> }.into_any()
}

#[component]
fn Part(
    locale: Locale,
    part: PremiumPart,
    poster: Option<String>,
    turning: bool,
    /// Whether the viewer's reference lies over pictures and panoramas.
    marked: bool,
) -> impl IntoView {
    let name = words::name(part.kind, part.count, locale);
    let way = words::way(&part.entry, locale);
    let may_rise = matches!(part.entry, PremiumEntry::Level(_));
    let items = match part.entry {
        PremiumEntry::Open(items) => items,
        _ => Vec::new(),
    };
    let shown = match part.kind {
        PremiumKind::Picture => view! { <Pictures locale items marked /> }.into_any(),
        PremiumKind::Panorama => items
            .into_iter()
            .map(|item| view! { <Tour locale item turning marked /> })
            .collect_view()
            .into_any(),
        PremiumKind::DroneFilm => items
            .into_iter()
            .map(|item| view! { <Film locale item poster=poster.clone() /> })
            .collect_view()
            .into_any(),
    };
    view! {
        <section class="premium__part">
            <h3>{name}</h3>
            {way.map(|way| view! { <p class="premium__way">{way}</p> })}
            {may_rise.then(|| view! {
                <p><a href=locale.path("/account/membership")>{texts::memberships(locale)}</a></p>
            })}
            {shown}
        </section>
    }
    .into_any()
}

#[component]
fn Pictures(locale: Locale, items: Vec<PremiumItem>, marked: bool) -> impl IntoView {
    (!items.is_empty()).then(|| {
        let pictures = items
            .into_iter()
            .map(|item| {
                view! {
                    <li>
                        <div class="premium__frame">
                            <FlatPicture locale item />
                            {marked.then(|| view! { <Watermark /> })}
                        </div>
                    </li>
                }
            })
            .collect_view();
        view! { <ul class="premium__pictures" role="list">{pictures}</ul> }
    })
}

/// A picture as it is, its size known before it loads.
#[component]
pub fn FlatPicture(locale: Locale, item: PremiumItem) -> impl IntoView {
    view! {
        <img
            class="premium__picture"
            src=item.path
            width=item.width.to_string()
            height=item.height.to_string()
            alt=item.alt.get(locale).clone()
            loading="lazy"
            decoding="async"
        />
    }
}

#[component]
fn Film(locale: Locale, item: PremiumItem, poster: Option<String>) -> impl IntoView {
    let alt = item.alt.get(locale).clone();
    view! {
        <figure>
            <video
                class="premium__film"
                controls
                playsinline
                preload="none"
                poster=poster
                width=item.width.to_string()
                height=item.height.to_string()
                aria-label=alt.clone()
            >
                <source src=item.path type=PremiumKind::DroneFilm.content_type() />
            </video>
            <figcaption>{alt}</figcaption>
        </figure>
    }
    .into_any()
}
