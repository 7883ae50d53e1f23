//! The last step: what is missing, and handing in.

use super::{
    Shown,
    twin::{TwinPath, twin_view},
};
use crate::{
    components::{
        form::{ActionForm, ButtonForm, SelectField},
        notice::{Notice, Tone},
        problem::problem_words,
    },
    pages::desk::editor_path,
};
use durbar_domain::{
    FieldError, Locale, PropertyId,
    draft::{DraftField, DraftStep, Offer, ReviewState},
    error::Problem,
    format,
};
use durbar_messages::{Label, agency, desk as words};
use leptos::prelude::*;
use strum::VariantArray as _;

#[component]
pub fn ReviewStep(locale: Locale, shown: Shown) -> impl IntoView {
    let Shown {
        draft,
        readiness,
        may_submit,
        ..
    } = shown;
    let version = draft.version.to_string();
    if !may_submit {
        let id = draft.listing_id;
        let missing: Vec<_> = readiness
            .problems
            .iter()
            .map(|error| missing(locale, id, error, readiness.quality.score))
            .collect();
        return view! {
            <Notice tone=Tone::Calm><p>{agency::need_owner(locale)}</p></Notice>
            <ul class="editor__missing">{missing}</ul>
        }
        .into_any();
    }
    if draft.review.state == ReviewState::Submitted {
        return view! {
            <p>{words::take_back_text(locale)}</p>
            <ButtonForm
                action="take-back-draft"
                submit=words::take_back(locale).to_owned()
                fields=vec![("version", version)]
            />
        }
        .into_any();
    }
    let missing: Vec<_> = readiness
        .problems
        .iter()
        .map(|error| missing(locale, draft.listing_id, error, readiness.quality.score))
        .collect();
    let twins = readiness.twins_for_broker(draft.broker_id);
    let twins: Vec<_> = twins
        .iter()
        .map(|twin| twin_view(locale, twin, TwinPath::Desk))
        .collect();
    let is_ready = missing.is_empty();
    let is_new = draft.base_version.is_none();
    let offers: Vec<_> = Offer::VARIANTS
        .iter()
        .rev()
        .map(|offer| (offer.key().to_owned(), offer.label(locale).to_owned()))
        .collect();
    view! {
        {readiness.is_held_for_license.then(|| view! {
            <Notice tone=Tone::Calm><p>{words::review_license(locale)}</p></Notice>
        })}
        {(!twins.is_empty()).then(|| view! {
            <Notice tone=Tone::Calm>
                <p>{words::review_twins(locale)}</p>
                <ul>{twins}</ul>
            </Notice>
        })}
        {match is_ready {
            false => view! {
                <section aria-labelledby="missing">
                    <h2 id="missing">{words::review_missing(locale)}</h2>
                    <ul class="editor__missing">{missing}</ul>
                </section>
            }.into_any(),
            true => view! {
                <p>{words::review_ready(locale)}</p>
                <ActionForm locale action="submit-draft" submit=words::submit(locale)>
                    <input type="hidden" name="version" value=version.clone() />
                    {is_new.then(|| view! {
                        <SelectField
                            locale
                            name="offer"
                            label=words::offer(locale)
                            options=offers.clone()
                            value=draft.review.offer.key()
                        />
                    })}
                </ActionForm>
            }.into_any(),
        }}
        <section class="section">
            <p>{words::discard_text(locale)}</p>
            <ButtonForm action="discard-draft" submit=words::discard(locale).to_owned() />
        </section>
    }
    .into_any()
}

/// What is missing, with the way to where it is mended.
fn missing(locale: Locale, id: PropertyId, error: &FieldError, score: u8) -> AnyView {
    let field = error.field.parse::<DraftField>().ok();
    let (step, text) = match (field, error.field.as_str()) {
        (Some(field), _) => {
            let text = problem_words(locale, field.label(locale), &error.problem);
            (field.step(), text)
        }
        (None, "quality") => {
            let score = format::number(score.into(), locale);
            (DraftStep::Texts, words::low_quality(locale, score))
        }
        (None, "pictures") => {
            let least = match &error.problem {
                Problem::OutOfRange { min, .. } => format::digits(min, locale),
                _ => String::new(),
            };
            (DraftStep::Media, words::few_pictures(locale, least))
        }
        (None, _) => (DraftStep::Media, words::media_waits(locale).to_owned()),
    };
    let address = locale.path(&editor_path(id, step));
    view! { <li><a href=address>{text}</a></li> }.into_any()
}
