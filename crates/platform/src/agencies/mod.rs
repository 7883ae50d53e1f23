//! Agencies in the table, with their invitations and the handovers that are under way.

mod feed;
mod write;

pub use write::AgencyWrite;

use crate::{
    PlatformError, Table,
    keys::{AgencyKey, Digest, PrimaryKey},
    table::{Query, SortRange, from_item},
};
use durbar_domain::{
    AccountId, AgencyId, InvitationId,
    agency::{Agency, AgencyInvitation, Handover},
};
use serde::{Deserialize, Serialize};

/// Agencies in the table. Cheap to clone.
#[derive(Debug, Clone)]
pub struct AgencyStore {
    table: Table,
}

/// An invitation with the hash of its secret.
#[derive(Debug, Serialize, Deserialize)]
struct StoredInvitation {
    #[serde(flatten)]
    invitation: AgencyInvitation,
    secret: String,
}

impl AgencyStore {
    pub fn new(table: Table) -> Self {
        Self { table }
    }

    /// An agency; `None` when there is none.
    pub async fn get(&self, id: AgencyId) -> Result<Option<Agency>, PlatformError> {
        let item = self.table.get(key(AgencyKey::Agency(id))).await?;
        item.map(from_item).transpose()
    }

    /// The invitations of an agency, the oldest first, those that have run out among them.
    pub async fn invitations(&self, id: AgencyId) -> Result<Vec<AgencyInvitation>, PlatformError> {
        let query = Query::partition(AgencyKey::agency_partition(id))
            .range(SortRange::StartsWith(AgencyKey::INVITATIONS.to_owned()));
        let items = self.table.query(query).await?.items;
        let read = |item| from_item::<StoredInvitation>(item).map(|it| it.invitation);
        items.into_iter().map(read).collect()
    }

    /// The invitation that a link with this secret is of; `None` when there is none.
    pub async fn invitation(
        &self,
        agency: AgencyId,
        id: InvitationId,
        secret: Digest,
    ) -> Result<Option<AgencyInvitation>, PlatformError> {
        let item = self
            .table
            .get(key(AgencyKey::Invitation(agency, id)))
            .await?;
        let found: Option<StoredInvitation> = item.map(from_item).transpose()?;
        let found = found.filter(|it| it.secret == secret.to_string());
        Ok(found.map(|it| it.invitation))
    }

    /// The handover of a member who leaves; `None` when none is under way.
    pub async fn handover(&self, id: AccountId) -> Result<Option<Handover>, PlatformError> {
        let item = self.table.get(key(AgencyKey::Handover(id))).await?;
        item.map(from_item).transpose()
    }

    /// All handovers that are under way.
    pub async fn handovers(&self) -> Result<Vec<Handover>, PlatformError> {
        let query = Query::partition(AgencyKey::handovers_partition());
        let items = self.table.query(query).await?.items;
        items.into_iter().map(from_item).collect()
    }
}

fn key(key: AgencyKey) -> PrimaryKey {
    PrimaryKey::Agency(key)
}
