//! Lists of enquiries, newest first: a buyer's, and those to a broker.

use super::{EnquiryStore, key, write::Entry};
use crate::{
    PlatformError,
    keys::{EnquiryKey, PrimaryKey},
    listings::{Cursor, Slice},
    table::{Page, Query, SortRange, from_item, key_of},
};
use durbar_domain::{AccountId, BrokerId, EnquiryId, enquiry::Enquiry};
use jiff::Timestamp;

impl EnquiryStore {
    /// Most times in a piece of a broker's calendar.
    pub const MOST_VIEWINGS: usize = 500;

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

    /// Enquiries that a member of an agency is in charge of, newest first.
    pub async fn in_charge_of(
        &self,
        account_id: AccountId,
        after: Option<&Cursor>,
        limit: usize,
    ) -> Result<Slice<Enquiry>, PlatformError> {
        let entry = |enquiry_id| EnquiryKey::InCharge {
            account_id,
            enquiry_id,
        };
        self.slice(entry, after, limit).await
    }

    /// Enquiries with a viewing of a broker, proposed or agreed, that begins from one time to
    /// another, the second left out; each once, in the order of their first time there.
    pub async fn viewings(
        &self,
        broker_id: BrokerId,
        (from, to): (Timestamp, Timestamp),
    ) -> Result<Vec<Enquiry>, PlatformError> {
        let (first, last) = EnquiryKey::viewings_between(from, to);
        let partition = PrimaryKey::Broker(broker_id).partition();
        let query = Query::partition(partition).range(SortRange::Between(first, last));
        let mut ids: Vec<EnquiryId> = Vec::new();
        for item in self
            .table
            .query(query.limit(Self::MOST_VIEWINGS))
            .await?
            .items
        {
            let id = from_item::<Entry>(item)?.enquiry_id;
            if !ids.contains(&id) {
                ids.push(id);
            }
        }
        let keys: Vec<_> = ids.iter().map(|id| key(EnquiryKey::Enquiry(*id))).collect();
        let found = self.table.batch_get(&keys, &[]).await?;
        found.into_iter().map(from_item).collect()
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
    let start = match entry {
        EnquiryKey::InCharge { .. } => EnquiryKey::IN_CHARGE,
        _ => EnquiryKey::ENTRIES,
    };
    let query = Query::partition(PrimaryKey::Enquiry(entry).partition())
        .range(SortRange::StartsWith(start.to_owned()));
    Query {
        descending: true,
        ..query
    }
}
