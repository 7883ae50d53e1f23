//! Agencies: who is in one, who may come, and what becomes of the things of those who leave.

mod access;
mod feed;
mod handover;
mod invite;
mod leave;
mod link;
mod members;
mod start;

pub(crate) use access::{desk_of, standing};
pub use leave::{Leaving, Plan};
pub use link::AgencyLink;
pub use start::AgencyDetails;

use crate::{Events, ServiceError, accounts::postbox::Postbox, permit::permit, time::unix_ms};
use durbar_domain::{
    AccountId, AgencyId, FieldError,
    account::{Account, Principal},
    agency::{Agency, AgencyInvitation, AgencyRole, AgencyRule, Seat},
    audit::{Actor, AuditAction, AuditEntry, Detail, Subject},
    broker::Broker,
    error::Problem,
    event::{DomainEvent, EventDetail},
    policy::{Operation, Refusal, Relation},
};
use durbar_platform::{
    Platform, accounts::AccountStore, agencies::AgencyStore, brokers::BrokerStore,
    drafts::DraftStore, enquiries::EnquiryStore, listings::ListingStore, mail::MailSender,
    throttle::Throttle,
};
use jiff::Timestamp;
use std::{collections::HashMap, sync::Arc};

/// Use cases about agencies. Cheap to clone.
#[derive(Debug, Clone)]
pub struct Agencies {
    store: AgencyStore,
    accounts: AccountStore,
    brokers: BrokerStore,
    listings: ListingStore,
    drafts: DraftStore,
    enquiries: EnquiryStore,
    throttle: Throttle,
    events: Events,
    postbox: Postbox,
    origin: String,
}

/// An agency as one of its members sees it.
#[derive(Debug, Clone, PartialEq)]
pub struct Opened {
    pub agency: Agency,
    /// The role of the one who asks.
    pub role: AgencyRole,
    /// Names of members; whoever has no account any more is left out.
    pub names: HashMap<AccountId, String>,
    /// Those that hold, for owners.
    pub invitations: Vec<AgencyInvitation>,
}

impl Agencies {
    /// `origin` is that of links in mails, as in `https://durbar.example`.
    pub fn new(
        platform: &Platform,
        throttle: Throttle,
        events: Events,
        mail: Arc<dyn MailSender>,
        origin: &str,
    ) -> Self {
        let table = &platform.table;
        Self {
            store: AgencyStore::new(table.clone()),
            accounts: AccountStore::new(table.clone()),
            brokers: BrokerStore::new(table.clone()),
            listings: ListingStore::new(table.clone()),
            drafts: DraftStore::new(table.clone()),
            enquiries: EnquiryStore::new(table.clone()),
            throttle,
            events,
            postbox: Postbox::new(mail),
            origin: origin.trim_end_matches('/').to_owned(),
        }
    }

    /// Waits until all mails have been handed over.
    pub async fn settled(&self) {
        self.postbox.settled().await;
    }

    /// The agency that the asker is in.
    ///
    /// # Errors
    /// [`ServiceError::NotFound`] for whoever is in none.
    pub async fn open(
        &self,
        principal: &Principal,
        now: Timestamp,
    ) -> Result<Opened, ServiceError> {
        let (agency, seat) = self.enter(principal, Operation::ReadAgency).await?;
        let ids: Vec<_> = agency.members.iter().map(|it| it.account_id).collect();
        let mut invitations = match seat.role {
            AgencyRole::Owner => self.store.invitations(agency.agency_id).await?,
            AgencyRole::Agent | AgencyRole::Assistant => Vec::new(),
        };
        invitations.retain(|it| it.holds_at(now));
        Ok(Opened {
            names: self.names(&ids).await?,
            agency,
            role: seat.role,
            invitations,
        })
    }

    /// The brokers whose homes and enquiries the asker may choose among: those of the agency
    /// for its owners and assistants, nobody for all others.
    pub async fn in_care(&self, principal: &Principal) -> Result<Vec<Broker>, ServiceError> {
        let seat = principal.seat();
        let Some(seat) = seat.filter(|seat| seat.role.relation().is_some()) else {
            return Ok(Vec::new());
        };
        let Some(agency) = self.store.get(seat.agency_id).await? else {
            return Ok(Vec::new());
        };
        let ids = agency.members.iter().filter_map(|it| it.broker_id);
        let reads = ids.map(|id| self.brokers.get(id));
        let found = futures::future::try_join_all(reads).await?;
        Ok(found.into_iter().flatten().collect())
    }

    /// The asker's agency and their seat in it, if the policy lets them do this.
    async fn enter(
        &self,
        principal: &Principal,
        operation: Operation,
    ) -> Result<(Agency, Seat), ServiceError> {
        let relation = match principal.seat().map(|seat| seat.role) {
            Some(AgencyRole::Owner) => Relation::Led,
            Some(AgencyRole::Agent | AgencyRole::Assistant) => Relation::Own,
            None => Relation::Secret,
        };
        permit(principal, operation, relation)?;
        let seat = principal.seat().ok_or(ServiceError::NotFound)?;
        let agency = self.store.get(seat.agency_id).await?;
        Ok((agency.ok_or(ServiceError::NotFound)?, seat))
    }

    /// The same for the agency at a version.
    ///
    /// # Errors
    /// [`ServiceError::Conflict`] where it is at another one.
    async fn enter_at(
        &self,
        principal: &Principal,
        operation: Operation,
        version: u64,
    ) -> Result<(Agency, Seat), ServiceError> {
        let (agency, seat) = self.enter(principal, operation).await?;
        match agency.version == version {
            true => Ok((agency, seat)),
            false => Err(ServiceError::Conflict {
                current_version: agency.version,
            }),
        }
    }

    async fn names(&self, ids: &[AccountId]) -> Result<HashMap<AccountId, String>, ServiceError> {
        let accounts = self.accounts.get_many(ids).await?;
        let name = |it: Account| (it.account_id, it.name.into());
        Ok(accounts.into_iter().map(name).collect())
    }

    /// The account that asks, as it stands now.
    async fn account(&self, principal: &Principal) -> Result<Account, ServiceError> {
        let person = principal.person().ok_or(Refusal::SignIn)?;
        let account = self.accounts.get(person.account_id).await?;
        account.ok_or(ServiceError::NotFound)
    }

    fn broker_changed(&self, broker: &Broker, now: Timestamp) -> DomainEvent {
        let (broker_id, version) = (broker.broker_id, broker.version);
        let detail = EventDetail::BrokerChanged { broker_id, version };
        self.events.event(detail, now)
    }
}

/// An account with another place in an agency, a version further.
fn seated(account: &Account, seat: Option<Seat>, now: Timestamp) -> Account {
    Account {
        version: account.version + 1,
        seat,
        modified_at: now,
        ..account.clone()
    }
}

/// A broker who works under the name of an agency, or under their own, a version further.
fn named(broker: &Broker, agency: Option<&Agency>, now: Timestamp) -> Broker {
    Broker {
        version: broker.version + 1,
        agency: agency.map_or_else(|| broker.name.clone(), |it| it.name.clone()),
        agency_id: agency.map(|it| it.agency_id),
        modified_at: now,
        ..broker.clone()
    }
}

/// The entry of the audit trail about a member.
fn audited(
    event: &DomainEvent,
    (by, action): (AccountId, AuditAction),
    (agency, member): (AgencyId, AccountId),
    role: Option<AgencyRole>,
) -> AuditEntry {
    AuditEntry {
        account_id: Some(member),
        subject: Some(Subject::Agency(agency)),
        detail: role.and_then(|role| Detail::parse("detail", role.key()).ok()),
        ..AuditEntry::new(event.event_id, event.occurred_at, Actor::Person(by), action)
    }
}

/// The refusal of a change that a rule of agencies stands against.
fn broken(rule: AgencyRule) -> ServiceError {
    let accepted = rule.to_string();
    let problem = Problem::NotOneOf { accepted };
    ServiceError::Invalid(vec![FieldError::new(rule.key(), problem)])
}

/// The broker that an account acts as, if it may come into an agency.
///
/// # Errors
/// [`AgencyRule::InAgency`] where account or broker are in one.
async fn free_broker(
    brokers: &BrokerStore,
    account: &Account,
) -> Result<Option<Broker>, ServiceError> {
    if account.seat.is_some() {
        return Err(broken(AgencyRule::InAgency));
    }
    let Some(id) = account.broker_id else {
        return Ok(None);
    };
    let broker = brokers.get(id).await?;
    match broker.as_ref().is_some_and(|it| it.agency_id.is_some()) {
        true => Err(broken(AgencyRule::InAgency)),
        false => Ok(broker),
    }
}
