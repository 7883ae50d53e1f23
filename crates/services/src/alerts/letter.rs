//! The words of alerts.

use super::sending::Told;
use durbar_domain::{
    ListingSummary, Locale,
    format::npr_compact,
    saved_search::{AlertKind, SavedSearch},
};
use durbar_messages::{Label, mail::alert};
use durbar_platform::mail::MailMessage;

/// Homes told of in one mail; the rest is counted.
const HOMES: usize = 40;

/// The mail about some homes, at least one. `stop` is the address that ends such mails.
pub(super) fn write(told: &[Told<'_>], origin: &str, stop: &str) -> MailMessage {
    let first = &told[0];
    let locale = first.searches[0].locale;
    let mut parts: Vec<String> = Vec::new();
    for home in told.iter().take(HOMES) {
        parts.push(home_text(home, origin, locale));
    }
    if let Some(rest) = told.len().checked_sub(HOMES).filter(|rest| *rest > 0) {
        parts.push(alert::more(locale, rest as u64));
    }
    let mut searches: Vec<&SavedSearch> =
        told.iter().flat_map(|home| home.searches.clone()).collect();
    searches.sort_by_key(|search| search.saved_search_id);
    searches.dedup_by_key(|search| search.saved_search_id);
    let lines = searches.iter().map(|search| {
        let link = format!("{origin}{}", locale.path(&search.query.path()));
        alert::search(locale, search.name.as_str(), link)
    });
    parts.push(lines.collect::<Vec<_>>().join("\n"));
    parts.push(alert::stop(locale, stop));
    let due = first.alert;
    let idempotency_key = if due.instant {
        format!("alert:{}:{}", due.fact, due.address_digest())
    } else {
        format!(
            "alerts:{}:{}:{}",
            due.due_at,
            due.fact,
            due.address_digest()
        )
    };
    MailMessage {
        to: due.address.clone(),
        subject: subject(told, locale),
        text: format!("{}\n", parts.join("\n\n")),
        // One click in the mail program, without opening a page (RFC 8058).
        headers: vec![
            ("List-Unsubscribe", format!("<{stop}>")),
            (
                "List-Unsubscribe-Post",
                "List-Unsubscribe=One-Click".to_owned(),
            ),
        ],
        idempotency_key,
    }
}

fn subject(told: &[Told<'_>], locale: Locale) -> String {
    let [one] = told else {
        return alert::homes_subject(locale, told.len() as u64);
    };
    let card = &one.card;
    let (title, place) = (card.title.get(locale), card.neighbourhood.name());
    let place = *place.get(locale);
    match one.alert.kind {
        AlertKind::NewMatch => alert::new_subject(locale, title, place),
        AlertKind::PriceChange => alert::price_subject(locale, title, place),
        AlertKind::StatusChange => {
            alert::status_subject(locale, status(card, locale), title, place)
        }
    }
}

fn home_text(told: &Told<'_>, origin: &str, locale: Locale) -> String {
    let card = &told.card;
    let place = *card.neighbourhood.name().get(locale);
    let price = match card.list_price {
        Some(price) => npr_compact(price, locale),
        None => alert::on_request(locale).to_owned(),
    };
    let news = match (told.alert.kind, told.alert.price_before) {
        (AlertKind::NewMatch, _) => alert::new(locale).to_owned(),
        (AlertKind::PriceChange, Some(before)) => {
            alert::price_from(locale, npr_compact(before, locale))
        }
        (AlertKind::PriceChange, None) => alert::price(locale).to_owned(),
        (AlertKind::StatusChange, _) => alert::status(locale, status(card, locale)),
    };
    let link = format!("{origin}{}", locale.path(&card.path()));
    let title = card.title.get(locale);
    format!("{title}\n{place} · {price}\n{news}\n{link}")
}

fn status(card: &ListingSummary, locale: Locale) -> &'static str {
    match card.standard_status.availability() {
        Some(availability) => availability.label(locale),
        None => alert::gone(locale),
    }
}
