//! Brokers' licences in the table: what they sent, who has to look at it, and when a
//! verification ends.

mod write;

pub use write::LicenseChange;
pub(crate) use write::end_writes;

use crate::{
    Platform, PlatformError, Table,
    keys::{LicenseKey, PrimaryKey},
    table::{Query, SortRange, from_item, key_in},
};
use durbar_domain::{BrokerId, EventId, broker::LicenseApplication};
use jiff::civil::Date;
use serde::Deserialize;

/// Licences in the table. Cheap to clone.
#[derive(Debug, Clone)]
pub struct LicenseStore {
    table: Table,
}

#[derive(Deserialize)]
struct Mailed {
    mailed: Option<EventId>,
}

impl LicenseStore {
    pub fn new(platform: &Platform) -> Self {
        Self {
            table: platform.table.clone(),
        }
    }

    /// What a broker sent last; `None` when they sent nothing.
    pub async fn application(
        &self,
        id: BrokerId,
    ) -> Result<Option<LicenseApplication>, PlatformError> {
        let item = self.table.get(application_key(id)).await?;
        item.map(from_item).transpose()
    }

    /// The applications that somebody has to look at, those sent first first.
    pub async fn waiting(&self) -> Result<Vec<LicenseApplication>, PlatformError> {
        let query = Query::partition(LicenseKey::waiting_partition());
        let mut keys = Vec::new();
        for item in self.table.query(query).await?.items {
            if let PrimaryKey::License(LicenseKey::Waiting(id)) = key_in(&item)? {
                keys.push(application_key(id));
            }
        }
        let items = self.table.batch_get(&keys, &[]).await?;
        let mut found: Vec<LicenseApplication> =
            items.into_iter().map(from_item).collect::<Result<_, _>>()?;
        found.sort_by_key(|application| application.sent_at);
        Ok(found)
    }

    /// The brokers whose verification ended before `today`, and its last day.
    pub async fn ended_before(&self, today: Date) -> Result<Vec<(Date, BrokerId)>, PlatformError> {
        let range = SortRange::Below(today.to_string());
        let query = Query::partition(LicenseKey::ends_partition()).range(range);
        let mut ended = Vec::new();
        for item in self.table.query(query).await?.items {
            if let PrimaryKey::License(LicenseKey::End { until, broker_id }) = key_in(&item)? {
                ended.push((until, broker_id));
            }
        }
        Ok(ended)
    }

    /// Forgets that a verification ends on a day.
    pub async fn forget_end(&self, until: Date, broker_id: BrokerId) -> Result<(), PlatformError> {
        let key = LicenseKey::End { until, broker_id };
        self.table.delete(PrimaryKey::License(key)).await
    }

    /// Deletes what a broker sent, but for the papers. Gives back the keys of what was deleted.
    pub async fn erase_of(
        &self,
        application: &LicenseApplication,
    ) -> Result<Vec<PrimaryKey>, PlatformError> {
        let id = application.broker_id;
        let waiting = PrimaryKey::License(LicenseKey::Waiting(id));
        self.table
            .erase_keys(vec![waiting, application_key(id)])
            .await
    }

    /// Whether a mail about an event was sent.
    pub async fn was_mailed(&self, id: BrokerId, event: EventId) -> Result<bool, PlatformError> {
        let item = self.table.get(application_key(id)).await?;
        let mailed: Option<Mailed> = item.map(from_item).transpose()?;
        Ok(mailed.and_then(|it| it.mailed) == Some(event))
    }
}

fn application_key(id: BrokerId) -> PrimaryKey {
    PrimaryKey::License(LicenseKey::Application(id))
}
