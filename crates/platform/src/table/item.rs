//! Items: attributes a person can read, with the names of the domain's fields.

use super::{ENTITY_TYPE, PK, SK};
use crate::{PlatformError, keys::PrimaryKey};
use aws_sdk_dynamodb::types::AttributeValue;
use serde::{Serialize, de::DeserializeOwned};
use std::collections::HashMap;

/// An item, by attribute name.
pub(crate) type Item = HashMap<String, AttributeValue>;

/// A text attribute.
pub(crate) fn text(value: impl Into<String>) -> AttributeValue {
    AttributeValue::S(value.into())
}

/// The key of an item as the SDK takes it.
pub(crate) fn key_of(key: PrimaryKey) -> Item {
    Item::from([
        (PK.to_owned(), text(key.partition())),
        (SK.to_owned(), text(key.sort())),
    ])
}

/// An item with the fields of `value` as attributes, its key and its kind.
pub(crate) fn to_item(
    key: PrimaryKey,
    entity_type: &'static str,
    value: &impl Serialize,
) -> Result<Item, PlatformError> {
    let mut item: Item =
        serde_dynamo::to_item(value).map_err(|error| PlatformError::Unwritable {
            key: key.to_string(),
            source: Box::new(error),
        })?;
    item.extend(key_of(key));
    item.insert(ENTITY_TYPE.to_owned(), text(entity_type));
    Ok(item)
}

/// What an item says, or why it can't be read; attributes it doesn't know are ignored.
pub(crate) fn from_item<T: DeserializeOwned>(item: Item) -> Result<T, PlatformError> {
    let key = name_of(&item);
    serde_dynamo::from_item(item).map_err(|error| PlatformError::corrupt(key, error))
}

/// A text attribute of an item.
pub(crate) fn attribute<'a>(item: &'a Item, name: &str) -> Result<&'a str, PlatformError> {
    match item.get(name) {
        Some(AttributeValue::S(text)) => Ok(text),
        _ => Err(PlatformError::corrupt(
            name_of(item),
            format!("the text attribute {name} is missing"),
        )),
    }
}

/// An item's key, for messages.
pub(crate) fn name_of(item: &Item) -> String {
    let part = |name| {
        item.get(name)
            .and_then(|value| value.as_s().ok())
            .map_or("?", String::as_str)
    };
    format!("{} / {}", part(PK), part(SK))
}

/// The version of an item that counts its writes.
pub(crate) fn version_of(item: &Item) -> Result<u64, PlatformError> {
    let version = item.get("version").and_then(|version| version.as_n().ok());
    version
        .and_then(|version| version.parse().ok())
        .ok_or_else(|| PlatformError::corrupt(name_of(item), "it has no version"))
}
