//! Papers of homes that somebody has to look at.

use super::{AdminPage, DOCUMENTS, refused};
use crate::{context::AppContext, locale::use_locale, pages::failure::failed, visitor::Visitor};
use durbar_domain::{Locale, format, policy::Operation};
use durbar_messages::{Label, documents as words};
use durbar_services::{documents::DocumentFile, kathmandu_date};
use leptos::prelude::*;

#[component]
pub fn DocumentsQueuePage() -> impl IntoView {
    let locale = use_locale();
    if let Some(refused) = refused(locale, DOCUMENTS, Operation::VerifyDocument) {
        return refused;
    }
    Suspend::new(async move {
        let documents = AppContext::get().services.documents;
        match documents.waiting(&Visitor::get().principal).await {
            Ok(waiting) => view! { <Waiting locale waiting /> }.into_any(),
            Err(error) => failed(error),
        }
    })
    .into_any()
}

#[component]
fn Waiting(locale: Locale, waiting: Vec<DocumentFile>) -> impl IntoView {
    let none_waits = waiting.is_empty();
    let rows = waiting
        .into_iter()
        .map(|DocumentFile { listing, check }| {
            let to = format!("{DOCUMENTS}/{}/{}", check.listing_id, check.document.key());
            let sent = format::date(kathmandu_date(check.sent_at), locale);
            view! {
                <li class="sessions__row">
                    <a href=locale.path(&to)>{listing.title.get(locale).as_str().to_owned()}</a>
                    <span>{check.document.label(locale)}</span>
                    <span>{sent}</span>
                </li>
            }
        })
        .collect_view();
    view! {
        <AdminPage locale path=DOCUMENTS title=words::title(locale)>
            {none_waits.then(|| view! { <p>{words::none_waits(locale)}</p> })}
            <ul class="sessions" role="list">{rows}</ul>
        </AdminPage>
    }
    .into_any()
}
