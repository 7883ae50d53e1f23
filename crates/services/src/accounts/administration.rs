//! What administration changes about other people's accounts. Each change tells who made it.

use super::{AccountError, Accounts};
use crate::{ServiceError, permit::permit};
use durbar_domain::{
    AccountId, BrokerId, FieldError,
    account::{Account, EmailAddress, Principal, Role},
    audit::{Actor, AuditAction, AuditEntry, Detail, Reason},
    error::Problem,
    event::EventDetail,
    policy::{Operation, Refusal, Relation},
};
use durbar_platform::purchases::Notes;
use jiff::Timestamp;

impl Accounts {
    /// The account of an address.
    pub async fn find(
        &self,
        principal: &Principal,
        email: &EmailAddress,
    ) -> Result<Account, ServiceError> {
        permit(principal, Operation::ReadAccounts, Relation::Others)?;
        let owner = self.store.owner(email).await?;
        self.account(owner.ok_or(ServiceError::NotFound)?).await
    }

    /// Gives the account at `expected_version` a role; brokers act as `broker_id`, and nobody
    /// else does. It holds from the next request on; whoever loses a role that needs a second
    /// factor is signed out.
    ///
    /// # Errors
    /// [`Refusal::NotPermitted`] for one's own account, so that the last admin stays one;
    /// [`ServiceError::Invalid`] with `role` for making somebody an admin who is to be erased.
    pub async fn set_role(
        &self,
        principal: &Principal,
        account_id: AccountId,
        expected_version: u64,
        (role, broker_id): (Role, Option<BrokerId>),
        reason: &Reason,
    ) -> Result<Account, AccountError> {
        let by = self
            .administrator(principal, Operation::AssignRole, account_id)
            .await?;
        if (role == Role::Broker) != broker_id.is_some() {
            let accepted = "a broker for the role broker, none for others".to_owned();
            let problem = FieldError::new("broker_id", Problem::NotOneOf { accepted });
            return Err(ServiceError::Invalid(vec![problem]).into());
        }
        let before = self.at_version(account_id, expected_version).await?;
        let works_there = before.seat.is_some_and(|seat| seat.role.needs_broker());
        if works_there && broker_id != before.broker_id {
            let accepted = "the broker they are in their agency, until they have left it";
            let accepted = accepted.to_owned();
            let problem = FieldError::new("broker_id", Problem::NotOneOf { accepted });
            return Err(ServiceError::Invalid(vec![problem]).into());
        }
        if role == Role::Admin && before.erase_at.is_some() {
            let accepted = "a role other than admin while the account is to be erased".to_owned();
            let problem = FieldError::new("role", Problem::NotOneOf { accepted });
            return Err(ServiceError::Invalid(vec![problem]).into());
        }
        let loses = before.role != role && before.role.needs_multi_factor();
        let after = Account {
            role,
            broker_id,
            ..before
        };
        let detail = Detail::parse("detail", role.key()).ok();
        let deed = (AuditAction::RoleAssigned, detail, reason);
        let after = self.write_account(&by, after, deed).await?;
        if loses {
            self.identity.end_all_sessions(account_id).await?;
        }
        Ok(after)
    }

    /// Lets the account at `expected_version` in no longer, and ends its sessions.
    ///
    /// # Errors
    /// [`Refusal::NotPermitted`] for one's own account.
    pub async fn disable(
        &self,
        principal: &Principal,
        account_id: AccountId,
        expected_version: u64,
        reason: &Reason,
    ) -> Result<Account, AccountError> {
        let operation = Operation::DisableAccount;
        let by = self.administrator(principal, operation, account_id).await?;
        let before = self.at_version(account_id, expected_version).await?;
        let after = Account {
            disabled: true,
            ..before
        };
        let deed = (AuditAction::AccountDisabled, None, reason);
        let after = self.write_account(&by, after, deed).await?;
        // Done again it changes nothing, so whoever sees it fail can repeat the whole.
        self.identity.disable(account_id).await?;
        Ok(after)
    }

    /// Lets the account at `expected_version` in again.
    ///
    /// # Errors
    /// As [`Self::disable`].
    pub async fn enable(
        &self,
        principal: &Principal,
        account_id: AccountId,
        expected_version: u64,
        reason: &Reason,
    ) -> Result<Account, AccountError> {
        let operation = Operation::DisableAccount;
        let by = self.administrator(principal, operation, account_id).await?;
        let before = self.at_version(account_id, expected_version).await?;
        let after = Account {
            disabled: false,
            ..before
        };
        let deed = (AuditAction::AccountEnabled, None, reason);
        let after = self.write_account(&by, after, deed).await?;
        self.identity.enable(account_id).await?;
        Ok(after)
    }

    /// Ends all sessions of somebody's account.
    pub async fn end_sessions_of(
        &self,
        principal: &Principal,
        account_id: AccountId,
    ) -> Result<(), AccountError> {
        permit(principal, Operation::DisableAccount, Relation::Others)?;
        Ok(self.identity.end_all_sessions(account_id).await?)
    }

    async fn at_version(&self, id: AccountId, expected: u64) -> Result<Account, ServiceError> {
        let account = self.account(id).await?;
        match account.version == expected {
            true => Ok(account),
            false => Err(ServiceError::Conflict {
                current_version: account.version,
            }),
        }
    }

    /// Writes an account over the version it has, with the event that tells of it and the entry
    /// of the audit trail.
    async fn write_account(
        &self,
        by: &Account,
        account: Account,
        (action, detail, reason): (AuditAction, Option<Detail>, &Reason),
    ) -> Result<Account, AccountError> {
        let now = Timestamp::now();
        let expected = account.version;
        let account = Account {
            version: expected + 1,
            modified_at: now,
            ..account
        };
        let told = EventDetail::AccountChanged {
            account_id: account.account_id,
            version: account.version,
            by: by.account_id,
        };
        let event = self.events.event(told, now);
        let actor = Actor::Person(by.account_id);
        let entry = AuditEntry {
            account_id: Some(account.account_id),
            detail,
            reason: Some(reason.clone()),
            ..AuditEntry::new(event.event_id, now, actor, action)
        };
        let notes = Notes {
            events: &[event],
            audit: &[entry],
        };
        self.store
            .replace_by((by.account_id, by.version), expected, &account, notes)
            .await?;
        self.events.nudge();
        self.identity.claims_changed(&account).await?;
        Ok(account)
    }

    /// Who of the administration changes somebody else's account, as their own stands now.
    async fn administrator(
        &self,
        principal: &Principal,
        operation: Operation,
        whose: AccountId,
    ) -> Result<Account, ServiceError> {
        permit(principal, operation, Relation::Others)?;
        let person = principal.person().ok_or(Refusal::SignIn)?;
        let by = self.account(person.account_id).await?;
        match person.account_id != whose && by.role == Role::Admin && !by.disabled {
            true => Ok(by),
            false => Err(Refusal::NotPermitted.into()),
        }
    }
}
