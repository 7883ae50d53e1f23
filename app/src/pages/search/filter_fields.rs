//! The fields that filters are made of.

use super::filters::Choice;
use durbar_domain::{Locale, Npr, format};
use durbar_messages as messages;
use leptos::prelude::*;

/// Prices offered as bounds, in crore.
const PRICES: [u64; 14] = [3, 4, 5, 6, 8, 10, 12, 15, 20, 25, 30, 40, 50, 60];

/// Boxes to tick, each with how many homes it would show.
#[component]
pub fn Choices(name: &'static str, options: Vec<Choice>) -> impl IntoView {
    let locale = crate::locale::use_locale();
    view! {
        <ul class="choices" role="list">
            {options
                .into_iter()
                .map(|(key, words, chosen, count)| {
                    view! {
                        <li>
                            <label class="choice">
                                <input type="checkbox" name=name value=key checked=chosen />
                                <span class="choice__name">{words}</span>
                                <span class="choice__count" data-count=format!("{name}={key}")>
                                    {format::number(count.into(), locale)}
                                </span>
                            </label>
                        </li>
                    }
                })
                .collect_view()}
        </ul>
    }
}

/// Lowest and highest price, from the steps the market thinks in.
#[component]
pub fn PriceRange(locale: Locale, min: Option<Npr>, max: Option<Npr>) -> impl IntoView {
    use messages::search as words;
    view! {
        <div class="field-row">
            <PriceField locale name="min_price" label=words::min_price(locale) none=words::no_min(locale) chosen=min />
            <PriceField locale name="max_price" label=words::max_price(locale) none=words::no_max(locale) chosen=max />
        </div>
    }
}

#[component]
fn PriceField(
    locale: Locale,
    name: &'static str,
    label: &'static str,
    none: &'static str,
    chosen: Option<Npr>,
) -> impl IntoView {
    let mut prices: Vec<Npr> = PRICES.into_iter().map(Npr::crore).collect();
    // A price typed into the address stays choosable.
    prices.extend(chosen);
    prices.sort_unstable();
    prices.dedup();
    view! {
        <label class="field">
            <span class="field__label">{label}</span>
            <select name=name>
                <option value="">{none}</option>
                {prices
                    .into_iter()
                    .map(|price| view! {
                        <option value=price.rupees().to_string() selected=chosen == Some(price)>
                            {format::npr_compact(price, locale)}
                        </option>
                    })
                    .collect_view()}
            </select>
        </label>
    }
}

/// At least so many rooms.
#[component]
pub fn Rooms(
    locale: Locale,
    name: &'static str,
    title: &'static str,
    chosen: Option<u8>,
    counts: Vec<u32>,
) -> impl IntoView {
    view! {
        <fieldset class="field-group">
            <legend>{title}</legend>
            <ul class="choices choices--inline" role="list">
                <li>
                    <label class="choice">
                        <input type="radio" name=name value="" checked=chosen.is_none() />
                        <span class="choice__name">{messages::search::any(locale)}</span>
                    </label>
                </li>
                {(2..=6u8)
                    .map(|least| {
                        let count = counts.get(usize::from(least)).copied().unwrap_or_default();
                        let words = messages::search::at_least(locale, format::number(least.into(), locale));
                        view! {
                            <li>
                                <label class="choice">
                                    <input type="radio" name=name value=least.to_string() checked=chosen == Some(least) />
                                    <span class="choice__name">{words}</span>
                                    <span class="choice__count" data-count=format!("{name}={least}")>
                                        {format::number(count.into(), locale)}
                                    </span>
                                </label>
                            </li>
                        }
                    })
                    .collect_view()}
            </ul>
        </fieldset>
    }
}

/// Two numbers to type.
#[component]
pub fn AmountRange(
    title: &'static str,
    names: (&'static str, &'static str),
    labels: (&'static str, &'static str),
    values: (Option<String>, Option<String>),
) -> impl IntoView {
    let field = |name: &'static str, label: &'static str, value: Option<String>| {
        view! {
            <label class="field">
                <span class="field__label">{label}</span>
                <input type="text" inputmode="decimal" name=name value=value maxlength="12" autocomplete="off" />
            </label>
        }
    };
    view! {
        <fieldset class="field-group">
            <legend>{title}</legend>
            <div class="field-row">{field(names.0, labels.0, values.0)} {field(names.1, labels.1, values.1)}</div>
        </fieldset>
    }
}
