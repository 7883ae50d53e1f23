//! What somebody wants to hear of, and how often.

use crate::{
    actions::kind_field,
    components::{form::SelectField, problem::problem_words},
    form::FormState,
};
use durbar_domain::{
    Locale,
    saved_search::{AlertFrequency, AlertKind},
};
use durbar_messages::{Label, saved_search as words};
use enumset::EnumSet;
use leptos::prelude::*;
use strum::VariantArray;

/// Frequencies to choose from.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Frequencies {
    /// Those that send mail.
    Sending,
    /// Keeping a search without mails as well.
    All,
}

/// Fields of a form: `frequency`, and a box for each kind.
#[component]
pub fn AlertFields(
    locale: Locale,
    offered: Frequencies,
    frequency: AlertFrequency,
    kinds: EnumSet<AlertKind>,
) -> impl IntoView {
    let state: FormState = use_context().unwrap_or_default();
    // Of a form that comes back what was ticked counts.
    let sent = !state.value("frequency").is_empty();
    let options: Vec<_> = AlertFrequency::VARIANTS
        .iter()
        .filter(|it| offered == Frequencies::All || **it != AlertFrequency::Never)
        .map(|it| (it.key().to_owned(), it.label(locale).to_owned()))
        .collect();
    let trouble = state
        .problem("kinds")
        .map(|problem| problem_words(locale, words::kinds(locale), problem));
    let described = trouble.is_some().then_some("kinds-error");
    view! {
        <SelectField
            locale
            name="frequency"
            label=words::frequency(locale)
            options
            value=frequency.key()
        />
        <fieldset class="field-group alert-kinds" aria-describedby=described>
            <legend>{words::kinds(locale)}</legend>
            {AlertKind::VARIANTS
                .iter()
                .map(|kind| {
                    let name = kind_field(*kind);
                    let checked = match sent {
                        true => !state.value(&name).is_empty(),
                        false => kinds.contains(*kind),
                    };
                    view! {
                        <label class="choice">
                            <input type="checkbox" name=name value="on" checked=checked />
                            <span class="choice__name">{kind.label(locale)}</span>
                        </label>
                    }
                })
                .collect_view()}
            {trouble.map(|text| view! { <p class="field__error" id="kinds-error">{text}</p> })}
        </fieldset>
    }
    .into_any()
}
