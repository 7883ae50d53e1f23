//! Where the viewing stands.

use super::{
    steps::{StepForms, Steps, open_slots},
    thread::Shown,
};
use crate::components::{
    form::refusal_words,
    notice::{Notice, Tone},
    slot_time::SlotTime,
};
use durbar_domain::{Locale, enquiry::State, policy::Refusal};
use durbar_messages::{account, enquiry as words};
use durbar_services::enquiries::mail::thread_path;
use leptos::prelude::*;

#[component]
pub(super) fn Standing(locale: Locale, shown: Shown, steps: Steps) -> impl IntoView {
    view! {
        <section class="section" aria-labelledby="standing">
            <h2 id="standing">{words::standing(locale)}</h2>
            <StateWords locale shown=shown.clone() choosing=steps.choose />
            {steps.refusal.map(|refusal| view! { <Factor locale refusal /> })}
            <StepForms locale shown steps />
        </section>
    }
    .into_any()
}

#[component]
fn StateWords(locale: Locale, shown: Shown, choosing: bool) -> impl IntoView {
    let enquiry = &shown.thread.enquiry;
    let other = shown.other(locale);
    let text = match &enquiry.state {
        State::Open => words::state_open(locale).to_owned(),
        State::SlotsProposed { by, .. } if *by == shown.thread.party => {
            words::state_proposed_mine(locale, other)
        }
        State::SlotsProposed { .. } => words::state_proposed(locale, other),
        State::Confirmed { .. } => words::state_confirmed(locale).to_owned(),
        State::Declined => words::state_declined(locale).to_owned(),
        State::Cancelled => words::state_cancelled(locale).to_owned(),
        State::Closed => words::state_closed(locale).to_owned(),
    };
    let slots = match &enquiry.state {
        // The times to choose from stand in their form.
        State::SlotsProposed { slots, .. } if !choosing => slots.clone(),
        State::Confirmed { slot } => vec![*slot],
        _ => Vec::new(),
    };
    let past =
        matches!(enquiry.state, State::SlotsProposed { .. }) && open_slots(&shown).is_empty();
    let calendar = enquiry.state.confirmed_slot().map(|_| {
        let path = locale.path(&format!("{}/viewing.ics", thread_path(enquiry.enquiry_id)));
        let address = match shown.key.as_str() {
            "" => path,
            key => format!("{path}?key={key}"),
        };
        view! {
            <p><a class="button button--quiet" href=address download="viewing.ics">{words::calendar(locale)}</a></p>
        }
    });
    view! {
        <p>{text}</p>
        <ul class="slots" role="list">
            {slots.into_iter().map(|slot| view! { <li><SlotTime locale time=slot /></li> }).collect_view()}
        </ul>
        {past.then(|| view! { <p>{words::past(locale)}</p> })}
        {calendar}
    }
    .into_any()
}

/// Why a broker can't decide just now, with the way to what would help.
#[component]
fn Factor(locale: Locale, refusal: Refusal) -> impl IntoView {
    view! {
        <Notice tone=Tone::Calm>
            <p>{refusal_words(locale, refusal.into())}</p>
            {(refusal == Refusal::MultiFactor).then(|| view! {
                <p><a href=locale.path("/account/security")>{account::security(locale)}</a></p>
            })}
        </Notice>
    }
}
