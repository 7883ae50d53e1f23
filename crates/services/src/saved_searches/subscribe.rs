//! Alerts for an address without an account: asked for by anyone, begun by its owner.

use super::{
    ATTEMPTS, NewSavedSearch, SavedSearches, busy, counting, is_full, letter::Letter, made,
    permit_anyone,
};
use crate::accounts::{AccountError, IdentityError};
use durbar_domain::{
    account::{EmailAddress, SubscriptionLevel},
    saved_search::{SavedSearch, SearchOwner},
};
use durbar_platform::{
    PlatformError,
    alerts::OwnerList,
    throttle::{Purpose, client_subject},
};
use jiff::{SignedDuration, Timestamp};
use std::net::IpAddr;

/// How long whoever asked for alerts to an address has to confirm them.
pub(super) const CONFIRM_WITHIN: SignedDuration = SignedDuration::from_hours(48);

impl SavedSearches {
    /// Asks for alerts to an address without an account. Whatever the address has already, the
    /// answer is the same and one mail goes there: it asks to confirm, or says that there are
    /// such alerts already or as many as there may be. So nobody learns whose address is known
    /// here.
    ///
    /// # Errors
    /// [`IdentityError::TooManyAttempts`] when an address or a client asks too often.
    pub async fn subscribe(
        &self,
        address: EmailAddress,
        new: NewSavedSearch,
        client: IpAddr,
    ) -> Result<(), AccountError> {
        permit_anyone()?;
        let now = Timestamp::now();
        self.count(&address, client, now).await?;
        let locale = new.locale;
        let search = made(SearchOwner::Address(address.clone()), new, None, now);
        for _ in 0..ATTEMPTS {
            let list = self.store.of_owner(&search.owner, now).await?;
            let letter = match self.ask(&list, &search, now).await {
                Err(PlatformError::Conflict { .. }) => continue,
                outcome => outcome?,
            };
            return Ok(self.write(&address, locale, letter, now).await?);
        }
        Err(busy().into())
    }

    /// Lets a search wait to be confirmed, where there is room; gives back what to write.
    async fn ask<'a>(
        &self,
        list: &'a OwnerList,
        search: &SavedSearch,
        now: Timestamp,
    ) -> Result<Letter<'a>, PlatformError> {
        let same = list.searches.iter().find(|it| it.query == search.query);
        let end = now + CONFIRM_WITHIN;
        let saved_search_id = match same {
            Some(same) if same.confirmed_at.is_some() => return Ok(Letter::Already(same)),
            _ if is_full(list, SubscriptionLevel::Free) => {
                return Ok(Letter::Full(counting(list).collect()));
            }
            Some(waiting) => {
                let again = SavedSearch {
                    saved_search_id: waiting.saved_search_id,
                    version: waiting.version + 1,
                    created_at: waiting.created_at,
                    ..search.clone()
                };
                self.store
                    .replace_until(waiting.version, &again, end, &[])
                    .await?;
                waiting.saved_search_id
            }
            None => {
                // What isn't confirmed concerns nobody yet, so there is no event.
                self.store.add(list, search, Some(end), &[]).await?;
                search.saved_search_id
            }
        };
        Ok(Letter::Confirm(saved_search_id))
    }

    /// Counts an attempt. Loopback is this machine itself, as tests and a proxy on it are: it
    /// is not one visitor, so it is not counted.
    async fn count(
        &self,
        address: &EmailAddress,
        client: IpAddr,
        now: Timestamp,
    ) -> Result<(), IdentityError> {
        let throttle = &self.throttle;
        if !client.is_loopback() && !client.is_unspecified() {
            let client = client_subject(client);
            throttle
                .check_and_count(Purpose::AlertFrom, &client, now)
                .await?;
        }
        Ok(throttle
            .check_and_count(Purpose::Alert, address.as_str(), now)
            .await?)
    }
}
