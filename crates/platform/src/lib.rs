//! AWS as Durbar uses it: one DynamoDB table and three S3 buckets, reached with the ordinary
//! SDK clients. [`embedded`] starts both services inside the process; [`aws`] takes them
//! from AWS. Everything else here is the same in both modes.

pub mod accounts;
pub mod alerts;
pub mod audit;
pub mod aws;
pub mod brokers;
pub mod bus;
pub mod embedded;
pub mod enquiries;
pub mod error;
pub mod export;
pub mod favorites;
pub mod https;
pub mod identity;
pub mod keys;
pub mod link_token;
pub mod listings;
pub mod mail;
pub mod markers;
pub mod objects;
pub mod outbox;
pub mod payment;
pub mod premium_uses;
pub mod purchases;
pub mod secret;
pub mod shortlists;
pub mod signer;
pub mod throttle;
pub mod views;

mod clients;
mod table;

#[cfg(any(test, feature = "testing"))]
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
