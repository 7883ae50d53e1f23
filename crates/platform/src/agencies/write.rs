//! Writing agencies: the agency, the accounts and brokers that carry their place in it, the
//! events and the entries of the audit trail in one transaction.

use super::{AgencyStore, StoredInvitation, key};
use crate::{
    PlatformError, accounts, audit, brokers, drafts, history,
    keys::{AgencyKey, Digest, PrimaryKey},
    listings, outbox,
    purchases::Notes,
    table::{EXPIRES_AT, Write, to_item},
};
use aws_sdk_dynamodb::types::AttributeValue;
use durbar_domain::{
    AgencyId, InvitationId, Listing,
    account::Account,
    agency::{Agency, AgencyInvitation, Handover},
    broker::Broker,
    draft::Draft,
    event::DomainEvent,
    history::HistoryEntry,
};

const ENTITY_TYPE: &str = "Agency";

/// A change of an agency. All that is written carries its new version.
#[derive(Debug, Clone, Copy)]
pub struct AgencyWrite<'a> {
    /// Without members it goes.
    pub agency: &'a Agency,
    pub accounts: &'a [Account],
    pub brokers: &'a [Broker],
    /// The invitation that is used up.
    pub accepted: Option<InvitationId>,
    /// A handover that begins.
    pub begins: Option<&'a Handover>,
    /// A handover that is done.
    pub ends: Option<&'a Handover>,
}

impl<'a> AgencyWrite<'a> {
    /// A change of the agency alone.
    pub fn of(agency: &'a Agency) -> Self {
        Self {
            agency,
            accounts: &[],
            brokers: &[],
            accepted: None,
            begins: None,
            ends: None,
        }
    }
}

impl AgencyStore {
    /// Writes a change, over the versions before those it carries; an agency of version 1
    /// where there is none.
    ///
    /// # Errors
    /// [`PlatformError::Conflict`] when agency, account or broker are at another version,
    /// [`PlatformError::Missing`] when one of them, or the invitation, has gone.
    pub async fn write(
        &self,
        change: AgencyWrite<'_>,
        notes: Notes<'_>,
    ) -> Result<(), PlatformError> {
        let agency = change.agency;
        let id = agency.agency_id;
        let version = agency.version.saturating_sub(1);
        let item = to_item(key(AgencyKey::Agency(id)), ENTITY_TYPE, agency)?;
        let mut writes = vec![match (version, agency.members.is_empty()) {
            (0, _) => Write::PutNew(item),
            (_, true) => Write::DeleteOver {
                key: key(AgencyKey::Agency(id)),
                version,
            },
            (_, false) => Write::PutOver { item, version },
        }];
        for account in change.accounts {
            writes.push(accounts::over(account)?);
        }
        for broker in change.brokers {
            writes.push(brokers::over(broker)?);
        }
        if let Some(invitation) = change.accepted {
            writes.push(Write::DeleteOver {
                key: key(AgencyKey::Invitation(id, invitation)),
                version: 1,
            });
        }
        if let Some(handover) = change.begins {
            let key = key(AgencyKey::Handover(handover.account_id));
            writes.push(Write::PutNew(to_item(key, "AgencyHandover", handover)?));
        }
        if let Some(handover) = change.ends {
            writes.push(Write::DeleteIf {
                key: key(AgencyKey::Handover(handover.account_id)),
                attribute: "agency_id",
                text: handover.agency_id.to_string(),
            });
        }
        writes.extend(outbox::writes(notes.events)?);
        writes.extend(audit::writes(notes.audit)?);
        self.commit(writes, key(AgencyKey::Agency(id))).await
    }

    /// Forgets a handover that is done.
    pub async fn forget_handover(&self, handover: &Handover) -> Result<(), PlatformError> {
        let key = key(AgencyKey::Handover(handover.account_id));
        self.table.delete(key).await
    }

    /// Adds an invitation, which goes by itself when it has run out.
    pub async fn invite(
        &self,
        invitation: &AgencyInvitation,
        secret: Digest,
    ) -> Result<(), PlatformError> {
        let key = key(AgencyKey::Invitation(
            invitation.agency_id,
            invitation.invitation_id,
        ));
        let stored = StoredInvitation {
            invitation: invitation.clone(),
            secret: secret.to_string(),
        };
        let mut item = to_item(key, "AgencyInvitation", &stored)?;
        let end = invitation.holds_until.as_second().to_string();
        item.insert(EXPIRES_AT.to_owned(), AttributeValue::N(end));
        self.table.put(item).await
    }

    /// Ends an invitation; it is no error when there is none.
    pub async fn revoke(
        &self,
        id: AgencyId,
        invitation: InvitationId,
    ) -> Result<(), PlatformError> {
        self.table
            .delete(key(AgencyKey::Invitation(id, invitation)))
            .await
    }

    /// Writes a home, and its draft, that another broker takes over: each over the version
    /// before the one it carries.
    ///
    /// # Errors
    /// [`PlatformError::Conflict`] when one of them is at another version,
    /// [`PlatformError::Missing`] when one has gone.
    pub async fn reassign(
        &self,
        (listing, draft): (Option<&Listing>, Option<&Draft>),
        events: &[DomainEvent],
        history: &[HistoryEntry],
    ) -> Result<(), PlatformError> {
        let id = listing.map(|it| it.listing_id);
        let Some(id) = id.or(draft.map(|it| it.listing_id)) else {
            return Ok(());
        };
        let mut writes = Vec::new();
        if let Some(listing) = listing {
            let version = listing.version.saturating_sub(1);
            writes.push(listings::write(listing, Some(version))?);
        }
        if let Some(draft) = draft {
            writes.push(drafts::over(draft)?);
        }
        writes.extend(history::writes(id, history)?);
        writes.extend(outbox::writes(events)?);
        self.commit(writes, PrimaryKey::Listing(id)).await
    }

    async fn commit(&self, writes: Vec<Write>, about: PrimaryKey) -> Result<(), PlatformError> {
        let written = self.table.transact(writes).await;
        written.map_err(|refusal| refusal.over_version(about))
    }
}
