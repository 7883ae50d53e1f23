//! What people do about homes, by day. How many, never who.

use crate::{
    PlatformError, Table,
    keys::PrimaryKey,
    table::{
        ENTITY_TYPE, EXPIRES_AT, Item, PK, Query, Refusal, SK, SortRange, Write, attribute,
        from_item, text, to_item,
    },
};
use aws_sdk_dynamodb::types::AttributeValue;
use durbar_domain::{
    EventId, PropertyId,
    interest::{Interest, InterestCounts},
};
use jiff::{ToSpan, civil::Date, tz::TimeZone};
use std::collections::{BTreeMap, HashMap};

/// How long a day is kept.
const KEPT_FOR_DAYS: i64 = 760;
/// How long it is remembered that an event was counted: longer than any event waits.
const REMEMBERED_FOR_DAYS: i64 = 90;

/// Counts in the table. Cheap to clone.
#[derive(Debug, Clone)]
pub struct InterestStore {
    table: Table,
}

impl InterestStore {
    pub fn new(table: Table) -> Self {
        Self { table }
    }

    /// Counts what an event tells of, once however often it comes.
    pub async fn count(
        &self,
        listing_id: PropertyId,
        date: Date,
        interest: Interest,
        event_id: EventId,
    ) -> Result<(), PlatformError> {
        let key = PrimaryKey::InterestCounted {
            listing_id,
            event_id,
        };
        let mut counted = to_item(key, "InterestCounted", &BTreeMap::<String, u64>::new())?;
        counted.insert(EXPIRES_AT.to_owned(), end(date, REMEMBERED_FOR_DAYS));
        let writes = vec![Write::PutNew(counted), one_more(listing_id, date, interest)];
        match self.table.transact(writes).await {
            Ok(()) | Err(Refusal::Condition { .. }) => Ok(()),
            Err(Refusal::Failed(error)) => Err(error),
        }
    }

    /// Counts of a listing on the days from one to another, both included; a day on which
    /// nothing was done is left out.
    pub async fn daily(
        &self,
        listing_id: PropertyId,
        from: Date,
        to: Date,
    ) -> Result<BTreeMap<Date, InterestCounts>, PlatformError> {
        if from > to {
            return Ok(BTreeMap::new());
        }
        let (first, last) = PrimaryKey::interest_stat_range(from, to);
        let query = Query::partition(PrimaryKey::listing_partition(listing_id));
        let page = self
            .table
            .query(query.range(SortRange::Between(first, last)))
            .await?;
        page.items.into_iter().map(read).collect()
    }
}

/// The write that counts one more, to stand in the transaction of what is counted.
pub(crate) fn one_more(listing_id: PropertyId, date: Date, interest: Interest) -> Write {
    let name = match interest {
        Interest::Save => "saves",
        Interest::Enquiry => "enquiries",
        Interest::Viewing => "viewings",
    };
    Write::Update {
        key: PrimaryKey::InterestStat { listing_id, date },
        expression: format!("ADD {name} :one SET {EXPIRES_AT} = :end, {ENTITY_TYPE} = :kind"),
        values: HashMap::from([
            (":one".to_owned(), AttributeValue::N("1".to_owned())),
            (":end".to_owned(), end(date, KEPT_FOR_DAYS)),
            (":kind".to_owned(), text("DailyInterestStat")),
        ]),
    }
}

fn read(item: Item) -> Result<(Date, InterestCounts), PlatformError> {
    let (partition, sort) = (attribute(&item, PK)?, attribute(&item, SK)?);
    let key = PrimaryKey::parse(partition, sort)
        .map_err(|error| PlatformError::corrupt(partition, error))?;
    match key {
        PrimaryKey::InterestStat { date, .. } => Ok((date, from_item(item)?)),
        _ => Err(PlatformError::corrupt(
            key.to_string(),
            "it does not count what people do",
        )),
    }
}

/// When something of a day is deleted, in seconds since 1970.
fn end(date: Date, days: i64) -> AttributeValue {
    let last = date.saturating_add(days.days()).to_zoned(TimeZone::UTC);
    let seconds = last.map_or(i64::MAX, |midnight| midnight.timestamp().as_second());
    AttributeValue::N(seconds.to_string())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::testing::embedded;
    use jiff::civil::date;

    #[tokio::test]
    async fn an_event_is_counted_once_on_its_day() {
        let embedded = embedded().await;
        let store = InterestStore::new(embedded.platform().table.clone());
        let (home, day) = (PropertyId::from_parts(1, 1), date(2026, 11, 23));
        let event = |number| EventId::from_parts(1, number);
        for (date, interest, number) in [
            (day, Interest::Enquiry, 1),
            (day, Interest::Enquiry, 1),
            (day, Interest::Enquiry, 2),
            (day, Interest::Viewing, 3),
            (day.tomorrow().expect("a day"), Interest::Enquiry, 4),
        ] {
            let counted = store.count(home, date, interest, event(number)).await;
            counted.expect("counted");
        }
        let daily = store.daily(home, day, day).await.expect("read");
        let counts = InterestCounts {
            saves: 0,
            enquiries: 2,
            viewings: 1,
        };
        assert_eq!(daily, BTreeMap::from([(day, counts)]));
        let both = store.daily(home, day, day.tomorrow().expect("a day")).await;
        assert_eq!(both.expect("read").len(), 2);
        let other = store.daily(PropertyId::from_parts(1, 2), day, day).await;
        assert!(other.expect("read").is_empty());
    }
}
