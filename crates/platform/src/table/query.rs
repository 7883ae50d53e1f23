//! Queries of one partition.

use super::{Item, PK, SK, Table, text};
use crate::{PlatformError, keys::Index};

/// Which sort keys of a partition to read.
#[derive(Debug, Clone)]
pub(crate) enum SortRange {
    All,
    /// Below this one.
    Below(String),
    /// Above this one.
    Above(String),
    /// From one to another, both included.
    Between(String, String),
    StartsWith(String),
}

/// A query of one partition of the table or of an index.
#[derive(Debug, Clone)]
pub(crate) struct Query {
    pub index: Option<Index>,
    pub partition: String,
    pub range: SortRange,
    /// Greatest sort key first.
    pub descending: bool,
    /// At most this many items.
    pub limit: Option<usize>,
    /// Start behind this one.
    pub after: Option<Item>,
}

/// Some items, and the one to go on behind when there are more.
#[derive(Debug, Clone)]
pub(crate) struct Page {
    pub items: Vec<Item>,
    pub next: Option<Item>,
}

impl Query {
    /// All of a partition of an index, greatest sort key first.
    pub fn latest(index: Index, partition: String) -> Self {
        Self {
            index: Some(index),
            partition,
            range: SortRange::All,
            descending: true,
            limit: None,
            after: None,
        }
    }

    /// All of a partition of the table, in the order of its sort keys.
    pub fn partition(partition: String) -> Self {
        Self {
            index: None,
            partition,
            range: SortRange::All,
            descending: false,
            limit: None,
            after: None,
        }
    }

    pub fn range(self, range: SortRange) -> Self {
        Self { range, ..self }
    }

    pub fn limit(self, limit: usize) -> Self {
        Self {
            limit: Some(limit),
            ..self
        }
    }

    pub fn after(self, after: Option<Item>) -> Self {
        Self { after, ..self }
    }
}

impl Table {
    /// One answer to a query: up to 1 MB, or `limit` items.
    pub(crate) async fn query_page(&self, query: &Query) -> Result<Page, PlatformError> {
        let (partition, sort) = match query.index {
            Some(index) => (index.partition_attribute(), index.sort_attribute()),
            None => (PK, SK),
        };
        let mut call = self
            .client()
            .query()
            .table_name(self.name())
            .set_index_name(query.index.map(|index| index.name().to_owned()))
            // A read of the table sees every write before it; an index is always a little late.
            .set_consistent_read(query.index.is_none().then_some(true))
            .scan_index_forward(!query.descending)
            .set_limit(
                query
                    .limit
                    .map(|limit| i32::try_from(limit).unwrap_or(i32::MAX).max(1)),
            )
            .set_exclusive_start_key(query.after.clone())
            .expression_attribute_names("#p", partition)
            .expression_attribute_values(":p", text(&query.partition));
        let condition = match &query.range {
            SortRange::All => "#p = :p",
            SortRange::Below(bound) => {
                call = call.expression_attribute_values(":b", text(bound));
                "#p = :p AND #s < :b"
            }
            SortRange::Above(bound) => {
                call = call.expression_attribute_values(":b", text(bound));
                "#p = :p AND #s > :b"
            }
            SortRange::Between(first, last) => {
                call = call.expression_attribute_values(":b", text(first));
                call = call.expression_attribute_values(":e", text(last));
                "#p = :p AND #s BETWEEN :b AND :e"
            }
            SortRange::StartsWith(prefix) => {
                call = call.expression_attribute_values(":b", text(prefix));
                "#p = :p AND begins_with(#s, :b)"
            }
        };
        if !matches!(query.range, SortRange::All) {
            call = call.expression_attribute_names("#s", sort);
        }
        let found = call.key_condition_expression(condition).send().await;
        let found = found.map_err(|e| PlatformError::service("Query", e))?;
        Ok(Page {
            items: found.items.unwrap_or_default(),
            next: found.last_evaluated_key.filter(|key| !key.is_empty()),
        })
    }

    /// As many answers as it takes to fill the query's limit, or all there are without one.
    pub(crate) async fn query(&self, mut query: Query) -> Result<Page, PlatformError> {
        let wanted = query.limit;
        let mut items = Vec::new();
        loop {
            let page = self.query_page(&query).await?;
            items.extend(page.items);
            let left = wanted.map(|wanted| wanted.saturating_sub(items.len()));
            if page.next.is_none() || left == Some(0) {
                return Ok(Page {
                    items,
                    next: page.next,
                });
            }
            (query.after, query.limit) = (page.next, left);
        }
    }
}
