//! Members of a list, and the links by which they come.

use super::{GuestToken, InvitationToken, Shortlists, Visitor, room, unix_ms};
use crate::{ServiceError, permit::permit};
use durbar_domain::{
    GuestId, InvitationId, ShortlistId,
    account::Principal,
    policy::{
        Operation::{ReadShortlist, ShareShortlist},
        Relation,
    },
    shortlist::{Invitation, Member, MemberId, Right, Shortlist},
    text::Name,
};
use durbar_platform::{PlatformError, link_token::LinkToken};
use jiff::Timestamp;

/// A new link.
#[derive(Debug, Clone)]
pub struct Invited {
    pub invitation: Invitation,
    /// For the link, told this once.
    pub token: InvitationToken,
}

/// Somebody who came by a link.
#[derive(Debug, Clone)]
pub struct Joined {
    pub member: Member,
    /// With it a guest comes back, told this once; an account needs none.
    pub token: Option<GuestToken>,
}

impl Shortlists {
    /// Makes a link to the owner's list, good for 90 days.
    ///
    /// # Errors
    /// [`ServiceError::Invalid`] when there are as many links as there can be.
    pub async fn invite(
        &self,
        principal: &Principal,
        id: ShortlistId,
        right: Right,
        now: Timestamp,
    ) -> Result<Invited, ServiceError> {
        self.enter(principal.into(), id, ShareShortlist, now)
            .await?;
        let invitation = Invitation {
            invitation_id: InvitationId::from_parts(unix_ms(now), rand::random()),
            right,
            created_at: now,
            holds_until: now + Invitation::HOLDS,
            revoked_at: None,
        };
        let token = InvitationToken {
            id: invitation.invitation_id,
            secret: LinkToken::random(),
        };
        let added = self
            .store
            .add_invitation(id, &invitation, token.secret.digest())
            .await?;
        room(added, "invitations", Shortlist::MAX_INVITATIONS)?;
        Ok(Invited { invitation, token })
    }

    /// Revokes a link to the owner's list. From now on it lets nobody in, nor back in the
    /// guests who came by it; accounts that came by it stay until they are removed.
    ///
    /// # Errors
    /// [`ServiceError::NotFound`] when there is no such link.
    pub async fn revoke(
        &self,
        principal: &Principal,
        id: ShortlistId,
        invitation: InvitationId,
        now: Timestamp,
    ) -> Result<(), ServiceError> {
        self.enter(principal.into(), id, ShareShortlist, now)
            .await?;
        let times = (now, now + Shortlist::RESTORABLE_FOR);
        Ok(self.store.revoke(id, invitation, times).await?)
    }

    /// Becomes a member by the link that the visitor has: with their account if they are
    /// signed in, else as a guest of that name. An account that is a member keeps the greater
    /// right.
    ///
    /// # Errors
    /// [`ServiceError::NotFound`] when the link lets nobody in, [`ServiceError::Invalid`] when
    /// the list has as many members as it can.
    pub async fn join(
        &self,
        visitor: Visitor<'_>,
        id: ShortlistId,
        name: Name,
        now: Timestamp,
    ) -> Result<Joined, ServiceError> {
        let presence = self.enter(visitor, id, ReadShortlist, now).await?;
        let account = visitor.principal.person().map(|person| person.account_id);
        let link = match self.linked(visitor, id, now).await? {
            // The owner is in it as it is.
            _ if presence.relation == Relation::Own => None,
            link => link,
        };
        let Some(link) = link else {
            let member = presence.member.ok_or(ServiceError::NotFound)?;
            return Ok(Joined {
                member,
                token: None,
            });
        };
        // Somebody who came as a guest and signed in since becomes a member with the account.
        let known = presence
            .member
            .filter(|it| it.member_id.account() == account);
        if let Some(member) = known {
            return self.raise(id, member, link.right).await;
        }
        let token = account.is_none().then(|| GuestToken {
            id: GuestId::from_parts(unix_ms(now), rand::random()),
            secret: LinkToken::random(),
        });
        let member_id = match (account, &token) {
            (Some(account), _) => MemberId::Account(account),
            (None, Some(token)) => MemberId::Guest(token.id),
            (None, None) => return Err(ServiceError::NotFound),
        };
        let member = Member {
            member_id,
            name,
            right: link.right,
            came_by: Some(link.invitation_id),
            joined_at: now,
        };
        let secret = token.as_ref().map(|token| token.secret.digest());
        let added = self.store.add_member(id, &member, secret).await?;
        room(added, "members", Shortlist::MAX_MEMBERS)?;
        Ok(Joined { member, token })
    }

    /// Takes a member out: the owner may, and everybody themselves. What they wrote stays; the
    /// owner stays. It is no error when there is no such member.
    pub async fn remove_member(
        &self,
        visitor: Visitor<'_>,
        id: ShortlistId,
        member: MemberId,
        now: Timestamp,
    ) -> Result<(), ServiceError> {
        let presence = self.enter(visitor, id, ReadShortlist, now).await?;
        let me = presence.member.map(|member| member.member_id);
        if me != Some(member) {
            permit(visitor.principal, ShareShortlist, presence.relation)?;
        }
        if member == MemberId::Account(presence.list.owner) {
            return Err(durbar_domain::policy::Refusal::NotPermitted.into());
        }
        match self.store.remove_member(id, member).await {
            Err(PlatformError::Missing { .. }) => Ok(()),
            outcome => Ok(outcome?),
        }
    }

    /// Gives an account the greater of its right and that of a link.
    async fn raise(
        &self,
        id: ShortlistId,
        member: Member,
        right: Right,
    ) -> Result<Joined, ServiceError> {
        let raised = Member {
            right: member.right.max(right),
            ..member.clone()
        };
        if raised != member && member.member_id.account().is_some() {
            self.store.replace_member(id, &raised).await?;
            return Ok(Joined {
                member: raised,
                token: None,
            });
        }
        Ok(Joined {
            member,
            token: None,
        })
    }
}
