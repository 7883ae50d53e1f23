//! What links in mails do: confirm, and end. Both work without signing in, and as often as
//! they are opened.

use super::{ATTEMPTS, SavedSearches, busy, is_full, permit_anyone, too_many};
use crate::ServiceError;
use durbar_domain::{
    account::SubscriptionLevel,
    saved_search::{AlertFrequency, SavedSearch, SearchOwner},
};
use durbar_platform::{PlatformError, alerts::Link, link_token::LinkToken};
use jiff::Timestamp;

/// What a link is for, to be shown before it is done: programs that look for harm open links
/// too, so opening one changes nothing.
#[derive(Debug, Clone, PartialEq)]
pub enum LinkTarget {
    Confirm(Box<SavedSearch>),
    /// The searches that still send mail; empty once they are ended.
    Stop(Vec<SavedSearch>),
}

impl SavedSearches {
    /// What a link is for.
    ///
    /// # Errors
    /// [`ServiceError::NotFound`] when it is none of ours or too old.
    pub async fn link_target(&self, token: &str) -> Result<LinkTarget, ServiceError> {
        let now = Timestamp::now();
        match self.link(token, now).await? {
            Link::Confirm { saved_search_id } => {
                let search = self.store.get(saved_search_id, now).await?;
                let search = search.ok_or(ServiceError::NotFound)?;
                Ok(LinkTarget::Confirm(Box::new(search)))
            }
            Link::Stop { saved_search_ids } => {
                let mut searches = self.store.get_many(&saved_search_ids, now).await?;
                searches.retain(SavedSearch::is_active);
                Ok(LinkTarget::Stop(searches))
            }
        }
    }

    /// Confirms that alerts are wanted; gives back the search. Doing so again changes nothing.
    ///
    /// # Errors
    /// [`ServiceError::NotFound`] when the link is none of ours or too old,
    /// [`ServiceError::Invalid`] when the address has as many alerts as it may.
    pub async fn confirm(&self, token: &str) -> Result<SavedSearch, ServiceError> {
        let now = Timestamp::now();
        let Link::Confirm { saved_search_id } = self.link(token, now).await? else {
            return Err(ServiceError::NotFound);
        };
        for _ in 0..ATTEMPTS {
            let search = self.store.get(saved_search_id, now).await?;
            let search = search.ok_or(ServiceError::NotFound)?;
            if search.confirmed_at.is_some() {
                return Ok(search);
            }
            let list = self.store.of_owner(&search.owner, now).await?;
            if is_full(&list, SubscriptionLevel::Free) {
                return Err(too_many(
                    SubscriptionLevel::Free.entitlements().saved_searches,
                ));
            }
            let confirmed = SavedSearch {
                version: search.version + 1,
                confirmed_at: Some(now),
                modified_at: now,
                ..search
            };
            match self.count_again(&list, search.version, &confirmed).await {
                Err(PlatformError::Conflict { .. }) => {}
                outcome => return Ok(outcome.map(|()| confirmed)?),
            }
        }
        Err(busy())
    }

    /// Ends the mails a link is in, with one click and without signing in (RFC 8058); gives
    /// back the searches that are ended by it. What an account has saved stays there without
    /// mails; what an address asked for is deleted, and with the last of it all that is kept of
    /// the address. Doing so again changes nothing.
    ///
    /// # Errors
    /// [`ServiceError::NotFound`] when the link is none of ours or too old.
    pub async fn stop(&self, token: &str) -> Result<Vec<SavedSearch>, ServiceError> {
        let now = Timestamp::now();
        let Link::Stop { saved_search_ids } = self.link(token, now).await? else {
            return Err(ServiceError::NotFound);
        };
        let mut ended = Vec::new();
        for id in saved_search_ids {
            for attempt in 1.. {
                let Some(search) = self.store.get(id, now).await? else {
                    break;
                };
                match self.end(&search, now).await {
                    Ok(true) => ended.push(search),
                    Ok(false) => {}
                    Err(ServiceError::Conflict { .. }) if attempt < ATTEMPTS => continue,
                    Err(error) => return Err(error),
                }
                break;
            }
        }
        for search in &ended {
            if let owner @ SearchOwner::Address(_) = &search.owner
                && self.store.of_owner(owner, now).await?.searches.is_empty()
            {
                self.erase_of(owner).await?;
            }
        }
        Ok(ended)
    }

    /// Ends the mails of a search; false when there were none.
    async fn end(&self, search: &SavedSearch, now: Timestamp) -> Result<bool, ServiceError> {
        if let SearchOwner::Address(_) = search.owner {
            let events = [self.changed(search)];
            self.store.delete(search, &events).await?;
            self.events.nudge();
            return Ok(true);
        }
        if !search.is_active() {
            return Ok(false);
        }
        let ended = SavedSearch {
            version: search.version + 1,
            frequency: AlertFrequency::Never,
            modified_at: now,
            ..search.clone()
        };
        self.replace(search.version, &ended).await?;
        Ok(true)
    }

    /// What a link may do at `now`.
    pub(super) async fn link(&self, token: &str, now: Timestamp) -> Result<Link, ServiceError> {
        // Whoever has the link, with an account or without one.
        permit_anyone()?;
        let token = LinkToken::parse(token).ok_or(ServiceError::NotFound)?;
        self.store
            .link(&token, now)
            .await?
            .ok_or(ServiceError::NotFound)
    }
}
