//! Reading many items at once.

use super::{Item, PK, SK, Table, attribute, key_of};
use crate::{PlatformError, keys::PrimaryKey};
use aws_sdk_dynamodb::types::{AttributeValue, KeysAndAttributes};
use std::collections::{HashMap, HashSet};

/// Most items in one BatchGetItem, by DynamoDB's rule.
const GET_AT_ONCE: usize = 100;
/// How often what a batch left undone is asked for again.
const ATTEMPTS: u32 = 8;

impl Table {
    /// The items of these keys, in the order of the keys; those that aren't there are left
    /// out. `attributes` limits what is read of each (the key is always read).
    pub(crate) async fn batch_get(
        &self,
        keys: &[PrimaryKey],
        attributes: &[&str],
    ) -> Result<Vec<Item>, PlatformError> {
        let mut found: HashMap<(String, String), Item> = HashMap::with_capacity(keys.len());
        for some in keys.chunks(GET_AT_ONCE) {
            for item in self.batch_get_some(some, attributes).await? {
                let key = (
                    attribute(&item, PK)?.to_owned(),
                    attribute(&item, SK)?.to_owned(),
                );
                found.insert(key, item);
            }
        }
        Ok(keys
            .iter()
            .filter_map(|key| found.get(&(key.partition(), key.sort())).cloned())
            .collect())
    }

    async fn batch_get_some(
        &self,
        keys: &[PrimaryKey],
        attributes: &[&str],
    ) -> Result<Vec<Item>, PlatformError> {
        let mut seen = HashSet::with_capacity(keys.len());
        let mut wanted: Vec<_> = keys
            .iter()
            .filter(|key| seen.insert(**key))
            .map(|key| key_of(*key))
            .collect();
        let mut items = Vec::with_capacity(wanted.len());
        for attempt in 0..ATTEMPTS {
            if wanted.is_empty() {
                return Ok(items);
            }
            self.pause_before(attempt).await;
            let call = self
                .client()
                .batch_get_item()
                .request_items(self.name(), reading(wanted, attributes)?);
            let mut answer = call
                .send()
                .await
                .map_err(|e| PlatformError::service("BatchGetItem", e))?;
            if let Some(found) = answer
                .responses
                .as_mut()
                .and_then(|by_table| by_table.remove(self.name()))
            {
                items.extend(found);
            }
            let left = answer
                .unprocessed_keys
                .as_mut()
                .and_then(|by_table| by_table.remove(self.name()));
            wanted = left.map(|left| left.keys).unwrap_or_default();
        }
        if wanted.is_empty() {
            Ok(items)
        } else {
            Err(undone("BatchGetItem", wanted.len()))
        }
    }
}

fn reading(
    keys: Vec<HashMap<String, AttributeValue>>,
    attributes: &[&str],
) -> Result<KeysAndAttributes, PlatformError> {
    let mut reading = KeysAndAttributes::builder()
        .set_keys(Some(keys))
        .consistent_read(true);
    if !attributes.is_empty() {
        let mut names = vec!["#pk".to_owned(), "#sk".to_owned()];
        reading = reading
            .expression_attribute_names("#pk", PK)
            .expression_attribute_names("#sk", SK);
        for (number, attribute) in attributes.iter().enumerate() {
            names.push(format!("#a{number}"));
            reading = reading.expression_attribute_names(format!("#a{number}"), *attribute);
        }
        reading = reading.projection_expression(names.join(", "));
    }
    reading.build().map_err(malformed)
}

fn undone(operation: &'static str, left: usize) -> PlatformError {
    PlatformError::Unprocessed {
        operation,
        left,
        attempts: ATTEMPTS,
    }
}

fn malformed(error: aws_sdk_dynamodb::error::BuildError) -> PlatformError {
    PlatformError::Service {
        operation: "building a batch",
        retryable: false,
        source: Box::new(error),
    }
}
