//! Somebody's level, purchases and entries of the audit trail; giving and ending a level.

use super::{
    super::membership::{Held, Purchases},
    AdminPage, MEMBERS,
    audit::Entries,
    people::Powers,
    refused, sold_path,
};
use crate::{
    components::form::{ActionForm, Field, SelectField},
    context::AppContext,
    locale::use_locale,
    pages::{failure::failed, not_found::NotFound},
    visitor::Visitor,
};
use durbar_domain::{
    AccountId, Locale, account::SubscriptionLevel, broker::Broker, policy::Operation,
};
use durbar_messages::{Label, account, admin as words, people};
use durbar_services::subscriptions::{Ending, Member};
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
        let brokers = context.services.brokers.list().await;
        match (member, brokers) {
            (Ok(member), Ok(brokers)) => {
                let reference = context.services.premium.watermark_of(id);
                let own = visitor
                    .account
                    .is_some_and(|account| account.account_id == id);
                // Nobody changes their own powers.
                let brokers = (!own).then_some(brokers);
                view! { <Whole locale member reference brokers /> }.into_any()
            }
            (Err(error), _) | (_, Err(error)) => failed(error),
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
    /// Whom they may act as; `None` where nothing may be changed about their powers.
    brokers: Option<Vec<Broker>>,
) -> impl IntoView {
    let Member {
        account: who,
        membership,
        trail,
    } = member;
    let has_level = membership.level != SubscriptionLevel::Free;
    let has_gift = membership.has_gift;
    let version = who.version;
    let purchases = membership.purchases.clone();
    view! {
        <AdminPage locale path=MEMBERS title=words::member(locale, who.name.as_str())>
            <dl class="facts account__facts">
                <div class="facts__row">
                    <dt>{words::member_name(locale)}</dt>
                    <dd>{who.name.as_str().to_owned()}</dd>
                </div>
                <div class="facts__row">
                    <dt>{account::email(locale)}</dt>
                    <dd>{who.email.to_string()}</dd>
                </div>
                <div class="facts__row">
                    <dt>{people::role(locale)}</dt>
                    <dd>{who.role.label(locale)}</dd>
                </div>
                <div class="facts__row">
                    <dt>{people::state(locale)}</dt>
                    <dd>{match who.disabled {
                        true => people::disabled(locale),
                        false => people::enabled(locale),
                    }}</dd>
                </div>
                {reference.map(|reference| view! {
                    <div class="facts__row">
                        <dt>{words::viewer_reference(locale)}</dt>
                        <dd>{reference}</dd>
                    </div>
                })}
            </dl>
            <Held locale membership label=words::member_level(locale) />
            <section class="section">
                <h2>{words::grant(locale)}</h2>
                <p>{words::grant_text(locale)}</p>
                <Grant locale version />
            </section>
            {has_level.then(|| view! {
                <section class="section">
                    <h2>{words::end(locale)}</h2>
                    <p>{words::end_text(locale)}</p>
                    <ActionForm locale action="end-level" submit=words::end(locale) quiet=true>
                        <input type="hidden" name="version" value=version.to_string() />
                        <SelectField
                            locale
                            name="end_what"
                            label=words::end_what(locale)
                            options=endings(locale, has_gift)
                        />
                        <Field
                            locale
                            name="end_reason"
                            label=words::end_reason(locale)
                            maxlength=REASON
                        />
                    </ActionForm>
                </section>
            })}
            {brokers.map(|brokers| view! { <Powers locale account=who.clone() brokers /> })}
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

/// What of somebody's levels can end; the least first.
fn endings(locale: Locale, has_gift: bool) -> Vec<(String, String)> {
    let given = (Ending::Given, words::end_given(locale));
    let everything = (Ending::Everything, words::end_everything(locale));
    let all = has_gift.then_some(given).into_iter().chain([everything]);
    all.map(|(ending, name)| (ending.key().to_owned(), name.to_owned()))
        .collect()
}

#[component]
fn Grant(
    locale: Locale,
    /// Of the account.
    version: u64,
) -> impl IntoView {
    let levels: Vec<_> = [SubscriptionLevel::Gold, SubscriptionLevel::Platinum]
        .iter()
        .map(|level| (level.key().to_owned(), level.label(locale).to_owned()))
        .collect();
    view! {
        <ActionForm locale action="grant-level" submit=words::grant(locale)>
            <input type="hidden" name="version" value=version.to_string() />
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
