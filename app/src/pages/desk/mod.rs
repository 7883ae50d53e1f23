//! The desk of brokers and sellers: their homes, and the editor. For everybody else these
//! pages aren't there; brokers need the second factor.

mod dashboard;
mod days;
mod documents;
mod editor;
mod history;
mod listing;
mod private_viewings;
mod rows;
mod tier;

pub use dashboard::DeskPage;
pub use documents::DocumentsPage;
pub use editor::EditorPage;
pub(crate) use editor::{HomeOf, Steps, TwinPath, twin_view};
pub(crate) use history::History;
pub use listing::OwnListingPage;
pub use private_viewings::PrivateViewingsPage;

use super::account::AccountPage;
use crate::{
    components::needs_factor::NeedsFactor,
    locale::use_locale,
    page::PageRecord,
    pages::{account::require_account, failure::failed, not_found::NotFound},
    visitor::Visitor,
};
use durbar_domain::{
    Locale, PropertyId,
    draft::{DraftField, DraftFields, DraftStep},
    policy::{Operation, Refusal},
};
use durbar_messages::desk as words;
use durbar_services::ServiceError;
use leptos::prelude::*;
use leptos_router::hooks::use_params_map;

pub(crate) const DESK: &str = "/broker";

/// The editor of a listing at a step.
pub(crate) fn editor_path(id: PropertyId, step: DraftStep) -> String {
    format!("{DESK}/listings/{id}/{}", step.key())
}

/// The desk's page of a listing.
pub(crate) fn listing_path(id: PropertyId) -> String {
    format!("{DESK}/listings/{id}")
}

/// What somebody sees who has no desk; `None` for those who have one.
fn refused(locale: Locale) -> Option<AnyView> {
    if require_account(locale).is_none() {
        return Some(().into_any());
    }
    let visitor = Visitor::get();
    match visitor.may(Operation::CreateListing, visitor.desk_relation()) {
        Ok(()) => None,
        Err(Refusal::MultiFactor) => {
            expect_context::<PageRecord>().set_status(403);
            let page = view! {
                <AccountPage locale path=DESK title=words::title(locale)>
                    <NeedsFactor locale />
                </AccountPage>
            };
            Some(page.into_any())
        }
        Err(_) => Some(view! { <NotFound /> }.into_any()),
    }
}

/// A page of a home named in the address, as `show` makes it for whoever has a desk.
fn of_home<Show, Shown>(show: Show) -> AnyView
where
    Show: FnOnce(Locale, PropertyId) -> Shown,
    Shown: Future<Output = Result<AnyView, ServiceError>> + Send + 'static,
{
    let locale = use_locale();
    let id = use_params_map().read_untracked().get("id");
    if let Some(refused) = refused(locale) {
        return refused;
    }
    let Some(id) = id.and_then(|id| id.parse::<PropertyId>().ok()) else {
        return view! { <NotFound /> }.into_any();
    };
    let shown = show(locale, id);
    Suspend::new(async move { shown.await.unwrap_or_else(failed) }).into_any()
}

/// The title of a draft in the language, else in the other one, else that it has none.
pub(crate) fn draft_title(locale: Locale, fields: &DraftFields) -> String {
    let own = match locale {
        Locale::En => [DraftField::TitleEn, DraftField::TitleNe],
        Locale::Ne => [DraftField::TitleNe, DraftField::TitleEn],
    };
    let titles = own.into_iter().map(|field| fields.text(field).trim());
    let found = titles.into_iter().find(|title| !title.is_empty());
    found.unwrap_or(words::untitled(locale)).to_owned()
}
