//! AWS as Durbar uses it: one DynamoDB table and five S3 buckets, reached with the ordinary
//! SDK clients. [`embedded`] starts both services inside the process; [`aws`] takes them
//! from AWS. Everything else here is the same in both modes.

pub mod accounts;
pub mod agencies;
pub mod alerts;
pub mod audit;
pub mod aws;
pub mod brokers;
pub mod bus;
pub mod change_notes;
pub mod documents;
pub mod drafts;
pub mod embedded;
pub mod enquiries;
pub mod erasures;
pub mod error;
pub mod export;
pub mod favorites;
pub mod features;
pub mod fetch;
pub mod https;
pub mod identity;
pub mod import_runs;
pub mod imports;
pub mod integrity;
pub mod interest;
pub mod keys;
pub mod licenses;
pub mod link_token;
pub mod listings;
pub mod mail;
pub mod markers;
pub mod media;
pub mod objects;
pub mod outbox;
pub mod papers;
pub mod payment;
pub mod premium_uses;
pub mod private_file;
pub mod private_invitations;
pub mod purchases;
pub mod scanner;
pub mod secret;
pub mod service_levels;
pub mod shortlists;
pub mod signer;
pub mod table_export;
pub mod throttle;
pub mod trace;
pub mod transcoder;
pub mod views;
pub mod web_vitals;

mod clients;
mod history;
mod table;

// For tests, here and in crates that use this one. Both are always compiled, since behind a
// feature everything would be compiled once for the program and once for the tests; what nothing
// calls the linker leaves out.
#[doc(hidden)]
pub mod faults;
#[doc(hidden)]
pub mod testing;

pub use embedded::Embedded;
pub use error::{DataFolderError, PlatformError};
pub use objects::Objects;
pub use table::{Table, create_table};

/// The table and the objects. Cheap to clone.
#[derive(Debug, Clone)]
pub struct Platform {
    pub table: Table,
    pub objects: Objects,
}

impl Platform {
    /// Whether table and objects answer.
    pub async fn check(&self) -> Result<(), PlatformError> {
        futures::future::try_join(self.table.check(), self.objects.check())
            .await
            .map(drop)
    }
}
