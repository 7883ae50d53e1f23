//! Brokers.

use crate::ServiceError;
use durbar_domain::{BrokerId, broker::Broker};
use durbar_platform::{Platform, brokers::BrokerStore};

/// Use cases about brokers. Cheap to clone.
#[derive(Debug, Clone)]
pub struct Brokers {
    store: BrokerStore,
}

impl Brokers {
    pub fn new(platform: &Platform) -> Self {
        Self {
            store: BrokerStore::new(platform.table.clone()),
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
}
