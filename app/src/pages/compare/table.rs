//! The table: a column a home, a row a fact.

use super::compare_path;
use crate::components::{
    amount::{Land, Price},
    picture::{Loading, ResponsivePicture},
};
use durbar_domain::{Locale, PropertyId, PublicListing, format};
use durbar_messages::{self as messages, Label, compare as words, listing as facts};
use leptos::prelude::*;

/// Widths at which a column's picture is shown.
const SIZES: &str = "(min-width: 1024px) 300px, 60vw";

#[component]
pub fn Table(locale: Locale, homes: Vec<PublicListing>) -> impl IntoView {
    let all: Vec<PropertyId> = homes.iter().map(|home| home.card.listing_id).collect();
    let heads = homes
        .iter()
        .map(|home| head(locale, home, &all).into_any())
        .collect_view();
    let number = move |value: u8| format::number(value.into(), locale);
    let paper = move |at_hand: bool| match at_hand {
        true => facts::at_hand(locale),
        false => facts::not_at_hand(locale),
    };
    let row = |name: &'static str, value: &dyn Fn(&PublicListing) -> AnyView| {
        let values = homes
            .iter()
            .map(value)
            .map(|value| view! { <td>{value}</td> });
        view! { <tr><th scope="row">{name}</th>{values.collect_view()}</tr> }.into_any()
    };
    let rows = vec![
        row(facts::price(locale), &|home| {
            view! { <Price locale price=home.card.list_price /> }.into_any()
        }),
        row(facts::price_per_aana(locale), &|home| {
            view! { <Price locale price=home.card.price_per_aana() /> }.into_any()
        }),
        row(facts::status(locale), &|home| {
            let availability = home.card.standard_status.availability();
            availability.map(|it| it.label(locale)).into_any()
        }),
        row(words::place(locale), &|home| {
            messages::place(home.card.neighbourhood, locale).into_any()
        }),
        row(facts::kind(locale), &|home| {
            home.card.property_sub_type.label(locale).into_any()
        }),
        row(facts::land(locale), &|home| {
            view! { <Land locale area=home.land.area /> }.into_any()
        }),
        row(facts::living_area(locale), &|home| {
            let measure = format::LandMeasure::SquareFeet;
            format::area(home.structure.living_area, measure, locale).into_any()
        }),
        row(facts::bedrooms(locale), &|home| {
            number(home.structure.bedrooms_total).into_any()
        }),
        row(facts::bathrooms(locale), &|home| {
            number(home.structure.bathrooms_total).into_any()
        }),
        row(facts::stories(locale), &|home| {
            number(home.structure.stories).into_any()
        }),
        row(facts::parking(locale), &|home| {
            number(home.structure.parking_total).into_any()
        }),
        row(facts::year_built(locale), &|home| {
            format::digits(&home.structure.year_built.to_string(), locale).into_any()
        }),
        row(facts::road(locale), &|home| {
            format::metres(home.land.road.width_decimetres, locale).into_any()
        }),
        row(facts::facing(locale), &|home| {
            home.land.facing.label(locale).into_any()
        }),
        row(facts::earthquake_code(locale), &|home| {
            home.legal.earthquake_code.label(locale).into_any()
        }),
        row(facts::tenure(locale), &|home| {
            home.legal.tenure.label(locale).into_any()
        }),
        row(facts::lalpurja(locale), &|home| {
            paper(home.legal.lalpurja).into_any()
        }),
        row(facts::completion_certificate(locale), &|home| {
            paper(home.legal.completion_certificate).into_any()
        }),
    ];
    view! {
        <div class="compare__scroll" role="region" aria-label=words::title(locale) tabindex="0">
            <table class="table compare__table">
                <thead><tr><td></td>{heads}</tr></thead>
                <tbody>{rows}</tbody>
            </table>
        </div>
    }
    .into_any()
}

/// Picture, title, and the way to the same table without this home.
fn head(locale: Locale, home: &PublicListing, all: &[PropertyId]) -> impl IntoView {
    let card = &home.card;
    let title = card.title.get(locale).clone();
    let others = all.iter().copied().filter(|id| *id != card.listing_id);
    let without = locale.path(&compare_path(others));
    let take_out = words::take_out(locale, &title);
    let picture = card.pictures.first().cloned().map(|picture| {
        view! { <ResponsivePicture locale picture sizes=SIZES loading=Loading::Lazy decorative=true /> }
    });
    view! {
        <th scope="col">
            <div class="compare__picture">{picture}</div>
            <a class="compare__title" href=locale.path(&card.path())>{title}</a>
            <a class="compare__out" href=without aria-label=take_out>{words::remove(locale)}</a>
        </th>
    }
    .into_any()
}
