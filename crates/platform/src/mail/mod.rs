//! Mail to people: one message at a time, to one address.

mod folder;
mod id;
mod mime;

#[cfg(test)]
mod tests;

pub use folder::{KeptMail, MailFolder};
pub use id::{MailId, MailIdError};

use crate::PlatformError;
use async_trait::async_trait;
use durbar_domain::account::EmailAddress;

/// A message of plain text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct MailMessage {
    pub to: EmailAddress,
    /// One line.
    pub subject: String,
    pub text: String,
    /// Further headers, as in `List-Unsubscribe`; a value is one line of visible ASCII.
    pub headers: Vec<(&'static str, String)>,
    /// Sending again with the same key sends nothing again, where the carrier can tell.
    pub idempotency_key: String,
}

/// Carries mail.
#[async_trait]
pub trait MailSender: std::fmt::Debug + Send + Sync + 'static {
    /// Hands a message over; when this is done the carrier answers for it.
    async fn send(&self, message: &MailMessage) -> Result<(), PlatformError>;
}

/// Stands where no carrier is set up: what has to be mailed fails, and nothing is lost
/// silently.
#[derive(Debug, Clone, Copy)]
pub struct NoMail;

#[async_trait]
impl MailSender for NoMail {
    async fn send(&self, _: &MailMessage) -> Result<(), PlatformError> {
        Err(PlatformError::Service {
            operation: "sending mail",
            retryable: false,
            source: "no mail carrier is set up".into(),
        })
    }
}
