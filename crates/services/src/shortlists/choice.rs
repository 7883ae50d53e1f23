//! Into which lists a home can be put.

use super::Shortlists;
use crate::{ServiceError, permit::permit_own};
use durbar_domain::{
    PropertyId, ShortlistId,
    account::Principal,
    policy::Operation,
    shortlist::{Shortlist, ShortlistName},
};
use futures::{StreamExt as _, TryStreamExt as _, stream};
use jiff::Timestamp;

/// How many lists are asked about at a time.
const AT_A_TIME: usize = 8;

/// A list of the visitor's own, and whether a home is in it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ListChoice {
    pub shortlist_id: ShortlistId,
    pub name: ShortlistName,
    pub has_home: bool,
}

impl Shortlists {
    /// The lists that an account owns, the newest first, and which of them have the home.
    pub async fn choices(
        &self,
        principal: &Principal,
        home: PropertyId,
        now: Timestamp,
    ) -> Result<Vec<ListChoice>, ServiceError> {
        permit_own(principal, Operation::CreateShortlist)?;
        let lists = self.overview(principal, now).await?.owned;
        let choice = |list: Shortlist| async move {
            let has_home = self.store.has_home(list.shortlist_id, home).await?;
            Ok::<_, ServiceError>(ListChoice {
                shortlist_id: list.shortlist_id,
                name: list.name,
                has_home,
            })
        };
        stream::iter(lists)
            .map(choice)
            .buffered(AT_A_TIME)
            .try_collect()
            .await
    }
}
