//! Writing enquiries. A change, its entry in the thread and the events that tell of it are
//! one transaction.

use super::{EnquiryStore, expiring, key, link};
use crate::{
    PlatformError,
    accounts::address_digest,
    keys::{Digest, EnquiryKey},
    outbox,
    table::{Refusal, Write, attribute, from_item, to_item, version_of},
};
use durbar_domain::{
    EnquiryId,
    enquiry::{Enquiry, Message},
    event::DomainEvent,
};
use jiff::Timestamp;
use serde::{Deserialize, Serialize};

/// A new enquiry and what is written with it.
#[derive(Debug, Clone, Copy)]
pub struct NewEnquiry<'a> {
    pub enquiry: &'a Enquiry,
    pub message: &'a Message,
    /// The form it was sent with: sending it again finds this enquiry.
    pub form: Digest,
    pub form_expires_at: Timestamp,
    /// A guest's link, and until when it holds.
    pub link: Option<(Digest, Timestamp)>,
    pub events: &'a [DomainEvent],
}

/// What came of writing a new enquiry.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Placed {
    New,
    /// The form had been sent before, with this enquiry; nothing was written.
    Before(EnquiryId),
}

/// An entry of a list of enquiries.
#[derive(Serialize, Deserialize)]
pub(super) struct Entry {
    pub enquiry_id: EnquiryId,
}

const ENTITY_TYPE: &str = "Enquiry";

impl EnquiryStore {
    /// Writes a new enquiry, unless its form has been sent before.
    pub async fn put_new(&self, new: NewEnquiry<'_>) -> Result<Placed, PlatformError> {
        let enquiry_id = new.enquiry.enquiry_id;
        let entry = Entry { enquiry_id };
        let created_at = new.enquiry.created_at;
        let form = to_item(key(EnquiryKey::Form(new.form)), "EnquiryForm", &entry)?;
        let form_of = key(EnquiryKey::FormOf {
            enquiry_id,
            form: new.form,
        });
        let form_of = to_item(form_of, "EnquiryForm", &entry)?;
        let of_broker = key(EnquiryKey::OfBroker {
            broker_id: new.enquiry.broker_id,
            enquiry_id,
        });
        let mut writes = vec![
            // First, so that its refusal is the one that is told.
            Write::PutNew(expiring(form, new.form_expires_at)),
            Write::PutNew(expiring(form_of, new.form_expires_at)),
            Write::PutNew(enquiry_item(new.enquiry)?),
            Write::PutNew(message_item(enquiry_id, new.message)?),
            Write::PutNew(to_item(of_broker, "EnquiryEntry", &entry)?),
        ];
        let of_sender = match new.enquiry.buyer {
            Some(account_id) => EnquiryKey::OfBuyer {
                account_id,
                enquiry_id,
            },
            None => EnquiryKey::OfAddress {
                address: address_digest(&new.enquiry.contact.email),
                enquiry_id,
            },
        };
        let of_sender = to_item(key(of_sender), "EnquiryEntry", &entry)?;
        writes.push(Write::PutNew(of_sender));
        if let Some((secret, expires_at)) = new.link {
            let times = (created_at, expires_at);
            writes.push(Write::PutNew(link(enquiry_id, secret, times)?));
        }
        writes.extend(outbox::writes(new.events)?);
        match self.table.transact(writes).await {
            Ok(()) => Ok(Placed::New),
            Err(Refusal::Condition { found: Some(item) })
                if attribute(&item, crate::table::ENTITY_TYPE)? == "EnquiryForm" =>
            {
                Ok(Placed::Before(from_item::<Entry>(item)?.enquiry_id))
            }
            Err(Refusal::Condition { .. }) => Err(PlatformError::AlreadyExists {
                key: key(EnquiryKey::Enquiry(enquiry_id)).to_string(),
            }),
            Err(Refusal::Failed(error)) => Err(error),
        }
    }

    /// Writes an enquiry over the one that has `expected_version`, with a new entry of its
    /// thread. The enquiry carries its new version.
    ///
    /// # Errors
    /// [`PlatformError::Conflict`] when the one there has another version,
    /// [`PlatformError::Missing`] when there is none.
    pub async fn replace(
        &self,
        expected_version: u64,
        enquiry: &Enquiry,
        message: &Message,
        events: &[DomainEvent],
    ) -> Result<(), PlatformError> {
        let mut writes = vec![
            Write::PutOver {
                item: enquiry_item(enquiry)?,
                version: expected_version,
            },
            Write::PutNew(message_item(enquiry.enquiry_id, message)?),
        ];
        writes.extend(outbox::writes(events)?);
        let key = key(EnquiryKey::Enquiry(enquiry.enquiry_id));
        match self.table.transact(writes).await {
            Ok(()) => Ok(()),
            Err(Refusal::Failed(error)) => Err(error),
            Err(Refusal::Condition { found: None }) => Err(PlatformError::Missing {
                key: key.to_string(),
            }),
            Err(Refusal::Condition { found: Some(found) }) => Err(PlatformError::Conflict {
                current_version: version_of(&found)?,
            }),
        }
    }
}

pub(super) fn enquiry_item(enquiry: &Enquiry) -> Result<crate::table::Item, PlatformError> {
    let key = key(EnquiryKey::Enquiry(enquiry.enquiry_id));
    to_item(key, ENTITY_TYPE, enquiry)
}

fn message_item(
    enquiry_id: EnquiryId,
    message: &Message,
) -> Result<crate::table::Item, PlatformError> {
    let key = key(EnquiryKey::Message {
        enquiry_id,
        message_id: message.message_id,
    });
    to_item(key, "EnquiryMessage", message)
}
