//! What people with an account do with their saved searches.

use super::{ATTEMPTS, NewSavedSearch, SavedSearches, busy, check_limit, made};
use crate::{ServiceError, permit::permit_own};
use durbar_domain::{
    SavedSearchId,
    account::{Person, Principal},
    policy::Operation,
    saved_search::{AlertFrequency, AlertKind, SavedSearch, SearchName, SearchOwner},
};
use durbar_platform::PlatformError;
use enumset::EnumSet;
use jiff::Timestamp;

/// What somebody has saved, oldest first.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Overview {
    pub saved: Vec<SavedSearch>,
    /// Those that can still be brought back.
    pub removed: Vec<SavedSearch>,
}

/// What came of saving a search.
#[derive(Debug, Clone, PartialEq)]
pub struct Saved {
    pub search: SavedSearch,
    /// It had been saved before, and stands as it was.
    pub repeated: bool,
}

impl SavedSearches {
    /// What whoever is signed in has saved.
    pub async fn list(&self, principal: &Principal) -> Result<Overview, ServiceError> {
        let person = permit_own(principal, Operation::ManageSavedSearches)?;
        let owner = SearchOwner::Account(person.account_id);
        let list = self.store.of_owner(&owner, Timestamp::now()).await?;
        let (removed, saved) = list
            .searches
            .into_iter()
            .partition(|search| search.removed_at.is_some());
        Ok(Overview { saved, removed })
    }

    /// Saves a search with the account of whoever is signed in. Its address is confirmed with
    /// the account, so alerts begin at once. The same search is saved once.
    ///
    /// # Errors
    /// [`Refusal::Upgrade`](durbar_domain::policy::Refusal::Upgrade) when the level allows no
    /// more searches, or [`ServiceError::Invalid`] when none allows more.
    pub async fn create(
        &self,
        principal: &Principal,
        new: NewSavedSearch,
    ) -> Result<Saved, ServiceError> {
        let person = permit_own(principal, Operation::ManageSavedSearches)?;
        let owner = SearchOwner::Account(person.account_id);
        let now = Timestamp::now();
        let search = made(owner, new, Some(now), now);
        for _ in 0..ATTEMPTS {
            let list = self.store.of_owner(&search.owner, now).await?;
            let same = |it: &&SavedSearch| it.removed_at.is_none() && it.query == search.query;
            if let Some(same) = list.searches.iter().find(same) {
                return Ok(Saved {
                    search: same.clone(),
                    repeated: true,
                });
            }
            check_limit(&list, person.subscription_level)?;
            let events = [self.changed(&search)];
            match self.store.add(&list, &search, None, &events).await {
                Err(PlatformError::Conflict { .. }) => {}
                Err(error) => return Err(error.into()),
                Ok(()) => {
                    self.events.nudge();
                    return Ok(Saved {
                        search,
                        repeated: false,
                    });
                }
            }
        }
        Err(busy())
    }

    /// Changes name and mails of a search of whoever is signed in that is at
    /// `expected_version`.
    ///
    /// # Errors
    /// [`ServiceError::Conflict`] when it is at another version.
    pub async fn edit(
        &self,
        principal: &Principal,
        (id, expected_version): (SavedSearchId, u64),
        name: SearchName,
        frequency: AlertFrequency,
        kinds: EnumSet<AlertKind>,
    ) -> Result<SavedSearch, ServiceError> {
        let (_, before) = self.own(principal, id).await?;
        if before.removed_at.is_some() {
            return Err(ServiceError::NotFound);
        }
        if before.version != expected_version {
            return Err(ServiceError::Conflict {
                current_version: before.version,
            });
        }
        let after = SavedSearch {
            version: expected_version + 1,
            name,
            frequency,
            kinds,
            modified_at: Timestamp::now(),
            ..before
        };
        self.replace(expected_version, &after).await?;
        Ok(after)
    }

    /// Removes a search of whoever is signed in, as it stands; it can be brought back for
    /// [`SavedSearch::RESTORABLE_FOR`]. It is no error when it has gone already.
    pub async fn remove(
        &self,
        principal: &Principal,
        id: SavedSearchId,
    ) -> Result<(), ServiceError> {
        for _ in 0..ATTEMPTS {
            let before = match self.own(principal, id).await {
                Ok((_, search)) if search.removed_at.is_none() => search,
                Ok(_) | Err(ServiceError::NotFound) => return Ok(()),
                Err(error) => return Err(error),
            };
            let now = Timestamp::now();
            let removed = SavedSearch {
                version: before.version + 1,
                removed_at: Some(now),
                modified_at: now,
                ..before
            };
            let end = now + SavedSearch::RESTORABLE_FOR;
            let events = [self.changed(&removed)];
            let done = self
                .store
                .replace_until(before.version, &removed, end, &events)
                .await;
            match done {
                Err(PlatformError::Conflict { .. }) => {}
                Err(error) => return Err(error.into()),
                Ok(()) => {
                    self.events.nudge();
                    return Ok(());
                }
            }
        }
        Err(busy())
    }

    /// Brings a removed search back; one that is there stays as it is.
    ///
    /// # Errors
    /// As [`SavedSearches::create`], and [`ServiceError::NotFound`] when it has gone for good.
    pub async fn restore(
        &self,
        principal: &Principal,
        id: SavedSearchId,
    ) -> Result<(), ServiceError> {
        for _ in 0..ATTEMPTS {
            let (person, before) = self.own(principal, id).await?;
            if before.removed_at.is_none() {
                return Ok(());
            }
            let now = Timestamp::now();
            let list = self.store.of_owner(&before.owner, now).await?;
            check_limit(&list, person.subscription_level)?;
            let back = SavedSearch {
                version: before.version + 1,
                removed_at: None,
                modified_at: now,
                ..before
            };
            match self.count_again(&list, before.version, &back).await {
                Err(PlatformError::Conflict { .. }) => {}
                outcome => return Ok(outcome?),
            }
        }
        Err(busy())
    }

    async fn own<'a>(
        &self,
        principal: &'a Principal,
        id: SavedSearchId,
    ) -> Result<(&'a Person, SavedSearch), ServiceError> {
        let person = permit_own(principal, Operation::ManageSavedSearches)?;
        let search = self.store.get(id, Timestamp::now()).await?;
        search
            .filter(|search| search.owner == SearchOwner::Account(person.account_id))
            .map(|search| (person, search))
            .ok_or(ServiceError::NotFound)
    }
}
