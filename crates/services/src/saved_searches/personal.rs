//! What is kept of a person: handed out, and erased.

use super::SavedSearches;
use crate::ServiceError;
use durbar_domain::saved_search::{SavedSearch, SearchOwner};
use durbar_platform::{alerts::Link, keys::PrimaryKey};
use jiff::Timestamp;

impl SavedSearches {
    /// All an account or an address has saved, removed and unconfirmed ones too.
    pub async fn export_of(&self, owner: &SearchOwner) -> Result<Vec<SavedSearch>, ServiceError> {
        Ok(self.store.of_owner(owner, Timestamp::now()).await?.searches)
    }

    /// Erases all an account or an address has saved, and of an address also what it was told
    /// and what waits for it. Of somebody with an account both are to be erased. Gives back the
    /// keys of what was deleted.
    pub async fn erase_of(&self, owner: &SearchOwner) -> Result<Vec<PrimaryKey>, ServiceError> {
        // Expired ones too, which may still be there.
        let list = self.store.of_owner(owner, Timestamp::UNIX_EPOCH).await?;
        let mut erased = Vec::new();
        for search in &list.searches {
            let events = [self.changed(search)];
            erased.extend(self.store.delete(search, &events).await?);
            self.events.nudge();
        }
        if let SearchOwner::Address(address) = owner {
            erased.extend(self.queue.forget(address).await?);
        }
        erased.extend(self.store.forget(owner).await?);
        Ok(erased)
    }

    /// The address without an account that a link was mailed to, and all it has saved: whoever
    /// has the link reads its mail.
    ///
    /// # Errors
    /// [`ServiceError::NotFound`] when the link is none of ours or too old, when nothing of it
    /// is there any more, and when it belongs to an account, which has pages of its own.
    pub async fn of_link(
        &self,
        token: &str,
    ) -> Result<(SearchOwner, Vec<SavedSearch>), ServiceError> {
        let now = Timestamp::now();
        let ids = match self.link(token, now).await? {
            Link::Confirm { saved_search_id } => vec![saved_search_id],
            Link::Stop { saved_search_ids } => saved_search_ids,
        };
        let searches = self.store.get_many(&ids, now).await?;
        let owner = searches
            .into_iter()
            .map(|search| search.owner)
            .find(|owner| matches!(owner, SearchOwner::Address(_)))
            .ok_or(ServiceError::NotFound)?;
        let all = self.export_of(&owner).await?;
        Ok((owner, all))
    }

    /// Erases all that is kept of the address a link was mailed to.
    ///
    /// # Errors
    /// As [`SavedSearches::of_link`].
    pub async fn erase_of_link(&self, token: &str) -> Result<(), ServiceError> {
        let (owner, _) = self.of_link(token).await?;
        self.erase_of(&owner).await.map(drop)
    }
}
