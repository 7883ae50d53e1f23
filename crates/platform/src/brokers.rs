//! Brokers in the table.

use crate::{
    PlatformError, Table, audit,
    keys::{Index, IndexKey, PrimaryKey},
    licenses, outbox,
    purchases::Notes,
    table::{Item, PK, Query, Refusal, SK, Write, attribute, from_item, text, to_item},
};
use durbar_domain::{BrokerId, broker::Broker, event::DomainEvent};

const ENTITY_TYPE: &str = "Broker";

/// Brokers in the table. Cheap to clone.
#[derive(Debug, Clone)]
pub struct BrokerStore {
    table: Table,
}

impl BrokerStore {
    pub fn new(table: Table) -> Self {
        Self { table }
    }

    /// A broker; `None` when there is none.
    pub async fn get(&self, id: BrokerId) -> Result<Option<Broker>, PlatformError> {
        self.table
            .get(PrimaryKey::Broker(id))
            .await?
            .map(from_item)
            .transpose()
    }

    /// All brokers, in the order in which they joined.
    pub async fn list(&self) -> Result<Vec<Broker>, PlatformError> {
        let query = Query {
            descending: false,
            ..Query::latest(Index::Recent, IndexKey::BROKERS.to_owned())
        };
        let entries = self.table.query(query).await?.items;
        let keys: Vec<PrimaryKey> = entries.iter().map(key).collect::<Result<_, _>>()?;
        self.table
            .batch_get(&keys, &[])
            .await?
            .into_iter()
            .map(from_item)
            .collect()
    }

    /// Writes a broker who isn't there yet, with the events that tell of it.
    ///
    /// # Errors
    /// [`PlatformError::AlreadyExists`] when there is one of this identifier.
    pub async fn put_new(
        &self,
        broker: &Broker,
        events: &[DomainEvent],
    ) -> Result<(), PlatformError> {
        self.create(broker, Notes { events, audit: &[] }).await
    }

    /// The same, with entries of the audit trail.
    ///
    /// # Errors
    /// As [`Self::put_new`].
    pub async fn create(&self, broker: &Broker, notes: Notes<'_>) -> Result<(), PlatformError> {
        let key = PrimaryKey::Broker(broker.broker_id);
        let mut writes = vec![Write::PutNew(broker_item(broker)?)];
        writes.extend(licenses::end_writes(None, broker)?);
        writes.extend(outbox::writes(notes.events)?);
        writes.extend(audit::writes(notes.audit)?);
        self.table
            .transact(writes)
            .await
            .map_err(|refusal| match refusal {
                Refusal::Condition { .. } => PlatformError::AlreadyExists {
                    key: key.to_string(),
                },
                Refusal::Failed(error) => error,
            })
    }
}

/// The write of a broker over the version before it, to stand in a transaction.
pub(crate) fn over(broker: &Broker) -> Result<Write, PlatformError> {
    Ok(Write::PutOver {
        item: broker_item(broker)?,
        version: broker.version.saturating_sub(1),
    })
}

fn broker_item(broker: &Broker) -> Result<Item, PlatformError> {
    let entry = IndexKey::BrokerList {
        created_at: broker.created_at,
        broker_id: broker.broker_id,
    };
    let mut item = to_item(PrimaryKey::Broker(broker.broker_id), ENTITY_TYPE, broker)?;
    item.insert(
        entry.index().partition_attribute().to_owned(),
        text(entry.partition()),
    );
    item.insert(
        entry.index().sort_attribute().to_owned(),
        text(entry.sort()),
    );
    Ok(item)
}

fn key(entry: &Item) -> Result<PrimaryKey, PlatformError> {
    let (partition, sort) = (attribute(entry, PK)?, attribute(entry, SK)?);
    PrimaryKey::parse(partition, sort).map_err(|error| PlatformError::corrupt(partition, error))
}
