//! What administration does to other people's accounts.

use super::{BuiltIn, credential::Credential};
use crate::{accounts::new_account, identity::IdentityError, table::Refusal};
use durbar_domain::{
    AccountId,
    account::{Account, NewPassword},
};

impl BuiltIn {
    pub(super) async fn make_account(
        &self,
        account: &Account,
        password: &NewPassword,
        initial: bool,
    ) -> Result<(), IdentityError> {
        let hash = self.hasher.hash(password.expose()).await?;
        let mut credential = Credential::new(account.account_id, account.email.clone(), hash);
        credential.must_change_password = initial;
        let mut writes = vec![credential.new_write()?];
        writes.extend(new_account(account)?);
        match self.table.transact(writes).await {
            Ok(()) => Ok(()),
            Err(Refusal::Condition { .. }) => Err(IdentityError::AddressTaken),
            Err(Refusal::Failed(error)) => Err(error.into()),
        }
    }

    /// Lets an account in or not; what it had begun ends either way.
    pub(super) async fn set_disabled(
        &self,
        account_id: AccountId,
        disabled: bool,
    ) -> Result<(), IdentityError> {
        self.change_credential(account_id, |credential| {
            credential.disabled = disabled;
            credential.generation += 1;
            Ok(())
        })
        .await?;
        self.end_sessions(account_id, None).await
    }

    /// Ends the sessions of an account and the sign-ins that wait.
    pub(super) async fn end_everything(&self, account_id: AccountId) -> Result<(), IdentityError> {
        self.change_credential(account_id, |credential| {
            credential.generation += 1;
            Ok(())
        })
        .await?;
        self.end_sessions(account_id, None).await
    }
}
