//! What a list is to somebody: theirs, shared with them by membership or link, or nothing.

use super::Shortlists;
use crate::{ServiceError, permit::permit};
use durbar_domain::{
    GuestId, InvitationId, ShortlistId,
    account::Principal,
    policy::{Operation, Relation},
    shortlist::{Invitation, Member, MemberId, Right, Shortlist},
};
use durbar_platform::link_token::LinkToken;
use jiff::Timestamp;
use std::{fmt, str::FromStr};

/// Not a token that a link or a cookie of ours held.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("not a token")]
pub struct TokenError;

macro_rules! token {
    ($(#[$doc:meta])* $name:ident, $id:ty) => {
        $(#[$doc])*
        #[derive(Debug, Clone, PartialEq, Eq)]
        pub struct $name {
            pub(super) id: $id,
            pub(super) secret: LinkToken,
        }

        impl $name {
            /// The token itself; it is told once and kept nowhere here.
            pub fn reveal(&self) -> String {
                format!("{}.{}", self.id, self.secret.reveal())
            }
        }

        impl FromStr for $name {
            type Err = TokenError;

            fn from_str(text: &str) -> Result<Self, TokenError> {
                let (id, secret) = text.split_once('.').ok_or(TokenError)?;
                Ok(Self {
                    id: id.parse().map_err(|_| TokenError)?,
                    secret: LinkToken::parse(secret).ok_or(TokenError)?,
                })
            }
        }
    };
}

token!(
    /// What an invitation's link holds.
    InvitationToken,
    InvitationId
);
token!(
    /// What a guest comes back with, in a cookie.
    GuestToken,
    GuestId
);

/// What the address of a shared list holds: which list, and the secret of its link.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ListLink {
    pub list: ShortlistId,
    pub token: InvitationToken,
}

impl ListLink {
    /// The text of the address, as in `lst_….inv_….…`.
    pub fn reveal(&self) -> String {
        format!("{}.{}", self.list, self.token.reveal())
    }
}

impl FromStr for ListLink {
    type Err = TokenError;

    fn from_str(text: &str) -> Result<Self, TokenError> {
        let (list, token) = text.split_once('.').ok_or(TokenError)?;
        Ok(Self {
            list: list.parse().map_err(|_| TokenError)?,
            token: token.parse()?,
        })
    }
}

/// Who comes to a list, with the tokens they have.
#[derive(Debug, Clone, Copy)]
pub struct Visitor<'a> {
    pub principal: &'a Principal,
    pub invitation: Option<&'a InvitationToken>,
    pub guest: Option<&'a GuestToken>,
}

impl<'a> From<&'a Principal> for Visitor<'a> {
    fn from(principal: &'a Principal) -> Self {
        Self {
            principal,
            invitation: None,
            guest: None,
        }
    }
}

/// Somebody at a list.
pub(super) struct Presence {
    pub list: Shortlist,
    pub relation: Relation,
    /// The member they are; somebody who only has the link is none.
    pub member: Option<Member>,
}

impl Presence {
    /// The member they are.
    ///
    /// # Errors
    /// [`ServiceError::NotFound`] when they are none.
    pub fn member_id(&self) -> Result<MemberId, ServiceError> {
        let member = self.member.as_ref().ok_or(ServiceError::NotFound)?;
        Ok(member.member_id)
    }
}

impl fmt::Debug for Presence {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(
            out,
            "Presence({}, {:?})",
            self.list.shortlist_id, self.relation
        )
    }
}

impl Shortlists {
    /// Lets somebody come to a list for `operation`, if the policy allows it. A deleted list
    /// is there for nobody; see [`Shortlists::restore`].
    pub(super) async fn enter(
        &self,
        visitor: Visitor<'_>,
        id: ShortlistId,
        operation: Operation,
        now: Timestamp,
    ) -> Result<Presence, ServiceError> {
        let list = self.store.get(id).await?;
        let list = list.filter(|list| list.deleted_at.is_none());
        let list = list.ok_or(ServiceError::NotFound)?;
        let (relation, member) = self.relation(visitor, &list, now).await?;
        permit(visitor.principal, operation, relation)?;
        Ok(Presence {
            list,
            relation,
            member,
        })
    }

    /// What the list is to the visitor, by the greatest right they have.
    pub(super) async fn relation(
        &self,
        visitor: Visitor<'_>,
        list: &Shortlist,
        now: Timestamp,
    ) -> Result<(Relation, Option<Member>), ServiceError> {
        let id = list.shortlist_id;
        if let Principal::Person(person) = visitor.principal {
            let member = MemberId::Account(person.account_id);
            let member = self.store.member(id, member).await?;
            if person.account_id == list.owner {
                return Ok((Relation::Own, member));
            }
            if let Some(member) = member {
                return Ok((member.right.relation(), Some(member)));
            }
        }
        if let Some((right, member)) = self.guest(visitor, id, now).await? {
            return Ok((right.relation(), Some(member)));
        }
        // Who only has the link has no name to note and vote under: they may look.
        let linked = self.linked(visitor, id, now).await?;
        let relation = linked.map_or(Relation::Secret, |_| Right::View.relation());
        Ok((relation, None))
    }

    /// The guest that the visitor comes back as, and what they may do: what the link they came
    /// by still lets them.
    async fn guest(
        &self,
        visitor: Visitor<'_>,
        id: ShortlistId,
        now: Timestamp,
    ) -> Result<Option<(Right, Member)>, ServiceError> {
        let Some(token) = visitor.guest else {
            return Ok(None);
        };
        let member = MemberId::Guest(token.id);
        let member = self.store.guest(id, member, token.secret.digest()).await?;
        let Some((member, came_by)) = member.and_then(|it| it.came_by.map(|by| (it, by))) else {
            return Ok(None);
        };
        let link = self.store.invitation(id, came_by).await?;
        let link = link.filter(|link| link.holds(now));
        Ok(link.map(|link| (link.right, member)))
    }

    /// The link that the visitor has, while it lets people in.
    pub(super) async fn linked(
        &self,
        visitor: Visitor<'_>,
        id: ShortlistId,
        now: Timestamp,
    ) -> Result<Option<Invitation>, ServiceError> {
        let Some(token) = visitor.invitation else {
            return Ok(None);
        };
        let link = self
            .store
            .invitation_with(id, token.id, token.secret.digest())
            .await?;
        Ok(link.filter(|link| link.holds(now)))
    }
}
