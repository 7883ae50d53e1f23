//! Writing enquiries. A change, its entry in the thread and the events that tell of it are
//! one transaction.

use super::{EnquiryStore, expiring, key, link};
use crate::{
    PlatformError,
    accounts::address_digest,
    keys::{Digest, EnquiryKey},
    outbox,
    table::{Refusal, Write, attribute, from_item, to_item},
};
use durbar_domain::{
    EnquiryId,
    enquiry::{Enquiry, Message, Slot, State},
    event::DomainEvent,
};
use jiff::Timestamp;
use serde::{Deserialize, Serialize};
use std::collections::HashSet;

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
        let mut writes = vec![
            // First, so that its refusal is the one that is told.
            Write::PutNew(expiring(form, new.form_expires_at)),
            Write::PutNew(expiring(form_of, new.form_expires_at)),
            Write::PutNew(enquiry_item(new.enquiry)?),
            Write::PutNew(message_item(enquiry_id, new.message)?),
        ];
        writes.extend(entry_writes(None, new.enquiry)?);
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

    /// Writes an enquiry over the one `before` it, with a new entry of its thread. The enquiry
    /// carries its new version.
    ///
    /// # Errors
    /// [`PlatformError::Conflict`] when the one there has another version,
    /// [`PlatformError::Missing`] when there is none.
    pub async fn replace(
        &self,
        before: &Enquiry,
        enquiry: &Enquiry,
        message: &Message,
        events: &[DomainEvent],
    ) -> Result<(), PlatformError> {
        let mut writes = vec![
            Write::PutOver {
                item: enquiry_item(enquiry)?,
                version: before.version,
            },
            Write::PutNew(message_item(enquiry.enquiry_id, message)?),
        ];
        writes.extend(entry_writes(Some(before), enquiry)?);
        writes.extend(outbox::writes(events)?);
        self.commit(writes, enquiry.enquiry_id).await
    }
}

impl EnquiryStore {
    /// Writes an enquiry over the version before it, with another broker or somebody else in
    /// charge, and moves its entries in their lists.
    ///
    /// # Errors
    /// As [`EnquiryStore::replace`].
    pub async fn pass_on(
        &self,
        before: &Enquiry,
        after: &Enquiry,
        events: &[DomainEvent],
    ) -> Result<(), PlatformError> {
        let enquiry_id = after.enquiry_id;
        let mut writes = vec![Write::PutOver {
            item: enquiry_item(after)?,
            version: before.version,
        }];
        writes.extend(entry_writes(Some(before), after)?);
        writes.extend(outbox::writes(events)?);
        self.commit(writes, enquiry_id).await
    }

    async fn commit(&self, writes: Vec<Write>, id: EnquiryId) -> Result<(), PlatformError> {
        let written = self.table.transact(writes).await;
        written.map_err(|refusal| refusal.over_version(key(EnquiryKey::Enquiry(id))))
    }
}

/// The entries of an enquiry in the lists of whoever answers it, and in their calendar.
pub(super) fn entries_of(enquiry: &Enquiry) -> HashSet<EnquiryKey> {
    let (enquiry_id, broker_id) = (enquiry.enquiry_id, enquiry.broker_id);
    let slots = match &enquiry.state {
        State::SlotsProposed { slots, .. } => slots.as_slice(),
        State::Confirmed { slot } => std::slice::from_ref(slot),
        _ => &[],
    };
    let viewing = |slot: &Slot| EnquiryKey::Viewing {
        broker_id,
        starts_at: slot.starts_at(),
        enquiry_id,
    };
    let in_charge = enquiry.in_charge.map(|account_id| EnquiryKey::InCharge {
        account_id,
        enquiry_id,
    });
    let of_broker = EnquiryKey::OfBroker {
        broker_id,
        enquiry_id,
    };
    slots
        .iter()
        .map(viewing)
        .chain(in_charge)
        .chain([of_broker])
        .collect()
}

/// The writes that bring the entries up to date.
fn entry_writes(before: Option<&Enquiry>, after: &Enquiry) -> Result<Vec<Write>, PlatformError> {
    let entry = Entry {
        enquiry_id: after.enquiry_id,
    };
    let (old, new) = (
        before.map(entries_of).unwrap_or_default(),
        entries_of(after),
    );
    let gone = old.difference(&new).map(|it| Ok(Write::Delete(key(*it))));
    let come = new
        .difference(&old)
        .map(|it| Ok(Write::Put(to_item(key(*it), "EnquiryEntry", &entry)?)));
    gone.chain(come).collect()
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
