//! Membership: what each level opens, what somebody has, and buying more.

mod compare;
mod facts;
mod purchase;
mod returned;

pub use facts::PurchaseFacts;
pub use purchase::PurchasePage;
pub use returned::ReturnedPage;

use super::{AccountPage, query, require_account};
use crate::{
    actions::plan_value,
    components::form::{ActionForm, SelectField},
    context::AppContext,
    locale::use_locale,
    pages::failure::Unavailable,
    visitor::Visitor,
};
use compare::Compare;
use durbar_domain::{
    Locale, PurchaseId,
    account::{LevelSpan, SubscriptionLevel},
    format,
    purchase::{Purchase, price},
};
use durbar_messages::{Label, account, membership as words};
use durbar_services::{
    kathmandu_date,
    subscriptions::{Membership, purchase_path},
};
use jiff::Timestamp;
use leptos::prelude::*;

/// The page's path, for its own ways.
const PATH: &str = "/account/membership";

#[component]
pub fn MembershipPage() -> impl IntoView {
    let locale = use_locale();
    let (context, visitor) = (AppContext::get(), Visitor::get());
    // A way here may name the level that somebody wants.
    let wanted = query("level");
    if require_account(locale).is_none() {
        return ().into_any();
    }
    Suspend::new(async move {
        let subscriptions = &context.services.subscriptions;
        let membership = subscriptions
            .membership(&visitor.principal, Timestamp::now())
            .await;
        match membership {
            Ok(membership) => view! { <Whole locale membership wanted /> }.into_any(),
            Err(error) => view! { <Unavailable error=error.into() /> }.into_any(),
        }
    })
    .into_any()
}

#[component]
fn Whole(locale: Locale, membership: Membership, wanted: String) -> impl IntoView {
    let purchases = membership.purchases.clone();
    view! {
        <AccountPage locale path=PATH title=words::title(locale)>
            <Held locale membership=membership.clone() label=words::level(locale) />
            <Compare locale level=membership.level />
            <section class="section">
                <h2>{words::buy(locale)}</h2>
                <Buy locale membership wanted />
            </section>
            <section class="section">
                <h2>{words::purchases(locale)}</h2>
                <Purchases locale purchases base=purchase_path none=words::no_purchases(locale) />
            </section>
        </AccountPage>
    }
    .into_any()
}

/// The level somebody has, until when, and what follows it.
#[component]
pub fn Held(
    locale: Locale,
    membership: Membership,
    /// What the level is called.
    label: &'static str,
) -> impl IntoView {
    let is_paid = membership.level != SubscriptionLevel::Free;
    let until = match membership.ends_at {
        Some(end) => format::date(kathmandu_date(end), locale),
        None => words::endless(locale).to_owned(),
    };
    let until = is_paid.then_some((words::until(locale), until));
    let then = membership.then.iter();
    let then = then.map(|span| (words::then(locale), span_words(locale, *span)));
    let waiting = membership.waiting.iter();
    let waiting = waiting.map(|level| (words::waiting(locale), level.label(locale).to_owned()));
    let rows = [(label, membership.level.label(locale).to_owned())]
        .into_iter()
        .chain(until)
        .chain(then)
        .chain(waiting)
        .map(|(name, value)| {
            view! { <div class="facts__row"><dt>{name}</dt> <dd>{value}</dd></div> }
        })
        .collect_view();
    view! { <dl class="facts account__facts">{rows}</dl> }.into_any()
}

/// A level and its end, as in `Gold, until 23 December 2027`.
pub fn span_words(locale: Locale, span: LevelSpan) -> String {
    let level = span.level.label(locale);
    match span.ends_at {
        Some(end) => {
            let day = format::date(kathmandu_date(end), locale);
            account::membership_until(locale, level, day)
        }
        None => words::level_endless(locale, level),
    }
}

#[component]
fn Buy(locale: Locale, membership: Membership, wanted: String) -> impl IntoView {
    if membership.methods.is_empty() {
        return view! { <p>{words::no_methods(locale)}</p> }.into_any();
    }
    if membership.offers.is_empty() {
        return view! { <p>{words::nothing_to_buy(locale)}</p> }.into_any();
    }
    let plans: Vec<(String, String)> = membership
        .offers
        .iter()
        .filter_map(|(level, period)| {
            let price = format::npr(price(*level, *period)?, locale);
            let (name, time) = (level.label(locale), period.label(locale));
            let option = words::plan_option(locale, name, time, price);
            Some((plan_value(*level, *period), option))
        })
        .collect();
    let methods: Vec<(String, String)> = membership
        .methods
        .iter()
        .map(|method| (method.key().to_owned(), method.label(locale).to_owned()))
        .collect();
    let first = plans
        .iter()
        .map(|(key, _)| key)
        .find(|key| !wanted.is_empty() && key.starts_with(&wanted))
        .cloned()
        .unwrap_or_default();
    view! {
        <p>{words::buy_text(locale)}</p>
        <ActionForm locale action="buy" submit=words::go_on(locale)>
            <SelectField
                locale
                name="plan"
                label=words::plan(locale)
                options=plans.clone()
                value=first.clone()
            />
            <SelectField
                locale
                name="method"
                label=words::method(locale)
                options=methods.clone()
            />
        </ActionForm>
    }
    .into_any()
}

/// Purchases, newest first, each with the way to its page.
#[component]
pub fn Purchases(
    locale: Locale,
    purchases: Vec<Purchase>,
    /// The path of a purchase's page.
    base: fn(PurchaseId) -> String,
    /// What is said where there are none.
    none: &'static str,
) -> impl IntoView {
    if purchases.is_empty() {
        return view! { <p>{none}</p> }.into_any();
    }
    let rows = purchases
        .into_iter()
        .map(|purchase| {
            let to = locale.path(&base(purchase.purchase_id));
            view! {
                <li class="sessions__row">
                    <a href=to>{purchase.number()}</a>
                    <span>{purchase.level.label(locale)} ", " {purchase.period.label(locale)}</span>
                    <span>{format::npr(purchase.amount, locale)}</span>
                    <span>{format::date(kathmandu_date(purchase.created_at), locale)}</span>
                    <strong>{purchase.state.label(locale)}</strong>
                </li>
            }
        })
        .collect_view();
    view! { <ul class="sessions purchases" role="list">{rows}</ul> }.into_any()
}
