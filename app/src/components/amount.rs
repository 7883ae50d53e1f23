//! Prices and areas, written in rupees and ropani; the browser rewrites them from the exact
//! amount in `value` where the visitor prefers another currency or unit.

use durbar_domain::{Area, Locale, Npr, area::AreaUnit, format};
use durbar_messages::{self as messages, Label};
use leptos::prelude::*;

/// A price, or the words for a price on request.
#[component]
pub fn Price(
    locale: Locale,
    price: Option<Npr>,
    /// To the rupee instead of in crore.
    #[prop(optional)]
    full: bool,
) -> impl IntoView {
    match price {
        Some(price) => {
            let text = if full { format::npr(price, locale) } else { format::npr_compact(price, locale) };
            let full = full.then_some("");
            view! { <data class="price" value=price.paisa().to_string() data-full=full>{text}</data> }.into_any()
        }
        None => view! { <span class="price price--on-request">{messages::card::price_on_request(locale)}</span> }
            .into_any(),
    }
}

/// An area of land.
#[component]
pub fn Land(locale: Locale, area: Area) -> impl IntoView {
    let text = format::area(area, format::LandMeasure::Hill, locale);
    view! { <data class="area" value=area.units().to_string()>{text}</data> }
}

/// A unit as it stands behind its amount: `36 aana`. Its label begins a line of its own.
pub fn unit_after_amount(unit: AreaUnit, locale: Locale) -> String {
    unit.label(locale).to_lowercase()
}
