//! The filters: one plain form in one row of panels; on phones a sheet.

use super::filter_fields::{AmountRange, Choices, CountedOption, PriceRange, Rooms};
use crate::components::icon::Icon;
use durbar_domain::{
    Locale, Neighbourhood,
    attributes::{Amenity, Facing, PropertySubType},
    format,
    search::{Facets, Layout, SearchQuery, SearchResults},
    status::Availability,
};
use durbar_messages::{self as messages, Label};
use leptos::prelude::*;
use strum::VariantArray;

/// The whole search as a GET form.
#[component]
pub fn Filters(locale: Locale, query: SearchQuery, results: SearchResults) -> impl IntoView {
    use messages::search as words;
    let facets = results.facets.clone();
    let price_counts = (facets.min_price.clone(), facets.max_price.clone());
    let road_counts = facets.roads.clone();
    let text = query.text.clone().unwrap_or_default();
    let road = query.road_width_decimetres;
    view! {
        <form class="filters" id="search-form" method="get" action=locale.path("/homes") role="search" aria-label=words::label(locale)>
            <div class="filters__text">
                <label class="visually-hidden" for="search-text">{words::text(locale)}</label>
                <input
                    id="search-text"
                    type="search"
                    name="q"
                    maxlength="200"
                    value=text
                    placeholder=words::text_placeholder(locale)
                />
                <button class="button" type="submit">
                    <Icon name="search" />
                    <span class="visually-hidden">{words::submit(locale)}</span>
                </button>
            </div>
            <details class="filters__sheet" id="filters-sheet">
                <summary class="filters__toggle">
                    <Icon name="filters" />
                    {words::filters(locale)}
                </summary>
                <div class="filters__panels">
                    <Panel title=words::neighbourhood(locale) active=query.neighbourhoods.len()>
                        <Choices
                            name="in"
                            options=choices(Neighbourhood::VARIANTS, &facets.neighbourhoods, |place| {
                                (place.key(), (*place.name().get(locale)).to_owned(), query.neighbourhoods.contains(place))
                            })
                        />
                    </Panel>
                    <Panel title=words::kind(locale) active=query.property_sub_types.len()>
                        <Choices
                            name="type"
                            options=choices(PropertySubType::VARIANTS, &facets.property_sub_types, |kind| {
                                (kind.key(), kind.label(locale).to_owned(), query.property_sub_types.contains(kind))
                            })
                        />
                    </Panel>
                    <Panel title=words::price(locale) active=usize::from(query.min_price.is_some() || query.max_price.is_some())>
                        <PriceRange locale min=query.min_price max=query.max_price counts=price_counts />
                    </Panel>
                    <Panel title=words::bedrooms(locale) active=usize::from(query.bedrooms.is_some() || query.bathrooms.is_some())>
                        <Rooms locale name="beds" title=words::bedrooms(locale) chosen=query.bedrooms counts=facets.bedrooms.clone() />
                        <Rooms locale name="baths" title=words::bathrooms(locale) chosen=query.bathrooms counts=facets.bathrooms.clone() />
                    </Panel>
                    <Panel title=words::land(locale) active=usize::from(query.min_land.is_some() || query.max_land.is_some())>
                        <AmountRange
                            title=words::land(locale)
                            names=("min_land", "max_land")
                            labels=(words::min_land(locale), words::max_land(locale))
                            values=(
                                query.min_land.map(|amount| amount.to_text()),
                                query.max_land.map(|amount| amount.to_text()),
                            )
                        />
                        <label class="field">
                            <span class="field__label">{words::land_unit(locale)}</span>
                            <select name="land_unit">
                                {durbar_domain::area::AreaUnit::VARIANTS
                                    .iter()
                                    .map(|unit| {
                                        let key: &'static str = (*unit).into();
                                        view! { <option value=key selected=*unit == query.land_unit>{unit.label(locale)}</option> }
                                    })
                                    .collect_view()}
                            </select>
                        </label>
                    </Panel>
                    <Panel
                        title=words::more(locale)
                        active=query.availability.len() + query.facings.len() + query.amenities.len()
                            + usize::from(road.is_some())
                            + usize::from(query.min_living_area.is_some() || query.max_living_area.is_some())
                    >
                        <fieldset class="field-group">
                            <legend>{words::status(locale)}</legend>
                            <Choices
                                name="status"
                                options=choices(Availability::VARIANTS, &facets.availability, |status| {
                                    (status.key(), status.label(locale).to_owned(), query.availability.contains(status))
                                })
                            />
                        </fieldset>
                        <AmountRange
                            title=words::living_area_in_feet(locale)
                            names=("min_built", "max_built")
                            labels=(words::min_land(locale), words::max_land(locale))
                            values=(
                                query.min_living_area.map(|feet| feet.to_string()),
                                query.max_living_area.map(|feet| feet.to_string()),
                            )
                        />
                        <label class="field">
                            <span class="field__label">{words::road(locale)}</span>
                            <select name="road">
                                <option value="">{words::any(locale)}</option>
                                {Facets::ROADS
                                    .into_iter()
                                    .zip(road_counts)
                                    .map(|(width, count)| {
                                        let value = format::decimal(f64::from(width) / 10.0, 1, Locale::En);
                                        let words = words::road_at_least(locale, format::metres(width, locale));
                                        let selected = road == Some(width);
                                        view! { <CountedOption locale name="road" value words selected count=Some(count) /> }
                                    })
                                    .collect_view()}
                            </select>
                        </label>
                        <fieldset class="field-group">
                            <legend>{words::facing(locale)}</legend>
                            <Choices
                                name="facing"
                                options=choices(Facing::VARIANTS, &facets.facings, |facing| {
                                    (facing.key(), facing.label(locale).to_owned(), query.facings.contains(facing))
                                })
                            />
                        </fieldset>
                        <fieldset class="field-group">
                            <legend>{words::amenities(locale)}</legend>
                            <Choices
                                name="amenity"
                                options=choices(Amenity::VARIANTS, &facets.amenities, |amenity| {
                                    (amenity.key(), amenity.label(locale).to_owned(), query.amenities.contains(amenity))
                                })
                            />
                        </fieldset>
                    </Panel>
                </div>
                <button class="button filters__apply" type="submit" id="apply" data-swap="apply">
                    {messages::search::show(locale, results.total.into())}
                </button>
            </details>
            <Kept query />
        </form>
    }
    .into_any()
}

/// One filter behind its name.
#[component]
fn Panel(title: &'static str, active: usize, children: Children) -> impl IntoView {
    view! {
        <details class="panel" name="filter" data-closes="">
            <summary class="panel__toggle" data-active=(active > 0).then_some("")>{title}</summary>
            <div class="panel__body">{children()}</div>
        </details>
    }
    .into_any()
}

/// What the form carries along unseen: order, view, and the part of the map.
#[component]
fn Kept(query: SearchQuery) -> impl IntoView {
    let kept = [
        ("sort", query.sort.map(|sort| sort.key().to_owned())),
        (
            "view",
            (query.layout != Layout::default()).then(|| query.layout.key().to_owned()),
        ),
        ("box", query.bounds.map(|bounds| bounds.to_text())),
        ("area", query.drawn_area.map(|area| area.to_text())),
    ];
    kept.into_iter()
        .filter_map(|(name, value)| Some(view! { <input type="hidden" name=name value=value? /> }))
        .collect_view()
}

/// A choice of a filter: its key, its name, whether it is chosen, and its count.
pub type Choice = (&'static str, String, bool, u32);

fn choices<T: Copy>(
    all: &[T],
    counts: &[u32],
    describe: impl Fn(T) -> (&'static str, String, bool),
) -> Vec<Choice> {
    all.iter()
        .enumerate()
        .map(|(index, value)| {
            let (key, name, chosen) = describe(*value);
            (
                key,
                name,
                chosen,
                counts.get(index).copied().unwrap_or_default(),
            )
        })
        .collect()
}
