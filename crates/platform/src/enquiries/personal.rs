//! What is kept of a buyer's account in enquiries, to be handed out or deleted.

use super::{EnquiryStore, key, lists::entries, write::Entry, write::entries_of};
use crate::{
    PlatformError,
    export::{self, Value},
    keys::{EnquiryKey, PrimaryKey},
    table::{Query, from_item, key_in},
};
use durbar_domain::{
    AccountId, EnquiryId,
    enquiry::{Enquiry, Message},
};
use serde::Serialize;

#[derive(Serialize)]
struct Exported {
    enquiry: Enquiry,
    thread: Vec<Message>,
}

impl EnquiryStore {
    /// All enquiries of an account with their threads, newest first: a list of
    /// `{enquiry, thread}`.
    pub async fn export_of(&self, account_id: AccountId) -> Result<Value, PlatformError> {
        let mut exported = Vec::new();
        for id in self.sent_by(account_id).await? {
            if let Some(enquiry) = self.get(id).await? {
                let thread = self.messages(id).await?;
                exported.push(Exported { enquiry, thread });
            }
        }
        export::value("enquiries", &exported)
    }

    /// Deletes all enquiries of an account with their threads, for the broker too; gives back
    /// the keys of what was deleted. When it fails, doing it again deletes the rest.
    pub async fn erase_of(&self, account_id: AccountId) -> Result<Vec<PrimaryKey>, PlatformError> {
        let mut erased = Vec::new();
        for enquiry_id in self.sent_by(account_id).await? {
            erased.extend(self.erase(enquiry_id).await?);
            let entry = key(EnquiryKey::OfBuyer {
                account_id,
                enquiry_id,
            });
            // Last: by this one the rest is found.
            erased.extend(self.table.erase_keys(vec![entry]).await?);
        }
        Ok(erased)
    }

    /// Deletes an enquiry, its thread, its links and its entry in the broker's list.
    async fn erase(&self, enquiry_id: EnquiryId) -> Result<Vec<PrimaryKey>, PlatformError> {
        let partition = Query::partition(EnquiryKey::enquiry_partition(enquiry_id));
        let items = self.table.query(partition).await?.items;
        let mut around = Vec::new();
        let mut inside = Vec::new();
        for item in items {
            let found = key_in(&item)?;
            match found {
                PrimaryKey::Enquiry(EnquiryKey::FormOf { form, .. }) => {
                    around.push(key(EnquiryKey::Form(form)));
                }
                PrimaryKey::Enquiry(EnquiryKey::Enquiry(_)) => {
                    let enquiry = from_item::<Enquiry>(item)?;
                    around.extend(entries_of(&enquiry).into_iter().map(key));
                }
                _ => {}
            }
            inside.push(found);
        }
        let mut erased = self.table.erase_keys(around).await?;
        erased.extend(self.table.erase_keys(inside).await?);
        Ok(erased)
    }

    async fn sent_by(&self, account_id: AccountId) -> Result<Vec<EnquiryId>, PlatformError> {
        let any = EnquiryKey::OfBuyer {
            account_id,
            enquiry_id: EnquiryId::from_bits(0),
        };
        let items = self.table.query(entries(any)).await?.items;
        items
            .into_iter()
            .map(|item| from_item::<Entry>(item).map(|entry| entry.enquiry_id))
            .collect()
    }
}
