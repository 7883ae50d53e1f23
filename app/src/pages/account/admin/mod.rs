//! Pages of administration. For everybody else they aren't there; admins need the second
//! factor.

mod audit;
mod document_check;
mod documents;
mod events;
mod features;
mod import;
mod imports;
mod invoices;
mod licence_check;
mod licences;
mod member;
mod members;
mod people;
mod review;
mod review_queue;
mod sold;
mod status;
mod vitals;

pub use audit::AuditPage;
pub use document_check::DocumentCheckPage;
pub use documents::DocumentsQueuePage;
pub use events::EventsPage;
pub use features::{FeaturePage, FeaturesPage};
pub use import::ImportPage;
pub use imports::ImportsPage;
pub use invoices::InvoicesPage;
pub use licence_check::LicenceCheckPage;
pub use licences::LicencesPage;
pub use member::MemberPage;
pub use members::MembersPage;
pub use people::NewBrokerPage;
pub use review::ReviewPage;
pub use review_queue::ReviewQueuePage;
pub use sold::SoldPage;
pub use status::StatusPage;

use licence_check::Papers;

use super::{AccountPage, require_account};
use crate::{
    components::needs_factor::NeedsFactor, page::PageRecord, pages::not_found::NotFound,
    visitor::Visitor,
};
use durbar_domain::{
    Locale, PurchaseId,
    policy::{Operation, Refusal, Relation},
};
use durbar_messages::{
    admin as words, documents as document_words, events as event_words, features as feature_words,
    import as import_words, licence, moderation, service_levels as status_words,
};
use leptos::prelude::*;

pub(super) const MEMBERS: &str = "/account/admin/members";
pub(super) const INVOICES: &str = "/account/admin/invoices";
pub(super) const LICENCES: &str = "/account/admin/licences";
pub(super) const DOCUMENTS: &str = "/account/admin/documents";
pub(super) const FEATURES: &str = "/account/admin/features";
pub(super) const EVENTS: &str = "/account/admin/events";
pub(super) const IMPORTS: &str = crate::actions::IMPORTS;
pub(super) const REVIEW: &str = "/account/admin/review";
pub(super) const STATUS: &str = "/account/admin/status";
pub(super) const AUDIT: &str = "/account/admin/audit";

/// Whether a path is that of a page of administration.
pub(super) fn is_of(path: &str) -> bool {
    path.starts_with("/account/admin/")
}

/// The path of a purchase's page for admins.
fn sold_path(id: PurchaseId) -> String {
    format!("/account/admin/purchases/{id}")
}

/// What somebody sees who may not do this; `None` for an admin who may.
fn refused(locale: Locale, path: &'static str, operation: Operation) -> Option<AnyView> {
    if require_account(locale).is_none() {
        return Some(().into_any());
    }
    match Visitor::get().may(operation, Relation::Others) {
        Ok(()) => None,
        Err(Refusal::MultiFactor) => {
            expect_context::<PageRecord>().set_status(403);
            let page = view! {
                <AccountPage locale path title=words::title(locale)>
                    <NeedsFactor locale />
                </AccountPage>
            };
            Some(page.into_any())
        }
        Err(_) => Some(view! { <NotFound /> }.into_any()),
    }
}

/// A page of administration, with ways to the others.
#[component]
fn AdminPage(
    locale: Locale,
    path: &'static str,
    #[prop(into)] title: String,
    children: Children,
) -> impl IntoView {
    let ways = [
        (MEMBERS, words::members(locale)),
        (REVIEW, moderation::queue(locale)),
        (INVOICES, words::invoices(locale)),
        (LICENCES, licence::queue(locale)),
        (DOCUMENTS, document_words::title(locale)),
        (FEATURES, feature_words::title(locale)),
        (IMPORTS, import_words::title(locale)),
        (EVENTS, event_words::title(locale)),
        (STATUS, status_words::title(locale)),
        (AUDIT, words::audit(locale)),
    ];
    let ways = ways
        .into_iter()
        .map(|(to, name)| {
            let current = (to == path).then_some("page");
            view! { <li><a href=locale.path(to) aria-current=current>{name}</a></li> }
        })
        .collect_view();
    view! {
        <AccountPage locale path title>
            <nav class="account__ways admin__ways" aria-label=words::pages(locale)>
                <ul role="list">{ways}</ul>
            </nav>
            {children()}
        </AccountPage>
    }
    .into_any()
}
