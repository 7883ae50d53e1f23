//! Writing licences: the broker, what they sent, the events and the entries of the audit trail
//! in one transaction.

use super::{LicenseStore, application_key};
use crate::{
    PlatformError, audit, brokers,
    keys::{LicenseKey, PrimaryKey},
    outbox,
    purchases::Notes,
    table::{Item, Refusal, Write, from_item, text, to_item},
};
use durbar_domain::{
    BrokerId, EventId,
    broker::{Broker, LicenseApplication},
};
use serde::{Deserialize, Serialize};

const ENTITY_TYPE: &str = "LicenseApplication";

/// A broker with another licence, and the application that it goes with.
#[derive(Debug, Clone, Copy)]
pub struct LicenseChange<'a> {
    pub before: &'a Broker,
    /// A version further.
    pub after: &'a Broker,
    /// `None` leaves what is there.
    pub application: Option<&'a LicenseApplication>,
}

#[derive(Serialize, Deserialize)]
struct Pointer {
    broker_id: BrokerId,
}

#[derive(Deserialize)]
struct Versioned {
    version: u64,
}

impl LicenseStore {
    /// Writes a broker over the version before it, and an application over the version before
    /// that.
    ///
    /// # Errors
    /// [`PlatformError::Conflict`] when one of them is at another version,
    /// [`PlatformError::Missing`] when the broker has gone.
    pub async fn write(
        &self,
        change: LicenseChange<'_>,
        notes: Notes<'_>,
    ) -> Result<(), PlatformError> {
        let LicenseChange { before, after, .. } = change;
        let broker_id = after.broker_id;
        let mut writes = vec![brokers::over(after)?];
        writes.extend(end_writes(Some(before), after)?);
        if let Some(application) = change.application {
            writes.extend(application_writes(application)?);
        }
        writes.extend(outbox::writes(notes.events)?);
        writes.extend(audit::writes(notes.audit)?);
        let refused = self.table.transact(writes).await;
        refused.map_err(|refusal| match refusal {
            Refusal::Failed(error) => error,
            Refusal::Condition { found: Some(item) } => conflict(item),
            Refusal::Condition { found: None } => PlatformError::Missing {
                key: PrimaryKey::Broker(broker_id).to_string(),
            },
        })
    }

    /// Notes that a mail about an event was sent.
    pub async fn set_mailed(&self, id: BrokerId, event: EventId) -> Result<(), PlatformError> {
        let write = Write::UpdateIf {
            key: application_key(id),
            expression: "SET mailed = :m".to_owned(),
            condition: "attribute_exists(PK)".to_owned(),
            names: &[],
            values: Item::from([(":m".to_owned(), text(event.to_string()))]),
        };
        match self.table.transact(vec![write]).await {
            // It was erased meanwhile.
            Ok(()) | Err(Refusal::Condition { .. }) => Ok(()),
            Err(Refusal::Failed(error)) => Err(error),
        }
    }
}

/// The writes that set the end of a broker's verification down in place of the one before.
pub(crate) fn end_writes(
    before: Option<&Broker>,
    after: &Broker,
) -> Result<Vec<Write>, PlatformError> {
    let broker_id = after.broker_id;
    let end = |broker: &Broker| {
        let until = broker.license.verified?.until;
        Some(PrimaryKey::License(LicenseKey::End { until, broker_id }))
    };
    let (old, new) = (before.and_then(end), end(after));
    let mut writes = Vec::new();
    if let Some(old) = old.filter(|old| Some(*old) != new) {
        writes.push(Write::Delete(old));
    }
    if let Some(new) = new {
        writes.push(Write::Put(to_item(
            new,
            "LicenseEnd",
            &Pointer { broker_id },
        )?));
    }
    Ok(writes)
}

fn application_writes(application: &LicenseApplication) -> Result<[Write; 2], PlatformError> {
    let broker_id = application.broker_id;
    let item = to_item(application_key(broker_id), ENTITY_TYPE, application)?;
    let waiting = PrimaryKey::License(LicenseKey::Waiting(broker_id));
    Ok([
        match application.version {
            0 | 1 => Write::PutNew(item),
            version => Write::PutOver {
                item,
                version: version - 1,
            },
        },
        match application.is_waiting() {
            true => Write::Put(to_item(waiting, "LicenseWaiting", &Pointer { broker_id })?),
            false => Write::Delete(waiting),
        },
    ])
}

fn conflict(found: Item) -> PlatformError {
    match from_item::<Versioned>(found) {
        Ok(Versioned { version }) => PlatformError::Conflict {
            current_version: version,
        },
        Err(error) => error,
    }
}
