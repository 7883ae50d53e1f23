//! Invoices and refunds: noting that money has come or went back.

use super::{
    super::{ATTEMPTS, Noted, Subscriptions, busy, came_second, change::Deed, not_one_of},
    deed, not_own,
};
use crate::{ServiceError, permit::permit};
use durbar_domain::{
    AccountId, PurchaseId,
    account::{Account, Principal},
    audit::{AuditAction, Reason},
    policy::{Operation, Relation},
    purchase::{PaymentMethod, Purchase, PurchaseState},
};
use durbar_platform::PlatformError;
use jiff::{SignedDuration, Timestamp};
use std::collections::HashMap;

/// A purchase as an admin sees it, and whose it is.
#[derive(Debug, Clone)]
pub struct OpenInvoice {
    pub purchase: Purchase,
    pub account: Account,
}

impl Subscriptions {
    /// The invoices that wait for their money, oldest first.
    pub async fn open_invoices(
        &self,
        principal: &Principal,
        now: Timestamp,
    ) -> Result<Vec<OpenInvoice>, ServiceError> {
        permit(principal, Operation::SettlePurchase, Relation::Others)?;
        // Those of this very millisecond too.
        let until = now + SignedDuration::from_secs(1);
        let open = self.store.open(PaymentMethod::Invoice, until).await?;
        let ids: Vec<AccountId> = open.iter().filter_map(|it| it.account_id).collect();
        let accounts = self.accounts.store.get_many(&ids).await?;
        let accounts: HashMap<AccountId, Account> = accounts
            .into_iter()
            .map(|account| (account.account_id, account))
            .collect();
        let known = |purchase: Purchase| {
            let account = accounts.get(&purchase.account_id?)?.clone();
            Some(OpenInvoice { purchase, account })
        };
        Ok(open.into_iter().filter_map(known).collect())
    }

    /// A purchase, and whose it is; `None` where the buyer was erased.
    pub async fn purchase_of_anybody(
        &self,
        principal: &Principal,
        id: PurchaseId,
    ) -> Result<(Purchase, Option<Account>), ServiceError> {
        permit(principal, Operation::SettlePurchase, Relation::Others)?;
        let purchase = self.purchase(id).await?;
        let account = match purchase.account_id {
            Some(id) => self.accounts.store.get(id).await?,
            None => None,
        };
        Ok((purchase, account))
    }

    /// Notes that an invoice was paid, by the bank's number of the transfer, and gives what it
    /// bought; also for an invoice that was broken off or has expired. What was noted before
    /// stays as it is.
    ///
    /// # Errors
    /// [`ServiceError::Conflict`] when the purchase isn't at `version` any more.
    pub async fn confirm_invoice(
        &self,
        principal: &Principal,
        (id, version): (PurchaseId, u64),
        transfer: &Reason,
        now: Timestamp,
    ) -> Result<Noted, ServiceError> {
        let action = AuditAction::InvoiceConfirmed;
        let deed = deed(principal, Operation::SettlePurchase, action, transfer)?;
        let purchase = self.purchase(id).await?;
        not_own(&deed, purchase.account_id)?;
        if purchase.method != PaymentMethod::Invoice {
            return Err(not_one_of("purchase", "a purchase by invoice"));
        }
        if purchase.state == PurchaseState::Paid {
            return Ok(Noted::before(purchase));
        }
        is_at(&purchase, version)?;
        let transfer = transfer.as_str().to_owned();
        let noted = self.pay(purchase, transfer, deed, now).await?;
        match noted.purchase.state {
            PurchaseState::Paid => Ok(noted),
            _ => Err(not_one_of("purchase", "a purchase that can still be paid")),
        }
    }

    /// Breaks an invoice off that nobody has paid. Doing so again changes nothing; money that
    /// comes after all can still be noted.
    ///
    /// # Errors
    /// As [`Self::confirm_invoice`].
    pub async fn cancel_invoice(
        &self,
        principal: &Principal,
        (id, version): (PurchaseId, u64),
        reason: &Reason,
        now: Timestamp,
    ) -> Result<Noted, ServiceError> {
        let action = AuditAction::PurchaseCancelled;
        let deed = deed(principal, Operation::SettlePurchase, action, reason)?;
        let purchase = self.purchase(id).await?;
        not_own(&deed, purchase.account_id)?;
        if purchase.state != PurchaseState::Failed {
            is_at(&purchase, version)?;
        }
        self.break_off(purchase, deed, now).await
    }

    /// Notes that a payment went back, and takes back what is left of what it had bought.
    /// Doing so again changes nothing.
    ///
    /// # Errors
    /// As [`Self::confirm_invoice`].
    pub async fn refund(
        &self,
        principal: &Principal,
        (id, version): (PurchaseId, u64),
        reason: &Reason,
        now: Timestamp,
    ) -> Result<Noted, ServiceError> {
        let action = AuditAction::PurchaseRefunded;
        let deed = deed(principal, Operation::SettlePurchase, action, reason)?;
        for _ in 0..ATTEMPTS {
            let purchase = self.purchase(id).await?;
            not_own(&deed, purchase.account_id)?;
            if purchase.state == PurchaseState::Refunded {
                return Ok(Noted::before(purchase));
            }
            is_at(&purchase, version)?;
            if !purchase.state.allows(PurchaseState::Refunded) {
                return Err(not_one_of("purchase", "a purchase that was paid"));
            }
            match self.take_back(&purchase, deed.clone(), now).await {
                Ok(after) => return Ok(Noted::now(after)),
                // The level or the account changed, if not the purchase: look again.
                Err(error) if came_second(&error) => {}
                Err(error) => return Err(error.into()),
            }
        }
        Err(busy())
    }

    async fn take_back(
        &self,
        purchase: &Purchase,
        deed: Deed,
        now: Timestamp,
    ) -> Result<Purchase, PlatformError> {
        let after = Purchase {
            refunded_at: Some(now),
            ..purchase.in_state(PurchaseState::Refunded, now)
        };
        let account = match purchase.account_id {
            Some(id) => self.accounts.store.get(id).await?,
            None => None,
        };
        let held = match &account {
            Some(account) => self.held(account, now).await?,
            None => (None, None),
        };
        let (Some(account), (Some(held), version)) = (&account, held) else {
            self.write_purchase(purchase.version, &after, Some(deed), now)
                .await?;
            return Ok(after);
        };
        let what = (purchase.level, purchase.period);
        let left = held.refunded(purchase.purchase_id, what, now);
        let left = left.map(|left| left.over(version));
        let both = Some((purchase.version, &after));
        self.write_level(account, (version, left.as_ref()), both, deed, now)
            .await?;
        Ok(after)
    }
}

/// That nobody changed a purchase since an admin looked at it.
fn is_at(purchase: &Purchase, version: u64) -> Result<(), ServiceError> {
    match purchase.version {
        current if current == version => Ok(()),
        current_version => Err(ServiceError::Conflict { current_version }),
    }
}
