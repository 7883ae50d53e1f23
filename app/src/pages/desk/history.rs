//! What happened to a listing.

use crate::components::slot_time::{MinuteTime, moment_words};
use durbar_domain::{
    AccountId, Listing, Locale, format,
    history::{HistoryEntry, HistoryFact},
};
use durbar_messages::{Label, agency as agency_words, desk as words, fact};
use leptos::prelude::*;
use std::collections::HashMap;

/// The entries, the latest first, each with who did it.
#[component]
pub fn History(
    locale: Locale,
    entries: Vec<HistoryEntry>,
    names: HashMap<AccountId, String>,
) -> impl IntoView {
    let none = entries.is_empty();
    view! {
        <section class="section">
            <h2>{words::history(locale)}</h2>
            {none.then(|| view! { <p>{words::none_history(locale)}</p> })}
            <ol class="history" role="list">
                {entries
                    .into_iter()
                    .map(|entry| {
                        let by = who(locale, &entry, &names);
                        view! {
                            <li class="history__entry">
                                <p>{fact_words(locale, &entry.fact)}</p>
                                <p class="muted"><MinuteTime locale at=entry.at /> ", " {by}</p>
                            </li>
                        }
                    })
                    .collect_view()}
            </ol>
        </section>
    }
    .into_any()
}

/// Who did it.
fn who(locale: Locale, entry: &HistoryEntry, names: &HashMap<AccountId, String>) -> String {
    let Some(id) = entry.by else {
        return words::by_program(locale).to_owned();
    };
    let name = names.get(&id).cloned();
    name.unwrap_or_else(|| words::by_somebody(locale).to_owned())
}

/// Status and price as they are, and the latest change of the offer, of entries that come latest
/// first: what somebody wants to know whose own change met another one.
pub(super) fn how_it_stands(
    locale: Locale,
    listing: &Listing,
    entries: &[HistoryEntry],
    names: &HashMap<AccountId, String>,
) -> String {
    let is_of_offer = |entry: &&HistoryEntry| {
        matches!(
            entry.fact,
            HistoryFact::PriceChanged { .. }
                | HistoryFact::PriceHidden { .. }
                | HistoryFact::StatusChanged { .. }
                | HistoryFact::TierChanged { .. }
        )
    };
    let price = format::npr_compact(listing.price.list_price, locale);
    let now = words::stands_now(locale, listing.standard_status.label(locale), price);
    match entries.iter().find(is_of_offer) {
        None => now,
        Some(entry) => {
            let fact = fact_words(locale, &entry.fact);
            let (by, time) = (who(locale, entry, names), moment_words(locale, entry.at));
            format!("{now} {}", words::stands_since(locale, fact, by, time))
        }
    }
}

fn fact_words(locale: Locale, what: &HistoryFact) -> String {
    match what {
        HistoryFact::Submitted => fact::submitted(locale).to_owned(),
        HistoryFact::TakenBack => fact::taken_back(locale).to_owned(),
        HistoryFact::ChangesRequested { reasons } => {
            fact::changes_requested(locale, reasons.as_str())
        }
        HistoryFact::Refused { reasons } => fact::refused(locale, reasons.as_str()),
        HistoryFact::Approved => fact::approved(locale).to_owned(),
        HistoryFact::Published => fact::published(locale).to_owned(),
        HistoryFact::StatusChanged { from, to } => {
            fact::status(locale, from.label(locale), to.label(locale))
        }
        HistoryFact::PriceChanged { from, to } => {
            let price = |price| format::npr_compact(price, locale);
            fact::price(locale, price(*from), price(*to))
        }
        HistoryFact::Reassigned { .. } => agency_words::reassigned(locale).to_owned(),
        HistoryFact::DocumentChecked { document, seen } => {
            let document = document.label(locale);
            match seen {
                true => fact::document_seen(locale, document),
                false => fact::document_refused(locale, document),
            }
        }
        HistoryFact::TierChanged { premium: true } => fact::tier_premium(locale).to_owned(),
        HistoryFact::TierChanged { premium: false } => fact::tier_plain(locale).to_owned(),
        HistoryFact::PriceHidden { on_request: true } => fact::price_hidden(locale).to_owned(),
        HistoryFact::PriceHidden { on_request: false } => fact::price_shown(locale).to_owned(),
    }
}
