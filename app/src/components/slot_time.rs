//! Times of viewings and of messages, by Nepal's clocks.

use durbar_domain::{Locale, enquiry::Slot, format};
use durbar_messages::mail::enquiry as words;
use jiff::Timestamp;
use leptos::prelude::*;

/// A slot in words, as in mails; programs read its start from the element.
#[component]
pub fn SlotTime(locale: Locale, time: Slot) -> impl IntoView {
    let datetime = time.starts_at().to_string();
    view! { <time datetime=datetime data-slot="">{slot_words(locale, time)}</time> }
}

/// A slot as people say it.
pub fn slot_words(locale: Locale, slot: Slot) -> String {
    let start = slot.start_in_nepal();
    let time = format!("{:02}:{:02}", start.hour(), start.minute());
    words::slot(
        locale,
        format::date(start.date(), locale),
        format::digits(&time, locale),
        format::number(slot.minutes().into(), locale),
    )
}

/// The day on which something happened.
#[component]
pub fn DayTime(locale: Locale, at: Timestamp) -> impl IntoView {
    let day = format::date(durbar_services::kathmandu_date(at), locale);
    view! { <time datetime=at.to_string()>{day}</time> }
}

/// Day and time at which something happened, in words, by Nepal's clocks.
pub fn moment_words(locale: Locale, at: Timestamp) -> String {
    let clock = durbar_services::kathmandu_time(at);
    let time = clock.strftime("%H:%M").to_string();
    let day = format::date(durbar_services::kathmandu_date(at), locale);
    format!("{day}, {}", format::digits(&time, locale))
}

/// The minute in which something happened.
#[component]
pub fn MinuteTime(locale: Locale, at: Timestamp) -> impl IntoView {
    view! { <time datetime=at.to_string()>{moment_words(locale, at)}</time> }
}
