//! Currency, unit of land and theme: remembered in the browser, applied to any page.
//!
//! Pages say every price in rupees and land in ropani, the same bytes for all. Where the
//! visitor chose otherwise, the texts of `<data class="price">` and `<data class="area">`
//! are written anew from the exact amounts in their `value`.

#[cfg(target_arch = "wasm32")]
pub mod apply;
#[cfg(any(target_arch = "wasm32", test))]
mod foreign;

use crate::{locale::use_locale, settings::ExchangeRates};
use durbar_domain::format::LandMeasure;
use durbar_messages as messages;
use leptos::prelude::*;
use strum::VariantArray;

/// The choices, in a form whose every control acts at once.
#[island]
pub fn Preferences(
    rates: ExchangeRates,
    /// Of which day the rates are, in a sentence.
    rates_note: String,
) -> impl IntoView {
    let locale = use_locale();
    let currency = RwSignal::new("NPR".to_owned());
    let land = RwSignal::new(LandMeasure::default().key().to_owned());
    let theme = RwSignal::new("system".to_owned());
    let codes: Vec<String> = std::iter::once("NPR".to_owned())
        .chain(rates.rates.iter().map(|(code, _)| code.clone()))
        .collect();

    #[cfg(target_arch = "wasm32")]
    apply::keep_applied(rates, currency, land, theme);

    view! {
        <form class="preferences__form" on:submit=|event| event.prevent_default()>
            <label class="field">
                <span class="field__label">{messages::preferences::currency(locale)}</span>
                <select name="currency" prop:value=currency on:change=move |event| currency.set(event_target_value(&event))>
                    {codes
                        .into_iter()
                        .map(|code| view! { <option value=code.clone()>{code.clone()}</option> })
                        .collect_view()}
                </select>
            </label>
            <label class="field">
                <span class="field__label">{messages::preferences::land(locale)}</span>
                <select name="land" prop:value=land on:change=move |event| land.set(event_target_value(&event))>
                    {LandMeasure::VARIANTS
                        .iter()
                        .map(|measure| view! { <option value=measure.key()>{measure_name(*measure)}</option> })
                        .collect_view()}
                </select>
            </label>
            <label class="field">
                <span class="field__label">{messages::preferences::theme(locale)}</span>
                <select name="theme" prop:value=theme on:change=move |event| theme.set(event_target_value(&event))>
                    <option value="system">{messages::preferences::theme_system(locale)}</option>
                    <option value="light">{messages::preferences::theme_light(locale)}</option>
                    <option value="dark">{messages::preferences::theme_dark(locale)}</option>
                </select>
            </label>
            <p class="field__help">{rates_note}</p>
        </form>
    }
}

fn measure_name(measure: LandMeasure) -> &'static str {
    let locale = use_locale();
    match measure {
        LandMeasure::Hill => messages::preferences::hill(locale),
        LandMeasure::SquareFeet => messages::preferences::square_feet(locale),
        LandMeasure::SquareMetres => messages::preferences::square_metres(locale),
        LandMeasure::Terai => messages::preferences::terai(locale),
    }
}
