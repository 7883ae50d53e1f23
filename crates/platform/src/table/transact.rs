//! Changes that happen together or not at all.

use super::{Item, PK, Table, key_of, version_of};
use crate::{PlatformError, keys::PrimaryKey};
use aws_sdk_dynamodb::{
    operation::transact_write_items::TransactWriteItemsError,
    types::{
        AttributeValue, CancellationReason, ConditionCheck, Delete, Put,
        ReturnValuesOnConditionCheckFailure, TransactWriteItem, Update,
    },
};

/// How often a transaction is tried that met another one on the same items.
const ATTEMPTS: u32 = 6;

/// One write of a transaction.
#[derive(Debug, Clone)]
pub(crate) enum Write {
    Put(Item),
    /// Only if there is no item of this key.
    PutNew(Item),
    /// Only if the item there has this `version`.
    PutOver {
        item: Item,
        version: u64,
    },
    Delete(PrimaryKey),
    /// Only if the item is there and has this text under this name.
    DeleteIf {
        key: PrimaryKey,
        attribute: &'static str,
        text: String,
    },
    /// Only if the item there has this `version`.
    DeleteOver {
        key: PrimaryKey,
        version: u64,
    },
    /// Changes nothing; only if the item has this number under this name.
    Check {
        key: PrimaryKey,
        attribute: &'static str,
        number: u64,
    },
    /// Changes nothing; only if the condition holds, which names attributes as they are.
    Require {
        key: PrimaryKey,
        condition: &'static str,
    },
    /// Applies an update expression to the item, made if it isn't there; only if the
    /// condition holds. `names` stand in for reserved words.
    UpdateIf {
        key: PrimaryKey,
        expression: String,
        condition: String,
        names: &'static [(&'static str, &'static str)],
        values: Item,
    },
    /// Applies an update expression to the item, made if it isn't there.
    Update {
        key: PrimaryKey,
        expression: String,
        values: Item,
    },
}

/// Why a transaction was not done.
#[derive(Debug)]
pub(crate) enum Refusal {
    /// A condition failed. The item that was there, if any.
    Condition {
        found: Option<Item>,
    },
    Failed(PlatformError),
}

impl Refusal {
    /// Why a change over a version was not done: another version is there, or `item` has gone.
    pub(crate) fn over_version(self, item: impl std::fmt::Display) -> PlatformError {
        match self {
            Self::Failed(error) => error,
            Self::Condition { found: None } => PlatformError::Missing {
                key: item.to_string(),
            },
            Self::Condition { found: Some(found) } => match version_of(&found) {
                Ok(current_version) => PlatformError::Conflict { current_version },
                Err(error) => error,
            },
        }
    }
}

impl Write {
    fn build(self, table: &str) -> Result<TransactWriteItem, aws_sdk_dynamodb::error::BuildError> {
        let put = |item| {
            Put::builder()
                .table_name(table)
                .set_item(Some(item))
                .return_values_on_condition_check_failure(
                    ReturnValuesOnConditionCheckFailure::AllOld,
                )
        };
        let write = TransactWriteItem::builder();
        Ok(match self {
            Self::Put(item) => write.put(put(item).build()?),
            Self::PutNew(item) => write.put(
                put(item)
                    .condition_expression("attribute_not_exists(#pk)")
                    .expression_attribute_names("#pk", PK)
                    .build()?,
            ),
            Self::PutOver { item, version } => write.put(
                put(item)
                    .condition_expression("#v = :v")
                    .expression_attribute_names("#v", "version")
                    .expression_attribute_values(":v", AttributeValue::N(version.to_string()))
                    .build()?,
            ),
            Self::Delete(key) => write.delete(
                Delete::builder()
                    .table_name(table)
                    .set_key(Some(key_of(key)))
                    .build()?,
            ),
            Self::DeleteIf {
                key,
                attribute,
                text,
            } => write.delete(
                Delete::builder()
                    .table_name(table)
                    .set_key(Some(key_of(key)))
                    .condition_expression("#a = :t")
                    .expression_attribute_names("#a", attribute)
                    .expression_attribute_values(":t", AttributeValue::S(text))
                    .build()?,
            ),
            Self::DeleteOver { key, version } => write.delete(
                Delete::builder()
                    .table_name(table)
                    .set_key(Some(key_of(key)))
                    .condition_expression("#v = :v")
                    .expression_attribute_names("#v", "version")
                    .expression_attribute_values(":v", AttributeValue::N(version.to_string()))
                    .return_values_on_condition_check_failure(
                        ReturnValuesOnConditionCheckFailure::AllOld,
                    )
                    .build()?,
            ),
            Self::Check {
                key,
                attribute,
                number,
            } => write.condition_check(
                ConditionCheck::builder()
                    .table_name(table)
                    .set_key(Some(key_of(key)))
                    .condition_expression("#a = :n")
                    .expression_attribute_names("#a", attribute)
                    .expression_attribute_values(":n", AttributeValue::N(number.to_string()))
                    .build()?,
            ),
            Self::Require { key, condition } => write.condition_check(
                ConditionCheck::builder()
                    .table_name(table)
                    .set_key(Some(key_of(key)))
                    .condition_expression(condition)
                    .return_values_on_condition_check_failure(
                        ReturnValuesOnConditionCheckFailure::AllOld,
                    )
                    .build()?,
            ),
            Self::UpdateIf {
                key,
                expression,
                condition,
                names,
                values,
            } => write.update(
                names
                    .iter()
                    .fold(Update::builder(), |update, (place, name)| {
                        update.expression_attribute_names(*place, *name)
                    })
                    .table_name(table)
                    .set_key(Some(key_of(key)))
                    .update_expression(expression)
                    .condition_expression(condition)
                    .set_expression_attribute_values(Some(values))
                    .return_values_on_condition_check_failure(
                        ReturnValuesOnConditionCheckFailure::AllOld,
                    )
                    .build()?,
            ),
            Self::Update {
                key,
                expression,
                values,
            } => write.update(
                Update::builder()
                    .table_name(table)
                    .set_key(Some(key_of(key)))
                    .update_expression(expression)
                    // An empty list of values is refused.
                    .set_expression_attribute_values(Some(values).filter(|it| !it.is_empty()))
                    .build()?,
            ),
        }
        .build())
    }
}

impl Table {
    /// Does all the writes or none. Another transaction on the same items is waited for, a
    /// bounded number of times. The SDK gives each call a token, so that a repeat of it after
    /// a lost answer changes nothing twice.
    pub(crate) async fn transact(&self, writes: Vec<Write>) -> Result<(), Refusal> {
        let items = writes.into_iter().map(|write| write.build(self.name()));
        let items: Vec<TransactWriteItem> = items.collect::<Result<_, _>>().map_err(|error| {
            Refusal::Failed(PlatformError::Service {
                operation: "building a transaction",
                retryable: false,
                source: Box::new(error),
            })
        })?;
        for attempt in 0.. {
            self.pause_before(attempt).await;
            let call = self
                .client()
                .transact_write_items()
                .set_transact_items(Some(items.clone()));
            let Err(error) = call.send().await else {
                break;
            };
            let reasons = match error.as_service_error() {
                Some(TransactWriteItemsError::TransactionCanceledException(cancelled)) => {
                    cancelled.cancellation_reasons()
                }
                _ => &[],
            };
            if let Some(refusal) = failed_condition(reasons) {
                return Err(refusal);
            }
            let passes = reasons.iter().any(passes_by_itself);
            if !passes || attempt + 1 == ATTEMPTS {
                return Err(Refusal::Failed(
                    PlatformError::service("TransactWriteItems", error).or_retryable(passes),
                ));
            }
        }
        Ok(())
    }
}

fn failed_condition(reasons: &[CancellationReason]) -> Option<Refusal> {
    let failed = reasons
        .iter()
        .find(|reason| reason.code() == Some("ConditionalCheckFailed"))?;
    Some(Refusal::Condition {
        found: failed.item().cloned(),
    })
}

fn passes_by_itself(reason: &CancellationReason) -> bool {
    matches!(
        reason.code(),
        Some("TransactionConflict" | "ProvisionedThroughputExceeded" | "ThrottlingError")
    )
}
