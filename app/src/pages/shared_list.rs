//! A list as whoever has its link sees it, with or without an account.

use crate::{
    actions::Session,
    components::{
        form::{ActionForm, ButtonForm, Field, Refusal},
        notice::{Notice, Tone},
        page_message::PageMessage,
    },
    context::AppContext,
    error::PageError,
    form::FormState,
    locale::use_locale,
    page::PageRecord,
    pages::{
        failure::Unavailable,
        shortlist::{Homes, Members, Undo},
    },
    seo::PageHead,
    visitor::Visitor,
};
use durbar_domain::{
    Locale,
    account::Account,
    shortlist::{MemberId, Right},
};
use durbar_messages::shortlist as words;
use durbar_services::{
    ServiceError,
    shortlists::{ListLink, ShortlistView, Visitor as ListVisitor},
};
use jiff::Timestamp;
use leptos::prelude::*;
use leptos_router::hooks::use_params_map;

/// The list; its page in the account for members who have one; or that the link holds no
/// longer, which is also said where there never was one.
#[component]
pub fn SharedListPage() -> impl IntoView {
    let locale = use_locale();
    let context = AppContext::get();
    let visitor = Visitor::get();
    let session: Session = use_context().unwrap_or_default();
    let record = expect_context::<PageRecord>();
    let text = use_params_map()
        .read_untracked()
        .get("link")
        .unwrap_or_default();
    Suspend::new(async move {
        match read(&context, &visitor, &session, &text).await {
            Ok(list) if list.me.and_then(MemberId::account).is_some() => {
                let to = format!("/account/shortlists/{}", list.shortlist.shortlist_id);
                record.redirect(303, locale.path(&to));
                ().into_any()
            }
            Ok(list) => {
                let account = visitor.account;
                view! { <SharedList locale list account link=text /> }.into_any()
            }
            Err(PageError::Service(ServiceError::NotFound)) => {
                record.set_status(404);
                view! { <LinkGone locale /> }.into_any()
            }
            Err(error) => view! { <Unavailable error /> }.into_any(),
        }
    })
}

async fn read(
    context: &AppContext,
    visitor: &Visitor,
    session: &Session,
    text: &str,
) -> Result<ShortlistView, PageError> {
    let link: ListLink = text.parse().map_err(|_| ServiceError::NotFound)?;
    let visitor = ListVisitor {
        principal: &visitor.principal,
        invitation: Some(&link.token),
        guest: session.list_guests.get(&link.list),
    };
    let shortlists = &context.services.shortlists;
    let view = shortlists.view(visitor, link.list, Timestamp::now());
    Ok(view.await?)
}

#[component]
fn SharedList(
    locale: Locale,
    list: ShortlistView,
    account: Option<Account>,
    link: String,
) -> impl IntoView {
    let state: FormState = use_context().unwrap_or_default();
    let speaks = state.action == "join-shortlist" && account.is_none();
    let name = list.shortlist.name.as_str().to_owned();
    let owner = MemberId::Account(list.shortlist.owner);
    let named = |id: MemberId| list.members.iter().find(|member| member.member_id == id);
    let shared_by = named(owner).map(|owner| words::shared_by(locale, owner.name.as_str()));
    let me = list.me.and_then(named);
    let me = me.map(|me| words::you_are(locale, me.name.as_str()));
    let may_look = list.me.is_none() && list.offered == Some(Right::View);
    view! {
        <PageHead
            locale
            path="/lists"
            title=name.clone()
            description=words::shared_description(locale)
            noindex=true
        />
        <section class="shared-list">
            {(!speaks).then(|| view! { <Refusal locale state=state.clone() /> })}
            <Undo locale />
            <h1>{name}</h1>
            {shared_by.map(|text| view! { <p class="shared-list__by">{text}</p> })}
            {me.map(|text| view! { <p class="muted">{text}</p> })}
            {may_look.then(|| view! { <p class="muted">{words::may_look(locale)}</p> })}
            <Joining locale list=list.clone() account link />
            <Homes locale list=list.clone() />
            <Members locale list />
        </section>
    }
    .into_any()
}

/// How the visitor becomes a member: with their account, else under a name.
#[component]
fn Joining(
    locale: Locale,
    list: ShortlistView,
    account: Option<Account>,
    link: String,
) -> impl IntoView {
    if account.is_some() {
        return view! {
            <Notice tone=Tone::Calm>
                <p>{words::join_text(locale)}</p>
                <ButtonForm action="join-shortlist" submit=words::join(locale).to_owned() class="button" />
            </Notice>
        }
        .into_any();
    }
    if list.offered != Some(Right::Comment) {
        return ().into_any();
    }
    let next = form_urlencoded::Serializer::new(String::new())
        .append_pair("next", &format!("/lists/{link}"))
        .finish();
    let sign_in = locale.path(&format!("/account/sign-in?{next}"));
    view! {
        <div class="shared-list__join">
            <h2>{words::take_part(locale)}</h2>
            <p>{words::guest_text(locale)}</p>
            <ActionForm locale action="join-shortlist" submit=words::take_part(locale)>
                <Field
                    locale
                    name="name"
                    label=words::guest_name(locale)
                    autocomplete="name"
                    maxlength=80
                />
            </ActionForm>
            <p class="step__way"><a href=sign_in>{words::sign_in_instead(locale)}</a></p>
        </div>
    }
    .into_any()
}

#[component]
fn LinkGone(locale: Locale) -> impl IntoView {
    view! {
        <PageMessage
            locale
            path="/lists"
            title=words::link_gone_title(locale)
            text=words::link_gone(locale)
        />
    }
}
