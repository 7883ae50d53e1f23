//! Reading an item as what its key says it is.

use crate::{
    PlatformError,
    keys::{AgencyKey, EnquiryKey, IdentityKey, LicenseKey, MediaKey, PrimaryKey, PurchaseKey},
    media::{DueWork, MediaRecord},
    outbox::{ParkedEvent, PendingEvent},
    service_levels,
    table::{Item, from_item},
    web_vitals,
};
use durbar_domain::{
    Listing,
    account::Account,
    agency::Agency,
    broker::{Broker, LicenseApplication},
    document::DocumentCheck,
    draft::Draft,
    enquiry::Enquiry,
    purchase::Purchase,
};

/// What an item says, as far as others are to be found by it.
pub(super) enum Content {
    Listing(Box<Listing>),
    Draft(Box<Draft>),
    Account(Box<Account>),
    Enquiry(Box<Enquiry>),
    Media(Box<MediaRecord>),
    Work(DueWork),
    License(Box<LicenseApplication>),
    Document(Box<DocumentCheck>),
    /// Nothing that leads anywhere.
    Other,
}

/// Reads an item; whoever can't be read here can't be read by the site either.
pub(super) fn read(key: PrimaryKey, item: Item) -> Result<Content, PlatformError> {
    Ok(match key {
        PrimaryKey::Listing(_) => Content::Listing(Box::new(from_item(item)?)),
        PrimaryKey::Draft(_) => Content::Draft(Box::new(from_item(item)?)),
        PrimaryKey::Document { .. } => Content::Document(Box::new(from_item(item)?)),
        PrimaryKey::Identity(IdentityKey::Account(_)) => {
            Content::Account(Box::new(from_item(item)?))
        }
        PrimaryKey::Enquiry(EnquiryKey::Enquiry(_)) => Content::Enquiry(Box::new(from_item(item)?)),
        PrimaryKey::Media(MediaKey::Item { .. }) => Content::Media(Box::new(from_item(item)?)),
        PrimaryKey::Media(MediaKey::Due { .. }) => Content::Work(from_item(item)?),
        PrimaryKey::License(LicenseKey::Application(_)) => {
            Content::License(Box::new(from_item(item)?))
        }
        PrimaryKey::Broker(_) => {
            from_item::<Broker>(item)?;
            Content::Other
        }
        PrimaryKey::Agency(AgencyKey::Agency(_)) => {
            from_item::<Agency>(item)?;
            Content::Other
        }
        PrimaryKey::Purchase(PurchaseKey::Purchase(_)) => {
            from_item::<Purchase>(item)?;
            Content::Other
        }
        PrimaryKey::Outbox { .. } => {
            from_item::<PendingEvent>(item)?;
            Content::Other
        }
        PrimaryKey::Parked { .. } => {
            from_item::<ParkedEvent>(item)?;
            Content::Other
        }
        PrimaryKey::ServiceLevel { .. } => {
            service_levels::read(&item)?;
            Content::Other
        }
        PrimaryKey::WebVitals { .. } => {
            web_vitals::read(&item)?;
            Content::Other
        }
        // What the audit trail says has a walk of its own.
        _ => Content::Other,
    })
}
