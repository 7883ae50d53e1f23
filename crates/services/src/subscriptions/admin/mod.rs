//! What an admin does: note a transfer, break an invoice off, note that money went back, give
//! a level, end one. Each is in the audit trail.

mod invoices;
mod levels;

pub use invoices::OpenInvoice;
pub use levels::Ending;

use super::{Membership, Subscriptions, change::Deed};
use crate::{ServiceError, permit::permit, today_in_nepal};
use durbar_domain::{
    AccountId, EventId,
    account::{Account, EmailAddress, Principal},
    audit::{Actor, AuditAction, AuditEntry, Reason},
    policy::{Operation, Refusal, Relation},
};
use jiff::Timestamp;
use std::collections::HashMap;

/// Entries of the audit trail on one page.
const ENTRIES_A_PAGE: usize = 50;

/// What an admin sees of somebody.
#[derive(Debug, Clone)]
pub struct Member {
    pub account: Account,
    pub membership: Membership,
    pub trail: Trail,
}

/// Some entries of the audit trail, and the addresses of those they name.
#[derive(Debug, Clone, Default)]
pub struct Trail {
    /// Newest first.
    pub entries: Vec<AuditEntry>,
    pub people: HashMap<AccountId, EmailAddress>,
    /// Behind which entry there may be earlier ones.
    pub earlier: Option<EventId>,
}

impl Subscriptions {
    /// Whose an address of mail is.
    pub async fn find(
        &self,
        principal: &Principal,
        email: &EmailAddress,
    ) -> Result<AccountId, ServiceError> {
        let account = self.accounts.find(principal, email).await?;
        Ok(account.account_id)
    }

    /// Somebody's level, purchases and entries of the audit trail.
    pub async fn member(
        &self,
        principal: &Principal,
        id: AccountId,
        now: Timestamp,
    ) -> Result<Member, ServiceError> {
        permit(principal, Operation::ReadAccounts, Relation::Others)?;
        permit(principal, Operation::ReadAuditTrail, Relation::Others)?;
        let account = self.accounts.account(id).await?;
        Ok(Member {
            membership: self.membership_of(&account, now).await?,
            trail: self
                .trail(self.audit.of_account(id, Some(ENTRIES_A_PAGE)).await?)
                .await?,
            account,
        })
    }

    /// The audit trail, newest first; only what is before the entry `before`, if one is given.
    pub async fn audit(
        &self,
        principal: &Principal,
        before: Option<EventId>,
    ) -> Result<Trail, ServiceError> {
        permit(principal, Operation::ReadAuditTrail, Relation::Others)?;
        let today = today_in_nepal();
        let entries = self.audit.latest(today, before, ENTRIES_A_PAGE).await?;
        self.trail(entries).await
    }

    async fn trail(&self, entries: Vec<AuditEntry>) -> Result<Trail, ServiceError> {
        let ids: Vec<AccountId> = entries.iter().flat_map(AuditEntry::people).collect();
        let accounts = self.accounts.store.get_many(&ids).await?;
        let whole = entries.len() == ENTRIES_A_PAGE;
        Ok(Trail {
            people: accounts
                .into_iter()
                .map(|account| (account.account_id, account.email))
                .collect(),
            earlier: entries.last().filter(|_| whole).map(|entry| entry.event_id),
            entries,
        })
    }
}

/// What an admin does, if the policy lets them.
fn deed(
    principal: &Principal,
    operation: Operation,
    action: AuditAction,
    reason: &Reason,
) -> Result<Deed, ServiceError> {
    permit(principal, operation, Relation::Others)?;
    let person = principal.person().ok_or(Refusal::SignIn)?;
    Ok(Deed {
        by: Actor::Person(person.account_id),
        action,
        reason: Some(reason.clone()),
    })
}

/// Nobody of the administration does anything to their own level or money.
fn not_own(deed: &Deed, whose: Option<AccountId>) -> Result<(), ServiceError> {
    match (deed.by, whose) {
        (Actor::Person(by), Some(whose)) if by == whose => Err(Refusal::NotPermitted.into()),
        _ => Ok(()),
    }
}
