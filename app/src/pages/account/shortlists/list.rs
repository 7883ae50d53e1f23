//! One list on the account's page: its homes, who looks at them together, and for its owner
//! how it is shared and named.

use super::super::{AccountPage, require_account};
use crate::{
    actions::PageData,
    components::form::{ActionForm, ButtonForm, Field, Refusal},
    context::AppContext,
    error::PageError,
    form::FormState,
    locale::use_locale,
    pages::{
        failure::Unavailable,
        not_found::NotFound,
        shortlist::{Homes, Members, Share, Undo},
    },
    visitor::Visitor,
};
use durbar_domain::{Locale, ShortlistId, policy::Relation};
use durbar_messages::{account, shortlist as words};
use durbar_services::{
    ServiceError,
    shortlists::{ShortlistView, Visitor as ListVisitor},
};
use jiff::Timestamp;
use leptos::prelude::*;
use leptos_router::hooks::use_params_map;

/// Actions whose forms say themselves why they were refused.
const SPEAKING: [&str; 2] = ["rename-shortlist", "invite"];

#[component]
pub fn ShortlistPage() -> impl IntoView {
    let locale = use_locale();
    let context = AppContext::get();
    let visitor = Visitor::get();
    let id = use_params_map()
        .read_untracked()
        .get("id")
        .unwrap_or_default();
    let data = use_context::<PageData>();
    if require_account(locale).is_none() {
        return ().into_any();
    }
    Suspend::new(async move {
        match read(&context, &visitor, &id).await {
            Ok(list) => view! { <List locale list data /> }.into_any(),
            Err(PageError::Service(ServiceError::NotFound)) => view! { <NotFound /> }.into_any(),
            Err(error) => view! { <Unavailable error /> }.into_any(),
        }
    })
    .into_any()
}

async fn read(
    context: &AppContext,
    visitor: &Visitor,
    id: &str,
) -> Result<ShortlistView, PageError> {
    let id: ShortlistId = id.parse().map_err(|_| ServiceError::NotFound)?;
    let visitor = ListVisitor::from(&visitor.principal);
    let shortlists = &context.services.shortlists;
    Ok(shortlists.view(visitor, id, Timestamp::now()).await?)
}

#[component]
fn List(locale: Locale, list: ShortlistView, data: Option<PageData>) -> impl IntoView {
    let is_owner = list.relation == Relation::Own;
    let state: FormState = use_context().unwrap_or_default();
    let speaks = SPEAKING.contains(&state.action);
    let name = list.shortlist.name.as_str().to_owned();
    let version = list.shortlist.version.to_string();
    let (of_rename, links) = (version.clone(), list.invitations.clone());
    view! {
        <AccountPage locale path="/account/shortlists" title=account::shortlists(locale)>
            {(!speaks).then(|| view! { <Refusal locale state=state.clone() /> })}
            <Undo locale />
            <h2>{name.clone()}</h2>
            <p><a href=locale.path("/account/shortlists")>{words::back(locale)}</a></p>
            <Homes locale list=list.clone() />
            <Members locale list />
            {is_owner.then(move || view! {
                <Share locale links data />
                <section class="section">
                    <ActionForm locale action="rename-shortlist" submit=words::rename(locale) quiet=true>
                        <input type="hidden" name="version" value=of_rename.clone() />
                        <Field locale name="name" label=words::name(locale) value=name.clone() maxlength=80 />
                    </ActionForm>
                    <ButtonForm
                        action="delete-shortlist"
                        submit=words::delete(locale).to_owned()
                        fields=vec![("version", version)]
                    />
                </section>
            })}
        </AccountPage>
    }
    .into_any()
}
