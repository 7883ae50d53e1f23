//! Many writes that need not happen together.

use super::{Item, Refusal, Table, Write};
use crate::PlatformError;
use aws_sdk_dynamodb::types::AttributeValue;

/// Most writes in a transaction, by DynamoDB's rule.
const AT_ONCE: usize = 100;
/// Most bytes of a transaction; DynamoDB's rule is 4 MB, counted a little differently.
const BYTES_AT_ONCE: usize = 3_000_000;

impl Table {
    /// Does unconditional writes on different items, a hundred at a time: when it fails, those
    /// before are done. By transactions rather than BatchWriteItem, since that one can't count
    /// up, may leave any part undone, and makes embedded storage wait for the disk at every
    /// item.
    pub(crate) async fn write_all(&self, writes: Vec<Write>) -> Result<(), PlatformError> {
        let (mut waiting, mut bytes) = (Vec::new(), 0);
        for write in writes {
            let size = write.size();
            if waiting.len() == AT_ONCE || bytes + size > BYTES_AT_ONCE {
                self.write_some(std::mem::take(&mut waiting)).await?;
                bytes = 0;
            }
            bytes += size;
            waiting.push(write);
        }
        self.write_some(waiting).await
    }

    async fn write_some(&self, writes: Vec<Write>) -> Result<(), PlatformError> {
        if writes.is_empty() {
            return Ok(());
        }
        self.transact(writes)
            .await
            .map_err(|refusal| match refusal {
                Refusal::Failed(error) => error,
                Refusal::Condition { .. } => {
                    PlatformError::corrupt("a bulk write", "it was made to depend on a condition")
                }
            })
    }
}

impl Write {
    /// About how many bytes DynamoDB counts for it.
    fn size(&self) -> usize {
        match self {
            Self::Put(item) | Self::PutNew(item) | Self::PutOver { item, .. } => item_size(item),
            Self::Update { values, .. } | Self::UpdateIf { values, .. } => item_size(values),
            Self::Delete(_)
            | Self::DeleteIf { .. }
            | Self::DeleteOver { .. }
            | Self::Check { .. }
            | Self::Require { .. } => 0,
        }
    }
}

fn item_size(item: &Item) -> usize {
    item.iter()
        .map(|(name, value)| name.len() + value_size(value))
        .sum()
}

fn value_size(value: &AttributeValue) -> usize {
    match value {
        AttributeValue::S(text) | AttributeValue::N(text) => text.len(),
        AttributeValue::L(values) => {
            3 + values
                .iter()
                .map(|value| 1 + value_size(value))
                .sum::<usize>()
        }
        AttributeValue::M(values) => 3 + item_size(values),
        // Sets and bytes aren't written by this crate; booleans and nulls are one byte.
        _ => 1,
    }
}
