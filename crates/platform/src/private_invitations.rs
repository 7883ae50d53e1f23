//! Invitations to look at homes that are not advertised, in the table. What is told of them is
//! written with them.

use crate::{
    PlatformError, Table, audit,
    keys::{Digest, PrimaryKey},
    table::{EXPIRES_AT, Item, Query, SortRange, Write, from_item, key_in, to_item},
};
use aws_sdk_dynamodb::types::AttributeValue;
use durbar_domain::{PropertyId, audit::AuditEntry, private_viewing::PrivateInvitation};
use jiff::SignedDuration;

const ENTITY_TYPE: &str = "PrivateInvitation";
/// How long an invitation that holds no longer is kept, so that its broker sees who came.
const KEPT_AFTER: SignedDuration = SignedDuration::from_hours(90 * 24);

/// Invitations in the table. Cheap to clone.
#[derive(Debug, Clone)]
pub struct PrivateInvitationStore {
    table: Table,
}

/// An invitation, and what is kept of the secret in its link.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct StoredInvitation {
    pub secret: Digest,
    pub invitation: PrivateInvitation,
}

impl PrivateInvitationStore {
    pub fn new(table: Table) -> Self {
        Self { table }
    }

    /// The invitation to a home that a link with this secret is of.
    pub async fn find(
        &self,
        listing_id: PropertyId,
        secret: Digest,
    ) -> Result<Option<StoredInvitation>, PlatformError> {
        let item = self.table.get(key(listing_id, secret)).await?;
        item.map(read).transpose()
    }

    /// All invitations to a home, in no order.
    pub async fn of_listing(&self, id: PropertyId) -> Result<Vec<StoredInvitation>, PlatformError> {
        let range = SortRange::StartsWith(PrimaryKey::PRIVATE_INVITATIONS.to_owned());
        let query = Query::partition(PrimaryKey::listing_partition(id)).range(range);
        let items = self.table.query(query).await?.items;
        items.into_iter().map(read).collect()
    }

    /// Writes an invitation, new or over the version before it.
    ///
    /// # Errors
    /// [`PlatformError::Conflict`] when it was changed meanwhile, [`PlatformError::Missing`]
    /// when it has gone.
    pub async fn write(
        &self,
        stored: &StoredInvitation,
        entry: &AuditEntry,
    ) -> Result<(), PlatformError> {
        let StoredInvitation { secret, invitation } = stored;
        let key = key(invitation.listing_id, *secret);
        let mut item = to_item(key, ENTITY_TYPE, invitation)?;
        let end = invitation.holds_until + KEPT_AFTER;
        let end = AttributeValue::N(end.as_second().to_string());
        item.insert(EXPIRES_AT.to_owned(), end);
        let mut writes = vec![match invitation.version {
            0 | 1 => Write::PutNew(item),
            version => Write::PutOver {
                item,
                version: version - 1,
            },
        }];
        writes.extend(audit::writes(std::slice::from_ref(entry))?);
        let written = self.table.transact(writes).await;
        written.map_err(|refusal| refusal.over_version(key))
    }
}

fn read(item: Item) -> Result<StoredInvitation, PlatformError> {
    let PrimaryKey::PrivateInvitation { secret, .. } = key_in(&item)? else {
        return Err(PlatformError::corrupt(
            ENTITY_TYPE,
            "its key is of another kind",
        ));
    };
    Ok(StoredInvitation {
        secret,
        invitation: from_item(item)?,
    })
}

fn key(listing_id: PropertyId, secret: Digest) -> PrimaryKey {
    PrimaryKey::PrivateInvitation { listing_id, secret }
}
