//! A home's papers, which the administration compares with what its page says.

use super::{DESK, of_home};
use crate::{
    components::form::{ActionForm, FileField, PAPER_FILES, SelectField},
    context::AppContext,
    pages::account::AccountPage,
    visitor::Visitor,
};
use durbar_domain::{
    Listing, Locale,
    broker::ApplicationState,
    document::{Document, DocumentCheck},
    format,
};
use durbar_messages::{Label, documents as words};
use durbar_services::kathmandu_date;
use leptos::prelude::*;
use strum::VariantArray as _;

/// `/broker/listings/{id}/documents`.
#[component]
pub fn DocumentsPage() -> impl IntoView {
    let (documents, visitor) = (AppContext::get().services.documents, Visitor::get());
    of_home(|locale, id| async move {
        let (listing, checks) = documents.of_listing(&visitor.principal, id).await?;
        Ok(view! { <Page locale listing checks /> }.into_any())
    })
}

#[component]
fn Page(locale: Locale, listing: Listing, checks: Vec<DocumentCheck>) -> impl IntoView {
    let title = listing.title.get(locale).as_str().to_owned();
    let back = format!("{DESK}/listings/{}", listing.listing_id);
    let at_hand: Vec<_> = Document::VARIANTS
        .iter()
        .filter(|document| document.is_at_hand(&listing.legal))
        .map(|document| (document.key().to_owned(), document.label(locale).to_owned()))
        .collect();
    let has_none = at_hand.is_empty();
    let rows = Document::VARIANTS
        .iter()
        .map(|document| {
            let check = checks.iter().find(|check| check.document == *document);
            let state = state(locale, *document, &listing, check);
            view! {
                <div class="facts__row"><dt>{document.label(locale)}</dt><dd>{state}</dd></div>
            }
        })
        .collect_view();
    view! {
        <AccountPage locale path=DESK title=words::title(locale)>
            <p><a href=locale.path(&back)>{title}</a></p>
            <p>{words::text(locale)}</p>
            <dl class="facts account__facts">{rows}</dl>
            {match has_none {
                true => view! { <p>{words::none_at_hand(locale)}</p> }.into_any(),
                false => view! {
                    <section class="section">
                        <h2>{words::send(locale)}</h2>
                        <ActionForm locale action="send-document" submit=words::send(locale) files=true>
                            <SelectField
                                locale
                                name="document"
                                label=words::document(locale)
                                options=at_hand.clone()
                            />
                            <FileField
                                locale
                                name="papers"
                                label=words::papers(locale)
                                help=words::papers_help(locale)
                                accept=PAPER_FILES
                            />
                        </ActionForm>
                    </section>
                }.into_any(),
            }}
        </AccountPage>
    }
    .into_any()
}

/// How a paper stands, in words.
fn state(
    locale: Locale,
    document: Document,
    listing: &Listing,
    check: Option<&DocumentCheck>,
) -> String {
    let seen = listing.legal.checked.get(document);
    let seen = seen.map(|day| words::seen(locale, format::date(day, locale)));
    let sent = check.map(|check| match &check.state {
        ApplicationState::Waiting => {
            let day = format::date(kathmandu_date(check.sent_at), locale);
            words::waits(locale, day)
        }
        ApplicationState::Refused { reason } | ApplicationState::Withdrawn { reason } => {
            words::refused(locale, reason.as_str())
        }
        ApplicationState::Verified => String::new(),
    });
    let said: Vec<String> = seen
        .into_iter()
        .chain(sent.filter(|words| !words.is_empty()))
        .collect();
    match (said.is_empty(), document.is_at_hand(&listing.legal)) {
        (false, _) => said.join(" "),
        (true, true) => words::not_sent(locale).to_owned(),
        (true, false) => words::not_at_hand(locale).to_owned(),
    }
}
