//! Invoices and refunds: noting that money has come or went back.

use super::{
    super::{ATTEMPTS, Subscriptions, busy, came_second, not_one_of},
    deed, not_own,
};
use crate::{ServiceError, permit::permit};
use durbar_domain::{
    AccountId, PurchaseId,
    account::{Account, Principal},
    audit::{AuditAction, Reason},
    policy::{Operation, Relation},
    purchase::{PaymentMethod, Purchase, PurchaseState, Subscription},
};
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

    /// Notes that an invoice was paid, by the bank's number of the transfer, and gives the
    /// level; also for an invoice that was broken off or has expired. Doing so again changes
    /// nothing.
    pub async fn confirm_invoice(
        &self,
        principal: &Principal,
        id: PurchaseId,
        transfer: &Reason,
        now: Timestamp,
    ) -> Result<Purchase, ServiceError> {
        let deed = deed(
            principal,
            Operation::SettlePurchase,
            AuditAction::InvoiceConfirmed,
            transfer,
        )?;
        let purchase = self.purchase(id).await?;
        not_own(&deed, purchase.account_id)?;
        if purchase.method != PaymentMethod::Invoice {
            return Err(not_one_of("purchase", "a purchase by invoice"));
        }
        let transfer = transfer.as_str().to_owned();
        let paid = self.pay(purchase, transfer, deed, now).await?;
        match paid.state {
            PurchaseState::Paid => Ok(paid),
            _ => Err(not_one_of("purchase", "a purchase that can still be paid")),
        }
    }

    /// Breaks an invoice off that nobody has paid. Doing so again changes nothing; money that
    /// comes after all can still be noted.
    pub async fn cancel_invoice(
        &self,
        principal: &Principal,
        id: PurchaseId,
        reason: &Reason,
        now: Timestamp,
    ) -> Result<Purchase, ServiceError> {
        let action = AuditAction::PurchaseCancelled;
        let deed = deed(principal, Operation::SettlePurchase, action, reason)?;
        let purchase = self.purchase(id).await?;
        not_own(&deed, purchase.account_id)?;
        self.break_off(purchase, deed, now).await
    }

    /// Notes that a payment went back, and takes as much of the level back as it had given.
    /// Doing so again changes nothing.
    pub async fn refund(
        &self,
        principal: &Principal,
        id: PurchaseId,
        reason: &Reason,
        now: Timestamp,
    ) -> Result<Purchase, ServiceError> {
        let action = AuditAction::PurchaseRefunded;
        let deed = deed(principal, Operation::SettlePurchase, action, reason)?;
        for _ in 0..ATTEMPTS {
            let purchase = self.purchase(id).await?;
            not_own(&deed, purchase.account_id)?;
            if purchase.state == PurchaseState::Refunded {
                return Ok(purchase);
            }
            if !purchase.state.allows(PurchaseState::Refunded) {
                return Err(not_one_of("purchase", "a purchase that was paid"));
            }
            let after = purchase.in_state(PurchaseState::Refunded, now);
            let account = match purchase.account_id {
                Some(id) => Some(self.accounts.account(id).await?),
                None => None,
            };
            let held = match &account {
                Some(account) => self.held(account, now).await?,
                None => (None, None),
            };
            let written = match (&account, held) {
                (Some(account), (Some(held), version)) => {
                    let left = held.refunded(purchase.level, purchase.period, now);
                    let left = left.map(|left| Subscription {
                        version: version.unwrap_or(0) + 1,
                        ..left
                    });
                    let levels = (version, left.as_ref());
                    let both = Some((purchase.version, &after));
                    self.write_level(account, levels, both, deed.clone(), now)
                        .await
                        .map(drop)
                }
                _ => {
                    let deed = Some(deed.clone());
                    self.write_purchase(purchase.version, &after, deed, now)
                        .await
                }
            };
            match written {
                Ok(()) => return Ok(after),
                Err(error) if came_second(&error) => {}
                Err(error) => return Err(error.into()),
            }
        }
        Err(busy())
    }
}
