//! The editor: a draft, one step at a time.

mod aside;
mod input;
mod review;
mod step;
mod twin;

use super::{draft_title, editor_path, refused};
use crate::{
    components::notice::{Notice, Tone},
    context::AppContext,
    locale::use_locale,
    pages::{account::AccountPage, failure::failed, not_found::NotFound},
    visitor::Visitor,
};
use aside::QualityAside;
use durbar_domain::{
    AccountId, Locale, PropertyId,
    draft::{Draft, DraftStep, ReviewState},
    policy::Operation,
};
use durbar_messages::{Label, desk as words};
use durbar_services::{ServiceError, drafts::Readiness};
use jiff::Timestamp;
use leptos::prelude::*;
use leptos_router::hooks::use_params_map;
use review::ReviewStep;
use std::collections::HashMap;
use step::StepForm;
use strum::VariantArray as _;
pub(crate) use twin::{TwinPath, twin_view};

/// What the editor shows.
#[derive(Clone)]
struct Shown {
    draft: Draft,
    readiness: Readiness,
    /// Whether handing it in is the visitor's to do.
    may_submit: bool,
    /// Of the people who changed something.
    names: HashMap<AccountId, String>,
}

#[component]
pub fn EditorPage() -> impl IntoView {
    let locale = use_locale();
    let (context, visitor) = (AppContext::get(), Visitor::get());
    let params = use_params_map().read_untracked().clone();
    let id = params
        .get("id")
        .and_then(|id| id.parse::<PropertyId>().ok());
    let step = params
        .get("step")
        .and_then(|it| it.parse::<DraftStep>().ok());
    if let Some(refused) = refused(locale) {
        return refused;
    }
    let (Some(id), Some(step)) = (id, step) else {
        return view! { <NotFound /> }.into_any();
    };
    Suspend::new(async move {
        match read(&context, &visitor, id).await {
            Ok(shown) => view! { <Editor locale step shown /> }.into_any(),
            Err(error) => failed(error),
        }
    })
    .into_any()
}

async fn read(
    context: &AppContext,
    visitor: &Visitor,
    id: PropertyId,
) -> Result<Shown, ServiceError> {
    let drafts = &context.services.drafts;
    let draft = drafts.open(&visitor.principal, id).await?.draft;
    let relation = drafts
        .relation_to(&visitor.principal, draft.broker_id)
        .await?;
    let people = draft.edits.values().map(|edit| edit.by);
    let people: Vec<_> = people
        .chain(draft.review.submitted.map(|claim| claim.by))
        .collect();
    let (names, readiness) = futures::try_join!(
        drafts.names(people),
        drafts.readiness(&draft, Timestamp::now())
    )?;
    Ok(Shown {
        may_submit: visitor.may(Operation::SubmitListing, relation).is_ok(),
        draft,
        readiness,
        names,
    })
}

#[component]
fn Editor(locale: Locale, step: DraftStep, shown: Shown) -> impl IntoView {
    let title = draft_title(locale, &shown.draft.fields);
    let (draft, quality) = (shown.draft.clone(), shown.readiness.quality.clone());
    let form = match step {
        DraftStep::Review => view! { <ReviewStep locale shown /> }.into_any(),
        _ => view! { <StepForm locale step shown /> }.into_any(),
    };
    view! {
        <AccountPage locale path=super::DESK title=step.label(locale)>
            <HomeOf locale title />
            <Standing locale draft=draft.clone() />
            <Steps locale step id=draft.listing_id />
            <div class="editor">
                <div class="editor__form">{form}</div>
                <QualityAside locale quality />
            </div>
        </AccountPage>
    }
    .into_any()
}

/// Which home it is, and the way back to the desk.
#[component]
pub(crate) fn HomeOf(locale: Locale, title: String) -> impl IntoView {
    view! {
        <p class="editor__home">
            <a href=locale.path(super::DESK)>{words::title(locale)}</a>
            " / "
            {title}
        </p>
    }
}

/// Where the review stands, as far as the broker has to know.
#[component]
fn Standing(locale: Locale, draft: Draft) -> impl IntoView {
    let reasons = draft
        .review
        .reasons
        .as_ref()
        .map(|it| it.as_str().to_owned());
    let lead = match draft.review.state {
        ReviewState::Editing => return ().into_any(),
        ReviewState::Submitted if draft.base_version.is_some() => words::waits(locale),
        ReviewState::Submitted => words::waits_new(locale),
        ReviewState::ChangesRequested => words::returned(locale),
        ReviewState::Refused => words::refused(locale),
    };
    let tone = match draft.review.state {
        ReviewState::Submitted => Tone::Calm,
        _ => Tone::Alert,
    };
    view! {
        <Notice tone>
            <p>{lead}</p>
            {reasons.map(|reasons| view! { <p class="editor__reasons">{reasons}</p> })}
        </Notice>
    }
    .into_any()
}

/// The ways to the steps.
#[component]
pub(crate) fn Steps(locale: Locale, step: DraftStep, id: PropertyId) -> impl IntoView {
    let ways = DraftStep::VARIANTS
        .iter()
        .map(|to| {
            let current = (*to == step).then_some("step");
            let address = locale.path(&editor_path(id, *to));
            view! { <li><a href=address aria-current=current>{to.label(locale)}</a></li> }
        })
        .collect_view();
    view! {
        <nav class="editor__steps" aria-label=words::steps(locale)>
            <ol role="list">{ways}</ol>
        </nav>
    }
    .into_any()
}
