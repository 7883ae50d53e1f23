//! The figures of a home.

use crate::components::amount::{Land, Price, unit_after_amount};
use durbar_domain::{
    Area, Locale, PropertyId, PublicListing, area::AreaUnit, document::Document, format,
};
use durbar_messages::{self as messages, Label, documents, listing as words};
use leptos::prelude::*;

/// What everyone asks first, in one row.
#[component]
pub fn KeyFacts(locale: Locale, home: PublicListing) -> impl IntoView {
    let structure = home.structure;
    let number = |value: u8| format::number(value.into(), locale);
    view! {
        <dl class="key-facts">
            <div><dt>{words::bedrooms(locale)}</dt><dd>{number(structure.bedrooms_total)}</dd></div>
            <div><dt>{words::bathrooms(locale)}</dt><dd>{number(structure.bathrooms_total)}</dd></div>
            <div><dt>{words::land(locale)}</dt><dd><Land locale area=home.land.area /></dd></div>
            <div><dt>{words::living_area(locale)}</dt><dd>{square_feet(structure.living_area, locale)}</dd></div>
            <div><dt>{words::road(locale)}</dt><dd>{format::metres(home.land.road.width_decimetres, locale)}</dd></div>
            <div><dt>{words::facing(locale)}</dt><dd>{home.land.facing.label(locale)}</dd></div>
        </dl>
    }
    .into_any()
}

fn square_feet(area: Area, locale: Locale) -> String {
    format::area(area, format::LandMeasure::SquareFeet, locale)
}

/// A name and what it is, as a row; nothing where there is nothing to say.
fn row(name: &'static str, value: impl IntoView + 'static) -> impl IntoView {
    view! { <div class="facts__row"><dt>{name}</dt><dd>{value}</dd></div> }
}

/// All facts, in a calm list.
#[component]
pub fn Facts(locale: Locale, home: PublicListing) -> impl IntoView {
    let (structure, legal, card) = (home.structure, home.legal, &home.card);
    let paper = move |document: Document| match legal.checked.get(document) {
        Some(day) => view! {
            <span class="seen">
                {documents::badge(locale, format::date(day, locale))}
            </span>
        }
        .into_any(),
        None if document.is_at_hand(&legal) => words::at_hand(locale).into_any(),
        None => words::not_at_hand(locale).into_any(),
    };
    let status = card
        .standard_status
        .availability()
        .map(|availability| availability.label(locale));
    view! {
        <section class="section" aria-labelledby="facts">
            <h2 id="facts">{words::facts(locale)}</h2>
            <dl class="facts">
                {row(words::kind(locale), card.property_sub_type.label(locale))}
                {status.map(|status| row(words::status(locale), status))}
                {row(words::stories(locale), format::number(structure.stories.into(), locale))}
                {row(words::year_built(locale), format::digits(&structure.year_built.to_string(), locale))}
                {row(words::parking(locale), format::number(structure.parking_total.into(), locale))}
                {row(words::earthquake_code(locale), legal.earthquake_code.label(locale))}
                {row(words::tenure(locale), legal.tenure.label(locale))}
                {row(words::lalpurja(locale), paper(Document::Lalpurja))}
                {row(words::charkilla(locale), paper(Document::Charkilla))}
                {row(words::completion_certificate(locale), paper(Document::CompletionCertificate))}
                {row(words::on_market(locale), format::date(card.on_market_date, locale))}
                {row(words::reference(locale), view! { <Reference id=card.listing_id /> })}
            </dl>
        </section>
    }
    .into_any()
}

/// The end of the identifier, by which a home can be named on the telephone; no two homes
/// of this market are likely to share it. Whole for who points at it.
#[component]
fn Reference(id: PropertyId) -> impl IntoView {
    const SHOWN: usize = 8;
    let whole = id.to_string();
    let end = whole.len().saturating_sub(SHOWN);
    let short = whole.get(end..).unwrap_or_default().to_uppercase();
    view! { <span class="tabular" title=whole>{short}</span> }
}

/// The land in every unit a buyer may think in, and its price by the aana.
#[component]
pub fn LandUnits(locale: Locale, home: PublicListing) -> impl IntoView {
    use format::LandMeasure::{Hill, SquareFeet, SquareMetres, Terai};
    let area = home.land.area;
    let aana = format!(
        "{} {}",
        format::decimal(area.amount(AreaUnit::Aana), 2, locale),
        unit_after_amount(AreaUnit::Aana, locale),
    );
    let measure = move |measure| format::area(area, measure, locale);
    let price_per_aana = home.card.price_per_aana();
    view! {
        <dl class="facts">
            {row(messages::preferences::hill(locale), format!("{} ({aana})", measure(Hill)))}
            {row(messages::preferences::square_feet(locale), measure(SquareFeet))}
            {row(messages::preferences::square_metres(locale), measure(SquareMetres))}
            {row(messages::preferences::terai(locale), measure(Terai))}
            {price_per_aana.map(|price| {
                row(words::price_per_aana(locale), view! { <Price locale price=Some(price) /> })
            })}
        </dl>
    }
    .into_any()
}
