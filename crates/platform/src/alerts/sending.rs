//! Sending what is due: by one process at a time, and not too much of it.

use super::{AlertQueue, DueAlert, key};
use crate::{
    PlatformError,
    keys::{AlertKey, Digest},
    table::{EXPIRES_AT, PK, Refusal, Write, key_of, text, to_item},
};
use aws_sdk_dynamodb::types::AttributeValue;
use jiff::{Timestamp, ToSpan, civil::Date};
use serde::Serialize;

#[derive(Serialize)]
struct Turn<'a> {
    holder: &'a str,
    /// Milliseconds since 1970.
    held_until: i64,
}

impl AlertQueue {
    /// Takes the turn of sending what is due in a shard until `until`; false when another
    /// process has it at `now`. Whoever has it may lengthen it.
    pub async fn take_turn(
        &self,
        shard: u8,
        holder: &str,
        (now, until): (Timestamp, Timestamp),
    ) -> Result<bool, PlatformError> {
        let held_until = until.as_millisecond();
        let turn = to_item(
            key(AlertKey::Turn(shard)),
            "AlertTurn",
            &Turn { holder, held_until },
        )?;
        let put = self
            .table
            .client()
            .put_item()
            .table_name(self.table.name())
            .set_item(Some(turn))
            .condition_expression(
                "attribute_not_exists(#pk) OR holder = :holder OR held_until < :now",
            )
            .expression_attribute_names("#pk", PK)
            .expression_attribute_values(":holder", text(holder))
            .expression_attribute_values(
                ":now",
                AttributeValue::N(now.as_millisecond().to_string()),
            );
        match put.send().await {
            Ok(_) => Ok(true),
            Err(error)
                if error
                    .as_service_error()
                    .is_some_and(|e| e.is_conditional_check_failed_exception()) =>
            {
                Ok(false)
            }
            Err(error) => Err(PlatformError::service("PutItem", error)),
        }
    }

    /// Counts one more mail to an address on a day (Nepal); false, and not counted, when
    /// there were `limit` already.
    pub async fn count_mail(
        &self,
        address: Digest,
        date: Date,
        limit: u16,
    ) -> Result<bool, PlatformError> {
        // The next day is over everywhere on Earth two days later.
        let end = date
            .saturating_add(3.days())
            .to_zoned(jiff::tz::TimeZone::UTC);
        let end = end.map_or(i64::MAX, |end| end.timestamp().as_second());
        let number = |number: i64| AttributeValue::N(number.to_string());
        let update = self
            .table
            .client()
            .update_item()
            .table_name(self.table.name())
            .set_key(Some(key_of(key(AlertKey::Sent { address, date }))))
            .update_expression(format!(
                "ADD mails :one SET {EXPIRES_AT} = :end, entity_type = :kind"
            ))
            .condition_expression("attribute_not_exists(mails) OR mails < :limit")
            .expression_attribute_values(":one", number(1))
            .expression_attribute_values(":end", number(end))
            .expression_attribute_values(":kind", text("AlertsOfDay"))
            .expression_attribute_values(":limit", number(i64::from(limit)));
        if limit == 0 {
            return Ok(false);
        }
        match update.send().await {
            Ok(_) => Ok(true),
            Err(error)
                if error
                    .as_service_error()
                    .is_some_and(|e| e.is_conditional_check_failed_exception()) =>
            {
                Ok(false)
            }
            Err(error) => Err(PlatformError::service("UpdateItem", error)),
        }
    }

    /// Forgets alerts that were sent, or that nobody wants any more.
    pub async fn done(&self, alerts: &[DueAlert]) -> Result<(), PlatformError> {
        let delete = |alert: &DueAlert| Write::Delete(key(alert.due_key()));
        self.table
            .write_all(alerts.iter().map(delete).collect())
            .await
    }

    /// Lets an alert wait again, as `after`.
    pub async fn postpone(&self, before: &DueAlert, after: &DueAlert) -> Result<(), PlatformError> {
        let mut writes = vec![after.put()?];
        if before.due_at != after.due_at {
            writes.push(Write::Delete(key(before.due_key())));
        }
        match self.table.transact(writes).await {
            Ok(()) => Ok(()),
            Err(Refusal::Failed(error)) => Err(error),
            Err(Refusal::Condition { .. }) => Err(PlatformError::corrupt(
                "an alert that waits",
                "it was made to depend on a condition",
            )),
        }
    }
}
