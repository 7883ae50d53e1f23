//! Lists of enquiries, newest first: a buyer's, and those to a broker.

use super::{EnquiryStore, key, write::Entry};
use crate::{
    PlatformError,
    keys::{EnquiryKey, PrimaryKey},
    listings::{Cursor, Slice},
    table::{Page, Query, SortRange, from_item, key_of},
};
use durbar_domain::{AccountId, BrokerId, EnquiryId, enquiry::Enquiry};

impl EnquiryStore {
    /// Enquiries of a buyer, newest first.
    pub async fn of_buyer(
        &self,
        account_id: AccountId,
        after: Option<&Cursor>,
        limit: usize,
    ) -> Result<Slice<Enquiry>, PlatformError> {
        let entry = |enquiry_id| EnquiryKey::OfBuyer {
            account_id,
            enquiry_id,
        };
        self.slice(entry, after, limit).await
    }

    /// Enquiries to a broker, newest first.
    pub async fn of_broker(
        &self,
        broker_id: BrokerId,
        after: Option<&Cursor>,
        limit: usize,
    ) -> Result<Slice<Enquiry>, PlatformError> {
        let entry = |enquiry_id| EnquiryKey::OfBroker {
            broker_id,
            enquiry_id,
        };
        self.slice(entry, after, limit).await
    }

    async fn slice(
        &self,
        entry: impl Fn(EnquiryId) -> EnquiryKey,
        after: Option<&Cursor>,
        limit: usize,
    ) -> Result<Slice<Enquiry>, PlatformError> {
        let start = match after {
            Some(cursor) => {
                let id = cursor.as_str().parse();
                Some(key_of(key(entry(
                    id.map_err(|_| PlatformError::BadCursor)?,
                ))))
            }
            None => None,
        };
        let query = entries(entry(EnquiryId::from_bits(0)));
        let Page { items, next } = self.table.query(query.limit(limit).after(start)).await?;
        let ids: Vec<EnquiryId> = items
            .into_iter()
            .map(|item| from_item::<Entry>(item).map(|entry| entry.enquiry_id))
            .collect::<Result<_, _>>()?;
        let keys: Vec<_> = ids.iter().map(|id| key(EnquiryKey::Enquiry(*id))).collect();
        let found = self.table.batch_get(&keys, &[]).await?;
        Ok(Slice {
            items: found.into_iter().map(from_item).collect::<Result<_, _>>()?,
            next: next
                .and(ids.last())
                .map(|last| Cursor::new(last.to_string())),
        })
    }
}

/// All entries of the list that `entry` is in, newest first.
pub(super) fn entries(entry: EnquiryKey) -> Query {
    let query = Query::partition(PrimaryKey::Enquiry(entry).partition())
        .range(SortRange::StartsWith(EnquiryKey::ENTRIES.to_owned()));
    Query {
        descending: true,
        ..query
    }
}
