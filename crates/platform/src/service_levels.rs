//! How pages were answered, by day and group. How many, never who or what for.

use crate::{
    PlatformError, Table,
    keys::PrimaryKey,
    table::{ENTITY_TYPE, EXPIRES_AT, Item, PK, Query, SK, SortRange, Write, attribute, text},
};
use aws_sdk_dynamodb::types::AttributeValue;
use durbar_domain::service_level::{BOUNDS_US, PARTS, PageCounts, PageGroup, PageTotals};
use jiff::{ToSpan, civil::Date, tz::TimeZone};
use std::collections::{BTreeMap, HashMap};

/// How long a day is kept.
const KEPT_FOR_DAYS: i64 = 90;
const REQUESTS: &str = "request_count";
const FAULTS: &str = "fault_count";

/// Counts in the table. Cheap to clone.
#[derive(Debug, Clone)]
pub struct ServiceLevelStore {
    table: Table,
}

impl ServiceLevelStore {
    pub fn new(table: Table) -> Self {
        Self { table }
    }

    /// Adds what was counted to what is there.
    pub async fn add(
        &self,
        date: Date,
        group: PageGroup,
        counts: &PageCounts,
    ) -> Result<(), PlatformError> {
        self.table
            .write_all(vec![one_write(date, group, counts)])
            .await
    }

    /// Counts of the days from one to another, both included; a day on which nothing was
    /// counted is left out.
    pub async fn daily(
        &self,
        from: Date,
        to: Date,
    ) -> Result<BTreeMap<Date, PageTotals>, PlatformError> {
        let mut days: BTreeMap<Date, PageTotals> = BTreeMap::new();
        if from > to {
            return Ok(days);
        }
        let (first, last) = PrimaryKey::service_level_range(from, to);
        let query = Query::partition(PrimaryKey::service_level_partition());
        let query = query.range(SortRange::Between(first, last));
        for item in self.table.query(query).await?.items {
            let (date, group, counts) = read(&item)?;
            days.entry(date).or_default().of_mut(group).add(&counts);
        }
        Ok(days)
    }
}

fn one_write(date: Date, group: PageGroup, counts: &PageCounts) -> Write {
    let mut adds = Vec::new();
    let mut values = HashMap::from([
        (":end".to_owned(), number(expiry(date))),
        (":kind".to_owned(), text("DailyServiceLevel")),
    ]);
    for (name, count) in attributes(counts) {
        if count > 0 {
            adds.push(format!("{name} :{name}"));
            values.insert(format!(":{name}"), number(count));
        }
    }
    // An ADD of nothing is no expression.
    let add = match adds.is_empty() {
        true => String::new(),
        false => format!("ADD {} ", adds.join(", ")),
    };
    Write::Update {
        key: PrimaryKey::ServiceLevel { date, group },
        expression: format!("{add}SET {EXPIRES_AT} = :end, {ENTITY_TYPE} = :kind"),
        values,
    }
}

/// Counts by the names of their attributes. A latency's tells its bound, so that days that were
/// counted by other bounds are not taken for what they aren't.
fn attributes(counts: &PageCounts) -> impl Iterator<Item = (String, u64)> {
    let whole = [
        (REQUESTS.to_owned(), counts.requests),
        (FAULTS.to_owned(), counts.faults),
    ];
    let latencies = counts.latencies;
    let parts = (0..PARTS).map(move |part| (latency_name(part), latencies[part]));
    whole.into_iter().chain(parts)
}

fn latency_name(part: usize) -> String {
    match BOUNDS_US.get(part) {
        Some(bound) => format!("under_{bound}_us"),
        None => "above_all_us".to_owned(),
    }
}

/// The day, the group and the counts of an item.
pub(crate) fn read(item: &Item) -> Result<(Date, PageGroup, PageCounts), PlatformError> {
    let (partition, sort) = (attribute(item, PK)?, attribute(item, SK)?);
    let key = PrimaryKey::parse(partition, sort)
        .map_err(|error| PlatformError::corrupt(partition, error))?;
    let PrimaryKey::ServiceLevel { date, group } = key else {
        return Err(PlatformError::corrupt(
            key.to_string(),
            "it does not count requests",
        ));
    };
    let count = |name: &str| match item.get(name) {
        None => Ok(0),
        Some(value) => value
            .as_n()
            .ok()
            .and_then(|text| text.parse().ok())
            .ok_or_else(|| PlatformError::corrupt(key.to_string(), format!("{name} is no count"))),
    };
    let mut counts = PageCounts {
        requests: count(REQUESTS)?,
        faults: count(FAULTS)?,
        ..PageCounts::default()
    };
    for (part, found) in counts.latencies.iter_mut().enumerate() {
        *found = count(&latency_name(part))?;
    }
    Ok((date, group, counts))
}

pub(crate) fn number(value: u64) -> AttributeValue {
    AttributeValue::N(value.to_string())
}

/// When a day is deleted, in seconds since 1970.
pub(crate) fn expiry(date: Date) -> u64 {
    let last = date.saturating_add(KEPT_FOR_DAYS.days());
    let seconds = last
        .to_zoned(TimeZone::UTC)
        .map_or(i64::MAX, |midnight| midnight.timestamp().as_second());
    u64::try_from(seconds).unwrap_or(0)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{integrity::Inspector, testing::embedded};
    use jiff::civil::date;
    use std::time::Duration;

    fn counts(of: &[(u64, bool)]) -> PageCounts {
        let mut counts = PageCounts::default();
        for (latency_ms, is_fault) in of {
            counts.count(Duration::from_millis(*latency_ms), *is_fault);
        }
        counts
    }

    #[tokio::test]
    async fn what_processes_count_adds_up_by_day_and_group() {
        let embedded = embedded().await;
        let store = ServiceLevelStore::new(embedded.platform().table.clone());
        let (one, two) = (date(2026, 11, 23), date(2026, 11, 24));
        let first = counts(&[(3, false), (300, false), (20_000, true)]);
        let second = counts(&[(3, false)]);
        for (day, group, counts) in [
            (one, PageGroup::ListingKept, &first),
            (one, PageGroup::ListingKept, &second),
            (one, PageGroup::Other, &second),
            (two, PageGroup::ListingMade, &first),
        ] {
            store.add(day, group, counts).await.expect("added");
        }
        let daily = store.daily(one, two).await.expect("read");
        assert_eq!(daily.len(), 2);
        let both = counts(&[(3, false), (3, false), (300, false), (20_000, true)]);
        assert_eq!(daily[&one].of(PageGroup::ListingKept), &both);
        assert_eq!(daily[&one].of(PageGroup::Other), &second);
        assert_eq!(daily[&two].of(PageGroup::ListingMade), &first);
        assert_eq!(store.daily(two, two).await.expect("read").len(), 1);
        assert!(store.daily(two, one).await.expect("read").is_empty());
        let inspected = Inspector::new(embedded.platform()).run(|_| {}).await;
        let found = inspected.expect("inspected");
        assert_eq!(found.faults, []);
        assert_eq!(found.tally.kinds["DailyServiceLevel"].count, 3);
    }

    #[tokio::test]
    async fn an_item_holds_numbers_and_goes_after_90_days() {
        let embedded = embedded().await;
        let table = &embedded.platform().table;
        let (day, group) = (date(2026, 11, 23), PageGroup::Other);
        let store = ServiceLevelStore::new(table.clone());
        let counted = store.add(day, group, &counts(&[(3, false)])).await;
        counted.expect("added");
        let item = table.get(PrimaryKey::ServiceLevel { date: day, group });
        let item = item.await.expect("read").expect("it is there");
        let mut names: Vec<&str> = item.keys().map(String::as_str).collect();
        names.sort_unstable();
        let mut expected = vec![PK, SK, ENTITY_TYPE, EXPIRES_AT, REQUESTS, "under_5000_us"];
        expected.sort_unstable();
        assert_eq!(names, expected);
        // 2027-02-21T00:00:00Z.
        assert_eq!(item[EXPIRES_AT].as_n().expect("a number"), "1803168000");
    }
}
