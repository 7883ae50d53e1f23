//! A draft that was handed in, beside what everyone sees until now; deciding about it.

use super::{AdminPage, REVIEW, refused};
use crate::{
    components::{
        form::{ActionForm, ButtonForm, Field, TextArea},
        notice::{Notice, Tone},
        slot_time::moment_words,
    },
    context::AppContext,
    locale::use_locale,
    pages::{
        desk::{History, TwinPath, draft_title, twin_view},
        failure::failed,
        not_found::NotFound,
    },
    visitor::Visitor,
};
use durbar_domain::{
    AccountId, Locale, PropertyId,
    broker::Broker,
    draft::{Draft, DraftField, DraftFields, ReviewState},
    format,
    history::HistoryEntry,
    policy::Operation,
};
use durbar_messages::{Label, desk, moderation as words};
use durbar_services::{
    ServiceError,
    drafts::{Opened, Readiness},
};
use jiff::Timestamp;
use leptos::prelude::*;
use leptos_router::hooks::use_params_map;
use std::collections::HashMap;
use strum::VariantArray as _;

struct Shown {
    opened: Opened,
    broker: Broker,
    readiness: Readiness,
    history: Vec<HistoryEntry>,
    names: HashMap<AccountId, String>,
}

#[component]
pub fn ReviewPage() -> impl IntoView {
    let locale = use_locale();
    let (context, visitor) = (AppContext::get(), Visitor::get());
    let id = use_params_map().read_untracked().get("id");
    let id = id.and_then(|id| id.parse::<PropertyId>().ok());
    if let Some(refused) = refused(locale, REVIEW, Operation::ModerateListing) {
        return refused;
    }
    let Some(id) = id else {
        return view! { <NotFound /> }.into_any();
    };
    Suspend::new(async move {
        match read(&context, &visitor, id).await {
            Ok(shown) => view! { <Page locale shown /> }.into_any(),
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
    let opened = drafts.open(&visitor.principal, id).await?;
    let (broker, history, readiness) = futures::try_join!(
        context.services.brokers.get(opened.draft.broker_id),
        drafts.history(&visitor.principal, id),
        drafts.readiness(&opened.draft, Timestamp::now())
    )?;
    let review = &opened.draft.review;
    let claims = [review.claimed, review.submitted].into_iter().flatten();
    let people: Vec<_> = history
        .iter()
        .filter_map(|entry| entry.by)
        .chain(claims.map(|claim| claim.by))
        .collect();
    Ok(Shown {
        names: drafts.names(people).await?,
        opened,
        broker,
        readiness,
        history,
    })
}

#[component]
fn Page(locale: Locale, shown: Shown) -> impl IntoView {
    let Shown {
        opened: Opened { draft, listing },
        broker,
        readiness,
        history,
        names,
    } = shown;
    let before = listing.as_ref().map(DraftFields::of);
    let fields = draft.fields.clone();
    let is_submitted = draft.review.state == ReviewState::Submitted;
    let since = draft
        .waits_since()
        .map(|at| words::since(locale, moment_words(locale, at)));
    let score = format::number(readiness.quality.score.into(), locale);
    let is_held = readiness.is_held_for_license;
    let twins: Vec<_> = readiness
        .twins
        .iter()
        .map(|twin| twin_view(locale, twin, TwinPath::Review))
        .collect();
    let claimed = draft.review.claimed.map(|claim| {
        let name = names.get(&claim.by).cloned();
        let name = name.unwrap_or_else(|| desk::by_somebody(locale).to_owned());
        words::claimed_by(locale, name)
    });
    view! {
        <AdminPage locale path=REVIEW title=words::queue(locale)>
            <h2>{draft_title(locale, &fields)}</h2>
            <p class="muted">{draft.review.state.label(locale)} " " {since}</p>
            {claimed.map(|claimed| view! { <p>{claimed}</p> })}
            <Licence locale broker is_held />
            <p>{desk::quality(locale)} ": " {desk::quality_of(locale, score)}</p>
            {(!twins.is_empty()).then(|| view! {
                <Notice tone=Tone::Alert>
                    <p>{words::twins(locale)}</p>
                    <ul>{twins}</ul>
                </Notice>
            })}
            <Differences locale before fields />
            {is_submitted.then(|| view! { <Decide locale draft=draft.clone() is_held /> })}
            <History locale entries=history names />
        </AdminPage>
    }
    .into_any()
}

#[component]
fn Licence(locale: Locale, broker: Broker, is_held: bool) -> impl IntoView {
    let license = &broker.license;
    let until = format::date(license.expires, locale);
    let text = words::licence_until(locale, &license.number, license.tier.label(locale), until);
    let reach = match is_held {
        true => words::licence_short(locale),
        false => words::licence_reaches(locale),
    };
    view! {
        <p>
            <a href=locale.path(&broker.path())>{broker.name.get(locale).as_str().to_owned()}</a>
            ". " {words::licence(locale)} ": " {text} ". " {reach}
        </p>
    }
    .into_any()
}

/// What the draft says, beside what everyone sees until now; of a change only the fields that
/// differ.
#[component]
fn Differences(locale: Locale, before: Option<DraftFields>, fields: DraftFields) -> impl IntoView {
    let shown: Vec<DraftField> = match &before {
        Some(before) => before.differences(&fields),
        None => DraftField::VARIANTS.to_vec(),
    };
    let has_before = before.is_some();
    if shown.is_empty() {
        return view! { <p>{words::unchanged(locale)}</p> }.into_any();
    }
    let rows = shown
        .into_iter()
        .map(|field| {
            let old = before.as_ref().map(|before| before.text(field).to_owned());
            view! {
                <tr>
                    <th scope="row">{field.label(locale)}</th>
                    {old.map(|old| view! { <td class="editor__text">{old}</td> })}
                    <td class="editor__text">{fields.text(field).to_owned()}</td>
                </tr>
            }
        })
        .collect_view();
    view! {
        <section class="section">
            <h2>{words::fields(locale)}</h2>
            <div class="table-scroll" tabindex="0" role="region" aria-label=words::fields(locale)>
                <table class="differences">
                    {has_before.then(|| view! {
                        <thead>
                            <tr>
                                <td></td>
                                <th scope="col">{words::before(locale)}</th>
                                <th scope="col">{words::after(locale)}</th>
                            </tr>
                        </thead>
                    })}
                    <tbody>{rows}</tbody>
                </table>
            </div>
        </section>
    }
    .into_any()
}

#[component]
fn Decide(locale: Locale, draft: Draft, is_held: bool) -> impl IntoView {
    let version = draft.version.to_string();
    let claim = match draft.review.claimed {
        None => words::claim(locale),
        Some(_) => words::claim_over(locale),
    };
    let of = |version: &String| version.clone();
    let (approve, ask, refuse) = (of(&version), of(&version), of(&version));
    view! {
        <ButtonForm action="claim-draft" submit=claim.to_owned() fields=vec![("version", version)] />
        <section class="section">
            <h2>{words::approve(locale)}</h2>
            <p>{words::approve_text(locale)}</p>
            <ActionForm locale action="approve-draft" submit=words::approve(locale)>
                <input type="hidden" name="version" value=approve.clone() />
                {is_held.then(|| view! {
                    <Field
                        locale
                        name="despite_license"
                        label=words::despite_license(locale)
                        help=words::despite_license_help(locale)
                        maxlength=300
                    />
                })}
            </ActionForm>
        </section>
        <section class="section">
            <h2>{words::ask(locale)}</h2>
            <ActionForm locale action="ask-for-changes" submit=words::ask(locale) quiet=true>
                <input type="hidden" name="version" value=ask.clone() />
                <TextArea locale name="reasons" label=words::reasons(locale) maxlength=2000 />
            </ActionForm>
        </section>
        <section class="section">
            <h2>{words::refuse(locale)}</h2>
            <ActionForm locale action="refuse-draft" submit=words::refuse(locale) quiet=true>
                <input type="hidden" name="version" value=refuse.clone() />
                <TextArea locale name="refuse_reasons" label=words::refuse_reasons(locale) maxlength=2000 />
            </ActionForm>
        </section>
    }
    .into_any()
}
