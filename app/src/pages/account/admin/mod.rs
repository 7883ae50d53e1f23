//! Pages of administration. For everybody else they aren't there; admins need the second
//! factor.

mod audit;
mod invoices;
mod member;
mod members;
mod sold;

pub use audit::AuditPage;
pub use invoices::InvoicesPage;
pub use member::MemberPage;
pub use members::MembersPage;
pub use sold::SoldPage;

use super::{AccountPage, require_account};
use crate::{
    components::needs_factor::NeedsFactor,
    page::PageRecord,
    pages::{failure::Unavailable, not_found::NotFound},
    visitor::Visitor,
};
use durbar_domain::{
    Locale, PurchaseId,
    policy::{Operation, Refusal, Relation},
};
use durbar_messages::admin as words;
use durbar_services::ServiceError;
use leptos::prelude::*;

pub(super) const MEMBERS: &str = "/account/admin/members";
pub(super) const INVOICES: &str = "/account/admin/invoices";
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

/// What is shown when a use case failed.
fn failed(error: ServiceError) -> AnyView {
    match error {
        ServiceError::NotFound => view! { <NotFound /> }.into_any(),
        error => view! { <Unavailable error=error.into() /> }.into_any(),
    }
}

/// A page of administration, with ways to the others.
#[component]
fn AdminPage(
    locale: Locale,
    path: &'static str,
    title: &'static str,
    children: Children,
) -> impl IntoView {
    let ways = [
        (MEMBERS, words::members(locale)),
        (INVOICES, words::invoices(locale)),
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
