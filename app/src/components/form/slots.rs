//! Fields for times that somebody proposes.

use super::{Field, SelectField};
use durbar_domain::{Locale, format};
use durbar_messages::enquiry as words;
use leptos::prelude::*;

/// Lengths of a viewing to choose from, in minutes.
const LENGTHS: [u16; 5] = [30, 45, 60, 90, 120];
/// The length chosen at first.
const USUAL: &str = "45";

/// Up to three times by Nepal's clocks and how long each is. Their names are those of
/// `actions::slots`.
#[component]
pub fn SlotFields(
    locale: Locale,
    /// What the times are.
    legend: &'static str,
) -> impl IntoView {
    let lengths: Vec<_> = LENGTHS
        .iter()
        .map(|minutes| {
            let words = words::minutes_of(locale, format::number((*minutes).into(), locale));
            (minutes.to_string(), words)
        })
        .collect();
    view! {
        <fieldset class="field-group slot-fields">
            <legend>{legend}</legend>
            <p class="field__help">{words::slots_help(locale)}</p>
            <Field locale name="slot_1" kind="datetime-local" label=words::slot_1(locale) />
            <Field
                locale
                name="slot_2"
                kind="datetime-local"
                label=words::slot_2(locale)
                required=false
            />
            <Field
                locale
                name="slot_3"
                kind="datetime-local"
                label=words::slot_3(locale)
                required=false
            />
            <SelectField
                locale
                name="minutes"
                label=words::minutes(locale)
                options=lengths
                value=USUAL
            />
        </fieldset>
    }
    .into_any()
}
