//! Asking about purchases whose buyers never came back.

use super::Subscriptions;
use crate::ServiceError;
use durbar_domain::purchase::{PaymentMethod, Purchase, PurchaseState};
use jiff::{SignedDuration, Timestamp};
use std::time::Duration;

/// A purchase is left to its buyer for so long before a sweep asks about it.
const LEAVE_ALONE: SignedDuration = SignedDuration::from_mins(5);
/// No invoice ends by itself sooner than this.
const INVOICES_AFTER: SignedDuration = SignedDuration::from_hours(7 * 24);

/// What a sweep did.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Swept {
    pub paid: usize,
    /// Ended without money.
    pub ended: usize,
    /// To be asked about again.
    pub open: usize,
    /// Could not be asked about.
    pub failed: usize,
}

impl Subscriptions {
    /// Asks about every purchase whose end isn't known: buyers close windows before they come
    /// back. To be called every few minutes; by several processes at once it does no harm.
    pub async fn sweep(&self, now: Timestamp) -> Result<Swept, ServiceError> {
        let mut swept = Swept::default();
        for (method, alone) in [
            (PaymentMethod::Khalti, LEAVE_ALONE),
            (PaymentMethod::Invoice, INVOICES_AFTER),
        ] {
            if self.provider(method).is_err() {
                continue;
            }
            for purchase in self.store.open(method, now - alone).await? {
                self.sweep_one(purchase, now, &mut swept).await;
            }
        }
        Ok(swept)
    }

    async fn sweep_one(&self, purchase: Purchase, now: Timestamp, swept: &mut Swept) {
        let purchase_id = purchase.purchase_id;
        match self.settle(purchase, now).await {
            Ok(after) if after.state == PurchaseState::Paid => swept.paid += 1,
            Ok(after) if after.state.is_open() => swept.open += 1,
            Ok(_) => swept.ended += 1,
            Err(error) => {
                let error = &error as &dyn std::error::Error;
                tracing::warn!(%purchase_id, error, "a purchase could not be settled");
                swept.failed += 1;
            }
        }
    }

    /// Sweeps again and again until `end`.
    pub async fn sweep_every(&self, pause: Duration, end: impl Future<Output = ()>) {
        let mut end = std::pin::pin!(end);
        loop {
            match self.sweep(Timestamp::now()).await {
                Ok(swept) if swept.paid + swept.ended == 0 => {}
                Ok(swept) => tracing::info!(
                    paid = swept.paid,
                    ended = swept.ended,
                    "settled purchases nobody came back for"
                ),
                Err(error) => tracing::error!(%error, "purchases could not be looked through"),
            }
            tokio::select! {
                () = tokio::time::sleep(pause) => {}
                () = &mut end => return,
            }
        }
    }
}
