//! Starting an agency, and changing its name and office.

use super::{Agencies, audited, broken, free_broker, named, seated, unix_ms};
use crate::{ServiceError, permit::permit};
use durbar_domain::{
    AgencyId,
    account::Principal,
    agency::{Agency, AgencyMember, AgencyRole, AgencyRule, OfficeAddress, Seat},
    audit::AuditAction,
    broker::Broker,
    enquiry::PhoneNumber,
    event::EventDetail,
    policy::{Operation, Relation},
    text::{Localized, Name},
};
use durbar_platform::{agencies::AgencyWrite, purchases::Notes};
use jiff::Timestamp;

/// What an owner types about an agency.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct AgencyDetails {
    pub name: Localized<Name>,
    pub address: OfficeAddress,
    pub phone: PhoneNumber,
}

impl Agencies {
    /// Starts an agency, with the broker who asks as its owner.
    ///
    /// # Errors
    /// [`ServiceError::Invalid`] with [`AgencyRule::InAgency`] for whoever is in one,
    /// [`AgencyRule::NeedsBroker`] for whoever acts as no broker.
    pub async fn start(
        &self,
        principal: &Principal,
        details: AgencyDetails,
        now: Timestamp,
    ) -> Result<Agency, ServiceError> {
        permit(principal, Operation::StartAgency, Relation::Own)?;
        let account = self.account(principal).await?;
        let broker = free_broker(&self.brokers, &account).await?;
        let broker = broker.ok_or_else(|| broken(AgencyRule::NeedsBroker))?;
        let agency_id = AgencyId::from_parts(unix_ms(now), rand::random());
        let role = AgencyRole::Owner;
        let agency = Agency {
            agency_id,
            version: 1,
            name: details.name,
            address: details.address,
            phone: details.phone,
            members: vec![AgencyMember {
                account_id: account.account_id,
                broker_id: Some(broker.broker_id),
                role,
                joined_at: now,
                leaving_since: None,
            }],
            created_at: now,
            modified_at: now,
        };
        let account_id = account.account_id;
        let joined = EventDetail::AgencyJoined {
            agency_id,
            version: 1,
            account_id,
            role,
        };
        let broker = named(&broker, Some(&agency), now);
        let event = self.events.event(joined, now);
        let deed = (account_id, AuditAction::AgencyStarted);
        let entry = audited(&event, deed, (agency_id, account_id), Some(role));
        let events = [event, self.broker_changed(&broker, now)];
        let change = AgencyWrite {
            accounts: &[seated(&account, Some(Seat { agency_id, role }), now)],
            brokers: &[broker],
            ..AgencyWrite::of(&agency)
        };
        let notes = Notes {
            events: &events,
            audit: &[entry],
        };
        self.store.write(change, notes).await?;
        self.events.nudge();
        Ok(agency)
    }

    /// Changes name and office of the owner's agency that is at `version`; its brokers' pages
    /// follow.
    ///
    /// # Errors
    /// [`ServiceError::Conflict`] when it is at another version.
    pub async fn describe(
        &self,
        principal: &Principal,
        version: u64,
        details: AgencyDetails,
        now: Timestamp,
    ) -> Result<Agency, ServiceError> {
        let entered = self.enter_at(principal, Operation::ManageAgency, version);
        let (before, _) = entered.await?;
        let after = Agency {
            version: version + 1,
            name: details.name,
            address: details.address,
            phone: details.phone,
            modified_at: now,
            ..before.clone()
        };
        let mut brokers: Vec<Broker> = Vec::new();
        if after.name != before.name {
            for id in before.members.iter().filter_map(|it| it.broker_id) {
                let broker = self.brokers.get(id).await?;
                let is_new = !brokers.iter().any(|it| it.broker_id == id);
                brokers.extend(
                    broker
                        .filter(|_| is_new)
                        .map(|it| named(&it, Some(&after), now)),
                );
            }
        }
        let changed = brokers.iter().map(|it| self.broker_changed(it, now));
        let events: Vec<_> = changed.collect();
        let change = AgencyWrite {
            brokers: &brokers,
            ..AgencyWrite::of(&after)
        };
        let notes = Notes {
            events: &events,
            audit: &[],
        };
        self.store.write(change, notes).await?;
        self.events.nudge();
        Ok(after)
    }
}
