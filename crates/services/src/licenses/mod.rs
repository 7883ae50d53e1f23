//! Brokers' licences: sent by the broker, compared with their papers by the administration,
//! verified until they expire.

mod check;
mod mail;
mod send;
mod sweep;

#[cfg(test)]
mod tests;

pub use mail::LicenseMail;
pub use send::LicenseForm;

use crate::{Events, Papers, ServiceError, permit::permit};
use durbar_domain::{
    AccountId, BrokerId, EventId,
    account::{Account, Principal},
    audit::{Actor, AuditAction, AuditEntry, Subject},
    broker::{Broker, License, LicenseApplication},
    event::{DomainEvent, EventDetail},
    policy::{Operation, Refusal, Relation},
};
use durbar_platform::{
    Platform, accounts::AccountStore, audit::AuditStore, brokers::BrokerStore, keys::PrimaryKey,
    licenses::LicenseStore, papers::PaperOwner,
};
use jiff::Timestamp;

/// Use cases about licences. Cheap to clone.
#[derive(Debug, Clone)]
pub struct Licenses {
    store: LicenseStore,
    papers: Papers,
    brokers: BrokerStore,
    accounts: AccountStore,
    audit: AuditStore,
    events: Events,
}

/// A broker's licence, and what they sent to have it verified.
#[derive(Debug, Clone)]
pub struct LicenseFile {
    pub broker: Broker,
    pub application: Option<LicenseApplication>,
    /// Whose account sent it; `None` where nobody did, or they were erased.
    pub sender: Option<Account>,
}

impl Licenses {
    pub fn new(platform: &Platform, events: Events) -> Self {
        let table = &platform.table;
        Self {
            store: LicenseStore::new(platform),
            papers: Papers::new(platform),
            brokers: BrokerStore::new(table.clone()),
            accounts: AccountStore::new(table.clone()),
            audit: AuditStore::new(table.clone()),
            events,
        }
    }

    /// The licence of the broker who asks.
    ///
    /// # Errors
    /// [`ServiceError::NotFound`] for an account that acts as no broker.
    pub async fn own(&self, principal: &Principal) -> Result<LicenseFile, ServiceError> {
        permit(principal, Operation::SendLicense, Relation::Own)?;
        let person = principal.person().ok_or(Refusal::SignIn)?;
        self.file(person.broker_id.ok_or(ServiceError::NotFound)?)
            .await
    }

    /// The licences that somebody has to look at, those sent first first.
    pub async fn waiting(&self, principal: &Principal) -> Result<Vec<LicenseFile>, ServiceError> {
        permit(principal, Operation::VerifyLicense, Relation::Others)?;
        let mut files = Vec::new();
        for application in self.store.waiting().await? {
            files.push(self.file(application.broker_id).await?);
        }
        Ok(files)
    }

    /// A broker's licence.
    pub async fn of_broker(
        &self,
        principal: &Principal,
        id: BrokerId,
    ) -> Result<LicenseFile, ServiceError> {
        permit(principal, Operation::VerifyLicense, Relation::Others)?;
        self.file(id).await
    }

    /// All brokers, for the way to their licences.
    pub async fn brokers(&self, principal: &Principal) -> Result<Vec<Broker>, ServiceError> {
        permit(principal, Operation::VerifyLicense, Relation::Others)?;
        Ok(self.brokers.list().await?)
    }

    /// What an account sent as a broker, for its owner.
    pub(crate) async fn export_of(
        &self,
        account: &Account,
    ) -> Result<Option<LicenseApplication>, ServiceError> {
        let Some(id) = account.broker_id else {
            return Ok(None);
        };
        let sent = self.store.application(id).await?;
        Ok(sent.filter(|it| it.account_id == account.account_id))
    }

    /// Deletes what an account sent as a broker, with its papers.
    pub(crate) async fn erase_of(
        &self,
        account: &Account,
    ) -> Result<Vec<PrimaryKey>, ServiceError> {
        match self.export_of(account).await? {
            Some(application) => {
                // The papers first: what is left names them.
                let owner = PaperOwner::Broker(application.broker_id);
                self.papers.erase(owner).await?;
                Ok(self.store.erase_of(&application).await?)
            }
            None => Ok(Vec::new()),
        }
    }

    async fn file(&self, id: BrokerId) -> Result<LicenseFile, ServiceError> {
        let broker = self.brokers.get(id).await?.ok_or(ServiceError::NotFound)?;
        let application = self.store.application(id).await?;
        let sender = match &application {
            Some(application) => self.accounts.get(application.account_id).await?,
            None => None,
        };
        Ok(LicenseFile {
            broker,
            application,
            sender,
        })
    }

    /// The event that a broker is at another version.
    fn changed(&self, broker: &Broker, now: Timestamp) -> DomainEvent {
        let (broker_id, version) = (broker.broker_id, broker.version);
        let detail = EventDetail::BrokerChanged { broker_id, version };
        self.events.event(detail, now)
    }
}

/// A broker with another licence, a version further.
fn with_license(broker: &Broker, license: License, now: Timestamp) -> Broker {
    Broker {
        version: broker.version + 1,
        license,
        modified_at: now,
        ..broker.clone()
    }
}

/// What an admin did about a broker's licence.
fn entry(
    id: EventId,
    by: AccountId,
    action: AuditAction,
    application: Option<&LicenseApplication>,
    broker: BrokerId,
    now: Timestamp,
) -> AuditEntry {
    AuditEntry {
        account_id: application.map(|it| it.account_id),
        subject: Some(Subject::Broker(broker)),
        ..AuditEntry::new(id, now, Actor::Person(by), action)
    }
}
