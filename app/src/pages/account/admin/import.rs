//! An import: how it went when it was tried, beginning it, how far it is and what came of it.
//! Whoever waits looks again by a link; nothing on the page moves by itself.

use super::{AdminPage, IMPORTS, refused};
use crate::{
    components::{
        form::{ButtonForm, Refusal},
        notice::{Notice, Tone},
        problem::problem_words,
    },
    context::AppContext,
    form::FormState,
    locale::use_locale,
    pages::{failure::failed, not_found::NotFound},
    visitor::Visitor,
};
use durbar_domain::{
    ImportId, Locale, format,
    import_run::{ImportCounts, ImportRun, ImportState, RefusedRow},
    policy::Operation,
};
use durbar_messages::import as words;
use leptos::prelude::*;
use leptos_router::hooks::use_params_map;

#[component]
pub fn ImportPage() -> impl IntoView {
    let locale = use_locale();
    let (context, visitor) = (AppContext::get(), Visitor::get());
    let id = use_params_map().read_untracked().get("id");
    let id = id.and_then(|id| id.parse::<ImportId>().ok());
    if let Some(refused) = refused(locale, IMPORTS, Operation::ImportListings) {
        return refused;
    }
    let Some(id) = id else {
        return view! { <NotFound /> }.into_any();
    };
    Suspend::new(async move {
        let imports = &context.services.import_runs;
        match imports.get(&visitor.principal, id).await {
            Ok(run) => view! { <Import locale run /> }.into_any(),
            Err(error) => failed(error),
        }
    })
    .into_any()
}

#[component]
fn Import(locale: Locale, run: ImportRun) -> impl IntoView {
    let refusals = ["start-import", "discard-import"]
        .map(|action| view! { <Refusal locale state=FormState::of(action) /> })
        .collect_view();
    let here = locale.path(&format!("{IMPORTS}/{}", run.import_id));
    let has_report = matches!(run.state, ImportState::Checked | ImportState::Done);
    let version = vec![("version", run.version.to_string())];
    let rows: Vec<_> = run
        .refused
        .iter()
        .map(|row| view! { <Row locale row=row.clone() /> })
        .collect();
    let more = run.counts.refused.saturating_sub(rows.len() as u64);
    let more = (more > 0).then(|| words::more_refused(locale, more));
    view! {
        <AdminPage locale path=IMPORTS title=words::title(locale)>
            <h2>{run.file_name.as_str().to_owned()}</h2>
            {refusals}
            <Standing locale run=run.clone() here=here.clone() />
            <Counts locale counts=run.counts />
            {(!rows.is_empty()).then(|| view! {
                <section class="section">
                    <h3>{words::refused_rows(locale)}</h3>
                    <ol class="trail" role="list">{rows}</ol>
                    {more.map(|more| view! { <p>{more}</p> })}
                </section>
            })}
            {has_report.then(|| view! {
                <p><a href=format!("{here}/report.csv") rel="external" download="">{words::report(locale)}</a></p>
            })}
            {(run.state == ImportState::Checked).then(|| view! {
                <ButtonForm
                    action="start-import"
                    submit=words::start(locale).to_owned()
                    fields=version.clone()
                    class="button"
                />
            })}
            {(!run.is_waiting()).then(|| view! {
                <ButtonForm
                    action="discard-import"
                    submit=words::discard(locale).to_owned()
                    fields=version.clone()
                />
            })}
            <p><a href=locale.path(IMPORTS)>{words::all(locale)}</a></p>
        </AdminPage>
    }
    .into_any()
}

/// How far it is, and what to do about it.
#[component]
fn Standing(locale: Locale, run: ImportRun, here: String) -> impl IntoView {
    let state = state_words(locale, &run.state);
    let (tone, text) = match &run.state {
        ImportState::Checking => (Tone::Calm, words::checking_text(locale).to_owned()),
        ImportState::Running => (Tone::Calm, words::running_text(locale).to_owned()),
        ImportState::Checked => (Tone::Calm, words::checked_text(locale).to_owned()),
        ImportState::Done => (Tone::Calm, words::done_text(locale).to_owned()),
        ImportState::Failed { what: Some(what) } => {
            (Tone::Alert, words::failed_because(locale, what))
        }
        ImportState::Failed { what: None } => (Tone::Alert, words::failed_text(locale).to_owned()),
    };
    let progress = run.is_waiting().then(|| {
        let percent = u64::from(run.percent());
        let figure = words::percent(locale, format::number(percent, locale));
        view! {
            <p>
                <progress max="100" value=percent.to_string() aria-label=state></progress>
                " " {figure}
            </p>
            <p><a class="button button--quiet" href=here>{words::look_again(locale)}</a></p>
        }
    });
    view! {
        <Notice tone><p><strong>{state}</strong> ". " {text}</p></Notice>
        {progress}
    }
    .into_any()
}

pub(super) fn state_words(locale: Locale, state: &ImportState) -> &'static str {
    match state {
        ImportState::Checking => words::state_checking(locale),
        ImportState::Checked => words::state_checked(locale),
        ImportState::Running => words::state_running(locale),
        ImportState::Done => words::state_done(locale),
        ImportState::Failed { .. } => words::state_failed(locale),
    }
}

#[component]
fn Counts(locale: Locale, counts: ImportCounts) -> impl IntoView {
    let figures = [
        (words::rows(locale), counts.rows),
        (words::created(locale), counts.created),
        (words::changed(locale), counts.changed),
        (words::unchanged(locale), counts.unchanged),
        (words::refused(locale), counts.refused),
    ];
    let figures = figures
        .map(|(name, count)| {
            let count = format::number(count, locale);
            view! { <div><dt>{name}</dt> <dd>{count}</dd></div> }
        })
        .collect_view();
    view! { <dl class="trail__entry">{figures}</dl> }.into_any()
}

#[component]
fn Row(locale: Locale, row: RefusedRow) -> impl IntoView {
    let number = format::number(row.row, locale);
    let name = match row.legacy_id.as_str() {
        "" => words::row(locale, number),
        id => words::row_of(locale, number, id),
    };
    // Fields by the names that stand in the mapping.
    let problems = row
        .problems
        .iter()
        .map(|error| {
            let text = problem_words(locale, &error.field, &error.problem);
            view! { <li>{text}</li> }
        })
        .collect_view();
    view! {
        <li class="trail__entry">
            <strong>{name}</strong>
            <ul>{problems}</ul>
        </li>
    }
    .into_any()
}
