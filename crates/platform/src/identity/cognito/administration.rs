//! What administration does to other people's accounts, and erasing them.

use super::{Cognito, factor::Factor, fault::Fault, token::federated_key};
use crate::{accounts::new_account, identity::IdentityError, table::Refusal};
use durbar_domain::{
    AccountId,
    account::{Account, NewPassword},
};

impl Cognito {
    pub(super) async fn make_account(
        &self,
        account: &Account,
        password: &NewPassword,
        initial: bool,
    ) -> Result<(), IdentityError> {
        if self.accounts.owner(&account.email).await?.is_some() {
            return Err(IdentityError::AddressTaken);
        }
        let username = account.account_id.to_string();
        self.pool
            .create(account, password.expose(), initial)
            .await?;
        self.pool.set_role(&username, account.role).await?;
        let mut writes = vec![Factor::new(account.account_id).new_write()?];
        writes.extend(new_account(account)?);
        let refusal = match self.table.transact(writes).await {
            Ok(()) => return Ok(()),
            Err(Refusal::Condition { .. }) => IdentityError::AddressTaken,
            Err(Refusal::Failed(error)) => error.into(),
        };
        self.pool.delete(&username).await?;
        Err(refusal)
    }

    /// The names in the pool that belong to an account: its own, and those from other
    /// providers.
    async fn usernames(&self, account_id: AccountId) -> Result<Vec<String>, IdentityError> {
        let mut usernames = vec![account_id.to_string()];
        if let Some(factor) = self.factor(account_id).await? {
            usernames.extend(factor.federated);
        }
        Ok(usernames)
    }

    /// Lets an account in or not; what it had begun ends either way.
    pub(super) async fn set_disabled(
        &self,
        account_id: AccountId,
        disabled: bool,
    ) -> Result<(), IdentityError> {
        self.next_generation(account_id).await?;
        for username in self.usernames(account_id).await? {
            known(self.pool.set_enabled(&username, !disabled).await)?;
        }
        self.end_everything(account_id).await
    }

    /// Ends the sessions of an account, here and in the pool, and the sign-ins that wait.
    pub(super) async fn end_everything(&self, account_id: AccountId) -> Result<(), IdentityError> {
        self.next_generation(account_id).await?;
        self.end_sessions(account_id, None).await?;
        for username in self.usernames(account_id).await? {
            known(self.pool.sign_out_everywhere(&username).await)?;
        }
        Ok(())
    }

    pub(super) async fn note_role(&self, account: &Account) -> Result<(), IdentityError> {
        for username in self.usernames(account.account_id).await? {
            known(self.pool.set_role(&username, account.role).await)?;
        }
        Ok(())
    }

    /// Deletes the users of an account from the pool, and the way from them to the account.
    pub(super) async fn erase_users(&self, account_id: AccountId) -> Result<(), IdentityError> {
        for username in self.usernames(account_id).await? {
            self.pool.delete(&username).await?;
            self.table.delete(federated_key(&username)).await?;
        }
        Ok(())
    }
}

/// Who came from another provider has no user of their own in the pool.
fn known(outcome: Result<(), Fault>) -> Result<(), Fault> {
    match outcome {
        Err(Fault::UserNotFound) => Ok(()),
        outcome => outcome,
    }
}
