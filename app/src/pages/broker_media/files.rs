//! The files that are there, each with its forms.

use crate::{
    components::{
        form::{ButtonForm, Refusal},
        picture::{Loading, ResponsivePicture},
        problem::problem_words,
    },
    form::FormState,
    pages::account::Restorable,
};
use durbar_domain::{
    Locale, format,
    media::{Audience, MediaItem, MediaKind, MediaState},
    picture::Picture,
};
use durbar_messages::{Label, media as words};
use leptos::prelude::*;

/// Width at which files are shown, for `sizes`.
const SHOWN: &str = "10rem";

/// What was wrong with a file that came with the plain form.
#[component]
pub fn UploadProblems(locale: Locale, state: FormState) -> impl IntoView {
    if state.action != "upload" {
        return ().into_any();
    }
    let problem = |field, label| {
        let problem = state.problem(field);
        problem.map(|problem| problem_words(locale, label, problem))
    };
    let problems = [
        problem("file", words::choose(locale)),
        problem("audience", words::audience(locale)),
    ];
    view! {
        <Refusal locale state=state.clone() />
        {problems
            .into_iter()
            .flatten()
            .map(|text| view! { <p class="field__error" role="alert">{text}</p> })
            .collect_view()}
    }
    .into_any()
}

/// All files in their order.
#[component]
pub fn Files(locale: Locale, files: Vec<MediaItem>, state: FormState) -> impl IntoView {
    if files.is_empty() {
        return view! { <p>{words::none(locale)}</p> }.into_any();
    }
    let is_waiting = files
        .iter()
        .any(|item| item.state.is_waiting() && item.state != MediaState::Uploading);
    view! {
        <ol class="media-files" role="list" data-waiting=is_waiting.then_some("")>
            {files
                .into_iter()
                .map(|item| view! { <File locale item state=state.clone() /> })
                .collect_view()}
        </ol>
    }
    .into_any()
}

#[component]
fn File(locale: Locale, item: MediaItem, state: FormState) -> impl IntoView {
    let id = item.media_id.to_string();
    // Each file has the same forms; what was refused is of one of them.
    let of_this = state.value("media") == id;
    let state = if of_this { state } else { FormState::default() };
    let shown = item.picture().map(|picture| {
        let picture = Picture {
            alt: item.alt.clone(),
            ..picture
        };
        view! {
            <ResponsivePicture locale picture sizes=SHOWN loading=Loading::Lazy decorative=true />
        }
    });
    // Of a file that is fetched nobody knows how large it is until it is there.
    let size = (item.bytes > 0).then(|| {
        let megabytes = format::number(item.bytes.div_ceil(1_000_000), locale);
        format!(" · {}", words::size(locale, megabytes))
    });
    view! {
        <li class="media-file" id=id.clone()>
            <div class="media-file__picture">{shown}</div>
            <div class="media-file__body">
                <h3>{item.file_name.as_str().to_owned()}</h3>
                <p class="muted">
                    {item.kind.label(locale)} " · " {item.audience.label(locale)} {size}
                </p>
                <State locale item=item.clone() />
                <Refusal locale state=state.clone() />
                <Description locale item=item.clone() state />
                <Ways locale item />
            </div>
        </li>
    }
    .into_any()
}

#[component]
fn State(locale: Locale, item: MediaItem) -> impl IntoView {
    let (text, reason) = match &item.state {
        MediaState::Uploading => (words::state_uploading(locale), None),
        MediaState::Fetching => (words::state_fetching(locale), None),
        MediaState::Queued => (words::state_queued(locale), None),
        MediaState::Processing { .. } => (words::state_processing(locale), None),
        MediaState::Ready(made) => {
            let unscanned = (!made.scanned).then(|| words::not_scanned(locale));
            (words::state_ready(locale), unscanned)
        }
        MediaState::Failed { reason } => (words::state_failed(locale), Some(reason.label(locale))),
        MediaState::Removed { .. } => (words::removed(locale), None),
    };
    let failed = matches!(item.state, MediaState::Failed { .. });
    let class = if failed { "field__error" } else { "muted" };
    view! {
        <p class="media-file__state"><strong>{text}</strong></p>
        {reason.map(|reason| view! { <p class=class>{reason}</p> })}
    }
    .into_any()
}

/// What is to be seen, in both languages.
#[component]
fn Description(locale: Locale, item: MediaItem, state: FormState) -> impl IntoView {
    if matches!(item.state, MediaState::Failed { .. }) {
        return ().into_any();
    }
    let id = item.media_id.to_string();
    let field = |name: &'static str, label: &'static str, value: &str| {
        let typed = state.value(name);
        let value = if typed.is_empty() {
            value.to_owned()
        } else {
            typed
        };
        let trouble = state.problem(name);
        let trouble = trouble.map(|problem| problem_words(locale, label, problem));
        let (field_id, error_id) = (format!("{name}-{id}"), format!("{name}-{id}-error"));
        let described = trouble.is_some().then(|| error_id.clone());
        view! {
            <div class="field">
                <label class="field__label" for=field_id.clone()>{label}</label>
                <input
                    id=field_id
                    name=name
                    type="text"
                    maxlength="300"
                    value=value
                    aria-invalid=trouble.is_some().then_some("true")
                    aria-describedby=described
                />
                {trouble.map(|words| view! { <p class="field__error" id=error_id>{words}</p> })}
            </div>
        }
    };
    let english = field("alt_en", words::alt_en(locale), &item.alt.en);
    let nepali = field("alt_ne", words::alt_ne(locale), &item.alt.ne);
    view! {
        <form class="form" method="post">
            <input type="hidden" name="action" value="describe-media" />
            <input type="hidden" name="media" value=id.clone() />
            <input type="hidden" name="was_en" value=item.alt.en.clone() />
            <input type="hidden" name="was_ne" value=item.alt.ne.clone() />
            {english} {nepali}
            <p class="form__submit">
                <button class="button button--quiet button--small" type="submit">
                    {words::save_alt(locale)}
                </button>
            </p>
        </form>
    }
    .into_any()
}

/// What else can be done with a file.
#[component]
fn Ways(locale: Locale, item: MediaItem) -> impl IntoView {
    let id = item.media_id.to_string();
    let name = item.file_name.as_str().to_owned();
    let fields = |further: Option<(&'static str, &'static str)>| {
        let further = further.map(|(name, value)| (name, value.to_owned()));
        let own = ("media", id.clone());
        std::iter::once(own).chain(further).collect::<Vec<_>>()
    };
    let can_retry = matches!(item.state, MediaState::Failed { reason } if reason.can_retry());
    let is_ready = item.state.rendition().is_some();
    let other = match item.audience {
        Audience::Public => (Audience::Premium, words::to_premium(locale)),
        Audience::Premium => (Audience::Public, words::to_public(locale)),
    };
    let can_move = is_ready && item.kind != MediaKind::FloorPlan;
    let is_uploading = item.state == MediaState::Uploading;
    view! {
        <div class="media-file__ways">
            <ButtonForm
                action="shift-media"
                submit=words::earlier_of(locale, name.clone())
                fields=fields(Some(("direction", "earlier")))
            />
            <ButtonForm
                action="shift-media"
                submit=words::later_of(locale, name.clone())
                fields=fields(Some(("direction", "later")))
            />
            {can_move.then(|| view! {
                <ButtonForm
                    action="move-media"
                    submit=other.1.to_owned()
                    fields=fields(Some(("audience", other.0.key())))
                />
            })}
            {can_retry.then(|| view! {
                <ButtonForm
                    action="retry-media"
                    submit=words::retry(locale).to_owned()
                    fields=fields(None)
                />
            })}
            {match is_uploading {
                true => view! {
                    <ButtonForm
                        action="abort-media"
                        submit=words::abort(locale).to_owned()
                        fields=fields(None)
                    />
                }.into_any(),
                false => view! {
                    <ButtonForm
                        action="remove-media"
                        submit=words::remove_of(locale, name)
                        fields=fields(None)
                    />
                }.into_any(),
            }}
        </div>
    }
    .into_any()
}

/// What was taken away and can be brought back.
#[component]
pub fn Removed(locale: Locale, files: Vec<MediaItem>) -> impl IntoView {
    let things = files.into_iter().map(|item| {
        let name = item.file_name.as_str().to_owned();
        (item.media_id.to_string(), name)
    });
    view! {
        <Restorable
            title=words::removed(locale)
            text=words::removed_text(locale)
            action="restore-media"
            field="media"
            submit=words::restore(locale)
            things=things.collect()
        />
    }
}
