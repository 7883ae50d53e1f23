//! One paper of a home, and what is decided about it.

use super::{AdminPage, DOCUMENTS, Papers, refused};
use crate::{
    components::form::{ActionForm, Field},
    context::AppContext,
    locale::use_locale,
    pages::{failure::failed, not_found::NotFound},
    visitor::Visitor,
};
use durbar_domain::{
    Locale, PropertyId, broker::ApplicationState, document::Document, format, policy::Operation,
};
use durbar_messages::{Label, admin, documents as words, licence};
use durbar_services::{documents::DocumentFile, kathmandu_date};
use leptos::prelude::*;
use leptos_router::hooks::use_params_map;

/// The longest reason, in characters.
const REASON: usize = 300;

#[component]
pub fn DocumentCheckPage() -> impl IntoView {
    let locale = use_locale();
    let params = use_params_map();
    let id = params.read_untracked().get("id");
    let document = params.read_untracked().get("document");
    if let Some(refused) = refused(locale, DOCUMENTS, Operation::VerifyDocument) {
        return refused;
    }
    let id = id.and_then(|id| id.parse::<PropertyId>().ok());
    let document = document.and_then(|name| name.parse::<Document>().ok());
    let (Some(id), Some(document)) = (id, document) else {
        return view! { <NotFound /> }.into_any();
    };
    Suspend::new(async move {
        let documents = AppContext::get().services.documents;
        let principal = Visitor::get().principal;
        match documents.file(&principal, id, document).await {
            Ok(file) => view! { <Check locale file /> }.into_any(),
            Err(error) => failed(error),
        }
    })
    .into_any()
}

#[component]
fn Check(locale: Locale, file: DocumentFile) -> impl IntoView {
    let DocumentFile { listing, check } = file;
    let card = listing.summarize();
    let version = check.version;
    let waits = check.is_waiting();
    let can_be_refused = waits || check.state == ApplicationState::Verified;
    let sent = format::date(kathmandu_date(check.sent_at), locale);
    let seen = listing.legal.checked.get(check.document);
    let seen = seen.map(|day| words::seen(locale, format::date(day, locale)));
    view! {
        <AdminPage locale path=DOCUMENTS title=check.document.label(locale)>
            <h2><a href=locale.path(&card.path())>{card.title.get(locale).clone()}</a></h2>
            <p class="muted">{words::waits(locale, sent)}</p>
            {seen.map(|seen| view! { <p>{seen}</p> })}
            <Papers locale action="look-at-document" papers=check.papers />
            {waits.then(|| view! {
                <section class="section">
                    <h2>{words::approve(locale)}</h2>
                    <p>{words::approve_text(locale)}</p>
                    <ActionForm locale action="approve-document" submit=words::approve(locale)>
                        <input type="hidden" name="version" value=version.to_string() />
                    </ActionForm>
                </section>
            })}
            {can_be_refused.then(|| view! {
                <section class="section">
                    <h2>{words::refuse(locale)}</h2>
                    <ActionForm locale action="refuse-document" submit=words::refuse(locale) quiet=true>
                        <input type="hidden" name="version" value=version.to_string() />
                        <Field
                            locale
                            name="reason"
                            label=admin::reason(locale)
                            help=licence::reason_help(locale)
                            maxlength=REASON
                        />
                    </ActionForm>
                </section>
            })}
        </AdminPage>
    }
    .into_any()
}
