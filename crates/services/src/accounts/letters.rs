//! The mails that carry codes, and those that warn.

use super::Accounts;
use durbar_domain::{Locale, account::EmailAddress, format};
use durbar_messages::letter as words;
use durbar_platform::{identity::MailCode, mail::MailMessage};
use jiff::civil::Date;

/// What a mail is about.
pub(crate) enum Letter<'a> {
    /// A code that confirms the address.
    Confirm(&'a MailCode),
    /// Somebody signed up with an address that has an account.
    AddressTaken,
    /// A code that replaces the password.
    Reset(&'a MailCode),
    /// The password was replaced.
    PasswordChanged,
    /// The second factor was set up, removed, or has other recovery codes.
    SecondFactorChanged,
    /// The account will be erased on this day, unless its owner takes that back.
    ErasureAsked(Date),
}

impl Accounts {
    /// Posts a mail. A code's mail can be sent again, so it has a key of its own.
    pub(crate) fn write(&self, to: &EmailAddress, locale: Locale, letter: Letter<'_>) {
        let link = |path: &str| format!("{}{}", self.site_url, locale.path(path));
        let (subject, text) = match letter {
            Letter::Confirm(code) => (
                words::confirm_subject(locale),
                words::confirm(locale, code.expose(), link("/account/confirm")),
            ),
            Letter::AddressTaken => (
                words::taken_subject(locale),
                words::taken(locale, link("/account/sign-in"), link("/account/forgot")),
            ),
            Letter::Reset(code) => (
                words::reset_subject(locale),
                words::reset(locale, code.expose(), link("/account/reset")),
            ),
            Letter::PasswordChanged => (
                words::changed_subject(locale),
                words::changed(locale, link("/account/forgot")),
            ),
            Letter::SecondFactorChanged => (
                words::factor_subject(locale),
                words::factor(locale, link("/account/forgot")),
            ),
            Letter::ErasureAsked(day) => (
                words::erasure_subject(locale),
                words::erasure(
                    locale,
                    format::date(day, locale),
                    link("/account/data"),
                    link("/account/forgot"),
                ),
            ),
        };
        let message = MailMessage {
            to: to.clone(),
            subject: subject.to_owned(),
            text,
            headers: Vec::new(),
            idempotency_key: format!("letter-{:032x}", rand::random::<u128>()),
        };
        self.postbox.post(message);
    }
}
