//! What of the search could not be understood.

use crate::components::{
    notice::{Notice, Tone},
    problem::problem_words,
};
use durbar_domain::{FieldError, Locale};
use durbar_messages as messages;
use leptos::prelude::*;

/// Each refused field, and what it would accept.
#[component]
pub fn Problems(locale: Locale, errors: Vec<FieldError>) -> impl IntoView {
    (!errors.is_empty()).then(|| {
        view! {
            <Notice tone=Tone::Alert>
                <p>
                    <strong>{messages::search::refused(locale)}</strong>
                    " "
                    {messages::search::refused_text(locale)}
                </p>
                <ul>{errors.iter().map(|error| view! { <li>{words(error, locale)}</li> }).collect_view()}</ul>
            </Notice>
        }
    })
}

/// The problem as a sentence.
pub fn words(error: &FieldError, locale: Locale) -> String {
    problem_words(locale, &field_name(&error.field, locale), &error.problem)
}

fn field_name(field: &str, locale: Locale) -> String {
    use messages::{field as names, search};
    match field {
        "query" => names::query(locale),
        "q" => names::q(locale),
        "in" => search::neighbourhood(locale),
        "type" => search::kind(locale),
        "status" => search::status(locale),
        "facing" => search::facing(locale),
        "amenity" => search::amenities(locale),
        "min_price" => search::min_price(locale),
        "max_price" => search::max_price(locale),
        "beds" => search::bedrooms(locale),
        "baths" => search::bathrooms(locale),
        "min_land" | "max_land" => search::land(locale),
        "land_unit" => names::land_unit(locale),
        "min_built" | "max_built" => search::living_area(locale),
        "road" => search::road(locale),
        "box" => names::bounds(locale),
        "area" => names::area(locale),
        "sort" => names::sort(locale),
        "page" => names::page(locale),
        "view" => names::view(locale),
        other => return other.to_owned(),
    }
    .to_owned()
}
