//! Brokers.

use crate::{Events, ServiceError, permit::permit};
use durbar_domain::{
    BrokerId,
    account::{EmailAddress, Principal},
    audit::{Actor, AuditAction, AuditEntry, Subject},
    broker::{Broker, License, LicenseNumber, LicenseTier},
    enquiry::PhoneNumber,
    event::EventDetail,
    policy::{Operation, Refusal, Relation},
    slug::Slug,
    text::{Localized, Name, Story},
};
use durbar_platform::{Platform, brokers::BrokerStore, purchases::Notes};
use enumset::EnumSet;
use jiff::{Timestamp, civil::Date};

/// Use cases about brokers. Cheap to clone.
#[derive(Debug, Clone)]
pub struct Brokers {
    store: BrokerStore,
    events: Events,
}

/// What an admin types to make a broker's profile.
#[derive(Debug, Clone)]
pub struct NewBroker {
    pub name: Localized<Name>,
    pub agency: Localized<Name>,
    pub biography: Localized<Story>,
    pub phone: PhoneNumber,
    pub email: EmailAddress,
    pub since_year: u16,
    pub number: LicenseNumber,
    pub tier: LicenseTier,
    pub expires: Date,
}

impl Brokers {
    pub fn new(platform: &Platform, events: Events) -> Self {
        Self {
            store: BrokerStore::new(platform.table.clone()),
            events,
        }
    }

    /// A broker.
    ///
    /// # Errors
    /// [`ServiceError::NotFound`] when there is none.
    pub async fn get(&self, id: BrokerId) -> Result<Broker, ServiceError> {
        self.store.get(id).await?.ok_or(ServiceError::NotFound)
    }

    /// All brokers, in the order in which they joined.
    pub async fn list(&self) -> Result<Vec<Broker>, ServiceError> {
        Ok(self.store.list().await?)
    }

    /// Makes a broker's profile, with a licence that nobody has verified yet. Which account
    /// acts as the broker is said with the account's role.
    pub async fn create(
        &self,
        principal: &Principal,
        new: NewBroker,
        now: Timestamp,
    ) -> Result<Broker, ServiceError> {
        permit(principal, Operation::AssignRole, Relation::Others)?;
        let person = principal.person().ok_or(Refusal::SignIn)?;
        let unix_ms = u64::try_from(now.as_millisecond()).unwrap_or(0);
        let broker = Broker {
            broker_id: BrokerId::from_parts(unix_ms, rand::random::<u128>() >> 48),
            version: 1,
            slug: Slug::from_title(new.name.en.as_str()),
            name: new.name,
            agency: new.agency,
            agency_id: None,
            license: License::unverified(new.number.as_str(), new.tier, new.expires),
            languages: vec!["Nepali".to_owned()],
            neighbourhoods: EnumSet::empty(),
            phone: new.phone.to_string(),
            email: new.email.to_string(),
            since_year: new.since_year,
            biography: new.biography,
            created_at: now,
            modified_at: now,
        };
        let (broker_id, version) = (broker.broker_id, broker.version);
        let detail = EventDetail::BrokerChanged { broker_id, version };
        let event = self.events.event(detail, now);
        let by = Actor::Person(person.account_id);
        let entry = AuditEntry {
            subject: Some(Subject::Broker(broker_id)),
            ..AuditEntry::new(event.event_id, now, by, AuditAction::BrokerCreated)
        };
        let notes = Notes {
            events: &[event],
            audit: &[entry],
        };
        self.store.create(&broker, notes).await?;
        self.events.nudge();
        Ok(broker)
    }
}
