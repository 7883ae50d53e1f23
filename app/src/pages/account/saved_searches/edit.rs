//! Changing a saved search: its name, and what is mailed about it.

use super::PATH;
use crate::{
    components::form::{ActionForm, Field},
    context::AppContext,
    error::PageError,
    locale::use_locale,
    pages::{
        account::{AccountPage, require_account},
        alerts::{AlertFields, Frequencies, SearchLine},
        failure::Unavailable,
        not_found::NotFound,
    },
    visitor::Visitor,
};
use durbar_domain::{Locale, SavedSearchId, saved_search::SavedSearch};
use durbar_messages::{account, saved_search as words};
use leptos::prelude::*;
use leptos_router::hooks::use_params_map;

/// `/account/saved-searches/sch_…`.
#[component]
pub fn EditSearchPage() -> impl IntoView {
    let locale = use_locale();
    let context = AppContext::get();
    let visitor = Visitor::get();
    let id = use_params_map().read_untracked().get("id");
    let id = id.and_then(|id| id.parse::<SavedSearchId>().ok());
    if require_account(locale).is_none() {
        return ().into_any();
    }
    Suspend::new(async move {
        match read(&context, &visitor, id).await {
            Ok(Some(search)) => view! { <Edit locale search /> }.into_any(),
            Ok(None) => view! { <NotFound /> }.into_any(),
            Err(error) => view! { <Unavailable error /> }.into_any(),
        }
    })
    .into_any()
}

/// The search as it stands, where it is one of the visitor's own.
async fn read(
    context: &AppContext,
    visitor: &Visitor,
    id: Option<SavedSearchId>,
) -> Result<Option<SavedSearch>, PageError> {
    let saved_searches = &context.services.saved_searches;
    let list = saved_searches.list(&visitor.principal).await?.saved;
    Ok(list
        .into_iter()
        .find(|search| Some(search.saved_search_id) == id))
}

#[component]
fn Edit(locale: Locale, search: SavedSearch) -> impl IntoView {
    let (name, version) = (search.name.as_str().to_owned(), search.version.to_string());
    let (frequency, kinds) = (search.frequency, search.kinds);
    view! {
        <AccountPage locale path=PATH title=words::edit_title(locale)>
            <SearchLine locale query=search.query.clone() />
            <ActionForm locale action="edit-search" submit=account::save(locale)>
                <input type="hidden" name="version" value=version.clone() />
                <Field locale name="name" label=words::name(locale) value=name.clone() maxlength=80 />
                <AlertFields locale offered=Frequencies::All frequency kinds />
            </ActionForm>
            <p class="step__way"><a href=locale.path(PATH)>{words::back(locale)}</a></p>
        </AccountPage>
    }
    .into_any()
}
