//! The files of a listing: uploading, describing, arranging them.

mod files;

use crate::{
    components::{
        needs_factor::NeedsFactor,
        notice::{Notice, Tone},
    },
    context::AppContext,
    error::PageError,
    form::FormState,
    islands::UploadFiles,
    locale::use_locale,
    page::PageRecord,
    pages::{
        account::{AccountPage, query, require_account},
        desk::{HomeOf, Steps, draft_title, editor_path},
        failure::Unavailable,
        not_found::NotFound,
    },
    visitor::Visitor,
};
use durbar_domain::{
    Listing, Locale, PropertyId, draft::DraftStep, media::MediaItem, picture::Picture,
    policy::Refusal as PolicyRefusal,
};
use durbar_messages::{desk, media as words};
use durbar_services::{Media, ServiceError};
use files::{Files, Removed};
use leptos::prelude::*;
use leptos_router::hooks::use_params_map;

/// Its route, as the server has it.
pub const PATTERN: &str = "/broker/listings/{id}/media";
/// Where its navigation says that one is.
const PATH: &str = "/broker";

/// `/broker/listings/{id}/media`.
#[component]
pub fn BrokerMediaPage() -> impl IntoView {
    let locale = use_locale();
    if require_account(locale).is_none() {
        return ().into_any();
    }
    let services = AppContext::get().services;
    let media = services.media;
    let principal = Visitor::get().principal;
    let id = use_params_map().read_untracked().get("id");
    let state: FormState = use_context().unwrap_or_default();
    let uploaded = query("done") == "uploaded";
    let record = expect_context::<PageRecord>();
    let Some(id) = id.and_then(|id| id.parse::<PropertyId>().ok()) else {
        return view! { <NotFound /> }.into_any();
    };
    Suspend::new(async move {
        match media.files(&principal, id).await {
            Ok(files) => {
                let listing = services.listings.get(id).await.ok();
                let draft = services.drafts.open(&principal, id).await.ok();
                let home = match (&draft, &listing) {
                    (Some(open), _) => draft_title(locale, &open.draft.fields),
                    (None, Some(listing)) => listing.title.get(locale).as_str().to_owned(),
                    (None, None) => String::new(),
                };
                let older = listing.map_or(0, |listing| older_pictures(&listing, &files));
                view! { <Shown locale id home media files older state uploaded /> }.into_any()
            }
            Err(ServiceError::NotFound) => view! { <NotFound /> }.into_any(),
            Err(ServiceError::Refused(refusal)) => {
                record.set_status(refusal.status());
                let title = words::title(locale);
                view! {
                    <AccountPage locale path=PATH title>
                        {match refusal {
                            PolicyRefusal::MultiFactor => {
                                view! { <NeedsFactor locale /> }.into_any()
                            }
                            _ => view! { <p>{words::refused_here(locale)}</p> }.into_any(),
                        }}
                    </AccountPage>
                }
                .into_any()
            }
            Err(error) => view! { <Unavailable error=PageError::from(error) /> }.into_any(),
        }
    })
    .into_any()
}

/// How many pictures a home has had since before it could be changed here.
fn older_pictures(listing: &Listing, files: &[MediaItem]) -> usize {
    let is_older = |it: &&Picture| files.iter().all(|file| file.media_id != it.media_id);
    let pictures = listing.pictures.iter().chain(&listing.floor_plans);
    pictures.filter(is_older).count()
}

#[component]
fn Shown(
    locale: Locale,
    id: PropertyId,
    home: String,
    media: Media,
    files: Vec<MediaItem>,
    older: usize,
    state: FormState,
    uploaded: bool,
) -> impl IntoView {
    let (removed, there): (Vec<_>, Vec<_>) =
        files.into_iter().partition(|it| it.state.is_removed());
    let notes = [
        (!media.scans()).then(|| words::no_scanner(locale)),
        (!media.transcodes()).then(|| words::no_transcoder(locale)),
    ];
    let title = words::title(locale);
    let next = locale.path(&editor_path(id, DraftStep::Review));
    view! {
        <AccountPage locale path=PATH title>
            <HomeOf locale title=home />
            <Steps locale step=DraftStep::Media id />
            {uploaded.then(|| view! {
                <div role="status">
                    <Notice tone=Tone::Calm><p>{words::uploaded(locale)}</p></Notice>
                </div>
            })}
            <section class="section">
                <h2>{words::add(locale)}</h2>
                <p>{words::add_text(locale)}</p>
                {notes
                    .into_iter()
                    .flatten()
                    .map(|note| view! { <p class="muted">{note}</p> })
                    .collect_view()}
                <files::UploadProblems locale state=state.clone() />
                <UploadFiles locale listing_id=id />
            </section>
            <section class="section" id="media-files">
                <h2>{words::files(locale)}</h2>
                {(older > 0).then(|| view! { <p>{words::older(locale, older as u64)}</p> })}
                {(older == 0 || !there.is_empty()).then(|| view! { <Files locale files=there state /> })}
            </section>
            <Removed locale files=removed />
            <p><a class="button" href=next>{desk::review(locale)}</a></p>
        </AccountPage>
    }
    .into_any()
}
