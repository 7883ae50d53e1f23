//! Carries the choices into the page.

use super::foreign::foreign;
use crate::{
    islands::browser::{find_all, recall, remember},
    locale::use_locale,
    settings::ExchangeRates,
};
use durbar_domain::{
    Area, Npr,
    format::{self, LandMeasure},
};
use leptos::prelude::*;
use std::cell::RefCell;
use web_sys::Element;

/// What the visitor chose.
#[derive(Default, Clone)]
struct Choice {
    /// Code and rupees for one unit; `None`: rupees.
    currency: Option<(String, f64)>,
    measure: LandMeasure,
}

thread_local! {
    static CHOICE: RefCell<Choice> = RefCell::default();
}

/// Takes up the remembered choices, and follows the controls from then on.
pub fn keep_applied(
    rates: ExchangeRates,
    currency: RwSignal<String>,
    land: RwSignal<String>,
    theme: RwSignal<String>,
) {
    for (key, signal) in [
        ("durbar-currency", currency),
        ("durbar-land", land),
        ("durbar-theme", theme),
    ] {
        // A remembered value that is no longer offered is passed over below.
        let recalled = recall(key);
        Effect::new(move |first: Option<()>| match (first, &recalled) {
            (None, Some(value)) => signal.set(value.clone()),
            (None, None) => signal.track(),
            _ => remember(key, &signal.get()),
        });
    }
    Effect::new(move |_| {
        let code = currency.get();
        let choice = Choice {
            currency: rates
                .rates
                .iter()
                .find(|(known, _)| *known == code)
                .cloned(),
            measure: land.get().parse().unwrap_or_default(),
        };
        CHOICE.with_borrow_mut(|current| *current = choice);
        if let Some(body) = document().body() {
            apply_to(&body);
        }
    });
    Effect::new(move |_| {
        let Some(root) = document().document_element() else {
            return;
        };
        let theme = theme.get();
        let _ = match theme.as_str() {
            "light" | "dark" => root.set_attribute("data-theme", &theme),
            _ => root.remove_attribute("data-theme"),
        };
    });
}

/// Writes the prices and areas below `root` as the visitor wants them.
pub fn apply_to(root: &Element) {
    let locale = use_locale();
    CHOICE.with_borrow(|choice| {
        for element in find_all(root, "data.price") {
            let price = value(&element).and_then(Npr::from_paisa);
            let alone = element.has_attribute("data-amount-alone");
            let text = price.map(|price| match &choice.currency {
                Some((code, rate)) if alone => foreign(price, code, *rate, locale)
                    .map(|text| text.trim_start_matches("≈ ").to_owned()),
                Some((code, rate)) => foreign(price, code, *rate, locale),
                None if alone => Some(format::npr_compact_amount(price, locale)),
                None if element.has_attribute("data-full") => Some(format::npr(price, locale)),
                None => Some(format::npr_compact(price, locale)),
            });
            write(&element, text.flatten());
        }
        for element in find_all(root, "data.area") {
            let area = value(&element).and_then(Area::from_units);
            write(
                &element,
                area.map(|area| format::area(area, choice.measure, locale)),
            );
        }
    });
}

fn value(element: &Element) -> Option<u64> {
    element.get_attribute("value")?.parse().ok()
}

fn write(element: &Element, text: Option<String>) {
    if let Some(text) = text
        && element.text_content().as_ref() != Some(&text)
    {
        element.set_text_content(Some(&text));
    }
}
