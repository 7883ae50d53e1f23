//! Shortlists: homes that a family looks at together. Who has a link may look; who gives a
//! name, or an account, may note and vote where the link says so.

mod access;
mod choice;
mod content;
mod lifetime;
mod notes;
mod people;
mod view;

#[cfg(test)]
mod tests;

pub use access::{GuestToken, InvitationToken, ListLink, TokenError, Visitor};
pub use choice::ListChoice;
pub use durbar_platform::export::Value;
pub use people::{Invited, Joined};
pub use view::{HomeView, NoteView, Overview, ShortlistView};

use crate::{ServiceError, time::unix_ms};
use durbar_domain::{AccountId, error::Problem};
use durbar_platform::{
    Platform,
    keys::PrimaryKey,
    listings::ListingStore,
    shortlists::{Added, ShortlistStore},
};

/// Use cases about shortlists. Cheap to clone.
#[derive(Debug, Clone)]
pub struct Shortlists {
    store: ShortlistStore,
    listings: ListingStore,
}

impl Shortlists {
    pub fn new(platform: &Platform) -> Self {
        Self {
            store: ShortlistStore::new(platform.table.clone()),
            listings: ListingStore::new(platform.table.clone()),
        }
    }

    /// All that is kept here of an account: `{owned, shared}`, its own lists whole, and what
    /// is its own in others'.
    pub async fn export_of(&self, account: AccountId) -> Result<Value, ServiceError> {
        Ok(self.store.export_of(account).await?)
    }

    /// Deletes an account's lists for everybody, and in others' lists its membership, notes
    /// and votes; gives back the keys of what was deleted.
    pub async fn erase_of(&self, account: AccountId) -> Result<Vec<PrimaryKey>, ServiceError> {
        Ok(self.store.erase_of(account).await?)
    }
}

/// Tells whether something was added that was not there before.
///
/// # Errors
/// [`ServiceError::Invalid`] naming `field` when there is no room.
fn room(added: Added, field: &str, max: u16) -> Result<bool, ServiceError> {
    match added {
        Added::Yes => Ok(true),
        Added::There => Ok(false),
        Added::Full => {
            let max = usize::from(max);
            Err(ServiceError::invalid(field, Problem::TooMany { max }))
        }
    }
}
