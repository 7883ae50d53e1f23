//! The mails that answer whoever asks for alerts without an account.

use super::{SavedSearches, subscribe::CONFIRM_WITHIN};
use crate::ServiceError;
use durbar_domain::{Locale, SavedSearchId, account::EmailAddress, saved_search::SavedSearch};
use durbar_messages::mail::alert;
use durbar_platform::{alerts::Link, link_token::LinkToken, mail::MailMessage};
use jiff::{SignedDuration, Timestamp};

/// How long the link that ends mails works.
pub(crate) const STOP_WITHIN: SignedDuration = SignedDuration::from_hours(400 * 24);

/// What a mail is about. None holds words of whoever asked: a stranger could otherwise have us
/// write them to anybody.
pub(super) enum Letter<'a> {
    /// The one mail that comes without having been confirmed.
    Confirm(SavedSearchId),
    /// There are alerts about this search already.
    Already(&'a SavedSearch),
    /// There are as many as an address may have: these.
    Full(Vec<&'a SavedSearch>),
}

impl SavedSearches {
    /// Posts a mail; how long its carrier takes tells nothing to whoever asked.
    pub(super) async fn write(
        &self,
        address: &EmailAddress,
        locale: Locale,
        letter: Letter<'_>,
        now: Timestamp,
    ) -> Result<(), ServiceError> {
        let origin = &self.origin;
        let (subject, text) = match letter {
            Letter::Confirm(saved_search_id) => {
                let link = Link::Confirm { saved_search_id };
                let token = self.store.new_link(&link, now + CONFIRM_WITHIN).await?;
                let link = link_to(origin, locale, "/alerts/confirm", &token);
                (alert::confirm_subject(locale), alert::confirm(locale, link))
            }
            Letter::Already(search) => {
                let stop = self.new_stop_link(&[search], locale, now).await?;
                (
                    alert::already_subject(locale),
                    alert::already(locale, search.name.as_str(), stop),
                )
            }
            Letter::Full(searches) => {
                let stop = self.new_stop_link(&searches, locale, now).await?;
                let sign_up = format!("{origin}{}", locale.path("/account/sign-up"));
                (
                    alert::full_subject(locale),
                    alert::full(locale, stop, sign_up),
                )
            }
        };
        self.postbox.post(MailMessage {
            to: address.clone(),
            subject: subject.to_owned(),
            text,
            headers: Vec::new(),
            idempotency_key: format!("alert-ask-{:032x}", rand::random::<u128>()),
        });
        Ok(())
    }

    async fn new_stop_link(
        &self,
        searches: &[&SavedSearch],
        locale: Locale,
        now: Timestamp,
    ) -> Result<String, ServiceError> {
        let saved_search_ids = searches.iter().map(|it| it.saved_search_id).collect();
        let link = Link::Stop { saved_search_ids };
        let token = self.store.new_link(&link, now + STOP_WITHIN).await?;
        Ok(stop_link(&self.origin, locale, &token))
    }
}

/// The address of a page that takes a secret.
fn link_to(origin: &str, locale: Locale, path: &str, token: &LinkToken) -> String {
    format!("{origin}{}?token={}", locale.path(path), token.reveal())
}

/// The address that ends mails, for the mail and for `List-Unsubscribe`.
pub(crate) fn stop_link(origin: &str, locale: Locale, token: &LinkToken) -> String {
    link_to(origin, locale, "/alerts/stop", token)
}
