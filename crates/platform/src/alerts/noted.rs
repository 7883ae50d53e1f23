//! What is noted of an event in a few writes, before each address has its own.
//!
//! One event may concern thousands of people. Whom it concerns is noted at once, so that the
//! event is done with; that each of them is told it once is seen to afterwards.

use super::{AlertQueue, DueAlert, key};
use crate::{
    PlatformError,
    keys::AlertKey,
    table::{Item, Query, Write, attribute, from_item, key_in, to_item},
};
use jiff::Timestamp;
use serde::{Deserialize, Serialize};

/// Alerts in an item: with the identifiers of a hundred searches each they stay below the
/// 400 KB that DynamoDB takes.
const IN_ITEM: usize = 100;
/// Items read at a time.
const PAGE: usize = 10;

/// Alerts of one event.
#[derive(Serialize, Deserialize)]
struct Noted {
    /// How long it is remembered that they were told.
    remembered_until: Timestamp,
    /// [`DueAlert`]s in JSON, which takes a third of the room of a list of the table.
    alerts: String,
}

impl AlertQueue {
    /// Notes alerts for [`AlertQueue::spread`]. Noting them again does no harm.
    pub async fn note(
        &self,
        alerts: &[DueAlert],
        (now, remembered_until): (Timestamp, Timestamp),
    ) -> Result<(), PlatformError> {
        let item = |some: &[DueAlert]| -> Result<Write, PlatformError> {
            let key = key(AlertKey::Noted {
                noted_at: now,
                random: rand::random(),
            });
            let alerts =
                serde_json::to_string(some).map_err(|error| PlatformError::Unwritable {
                    key: key.to_string(),
                    source: Box::new(error),
                })?;
            let noted = Noted {
                remembered_until,
                alerts,
            };
            Ok(Write::Put(to_item(key, "NotedAlerts", &noted)?))
        };
        let writes = alerts.chunks(IN_ITEM).map(item);
        self.table
            .write_all(writes.collect::<Result<_, _>>()?)
            .await
    }

    /// Lets what was noted wait for its time, address by address, but for what an address has
    /// been told or will be; gives back how many are new. Broken off, it goes on the next time.
    pub async fn spread(&self) -> Result<usize, PlatformError> {
        let mut added = 0;
        loop {
            let query = Query::partition(AlertKey::NOTED.to_owned()).limit(PAGE);
            let items = self.table.query(query).await?.items;
            if items.is_empty() {
                return Ok(added);
            }
            for item in items {
                let key = key_in(&item)?;
                let (alerts, remembered_until) = read(item)?;
                added += self.add(&alerts, remembered_until).await?;
                self.table.delete(key).await?;
            }
        }
    }
}

fn read(item: Item) -> Result<(Vec<DueAlert>, Timestamp), PlatformError> {
    let name = attribute(&item, crate::table::SK)?.to_owned();
    let noted: Noted = from_item(item)?;
    let alerts = serde_json::from_str(&noted.alerts)
        .map_err(|error| PlatformError::corrupt(name, format!("alerts: {error}")))?;
    Ok((alerts, noted.remembered_until))
}
