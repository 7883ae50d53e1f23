//! What the mails say.

use crate::kathmandu_date;
use durbar_domain::{
    account::{Account, LevelSpan},
    format,
    purchase::{Purchase, number_of},
};
use durbar_messages::{Label, account::membership_until, mail::membership as words, membership};
use jiff::Timestamp;

/// Subject and text of the mail with an invoice; how it is paid stands on its page alone, so
/// that nobody learns to trust a bank account in a mail.
pub(super) fn invoice(purchase: &Purchase, account: &Account, url: &str) -> (String, String) {
    let locale = account.locale;
    let number = number_of(purchase.purchase_id);
    let what = membership::plan_option(
        locale,
        purchase.level.label(locale),
        purchase.period.label(locale),
        format::npr(purchase.amount, locale),
    );
    let until = day(purchase.pay_until, account);
    let text = words::invoice(locale, account.name.as_str(), &number, what, until, url);
    (words::invoice_subject(locale, number), text)
}

/// Subject and text of the mail that money has come; `starts_at` is when what was bought is
/// used from, `None` while something without an end comes before it.
pub(super) fn receipt(
    purchase: &Purchase,
    account: &Account,
    (starts_at, now): (Option<Timestamp>, Timestamp),
    url: &str,
) -> (String, String) {
    let locale = account.locale;
    let number = number_of(purchase.purchase_id);
    let starts = match starts_at {
        Some(start) if start <= now => words::starts_now(locale).to_owned(),
        Some(start) => words::starts_on(locale, day(start, account)),
        None => words::starts_after_all(locale).to_owned(),
    };
    let text = words::receipt(
        locale,
        account.name.as_str(),
        format::npr(purchase.amount, locale),
        &number,
        purchase.level.label(locale),
        purchase.period.label(locale),
        starts,
        url,
    );
    (words::receipt_subject(locale, number), text)
}

/// Subject and text of the mail that a level ends soon, and of what follows it, if anything.
pub(super) fn ending(
    account: &Account,
    (span, end): (LevelSpan, Timestamp),
    next: Option<LevelSpan>,
    url: &str,
) -> (String, String) {
    let locale = account.locale;
    let (name, level) = (account.name.as_str(), span.level.label(locale));
    let date = day(end, account);
    let text = match next {
        Some(next) => {
            let then = next.level.label(locale);
            let then = match next.ends_at {
                Some(end) => membership_until(locale, then, day(end, account)),
                None => membership::level_endless(locale, then),
            };
            words::ending_then(locale, name, level, &date, then, url)
        }
        None => words::ending(locale, name, level, &date, url),
    };
    (words::ending_subject(locale, level, date), text)
}

fn day(at: Timestamp, account: &Account) -> String {
    format::date(kathmandu_date(at), account.locale)
}
