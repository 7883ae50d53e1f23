//! Enquiries that somebody sent as a guest and takes into the account they made since.

use super::{EnquiryStore, key, lists::entries, write::Entry, write::enquiry_item};
use crate::{
    PlatformError,
    accounts::address_digest,
    keys::EnquiryKey,
    table::{Refusal, Write, from_item, to_item},
};
use durbar_domain::{AccountId, EnquiryId, account::EmailAddress, enquiry::Enquiry};
use jiff::Timestamp;

/// How often one that is being changed at the same time is tried.
const ATTEMPTS: u32 = 4;

impl EnquiryStore {
    /// Gives the enquiries that were sent from an address without an account to the account
    /// that proved to have the address; gives back how many. Done again it does nothing.
    ///
    /// # Errors
    /// When it fails, doing it again claims the rest.
    pub async fn claim(
        &self,
        account_id: AccountId,
        email: &EmailAddress,
        now: Timestamp,
    ) -> Result<usize, PlatformError> {
        let any = EnquiryKey::OfAddress {
            address: address_digest(email),
            enquiry_id: EnquiryId::from_bits(0),
        };
        let mut claimed = 0;
        for item in self.table.query(entries(any)).await?.items {
            let id = from_item::<Entry>(item)?.enquiry_id;
            claimed += usize::from(self.claim_one(id, account_id, email, now).await?);
        }
        Ok(claimed)
    }

    async fn claim_one(
        &self,
        enquiry_id: EnquiryId,
        account_id: AccountId,
        email: &EmailAddress,
        now: Timestamp,
    ) -> Result<bool, PlatformError> {
        let of_address = key(EnquiryKey::OfAddress {
            address: address_digest(email),
            enquiry_id,
        });
        let of_buyer = key(EnquiryKey::OfBuyer {
            account_id,
            enquiry_id,
        });
        for _ in 0..ATTEMPTS {
            let before = self.get(enquiry_id).await?;
            // One without a buyer and of this very address, and nothing else.
            let Some(before) = before.filter(|it| it.buyer.is_none() && it.contact.email == *email)
            else {
                self.table.delete(of_address).await?;
                return Ok(false);
            };
            let version = before.version;
            let after = Enquiry {
                version: version + 1,
                buyer: Some(account_id),
                modified_at: now,
                ..before
            };
            let writes = vec![
                Write::PutOver {
                    item: enquiry_item(&after)?,
                    version,
                },
                Write::Put(to_item(of_buyer, "EnquiryEntry", &Entry { enquiry_id })?),
                Write::Delete(of_address),
            ];
            match self.table.transact(writes).await {
                Ok(()) => return Ok(true),
                Err(Refusal::Condition { .. }) => {}
                Err(Refusal::Failed(error)) => return Err(error),
            }
        }
        // Somebody writes in it all the time: the next look at the list claims it.
        Ok(false)
    }
}
