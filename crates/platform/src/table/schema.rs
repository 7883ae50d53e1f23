//! The table as it is created.

use super::{CARD, PK, SK, Table};
use crate::{PlatformError, keys::Index};
use aws_sdk_dynamodb::{
    error::BuildError,
    types::{
        AttributeDefinition, BillingMode, GlobalSecondaryIndex, KeySchemaElement, KeyType,
        Projection, ProjectionType, ScalarAttributeType, TimeToLiveSpecification,
    },
};

/// The attribute after whose time an item is deleted, in seconds since 1970.
pub const EXPIRES_AT: &str = "expires_at";

/// Creates the table with its indexes and its expiry; does nothing when it exists.
pub async fn create_table(table: &Table) -> Result<(), PlatformError> {
    let client = table.client();
    let described = client
        .describe_table()
        .table_name(table.name())
        .send()
        .await;
    match described {
        Ok(_) => return Ok(()),
        Err(error)
            if error
                .as_service_error()
                .is_some_and(|e| e.is_resource_not_found_exception()) => {}
        Err(error) => return Err(PlatformError::service("DescribeTable", error)),
    }
    let attributes = [PK, SK].into_iter().chain(
        Index::ALL
            .iter()
            .flat_map(|index| [index.partition_attribute(), index.sort_attribute()]),
    );
    let create = client
        .create_table()
        .table_name(table.name())
        .billing_mode(BillingMode::PayPerRequest)
        .set_attribute_definitions(Some(
            attributes
                .map(definition)
                .collect::<Result<_, _>>()
                .map_err(malformed)?,
        ))
        .set_key_schema(Some(key_schema(PK, SK).map_err(malformed)?))
        .set_global_secondary_indexes(Some(
            Index::ALL
                .iter()
                .map(|index| secondary(*index))
                .collect::<Result<_, _>>()
                .map_err(malformed)?,
        ));
    create
        .send()
        .await
        .map_err(|e| PlatformError::service("CreateTable", e))?;
    let expiry = TimeToLiveSpecification::builder()
        .attribute_name(EXPIRES_AT)
        .enabled(true)
        .build();
    let update = client.update_time_to_live().table_name(table.name());
    let update = update.time_to_live_specification(expiry.map_err(malformed)?);
    update
        .send()
        .await
        .map_err(|e| PlatformError::service("UpdateTimeToLive", e))?;
    Ok(())
}

fn malformed(error: BuildError) -> PlatformError {
    PlatformError::Start {
        what: "table",
        source: Box::new(error),
    }
}

fn definition(name: &str) -> Result<AttributeDefinition, BuildError> {
    AttributeDefinition::builder()
        .attribute_name(name)
        .attribute_type(ScalarAttributeType::S)
        .build()
}

fn key_schema(partition: &str, sort: &str) -> Result<Vec<KeySchemaElement>, BuildError> {
    let element = |name: &str, kind| {
        KeySchemaElement::builder()
            .attribute_name(name)
            .key_type(kind)
            .build()
    };
    Ok(vec![
        element(partition, KeyType::Hash)?,
        element(sort, KeyType::Range)?,
    ])
}

/// An index that carries a listing's card and nothing else of it: a feed reads a fifth of
/// what the whole item would be, a write copies as much less, and the exact place of a
/// discreet home is in no index.
fn secondary(index: Index) -> Result<GlobalSecondaryIndex, BuildError> {
    let projection = Projection::builder()
        .projection_type(ProjectionType::Include)
        .non_key_attributes(CARD)
        .build();
    GlobalSecondaryIndex::builder()
        .index_name(index.name())
        .set_key_schema(Some(key_schema(
            index.partition_attribute(),
            index.sort_attribute(),
        )?))
        .projection(projection)
        .build()
}
