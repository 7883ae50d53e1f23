//! Members of a list, and the links by which they come.

use super::{
    SECRET, ShortlistStore, key,
    write::{Added, Count, INVITATION, MEMBER, listed, live, number, with},
};
use crate::{
    PlatformError,
    keys::{Digest, ShortlistKey},
    table::{ENTITY_TYPE, EXPIRES_AT, Write, text, to_item},
};
use durbar_domain::{
    InvitationId, ShortlistId,
    shortlist::{Invitation, Member, MemberId, Shortlist},
};
use jiff::Timestamp;
use std::collections::HashMap;

impl ShortlistStore {
    /// Adds a member; a guest has a secret to come back with.
    pub async fn add_member(
        &self,
        id: ShortlistId,
        member: &Member,
        secret: Option<Digest>,
    ) -> Result<Added, PlatformError> {
        let key = key(ShortlistKey::Member(id, member.member_id));
        let mut item = to_item(key, MEMBER, member)?;
        if let Some(secret) = secret {
            item = with(item, SECRET, secret);
        }
        let mut writes = vec![
            Write::PutNew(item),
            Count::Members.one_more(id, Shortlist::MAX_MEMBERS),
        ];
        if let MemberId::Account(account) = member.member_id {
            writes.push(listed(account, id, false)?);
        }
        self.write(key, writes).await
    }

    /// Writes an account's membership anew.
    pub async fn replace_member(
        &self,
        id: ShortlistId,
        member: &Member,
    ) -> Result<(), PlatformError> {
        let key = key(ShortlistKey::Member(id, member.member_id));
        let put = Write::Put(to_item(key, MEMBER, member)?);
        self.write(key, vec![put, live(id)]).await.map(drop)
    }

    /// Takes a member out of a list. What they wrote stays.
    ///
    /// # Errors
    /// [`PlatformError::Missing`] when they aren't in it.
    pub async fn remove_member(
        &self,
        id: ShortlistId,
        member: MemberId,
    ) -> Result<(), PlatformError> {
        let key = key(ShortlistKey::Member(id, member));
        let mut writes = vec![
            Write::DeleteIf {
                key,
                attribute: ENTITY_TYPE,
                text: MEMBER.to_owned(),
            },
            Count::Members.one_fewer(id),
        ];
        if let MemberId::Account(account) = member {
            // By this entry what they wrote is found when their account is erased.
            writes.push(listed(account, id, true)?);
        }
        self.write(key, writes).await.map(drop)
    }

    /// Adds a link with the hash of its secret.
    pub async fn add_invitation(
        &self,
        id: ShortlistId,
        invitation: &Invitation,
        secret: Digest,
    ) -> Result<Added, PlatformError> {
        let key = key(ShortlistKey::Invitation(id, invitation.invitation_id));
        let item = with(to_item(key, INVITATION, invitation)?, SECRET, secret);
        let writes = vec![
            Write::PutNew(item),
            Count::Invitations.one_more(id, Shortlist::MAX_INVITATIONS),
        ];
        self.write(key, writes).await
    }

    /// Revokes a link for good; forgotten after `expires_at`. Revoking again changes nothing.
    ///
    /// # Errors
    /// [`PlatformError::Missing`] when there is no such link.
    pub async fn revoke(
        &self,
        id: ShortlistId,
        invitation: InvitationId,
        (now, expires_at): (Timestamp, Timestamp),
    ) -> Result<(), PlatformError> {
        let key = key(ShortlistKey::Invitation(id, invitation));
        let revoke = Write::UpdateIf {
            key,
            expression: format!("SET revoked_at = :now, {EXPIRES_AT} = :end"),
            condition: "attribute_exists(PK) AND attribute_not_exists(revoked_at)".to_owned(),
            names: &[],
            values: HashMap::from([
                (":now".to_owned(), text(now.to_string())),
                (":end".to_owned(), number(expires_at.as_second())),
            ]),
        };
        let writes = vec![revoke, Count::Invitations.one_fewer(id)];
        self.write(key, writes).await.map(drop)
    }
}
