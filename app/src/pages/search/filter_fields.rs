//! The fields that filters are made of.

use super::filters::Choice;
use durbar_domain::{Locale, Npr, format, search::Facets};
use durbar_messages as messages;
use leptos::prelude::*;

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
pub fn PriceRange(
    locale: Locale,
    min: Option<Npr>,
    max: Option<Npr>,
    /// Homes beside each of [`Facets::PRICES`], as the lowest and as the highest price.
    counts: (Vec<u32>, Vec<u32>),
) -> impl IntoView {
    use messages::search as words;
    view! {
        <div class="field-row">
            <PriceField
                locale
                name="min_price"
                label=words::min_price(locale)
                none=words::no_min(locale)
                chosen=min
                counts=counts.0
            />
            <PriceField
                locale
                name="max_price"
                label=words::max_price(locale)
                none=words::no_max(locale)
                chosen=max
                counts=counts.1
            />
        </div>
    }
}

/// A choice in a list that opens, with how many homes it would show where that was counted.
#[component]
pub fn CountedOption(
    locale: Locale,
    name: &'static str,
    value: String,
    words: String,
    selected: bool,
    count: Option<u32>,
) -> impl IntoView {
    let words = match count {
        Some(count) => {
            messages::search::counted(locale, words, format::number(count.into(), locale))
        }
        None => words,
    };
    let key = format!("{name}={value}");
    view! { <option value=value selected=selected data-count=key>{words}</option> }
}

#[component]
fn PriceField(
    locale: Locale,
    name: &'static str,
    label: &'static str,
    none: &'static str,
    chosen: Option<Npr>,
    counts: Vec<u32>,
) -> impl IntoView {
    let counts = counts.into_iter().map(Some);
    let mut prices: Vec<(Npr, Option<u32>)> = Facets::PRICES.into_iter().zip(counts).collect();
    // A price typed into the address stays choosable.
    let typed = chosen.filter(|price| !Facets::PRICES.contains(price));
    prices.extend(typed.map(|price| (price, None)));
    prices.sort_unstable();
    view! {
        <label class="field">
            <span class="field__label">{label}</span>
            <select name=name>
                <option value="">{none}</option>
                {prices
                    .into_iter()
                    .map(|(price, count)| view! {
                        <CountedOption
                            locale
                            name
                            value=price.rupees().to_string()
                            words=format::npr_compact(price, locale)
                            selected=chosen == Some(price)
                            count
                        />
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
