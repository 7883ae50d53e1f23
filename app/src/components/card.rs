//! A home as a card.

use super::{
    amount::{Land, Price},
    heading::Heading,
    icon::Icon,
    picture::{Loading, ResponsivePicture},
};
use durbar_domain::{ListingSummary, Locale, format, status::Availability};
use durbar_messages as messages;
use leptos::prelude::*;

/// Widths at which a card's picture is shown.
pub const SIZES: &str = "(min-width: 1024px) 400px, (min-width: 640px) 50vw, 100vw";

/// A home: picture, price, figures and place; all of it one link.
#[component]
pub fn HomeCard(
    locale: Locale,
    home: ListingSummary,
    /// One of the first cards on the page.
    #[prop(optional)]
    eager: bool,
    /// Level of the heading.
    #[prop(default = 3)]
    heading: u8,
) -> impl IntoView {
    let href = locale.path(&home.path());
    let title = home.title.get(locale).clone();
    let loading = if eager { Loading::Eager } else { Loading::Lazy };
    let mut pictures = home.pictures.iter().cloned();
    let cover = pictures.next();
    let second = pictures.next();
    view! {
        <article class="card" data-listing=home.listing_id.to_string()>
            <div class="card__media">
                {cover.map(|picture| {
                    view! { <ResponsivePicture locale picture sizes=SIZES loading decorative=true /> }
                })}
                {second.map(|picture| {
                    view! {
                        <div class="card__second">
                            <ResponsivePicture locale picture sizes=SIZES loading=Loading::Lazy decorative=true />
                        </div>
                    }
                })}
                <CardBadge locale home=home.clone() />
            </div>
            <Heart locale home=home.clone() />
            <div class="card__body">
                <p class="card__price"><Price locale price=home.list_price /></p>
                <Heading level=heading class="card__title">
                    <a class="card__link" href=href>{title}</a>
                </Heading>
                <p class="card__facts">
                    <CardFacts locale home=home.clone() />
                </p>
                <p class="card__place">{messages::place(home.neighbourhood, locale)}</p>
            </div>
        </article>
    }
    .into_any()
}

/// A heart that saves the home; a link to the page that does it where scripts are off.
#[component]
pub fn Heart(locale: Locale, home: ListingSummary) -> impl IntoView {
    let to = format!("/account/favorites?add={}", home.listing_id);
    let label = messages::card::save(locale, home.title.get(locale));
    view! {
        <a
            class="heart"
            href=locale.path(&to)
            rel="nofollow"
            aria-label=label
            data-heart=home.listing_id.to_string()
        >
            <Icon name="heart" />
        </a>
    }
}

/// The line of figures; a unit of land chosen by the visitor replaces its `<data>`.
#[component]
fn CardFacts(locale: Locale, home: ListingSummary) -> impl IntoView {
    // The sentence comes from the messages; the land in it must stay an element.
    let marker = "\u{1}";
    let sentence = messages::card::facts(
        locale,
        format::number(home.bedrooms_total.into(), locale),
        format::number(home.bathrooms_total.into(), locale),
        marker,
        format::metres(home.road_width_decimetres, locale),
    );
    let (before, after) = sentence.split_once(marker).unwrap_or((&sentence, ""));
    view! { {before.to_owned()}<Land locale area=home.land_area />{after.to_owned()} }
}

/// At most one badge: what matters most about the home just now.
#[component]
fn CardBadge(locale: Locale, home: ListingSummary) -> impl IntoView {
    let (class, text) = match home.standard_status.availability() {
        Some(Availability::Sold) => ("badge badge--sold", messages::card::sold(locale)),
        Some(Availability::ComingSoon) => {
            ("badge badge--soon", messages::card::coming_soon(locale))
        }
        Some(Availability::UnderOffer) => {
            ("badge badge--offer", messages::card::under_offer(locale))
        }
        _ if home.premium => ("badge badge--premium", messages::card::premium(locale)),
        _ => return ().into_any(),
    };
    view! { <span class=class>{text}</span> }.into_any()
}

/// Cards in a grid.
#[component]
pub fn CardGrid(
    locale: Locale,
    homes: Vec<ListingSummary>,
    /// How many of the first cards are seen at once.
    #[prop(optional)]
    eager: usize,
    #[prop(default = 3)] heading: u8,
) -> impl IntoView {
    view! {
        <ul class="card-grid" role="list">
            {homes
                .into_iter()
                .enumerate()
                .map(|(index, home)| view! { <li><HomeCard locale home eager=index < eager heading /></li> })
                .collect_view()}
        </ul>
    }
    .into_any()
}
