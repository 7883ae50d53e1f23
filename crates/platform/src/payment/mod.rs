//! Payment services: where a buyer pays, and whether they have.

mod invoice;
mod khalti;

#[cfg(test)]
mod tests;

pub use invoice::ManualInvoice;
pub use khalti::{Khalti, KhaltiConfig};

use crate::PlatformError;
use async_trait::async_trait;
use durbar_domain::{Npr, PurchaseId, account::EmailAddress, purchase::PaymentMethod};
use jiff::Timestamp;

/// What is to be paid.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PaymentOrder {
    pub purchase_id: PurchaseId,
    pub amount: Npr,
    /// What is bought, as the buyer reads it where they pay.
    pub name: String,
    pub customer_name: String,
    pub customer_email: EmailAddress,
    /// Where the buyer comes back to.
    pub return_url: String,
    /// The site's own address.
    pub website_url: String,
}

/// A payment the provider waits for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct StartedPayment {
    /// What the provider calls it.
    pub reference: String,
    /// Where the buyer pays; `None` where there is no such page.
    pub payment_url: Option<String>,
    /// Until when it can be paid.
    pub pay_until: Timestamp,
}

/// How a payment stands with its provider.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum PaymentStatus {
    /// Nothing is decided yet.
    Waiting,
    /// The money is there.
    Paid { amount: Npr, transaction: String },
    /// The buyer broke it off.
    Failed,
    /// Nobody paid in time.
    Expired,
    /// The money went back, all of it or a part.
    Refunded,
}

/// Takes payments. What a buyer's browser says of a payment is never believed: only
/// [`PaymentProvider::look_up`] is.
#[async_trait]
pub trait PaymentProvider: std::fmt::Debug + Send + Sync + 'static {
    /// The method this provider serves.
    fn method(&self) -> PaymentMethod;

    /// Announces a payment. Of several announcements of one purchase only that can be paid
    /// whose address the buyer is given.
    async fn start(
        &self,
        order: &PaymentOrder,
        now: Timestamp,
    ) -> Result<StartedPayment, PlatformError>;

    /// How a payment stands.
    async fn look_up(&self, reference: &str) -> Result<PaymentStatus, PlatformError>;
}
