//! The audit trail.

use super::{super::query, AUDIT, AdminPage, MEMBERS, failed, refused, sold_path};
use crate::{context::AppContext, locale::use_locale, visitor::Visitor};
use durbar_domain::{
    AccountId, EventId, Locale,
    audit::{Actor, AuditEntry},
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
            let whose = match entry.account_id {
                Some(id) => person(id),
                None => view! { <span>{words::erased(locale)}</span> }.into_any(),
            };
            view! {
                <li class="trail__entry">
                    <dl>
                        <div><dt>{words::when(locale)}</dt> <dd><When locale entry=entry.clone() /></dd></div>
                        <div><dt>{words::who(locale)}</dt> <dd>{by}</dd></div>
                        <div><dt>{words::what(locale)}</dt> <dd>{what(entry, locale)}</dd></div>
                        <div><dt>{words::buyer(locale)}</dt> <dd>{whose}</dd></div>
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

/// The moment by Nepal's calendar, and exactly for machines.
#[component]
fn When(locale: Locale, entry: AuditEntry) -> impl IntoView {
    view! {
        <time datetime=entry.at.to_string()>{format::date(kathmandu_date(entry.at), locale)}</time>
    }
}

/// What was done, and the level it was about.
fn what(entry: &AuditEntry, locale: Locale) -> String {
    let action = entry.action.label(locale);
    let level = entry.level.map(|level| level.label(locale));
    match (level, entry.ends_at) {
        (Some(level), Some(end)) => {
            let day = format::date(kathmandu_date(end), locale);
            format!(
                "{action}: {}",
                account::membership_until(locale, level, day)
            )
        }
        (Some(level), None) => format!("{action}: {level}"),
        (None, _) => action.to_owned(),
    }
}
