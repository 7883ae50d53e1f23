//! Views of listings by day. How many, never by whom.

use crate::{
    PlatformError, Table,
    keys::PrimaryKey,
    table::{ENTITY_TYPE, EXPIRES_AT, Item, PK, Query, SK, SortRange, Write, attribute, text},
};
use aws_sdk_dynamodb::types::AttributeValue;
use durbar_domain::PropertyId;
use jiff::{ToSpan, civil::Date, tz::TimeZone};
use std::collections::{BTreeMap, HashMap};

/// How long a day's views are kept.
const KEPT_FOR_DAYS: i64 = 760;
// `views` is a reserved word of expressions.
const VIEWS: &str = "view_count";

/// Views in the table. Cheap to clone.
#[derive(Debug, Clone)]
pub struct ViewStore {
    table: Table,
}

/// Views to add to one of the [`crate::keys::VIEW_SHARDS`] parts of a listing's day (UTC).
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct ViewCount {
    pub listing_id: PropertyId,
    pub date: Date,
    pub shard: u8,
    pub count: u64,
}

impl ViewCount {
    fn write(&self) -> Write {
        let &ViewCount {
            listing_id,
            date,
            shard,
            count,
        } = self;
        let number = |number: String| AttributeValue::N(number);
        Write::Update {
            key: PrimaryKey::ViewStat {
                listing_id,
                date,
                shard,
            },
            expression: format!(
                "ADD {VIEWS} :count SET {EXPIRES_AT} = :end, {ENTITY_TYPE} = :kind"
            ),
            values: HashMap::from([
                (":count".to_owned(), number(count.to_string())),
                (":end".to_owned(), number(expiry(date).to_string())),
                (":kind".to_owned(), text("DailyViewStat")),
            ]),
        }
    }
}

impl ViewStore {
    /// So many different parts of days are added together or not at all.
    pub const AT_ONCE: usize = 100;

    pub fn new(table: Table) -> Self {
        Self { table }
    }

    /// Adds views to what is there. When it fails, those before are added; the error doesn't
    /// tell which, so only few should be added at a time: see [`ViewStore::AT_ONCE`].
    pub async fn add(&self, views: &[ViewCount]) -> Result<(), PlatformError> {
        self.table
            .write_all(views.iter().map(ViewCount::write).collect())
            .await
    }

    /// Views of a listing on the days from one to another, both included, by day; a day
    /// without views is left out.
    pub async fn daily(
        &self,
        listing_id: PropertyId,
        from: Date,
        to: Date,
    ) -> Result<BTreeMap<Date, u64>, PlatformError> {
        let mut days = BTreeMap::new();
        if from > to {
            return Ok(days);
        }
        let (first, last) = PrimaryKey::view_stat_range(from, to);
        let partition = PrimaryKey::Listing(listing_id).partition();
        let page = self
            .table
            .query(Query::partition(partition).range(SortRange::Between(first, last)))
            .await?;
        for item in page.items {
            let (date, views) = read(&item)?;
            *days.entry(date).or_insert(0) += views;
        }
        Ok(days)
    }
}

/// The day and the views of an item.
fn read(item: &Item) -> Result<(Date, u64), PlatformError> {
    let (partition, sort) = (attribute(item, PK)?, attribute(item, SK)?);
    let key = PrimaryKey::parse(partition, sort)
        .map_err(|error| PlatformError::corrupt(partition, error))?;
    let views = item
        .get(VIEWS)
        .and_then(|views| views.as_n().ok())
        .and_then(|views| views.parse().ok());
    match (key, views) {
        (PrimaryKey::ViewStat { date, .. }, Some(views)) => Ok((date, views)),
        _ => Err(PlatformError::corrupt(
            key.to_string(),
            "it does not count views",
        )),
    }
}

/// When a day's views are deleted, in seconds since 1970.
fn expiry(date: Date) -> i64 {
    let last = date.saturating_add(KEPT_FOR_DAYS.days());
    last.to_zoned(TimeZone::UTC)
        .map_or(i64::MAX, |midnight| midnight.timestamp().as_second())
}
