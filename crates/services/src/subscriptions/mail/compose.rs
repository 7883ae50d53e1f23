//! What the mails say.

use crate::kathmandu_date;
use durbar_domain::{
    account::Account,
    format,
    purchase::{Purchase, number_of},
};
use durbar_messages::{Label, mail::membership as words, membership};
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

/// Subject and text of the mail that money has come.
pub(super) fn receipt(purchase: &Purchase, account: &Account, url: &str) -> (String, String) {
    let locale = account.locale;
    let number = number_of(purchase.purchase_id);
    let text = words::receipt(
        locale,
        account.name.as_str(),
        format::npr(purchase.amount, locale),
        &number,
        purchase.level.label(locale),
        purchase.period.label(locale),
        url,
    );
    (words::receipt_subject(locale, number), text)
}

/// Subject and text of the mail that a level ends soon.
pub(super) fn ending(account: &Account, end: Timestamp, url: &str) -> (String, String) {
    let locale = account.locale;
    let level = account.subscription_level.label(locale);
    let day = day(end, account);
    let text = words::ending(locale, account.name.as_str(), level, &day, url);
    (words::ending_subject(locale, level, day), text)
}

fn day(at: Timestamp, account: &Account) -> String {
    format::date(kathmandu_date(at), account.locale)
}
