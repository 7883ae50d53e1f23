//! The active filters, each with a link that removes it.

use crate::components::amount::unit_after_amount;
use durbar_domain::{
    Locale,
    area::AreaUnit,
    format,
    search::{SearchQuery, query::LandAmount},
};
use durbar_messages::{self as messages, Label};
use leptos::prelude::*;

/// A filter in words, and the search without it.
struct Chip {
    words: String,
    without: SearchQuery,
}

fn chips(query: &SearchQuery, locale: Locale) -> Vec<Chip> {
    use messages::search as words;
    let mut chips = Vec::new();
    let mut chip = |words: String, change: &dyn Fn(&mut SearchQuery)| {
        let mut without = query.clone().on_first_page();
        change(&mut without);
        chips.push(Chip { words, without });
    };
    if let Some(text) = &query.text {
        chip(words::chip_text(locale, text), &|q| q.text = None);
    }
    for place in query.neighbourhoods {
        chip((*place.name().get(locale)).to_owned(), &|q| {
            _ = q.neighbourhoods.remove(place)
        });
    }
    for kind in query.property_sub_types {
        chip(kind.label(locale).to_owned(), &|q| {
            _ = q.property_sub_types.remove(kind)
        });
    }
    for status in query.availability {
        chip(status.label(locale).to_owned(), &|q| {
            _ = q.availability.remove(status)
        });
    }
    if let Some(price) = query.min_price {
        chip(
            words::chip_price_from(locale, format::npr_compact(price, locale)),
            &|q| q.min_price = None,
        );
    }
    if let Some(price) = query.max_price {
        chip(
            words::chip_price_to(locale, format::npr_compact(price, locale)),
            &|q| q.max_price = None,
        );
    }
    let rooms = |name: &str, least: u8| {
        format!(
            "{name}: {}",
            words::at_least(locale, format::number(least.into(), locale))
        )
    };
    if let Some(least) = query.bedrooms {
        chip(rooms(words::bedrooms(locale), least), &|q| {
            q.bedrooms = None
        });
    }
    if let Some(least) = query.bathrooms {
        chip(rooms(words::bathrooms(locale), least), &|q| {
            q.bathrooms = None
        });
    }
    let land = |amount: LandAmount| {
        format!(
            "{} {}",
            format::digits(&amount.to_text(), locale),
            unit_after_amount(query.land_unit, locale)
        )
    };
    if let Some(amount) = query.min_land {
        chip(words::chip_land_from(locale, land(amount)), &|q| {
            q.min_land = None
        });
    }
    if let Some(amount) = query.max_land {
        chip(words::chip_land_to(locale, land(amount)), &|q| {
            q.max_land = None
        });
    }
    let built = |feet: u32| {
        format!(
            "{} {}",
            format::number(feet.into(), locale),
            unit_after_amount(AreaUnit::SquareFoot, locale)
        )
    };
    if let Some(feet) = query.min_living_area {
        chip(words::chip_built_from(locale, built(feet)), &|q| {
            q.min_living_area = None
        });
    }
    if let Some(feet) = query.max_living_area {
        chip(words::chip_built_to(locale, built(feet)), &|q| {
            q.max_living_area = None
        });
    }
    if let Some(width) = query.road_width_decimetres {
        let road = words::road_at_least(locale, format::metres(width, locale));
        chip(format!("{}: {road}", words::road(locale)), &|q| {
            q.road_width_decimetres = None
        });
    }
    for facing in query.facings {
        chip(
            format!("{}: {}", words::facing(locale), facing.label(locale)),
            &|q| _ = q.facings.remove(facing),
        );
    }
    for amenity in query.amenities {
        chip(amenity.label(locale).to_owned(), &|q| {
            _ = q.amenities.remove(amenity)
        });
    }
    if query.bounds.is_some() {
        chip(words::chip_bounds(locale).to_owned(), &|q| q.bounds = None);
    }
    if query.drawn_area.is_some() {
        chip(words::chip_area(locale).to_owned(), &|q| {
            q.drawn_area = None
        });
    }
    chips
}

/// The filters in words.
pub(super) fn words_of(query: &SearchQuery, locale: Locale) -> Vec<String> {
    let chips = chips(query, locale).into_iter();
    chips.map(|chip| chip.words).collect()
}

#[component]
pub fn Chips(locale: Locale, query: SearchQuery) -> impl IntoView {
    let chips = chips(&query, locale);
    let bare = SearchQuery {
        layout: query.layout,
        sort: query.sort,
        land_unit: query.land_unit,
        ..SearchQuery::default()
    };
    (!chips.is_empty()).then(|| {
        view! {
            <ul class="chips" role="list" aria-label=messages::search::active_filters(locale)>
                {chips
                    .into_iter()
                    .map(|Chip { words, without }| view! {
                        <li>
                            <a
                                class="chip"
                                href=locale.path(&without.path())
                                data-search-link=""
                                aria-label=messages::search::remove_filter(locale, &words)
                            >
                                {words.clone()}
                                <span class="chip__cross" aria-hidden="true">"×"</span>
                            </a>
                        </li>
                    })
                    .collect_view()}
                <li>
                    <a class="chips__clear" href=locale.path(&bare.path()) data-search-link="">
                        {messages::search::clear_all(locale)}
                    </a>
                </li>
            </ul>
        }
    })
}
