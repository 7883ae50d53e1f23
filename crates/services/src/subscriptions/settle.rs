//! Finding out how a purchase ended, and giving what was paid for: once.

use super::{ATTEMPTS, Noted, Subscriptions, busy, came_second, change::Deed};
use crate::ServiceError;
use durbar_domain::{
    audit::AuditAction,
    purchase::{Purchase, PurchaseState, Subscription},
};
use durbar_platform::{PlatformError, payment::PaymentStatus};
use jiff::{SignedDuration, Timestamp};

/// So long behind its end a payment that its provider still waits for is given up.
const GIVE_UP_AFTER: SignedDuration = SignedDuration::from_hours(24);

impl Subscriptions {
    /// Asks the provider and does what follows from its answer.
    pub(super) async fn settle(
        &self,
        purchase: Purchase,
        now: Timestamp,
    ) -> Result<Purchase, ServiceError> {
        use PurchaseState::{Expired, Failed, Paid, Refunded, Started};
        if matches!(purchase.state, Paid | Refunded) {
            return Ok(purchase);
        }
        let Some(reference) = purchase.reference.clone() else {
            // No provider has told of it, so nobody can have paid.
            return match purchase.state == Started && purchase.pay_until <= now {
                true => self.end(purchase, Failed, None, now).await,
                false => Ok(purchase),
            };
        };
        match self.provider(purchase.method)?.look_up(&reference).await? {
            PaymentStatus::Paid {
                amount,
                transaction,
            } if amount == purchase.amount => {
                let deed = Deed::of_program(AuditAction::PurchasePaid);
                let noted = self.pay(purchase, transaction, deed, now).await?;
                Ok(noted.purchase)
            }
            PaymentStatus::Paid { amount, .. } => {
                tracing::error!(
                    purchase_id = %purchase.purchase_id,
                    paid_paisa = amount.paisa(),
                    due_paisa = purchase.amount.paisa(),
                    "another amount was paid than was due; nothing is given"
                );
                let deed = Deed::of_program(AuditAction::AmountMismatch);
                self.end(purchase, Failed, Some(deed), now).await
            }
            PaymentStatus::Failed | PaymentStatus::Refunded => {
                self.end(purchase, Failed, None, now).await
            }
            PaymentStatus::Expired => self.end(purchase, Expired, None, now).await,
            PaymentStatus::Waiting if purchase.pay_until + GIVE_UP_AFTER <= now => {
                self.end(purchase, Expired, None, now).await
            }
            PaymentStatus::Waiting => Ok(purchase),
        }
    }

    /// Notes that a purchase ended without what was due.
    async fn end(
        &self,
        purchase: Purchase,
        state: PurchaseState,
        deed: Option<Deed>,
        now: Timestamp,
    ) -> Result<Purchase, ServiceError> {
        if !purchase.state.allows(state) {
            return Ok(purchase);
        }
        let after = purchase.in_state(state, now);
        match self
            .write_purchase(purchase.version, &after, deed, now)
            .await
        {
            Ok(()) => Ok(after),
            // Somebody else settled it meanwhile: theirs holds.
            Err(PlatformError::Conflict { .. }) => self.purchase(purchase.purchase_id).await,
            Err(error) => Err(error.into()),
        }
    }

    /// Notes the payment and gives what it bought, together or not at all. What was paid
    /// already stays as it is.
    pub(super) async fn pay(
        &self,
        mut purchase: Purchase,
        transaction: String,
        deed: Deed,
        now: Timestamp,
    ) -> Result<Noted, ServiceError> {
        let id = purchase.purchase_id;
        for _ in 0..ATTEMPTS {
            if !purchase.state.allows(PurchaseState::Paid) {
                return Ok(Noted::before(purchase));
            }
            let account_id = purchase.account_id.ok_or(ServiceError::NotFound)?;
            let account = self.accounts.account(account_id).await?;
            let (held, version) = self.held(&account, now).await?;
            let (level, period) = (purchase.level, purchase.period);
            let bought = Subscription::bought(held.as_ref(), (account_id, id), level, period, now);
            let bought = bought.over(version);
            let paid = Purchase {
                transaction: Some(transaction.clone()),
                paid_at: Some(now),
                payment_url: None,
                ..purchase.in_state(PurchaseState::Paid, now)
            };
            let written = self
                .write_level(
                    &account,
                    (version, Some(&bought)),
                    Some((purchase.version, &paid)),
                    deed.clone(),
                    now,
                )
                .await;
            match written {
                Ok(_) => {
                    tracing::info!(purchase_id = %id, "a level was bought");
                    return Ok(Noted::now(paid));
                }
                // The purchase, the level or the account changed: look again.
                Err(error) if came_second(&error) => purchase = self.purchase(id).await?,
                Err(error) => return Err(error.into()),
            }
        }
        Err(busy())
    }
}
