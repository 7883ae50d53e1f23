//! The form of a step.

use super::{Shown, input::DraftInput};
use crate::{
    components::{
        form::{ActionForm, CheckField},
        notice::{Notice, Tone},
        slot_time::moment_words,
    },
    context::AppContext,
    form::{FormState, RefusedForm},
    islands::{DraftKeeper, PlacePicker},
    pages::desk::editor_path,
};
use durbar_domain::{
    Locale,
    draft::{Draft, DraftField, DraftFields, DraftStep},
    error::Problem,
    format::{self, LandMeasure},
};
use durbar_messages::{Label as _, desk as words};
use leptos::prelude::*;

const ACTION: &str = "save-draft";

#[component]
pub fn StepForm(locale: Locale, step: DraftStep, shown: Shown) -> impl IntoView {
    let Shown {
        draft,
        names,
        readiness,
        ..
    } = shown;
    if !draft.is_open() {
        return view! { <ReadOnly locale step draft /> }.into_any();
    }
    if step == DraftStep::Media {
        return ().into_any();
    }
    let state = FormState::of(ACTION);
    let conflicts = conflicts(&state, step, &draft);
    let told = (!conflicts.is_empty()).then(|| {
        view! { <Notice tone=Tone::Alert><p>{words::conflict_text(locale)}</p></Notice> }
    });
    let saved = draft.edits.values().max_by_key(|edit| edit.at).map(|edit| {
        let name = names.get(&edit.by).cloned();
        let name = name.unwrap_or_else(|| words::by_somebody(locale).to_owned());
        words::last_edit(locale, name, moment_words(locale, edit.at))
    });
    let figures = figures(locale, step, &draft.fields);
    // What is missing yet is told on the last step alone.
    let doubts = readiness.problems.into_iter();
    let doubts = doubts
        .filter(|error| error.problem != Problem::Empty)
        .collect::<Vec<_>>();
    let next = step.next().map(|next| editor_path(draft.listing_id, next));
    let fields = step
        .fields()
        .map(|field| {
            let text = draft.fields.text(field).to_owned();
            let conflict = conflicts.contains(&field).then(|| {
                let edit = draft.edits.get(&field).copied();
                let name = edit.and_then(|edit| names.get(&edit.by).cloned());
                let name = name.unwrap_or_else(|| words::by_somebody(locale).to_owned());
                let time = edit
                    .map(|edit| moment_words(locale, edit.at))
                    .unwrap_or_default();
                (words::conflict(locale, name, time), text.clone())
            });
            (field, text, conflict)
        })
        .collect::<Vec<_>>();
    view! {
        {told}
        {(step == DraftStep::Place).then(|| {
            let settings = AppContext::get().settings;
            view! {
                <PlacePicker
                    tile_url=settings.tile_url.clone()
                    tile_attribution=settings.tile_attribution.clone()
                />
            }
        })}
        <ActionForm locale action=ACTION submit=words::save_next(locale) doubts>
            <input type="hidden" name="next" value=next.clone() />
            {fields
                .clone()
                .into_iter()
                .map(|(field, text, conflict)| {
                    let was = DraftFields::mark(&text);
                    let was_name = format!("was.{}", field.key());
                    view! {
                        <input type="hidden" name=was_name value=was />
                        {conflict.map(|(lead, theirs)| view! { <Conflict locale field lead theirs /> })}
                        <DraftInput locale field text />
                    }
                })
                .collect_view()}
            <div data-swap="figures" id="figures">
                {figures.clone().map(|words| view! { <p class="field__help">{words}</p> })}
            </div>
            <p>
                <button class="button button--quiet" type="submit" name="stay" value="yes">
                    {words::save(locale)}
                </button>
            </p>
        </ActionForm>
        <p class="muted" data-swap="saved" id="saved">{saved}</p>
        <DraftKeeper />
    }
    .into_any()
}

/// Fields that this page changed and somebody else changed too, since it was made.
fn conflicts(state: &FormState, step: DraftStep, draft: &Draft) -> Vec<DraftField> {
    if state.refused != Some(RefusedForm::Changed) {
        return Vec::new();
    }
    let is_conflict = |field: &DraftField| {
        let now = DraftFields::mark(draft.fields.text(*field));
        let was = state.value(&format!("was.{}", field.key()));
        let mine = DraftFields::mark(&state.value(field.key()));
        !was.is_empty() && was != now && mine != was && mine != now
    };
    step.fields().filter(is_conflict).collect()
}

/// What the other one wrote, and a box to take it.
#[component]
fn Conflict(locale: Locale, field: DraftField, lead: String, theirs: String) -> impl IntoView {
    let theirs = match theirs.is_empty() {
        true => words::empty_text(locale).to_owned(),
        false => theirs,
    };
    let name = format!("theirs.{}", field.key());
    view! {
        <div class="conflict" role="group">
            <p><strong>{field.label(locale)}</strong> ": " {lead}</p>
            <blockquote>{theirs}</blockquote>
            <CheckField name label=words::conflict_theirs(locale) ticked=false />
        </div>
    }
    .into_any()
}

/// Land and price in other words, as far as they can be read.
fn figures(locale: Locale, step: DraftStep, fields: &DraftFields) -> Option<String> {
    match step {
        DraftStep::Land => {
            let land = fields.land_area().ok()?;
            let area = |measure| format::area(land, measure, locale);
            Some(words::land_is(
                locale,
                area(LandMeasure::Hill),
                area(LandMeasure::SquareFeet),
                area(LandMeasure::SquareMetres),
            ))
        }
        DraftStep::Price => {
            let price = fields.list_price().ok()?;
            Some(words::price_is(locale, format::npr(price, locale)))
        }
        _ => None,
    }
}

/// What is written, while it can't be changed.
#[component]
fn ReadOnly(locale: Locale, step: DraftStep, draft: Draft) -> impl IntoView {
    let rows = step
        .fields()
        .map(|field| {
            let text = draft.fields.text(field).to_owned();
            view! {
                <div class="facts__row">
                    <dt>{field.label(locale)}</dt>
                    <dd class="editor__text">{text}</dd>
                </div>
            }
        })
        .collect_view();
    view! { <dl class="facts">{rows}</dl> }.into_any()
}
