//! The audit trail.

use super::{super::query, AUDIT, AdminPage, MEMBERS, refused, sold_path};
use crate::{
    components::slot_time::MinuteTime, context::AppContext, locale::use_locale,
    pages::failure::failed, visitor::Visitor,
};
use durbar_domain::{
    AccountId, EventId, Locale,
    account::SubscriptionLevel,
    audit::{Actor, AuditEntry, Subject},
    format,
    policy::Operation,
    purchase::number_of,
};
use durbar_messages::{Label, account, admin as words, membership};
use durbar_services::{kathmandu_date, subscriptions::Trail};
use leptos::prelude::*;

#[component]
pub fn AuditPage() -> impl IntoView {
    let locale = use_locale();
    let (context, visitor) = (AppContext::get(), Visitor::get());
    let before = query("before").parse::<EventId>().ok();
    if let Some(refused) = refused(locale, AUDIT, Operation::ReadAuditTrail) {
        return refused;
    }
    Suspend::new(async move {
        let subscriptions = &context.services.subscriptions;
        match subscriptions.audit(&visitor.principal, before).await {
            Ok(trail) => {
                let earlier = trail.earlier.map(|id| {
                    let to = locale.path(&format!("{AUDIT}?before={id}"));
                    view! { <p><a href=to>{words::earlier(locale)}</a></p> }
                });
                view! {
                    <AdminPage locale path=AUDIT title=words::audit(locale)>
                        <p>{words::audit_text(locale)}</p>
                        <Entries locale trail />
                        {earlier}
                    </AdminPage>
                }
                .into_any()
            }
            Err(error) => failed(error),
        }
    })
    .into_any()
}

/// Entries, newest first.
#[component]
pub fn Entries(locale: Locale, trail: Trail) -> impl IntoView {
    if trail.entries.is_empty() {
        return view! { <p>{words::no_entries(locale)}</p> }.into_any();
    }
    let person = |id: AccountId| {
        let name = trail.people.get(&id).map(ToString::to_string);
        let to = locale.path(&format!("{MEMBERS}/{id}"));
        match name {
            Some(name) => view! { <a href=to>{name}</a> }.into_any(),
            None => view! { <span>{words::erased(locale)}</span> }.into_any(),
        }
    };
    let entries = trail
        .entries
        .iter()
        .map(|entry| {
            let by = match entry.by {
                Actor::Person(id) => person(id),
                Actor::Program => view! { <span>{words::program(locale)}</span> }.into_any(),
                Actor::Erased => view! { <span>{words::erased(locale)}</span> }.into_any(),
            };
            let whose = match (entry.account_id, &entry.subject) {
                (Some(id), _) => Some(person(id)),
                (None, Some(_)) => None,
                (None, None) => Some(view! { <span>{words::erased(locale)}</span> }.into_any()),
            };
            view! {
                <li class="trail__entry">
                    <dl>
                        <div><dt>{words::when(locale)}</dt> <dd><MinuteTime locale at=entry.at /></dd></div>
                        <div><dt>{words::who(locale)}</dt> <dd>{by}</dd></div>
                        <div><dt>{words::what(locale)}</dt> <dd>{what(entry, locale)}</dd></div>
                        {whose.map(|whose| view! {
                            <div><dt>{words::buyer(locale)}</dt> <dd>{whose}</dd></div>
                        })}
                        {entry.subject.as_ref().map(|subject| view! {
                            <div><dt>{words::subject(locale)}</dt> <dd>{name_of(subject)}</dd></div>
                        })}
                        {entry.detail.clone().map(|detail| view! {
                            <div><dt>{words::detail(locale)}</dt> <dd>{detail.as_str().to_owned()}</dd></div>
                        })}
                        {entry.purchase_id.map(|id| view! {
                            <div>
                                <dt>{membership::number(locale)}</dt>
                                <dd><a href=locale.path(&sold_path(id))>{number_of(id)}</a></dd>
                            </div>
                        })}
                        {entry.reason.clone().map(|reason| view! {
                            <div><dt>{words::reason(locale)}</dt> <dd>{reason.as_str().to_owned()}</dd></div>
                        })}
                    </dl>
                </li>
            }
        })
        .collect_view();
    view! { <ol class="trail" role="list">{entries}</ol> }.into_any()
}

/// The name of what was done something to.
fn name_of(subject: &Subject) -> String {
    match subject {
        Subject::Listing(id) => id.to_string(),
        Subject::Broker(id) => id.to_string(),
        Subject::Agency(id) => id.to_string(),
        Subject::Event(id) => id.to_string(),
        Subject::Flag(name) | Subject::Import(name) => name.as_str().to_owned(),
    }
}

/// What was done, the level it was about, and what was held after it.
fn what(entry: &AuditEntry, locale: Locale) -> String {
    let action = entry.action.label(locale);
    let told = |level: SubscriptionLevel| match entry.ends_at {
        Some(end) => {
            let day = format::date(kathmandu_date(end), locale);
            account::membership_until(locale, level.label(locale), day)
        }
        None => level.label(locale).to_owned(),
    };
    match (entry.level, entry.held) {
        (level, Some(held)) => {
            let done = level.map_or(action.to_owned(), |level| {
                format!("{action}: {}", level.label(locale))
            });
            words::held_now(locale, done, told(held))
        }
        (Some(level), None) => format!("{action}: {}", told(level)),
        (None, None) => action.to_owned(),
    }
}
