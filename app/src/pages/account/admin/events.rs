//! Events that were given up on.

use super::{AdminPage, EVENTS, refused};
use crate::{
    components::form::{ButtonForm, Refusal},
    context::AppContext,
    form::FormState,
    locale::use_locale,
    pages::failure::failed,
    visitor::Visitor,
};
use durbar_domain::{Locale, format, policy::Operation};
use durbar_messages::events as words;
use durbar_services::{ParkedEvent, kathmandu_date};
use leptos::prelude::*;

#[component]
pub fn EventsPage() -> impl IntoView {
    let locale = use_locale();
    let (context, visitor) = (AppContext::get(), Visitor::get());
    if let Some(refused) = refused(locale, EVENTS, Operation::ManageEvents) {
        return refused;
    }
    Suspend::new(async move {
        let parked = &context.services.parked_events;
        match parked.list(&visitor.principal).await {
            Ok(parked) => view! { <Events locale parked /> }.into_any(),
            Err(error) => failed(error),
        }
    })
    .into_any()
}

#[component]
fn Events(locale: Locale, parked: Vec<ParkedEvent>) -> impl IntoView {
    let refusals = ["replay-event", "drop-event"]
        .map(|action| view! { <Refusal locale state=FormState::of(action) /> })
        .collect_view();
    let none = parked
        .is_empty()
        .then(|| view! { <p>{words::none(locale)}</p> });
    let rows = parked
        .into_iter()
        .map(|parked| view! { <Row locale parked /> })
        .collect_view();
    view! {
        <AdminPage locale path=EVENTS title=words::title(locale)>
            <p>{words::text(locale)}</p>
            {refusals}
            {none}
            <ol class="trail" role="list">{rows}</ol>
        </AdminPage>
    }
    .into_any()
}

#[component]
fn Row(locale: Locale, parked: ParkedEvent) -> impl IntoView {
    let id = parked.event.event_id.to_string();
    let day = |at| format::date(kathmandu_date(at), locale);
    let occurred = parked.event.occurred_at;
    let fields = [("event", id.clone())];
    view! {
        <li class="trail__entry">
            <dl>
                <div><dt>{words::kind(locale)}</dt> <dd>{parked.event.detail.kind()}</dd></div>
                <div><dt>{words::event(locale)}</dt> <dd>{id}</dd></div>
                <div>
                    <dt>{words::occurred(locale)}</dt>
                    <dd><time datetime=occurred.to_string()>{day(occurred)}</time></dd>
                </div>
                {parked.parked_at.map(|at| view! {
                    <div>
                        <dt>{words::parked(locale)}</dt>
                        <dd><time datetime=at.to_string()>{day(at)}</time></dd>
                    </div>
                })}
                <div><dt>{words::consumers(locale)}</dt> <dd>{parked.consumers.join(", ")}</dd></div>
                <div>
                    <dt>{words::attempts(locale)}</dt>
                    <dd>{format::number(parked.attempts.into(), locale)}</dd>
                </div>
                <div><dt>{words::reason(locale)}</dt> <dd>{parked.reason}</dd></div>
            </dl>
            <ButtonForm
                action="replay-event"
                submit=words::replay(locale).to_owned()
                fields=fields.to_vec()
            />
            <ButtonForm
                action="drop-event"
                submit=words::discard(locale).to_owned()
                fields=fields.to_vec()
            />
        </li>
    }
    .into_any()
}
