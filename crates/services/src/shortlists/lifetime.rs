//! Making, renaming, deleting a list, and bringing it back.

use super::{Shortlists, unix_ms};
use crate::{
    ServiceError,
    permit::{permit, permit_own},
};
use durbar_domain::{
    ShortlistId,
    account::{Person, Principal, SubscriptionLevel},
    error::Problem,
    policy::{
        Operation::{CreateShortlist, EditShortlist},
        Refusal, Relation,
    },
    shortlist::{Member, MemberId, Right, Shortlist, ShortlistName, is_restorable},
    text::Name,
};
use durbar_platform::shortlists::Added;
use jiff::Timestamp;

impl Shortlists {
    /// Makes a list; `owner_name` is how its members see the owner.
    ///
    /// # Errors
    /// [`Refusal::Upgrade`] when the owner has as many lists as their level gives and a higher
    /// one gives more, [`ServiceError::Invalid`] when none does.
    pub async fn create(
        &self,
        principal: &Principal,
        name: ShortlistName,
        owner_name: Name,
        now: Timestamp,
    ) -> Result<Shortlist, ServiceError> {
        let person = permit_own(principal, CreateShortlist)?;
        let list = Shortlist {
            shortlist_id: ShortlistId::from_parts(unix_ms(now), rand::random()),
            version: 1,
            name,
            owner: person.account_id,
            created_at: now,
            modified_at: now,
            deleted_at: None,
        };
        let owner = Member {
            member_id: MemberId::Account(person.account_id),
            name: owner_name,
            right: Right::Comment,
            came_by: None,
            joined_at: now,
        };
        match self.store.create(&list, &owner, most(person)).await? {
            Added::Yes | Added::There => Ok(list),
            Added::Full => Err(full(person)),
        }
    }

    /// Names the list that is at `expected_version` anew; gives back how it now stands.
    ///
    /// # Errors
    /// [`ServiceError::Conflict`] when it is at another version.
    pub async fn rename(
        &self,
        principal: &Principal,
        id: ShortlistId,
        expected_version: u64,
        name: ShortlistName,
        now: Timestamp,
    ) -> Result<Shortlist, ServiceError> {
        let list = self
            .enter(principal.into(), id, EditShortlist, now)
            .await?
            .list;
        let list = at_version(list, expected_version)?;
        self.store.rename(&list, &name, now).await?;
        Ok(Shortlist {
            name,
            version: list.version + 1,
            modified_at: now,
            ..list
        })
    }

    /// Deletes the list that is at `expected_version`, for everybody. It can be brought back
    /// for 30 days; gives back how it now stands.
    ///
    /// # Errors
    /// [`ServiceError::Conflict`] when it is at another version.
    pub async fn delete(
        &self,
        principal: &Principal,
        id: ShortlistId,
        expected_version: u64,
        now: Timestamp,
    ) -> Result<Shortlist, ServiceError> {
        let list = self
            .enter(principal.into(), id, EditShortlist, now)
            .await?
            .list;
        let list = at_version(list, expected_version)?;
        let end = now + Shortlist::RESTORABLE_FOR;
        self.store.delete(&list, now, end).await?;
        Ok(Shortlist {
            version: list.version + 1,
            modified_at: now,
            deleted_at: Some(now),
            ..list
        })
    }

    /// Brings a deleted list back with all that belonged to it; one that is there is given
    /// back as it is.
    ///
    /// # Errors
    /// [`ServiceError::NotFound`] when 30 days have passed, and to everybody but its owner;
    /// as [`Shortlists::create`] when the owner has no room for it.
    pub async fn restore(
        &self,
        principal: &Principal,
        id: ShortlistId,
        now: Timestamp,
    ) -> Result<Shortlist, ServiceError> {
        let list = self.store.get(id).await?.ok_or(ServiceError::NotFound)?;
        let owner = principal.person().filter(|it| it.account_id == list.owner);
        let relation = owner.map_or(Relation::Secret, |_| Relation::Own);
        permit(principal, EditShortlist, relation)?;
        let owner = owner.ok_or(ServiceError::NotFound)?;
        let Some(deleted_at) = list.deleted_at else {
            return Ok(list);
        };
        if !is_restorable(deleted_at, now) {
            return Err(ServiceError::NotFound);
        }
        let note_end = |deleted_at| deleted_at + Shortlist::RESTORABLE_FOR;
        let added = self
            .store
            .restore(&list, most(owner), now, note_end)
            .await?;
        if added == Added::Full {
            // Either there is no room, or another restore was quicker.
            let present = self.store.get(id).await?.ok_or(ServiceError::NotFound)?;
            return match present.deleted_at {
                None => Ok(present),
                Some(_) => Err(full(owner)),
            };
        }
        Ok(Shortlist {
            version: list.version + 1,
            modified_at: now,
            deleted_at: None,
            ..list
        })
    }
}

fn at_version(list: Shortlist, expected_version: u64) -> Result<Shortlist, ServiceError> {
    if list.version == expected_version {
        return Ok(list);
    }
    Err(ServiceError::Conflict {
        current_version: list.version,
    })
}

fn most(person: &Person) -> u16 {
    person.subscription_level.entitlements().shortlists
}

/// There is no room for another list: a higher level may have some.
fn full(person: &Person) -> ServiceError {
    let max = most(person);
    match SubscriptionLevel::lowest_with(|level| level.shortlists > max) {
        Some(level) => Refusal::Upgrade(level).into(),
        None => {
            let max = usize::from(max);
            ServiceError::invalid("shortlists", Problem::TooMany { max })
        }
    }
}
