//! What administration changes about other people's accounts. Each change tells who made it.

use super::{AccountError, Accounts};
use crate::{ServiceError, permit::permit};
use durbar_domain::{
    AccountId, BrokerId, FieldError,
    account::{Account, EmailAddress, Principal, Role},
    error::Problem,
    event::EventDetail,
    policy::{Operation, Refusal, Relation},
};
use jiff::Timestamp;

/// How often a change is tried that another one of the same account came before.
const ATTEMPTS: u32 = 5;

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
    /// else does. It holds from the next request on.
    ///
    /// # Errors
    /// [`Refusal::NotPermitted`] for one's own account, so that the last admin stays one.
    pub async fn set_role(
        &self,
        principal: &Principal,
        account_id: AccountId,
        expected_version: u64,
        role: Role,
        broker_id: Option<BrokerId>,
    ) -> Result<Account, AccountError> {
        let by = administrator(principal, Operation::AssignRole, account_id)?;
        if (role == Role::Broker) != broker_id.is_some() {
            let accepted = "a broker for the role broker, none for others".to_owned();
            let problem = FieldError::new("broker_id", Problem::NotOneOf { accepted });
            return Err(ServiceError::Invalid(vec![problem]).into());
        }
        let before = self.at_version(account_id, expected_version).await?;
        let after = Account {
            role,
            broker_id,
            ..before
        };
        self.write_account(after, |account_id, version| EventDetail::AccountChanged {
            account_id,
            version,
            by,
        })
        .await
    }

    /// Lets an account in no longer, and ends its sessions.
    ///
    /// # Errors
    /// [`Refusal::NotPermitted`] for one's own account.
    pub async fn disable(
        &self,
        principal: &Principal,
        account_id: AccountId,
    ) -> Result<(), AccountError> {
        let by = administrator(principal, Operation::DisableAccount, account_id)?;
        self.identity.disable(account_id).await?;
        self.note_change(account_id, by).await
    }

    /// Lets an account in again.
    pub async fn enable(
        &self,
        principal: &Principal,
        account_id: AccountId,
    ) -> Result<(), AccountError> {
        let by = administrator(principal, Operation::DisableAccount, account_id)?;
        self.identity.enable(account_id).await?;
        self.note_change(account_id, by).await
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

    /// Writes an account over the version it has, with the event that tells of it.
    async fn write_account(
        &self,
        account: Account,
        event: impl FnOnce(AccountId, u64) -> EventDetail,
    ) -> Result<Account, AccountError> {
        let now = Timestamp::now();
        let expected = account.version;
        let account = Account {
            version: expected + 1,
            modified_at: now,
            ..account
        };
        let event = self
            .events
            .event(event(account.account_id, account.version), now);
        self.store.replace(expected, &account, &[event]).await?;
        self.events.nudge();
        self.identity.claims_changed(&account).await?;
        Ok(account)
    }

    /// Tells of a change that the account's item doesn't show.
    async fn note_change(&self, id: AccountId, by: AccountId) -> Result<(), AccountError> {
        for _ in 0..ATTEMPTS {
            let account = self.account(id).await?;
            let noted =
                self.write_account(account, |account_id, version| EventDetail::AccountChanged {
                    account_id,
                    version,
                    by,
                });
            match noted.await {
                Err(AccountError::Service(ServiceError::Conflict { .. })) => {}
                outcome => return outcome.map(drop),
            }
        }
        let account = self.account(id).await?;
        let current_version = account.version;
        Err(ServiceError::Conflict { current_version }.into())
    }
}

/// Who of the administration changes somebody else's account.
fn administrator(
    principal: &Principal,
    operation: Operation,
    whose: AccountId,
) -> Result<AccountId, ServiceError> {
    permit(principal, operation, Relation::Others)?;
    let person = principal.person().ok_or(Refusal::SignIn)?;
    match person.account_id == whose {
        true => Err(Refusal::NotPermitted.into()),
        false => Ok(person.account_id),
    }
}
