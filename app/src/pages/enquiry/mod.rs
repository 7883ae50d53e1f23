//! Asking about a home, and the thread that follows. Open to guests, who come back by a
//! secret link.

mod ask;
mod ask_form;
mod messages;
mod people;
mod standing;
mod steps;
mod thread;

pub use ask::AskPage;
pub use thread::ThreadPage;

use crate::components::notice::{Notice, Tone};
use durbar_domain::{Locale, enquiry::State};
use durbar_messages::enquiry as words;
use leptos::prelude::*;

/// Where an enquiry stands, in a word or two.
pub fn state_label(locale: Locale, state: &State) -> &'static str {
    match state {
        State::Open => words::label_open(locale),
        State::SlotsProposed { .. } => words::label_proposed(locale),
        State::Confirmed { .. } => words::label_confirmed(locale),
        State::Declined => words::label_declined(locale),
        State::Cancelled => words::label_cancelled(locale),
        State::Closed => words::label_closed(locale),
    }
}

/// What the form before has done.
#[component]
fn Told(text: &'static str) -> impl IntoView {
    view! {
        <div role="status">
            <Notice tone=Tone::Calm><p>{text}</p></Notice>
        </div>
    }
}
