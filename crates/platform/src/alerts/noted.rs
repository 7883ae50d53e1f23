//! What is noted of an event in a few writes, before each address has its own.
//!
//! One event may concern thousands of people. Whom it concerns is noted at once, so that the
//! event is done with; that each of them is told it once is seen to afterwards.

use super::{AlertQueue, DueAlert, expiring, key};
use crate::{
    PlatformError,
    keys::{AlertKey, PrimaryKey},
    table::{Item, Query, Refusal, Write, attribute, from_item, key_in, key_of, to_item},
};
use durbar_domain::account::EmailAddress;
use jiff::{SignedDuration, Timestamp};
use serde::{Deserialize, Serialize};

/// Alerts in an item: with the identifiers of a hundred searches each they stay below the
/// 400 KB that DynamoDB takes.
const IN_ITEM: usize = 100;
/// Items read at a time.
const PAGE: usize = 10;

/// How long a note that can't be read is kept for whoever looks into it.
const KEPT_ASIDE: SignedDuration = SignedDuration::from_hours(40 * 24);

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
    /// What can't be read is put aside, so that it keeps nobody else's waiting.
    pub async fn spread(&self) -> Result<usize, PlatformError> {
        let mut added = 0;
        let mut query = Query::partition(AlertKey::NOTED.to_owned()).limit(PAGE);
        loop {
            let page = self.table.query(query.clone()).await?;
            for item in page.items {
                match read(item.clone()) {
                    Ok((key, alerts, remembered_until)) => {
                        added += self.add(&alerts, remembered_until).await?;
                        self.table.delete(key).await?;
                    }
                    Err(error) => self.put_aside(item, &error).await?,
                }
            }
            match page.next {
                Some(next) => query = query.after(Some(next)),
                None => return Ok(added),
            }
        }
    }

    /// Moves a note that can't be read to where only people look; it goes by itself when
    /// nothing remembers any more what was told. One whose key makes no sense stays.
    async fn put_aside(&self, mut item: Item, error: &PlatformError) -> Result<(), PlatformError> {
        let Ok(place @ PrimaryKey::Alert(AlertKey::Noted { noted_at, random })) = key_in(&item)
        else {
            tracing::error!(%error, "an item among the noted alerts is none");
            return Ok(());
        };
        tracing::error!(key = %place, %error, "put noted alerts aside that can't be read");
        item.extend(key_of(key(AlertKey::ParkedNote { noted_at, random })));
        let item = expiring(item, noted_at + KEPT_ASIDE);
        let writes = vec![Write::Put(item), Write::Delete(place)];
        match self.table.transact(writes).await {
            Ok(()) => Ok(()),
            Err(Refusal::Failed(error)) => Err(error),
            // Neither depends on one.
            Err(Refusal::Condition { .. }) => Ok(()),
        }
    }

    /// Deletes the notes put aside that name an address, and gives back the keys.
    pub(super) async fn forget_put_aside(
        &self,
        address: &EmailAddress,
    ) -> Result<Vec<PrimaryKey>, PlatformError> {
        let query = Query::partition(AlertKey::PARKED_NOTES.to_owned());
        let items = self.table.query(query).await?.items;
        // They can't be read, so whatever holds the address in whatever form goes.
        let names = |item: &&Item| format!("{item:?}").contains(address.as_str());
        let keys = items.iter().filter(names).map(key_in);
        let keys = keys.collect::<Result<Vec<_>, _>>()?;
        self.table.erase_keys(keys).await
    }
}

fn read(item: Item) -> Result<(PrimaryKey, Vec<DueAlert>, Timestamp), PlatformError> {
    let key = key_in(&item)?;
    let name = attribute(&item, crate::table::SK)?.to_owned();
    let noted: Noted = from_item(item)?;
    let alerts = serde_json::from_str(&noted.alerts)
        .map_err(|error| PlatformError::corrupt(name, format!("alerts: {error}")))?;
    Ok((key, alerts, noted.remembered_until))
}
