//! Payment by bank transfer.

use super::{PaymentOrder, PaymentProvider, PaymentStatus, StartedPayment};
use crate::PlatformError;
use async_trait::async_trait;
use durbar_domain::purchase::{PaymentMethod, number_of};
use jiff::{SignedDuration, Timestamp};

/// How long an invoice may be paid.
const PAY_WITHIN: SignedDuration = SignedDuration::from_hours(21 * 24);

/// An invoice, whose payment an admin notes when it has come.
#[derive(Debug, Clone, Copy, Default)]
pub struct ManualInvoice;

#[async_trait]
impl PaymentProvider for ManualInvoice {
    fn method(&self) -> PaymentMethod {
        PaymentMethod::Invoice
    }

    async fn start(
        &self,
        order: &PaymentOrder,
        now: Timestamp,
    ) -> Result<StartedPayment, PlatformError> {
        Ok(StartedPayment {
            // The buyer writes it on the transfer.
            reference: number_of(order.purchase_id),
            payment_url: None,
            pay_until: now + PAY_WITHIN,
        })
    }

    async fn look_up(&self, _reference: &str) -> Result<PaymentStatus, PlatformError> {
        Ok(PaymentStatus::Waiting)
    }
}
