//! The thread's words and steps, and the form that adds to them.

use super::{steps::Hidden, thread::Shown};
use crate::{
    components::{
        form::{ActionForm, TextArea},
        slot_time::{DayTime, SlotTime},
    },
    visitor::Visitor,
};
use durbar_domain::{
    Locale,
    enquiry::{Message, State, Step},
};
use durbar_messages::enquiry as words;
use leptos::prelude::*;

#[component]
pub(super) fn Messages(locale: Locale, shown: Shown) -> impl IntoView {
    let me = Visitor::get().account.map(|account| account.account_id);
    let entries = shown
        .thread
        .messages
        .iter()
        .map(|message| {
            // Colleagues share a side: what another one wrote is not the visitor's own.
            let by_colleague = message.author.is_some() && message.author != me;
            let mine = message.by == shown.thread.party && !by_colleague;
            let author = match mine {
                true => words::you(locale).to_owned(),
                false => shown.author(message, locale),
            };
            view! { <Entry locale message=message.clone() author mine /> }
        })
        .collect_view();
    let is_open = shown.thread.enquiry.state != State::Closed;
    view! {
        <section class="section" aria-labelledby="messages">
            <h2 id="messages">{words::messages(locale)}</h2>
            <ol class="messages" role="list">{entries}</ol>
            {is_open.then(|| view! {
                <ActionForm locale action="write" submit=words::send(locale)>
                    <Hidden shown=shown.clone() />
                    <TextArea locale name="text" label=words::write(locale) maxlength=4_000 />
                </ActionForm>
            })}
        </section>
    }
    .into_any()
}

#[component]
fn Entry(locale: Locale, message: Message, author: String, mine: bool) -> impl IntoView {
    let step = message.step.map(|step| match step {
        Step::ProposeSlots { slots } => view! {
            <p>{words::step_proposed(locale)}</p>
            <ul class="messages__slots">
                {slots
                    .into_iter()
                    .map(|slot| view! { <li><SlotTime locale time=slot /></li> })
                    .collect_view()}
            </ul>
        }
        .into_any(),
        Step::Confirm { slot } => view! {
            <p>{words::step_confirmed(locale)} " " <SlotTime locale time=slot /></p>
        }
        .into_any(),
        Step::Decline => view! { <p>{words::step_declined(locale)}</p> }.into_any(),
        Step::Cancel => view! { <p>{words::step_cancelled(locale)}</p> }.into_any(),
        Step::Close => view! { <p>{words::step_closed(locale)}</p> }.into_any(),
    });
    let text = message.text.map(|text| {
        view! { <p class="messages__text">{text.as_str().to_owned()}</p> }
    });
    view! {
        <li class="messages__entry" class=("messages__entry--mine", mine)>
            <p class="messages__by"><strong>{author}</strong> ", " <DayTime locale at=message.sent_at /></p>
            {step}
            {text}
        </li>
    }
    .into_any()
}
