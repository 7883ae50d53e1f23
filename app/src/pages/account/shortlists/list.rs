//! One list: its homes, and who looks at them together.

use super::{
    super::{AccountPage, query, require_account},
    home::Home,
    people::{Members, Share},
};
use crate::{
    actions::PageData,
    components::form::{ActionForm, ButtonForm, Field, Refusal},
    context::AppContext,
    error::PageError,
    form::FormState,
    locale::use_locale,
    pages::{failure::Unavailable, not_found::NotFound},
    visitor::Visitor,
};
use durbar_domain::{Locale, ShortlistId, policy::Relation};
use durbar_messages::{account, shortlist as words};
use durbar_services::{
    ServiceError,
    shortlists::{InvitationToken, ShortlistView, Visitor as ListVisitor},
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
    let key = query("key");
    let data = use_context::<PageData>();
    if require_account(locale).is_none() {
        return ().into_any();
    }
    Suspend::new(async move {
        match read(&context, &visitor, &id, &key).await {
            Ok(list) => view! { <List locale list key data /> }.into_any(),
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
    key: &str,
) -> Result<ShortlistView, PageError> {
    let id: ShortlistId = id.parse().map_err(|_| ServiceError::NotFound)?;
    let token = key.parse::<InvitationToken>().ok();
    let visitor = ListVisitor {
        invitation: token.as_ref(),
        ..ListVisitor::from(&visitor.principal)
    };
    let shortlists = &context.services.shortlists;
    Ok(shortlists.view(visitor, id, Timestamp::now()).await?)
}

#[component]
fn List(
    locale: Locale,
    list: ShortlistView,
    /// The secret of the link that the visitor came by.
    key: String,
    data: Option<PageData>,
) -> impl IntoView {
    let is_owner = list.relation == Relation::Own;
    let may_comment = list.me.is_some() && list.relation != Relation::SharedToView;
    let state: FormState = use_context().unwrap_or_default();
    let speaks = SPEAKING.contains(&state.action);
    let name = list.shortlist.name.as_str().to_owned();
    let version = list.shortlist.version.to_string();
    let (me, owner) = (list.me, list.shortlist.owner);
    view! {
        <AccountPage locale path="/account/shortlists" title=account::shortlists(locale)>
            {(!speaks).then(|| view! { <Refusal locale state=state.clone() /> })}
            <h2>{name.clone()}</h2>
            <p><a href=locale.path("/account/shortlists")>{words::back(locale)}</a></p>
            {me.is_none().then(|| view! {
                <p>{words::join_text(locale)}</p>
                <ButtonForm
                    action="join-shortlist"
                    submit=words::join(locale).to_owned()
                    fields=vec![("key", key)]
                    class="button"
                />
            })}
            {list.homes.is_empty().then(|| view! { <p>{words::no_homes(locale)}</p> })}
            <ul class="card-grid shortlist" role="list">
                {list
                    .homes
                    .into_iter()
                    .map(|home| view! { <li><Home locale home me is_owner may_comment /></li> })
                    .collect_view()}
            </ul>
            <Members locale members=list.members me owner is_owner />
            {is_owner.then(move || view! {
                <Share locale links=list.invitations data />
                <section class="section">
                    <ActionForm locale action="rename-shortlist" submit=words::rename(locale) quiet=true>
                        <input type="hidden" name="version" value=version.clone() />
                        <Field locale name="name" label=words::name(locale) value=name.clone() maxlength=80 />
                    </ActionForm>
                    <ButtonForm
                        action="delete-shortlist"
                        submit=words::delete(locale).to_owned()
                        fields=vec![("version", list.shortlist.version.to_string())]
                    />
                </section>
            })}
        </AccountPage>
    }
    .into_any()
}
