//! Somebody's level, purchases and entries of the audit trail; giving and ending a level.

use super::{
    super::membership::{Held, Purchases},
    AdminPage, MEMBERS,
    audit::Entries,
    failed, refused, sold_path,
};
use crate::{
    components::form::{ActionForm, Field, SelectField},
    context::AppContext,
    locale::use_locale,
    pages::not_found::NotFound,
    visitor::Visitor,
};
use durbar_domain::{AccountId, Locale, account::SubscriptionLevel, policy::Operation};
use durbar_messages::{Label, account, admin as words};
use durbar_services::subscriptions::Member;
use jiff::Timestamp;
use leptos::prelude::*;
use leptos_router::hooks::use_params_map;

/// The longest reason, in characters.
const REASON: usize = 300;

#[component]
pub fn MemberPage() -> impl IntoView {
    let locale = use_locale();
    let (context, visitor) = (AppContext::get(), Visitor::get());
    let id = use_params_map().read_untracked().get("id");
    if let Some(refused) = refused(locale, MEMBERS, Operation::ReadAccounts) {
        return refused;
    }
    let Some(Ok(id)) = id.map(|id| id.parse::<AccountId>()) else {
        return view! { <NotFound /> }.into_any();
    };
    Suspend::new(async move {
        let subscriptions = &context.services.subscriptions;
        let member = subscriptions
            .member(&visitor.principal, id, Timestamp::now())
            .await;
        match member {
            Ok(member) => {
                let reference = context.services.premium.watermark_of(id);
                view! { <Whole locale member reference /> }.into_any()
            }
            Err(error) => failed(error),
        }
    })
    .into_any()
}

#[component]
fn Whole(
    locale: Locale,
    member: Member,
    /// What the premium pictures that they see are marked with, where they are.
    reference: Option<String>,
) -> impl IntoView {
    let Member {
        account: who,
        membership,
        trail,
    } = member;
    let has_level = membership.level != SubscriptionLevel::Free;
    let purchases = membership.purchases.clone();
    view! {
        <AdminPage locale path=MEMBERS title=words::members(locale)>
            <dl class="facts account__facts">
                <div class="facts__row">
                    <dt>{account::name(locale)}</dt>
                    <dd>{who.name.as_str().to_owned()}</dd>
                </div>
                <div class="facts__row">
                    <dt>{account::email(locale)}</dt>
                    <dd>{who.email.to_string()}</dd>
                </div>
                {reference.map(|reference| view! {
                    <div class="facts__row">
                        <dt>{words::viewer_reference(locale)}</dt>
                        <dd>{reference}</dd>
                    </div>
                })}
            </dl>
            <Held locale membership />
            <section class="section">
                <h2>{words::grant(locale)}</h2>
                <p>{words::grant_text(locale)}</p>
                <Grant locale />
            </section>
            {has_level.then(|| view! {
                <section class="section">
                    <h2>{words::end(locale)}</h2>
                    <ActionForm locale action="end-level" submit=words::end(locale) quiet=true>
                        <Field
                            locale
                            name="end_reason"
                            label=words::end_reason(locale)
                            maxlength=REASON
                        />
                    </ActionForm>
                </section>
            })}
            <section class="section">
                <h2>{words::purchases(locale)}</h2>
                <Purchases locale purchases base=sold_path none=words::no_purchases(locale) />
            </section>
            <section class="section">
                <h2>{words::audit(locale)}</h2>
                <Entries locale trail />
            </section>
        </AdminPage>
    }
    .into_any()
}

#[component]
fn Grant(locale: Locale) -> impl IntoView {
    let levels: Vec<_> = [SubscriptionLevel::Gold, SubscriptionLevel::Platinum]
        .iter()
        .map(|level| (level.key().to_owned(), level.label(locale).to_owned()))
        .collect();
    view! {
        <ActionForm locale action="grant-level" submit=words::grant(locale)>
            <SelectField locale name="level" label=words::level(locale) options=levels.clone() />
            <Field
                locale
                name="ends_on"
                kind="date"
                label=words::ends_on(locale)
                help=words::ends_on_help(locale)
                required=false
            />
            <Field
                locale
                name="reason"
                label=words::reason(locale)
                help=words::reason_help(locale)
                maxlength=REASON
            />
        </ActionForm>
    }
    .into_any()
}
