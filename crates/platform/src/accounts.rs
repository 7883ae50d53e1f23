//! Accounts in the table, as the product knows them.

use crate::{
    PlatformError, Table,
    keys::{Digest, IdentityKey, PrimaryKey},
    outbox,
    table::{Item, Refusal, Write, from_item, to_item},
};
use durbar_domain::{
    AccountId,
    account::{Account, EmailAddress},
    event::DomainEvent,
};
use serde::{Deserialize, Serialize};

const ENTITY_TYPE: &str = "Account";
const ADDRESS_TYPE: &str = "AccountAddress";

/// Accounts in the table. Cheap to clone.
#[derive(Debug, Clone)]
pub struct AccountStore {
    table: Table,
}

/// Whose an address is.
#[derive(Debug, Serialize, Deserialize)]
struct Owner {
    account_id: AccountId,
}

impl AccountStore {
    pub fn new(table: Table) -> Self {
        Self { table }
    }

    /// An account; `None` when there is none.
    pub async fn get(&self, id: AccountId) -> Result<Option<Account>, PlatformError> {
        let item = self.table.get(key(id)).await?;
        item.map(from_item).transpose()
    }

    /// The account an address belongs to; `None` when it belongs to none.
    pub async fn owner(&self, email: &EmailAddress) -> Result<Option<AccountId>, PlatformError> {
        let item = self.table.get(address_key(email)).await?;
        let owner: Option<Owner> = item.map(from_item).transpose()?;
        Ok(owner.map(|owner| owner.account_id))
    }

    /// Writes an account over the version `expected`, with the events that tell of it.
    ///
    /// # Errors
    /// [`PlatformError::Conflict`] when it is at another version, [`PlatformError::Missing`]
    /// when there is none.
    pub async fn replace(
        &self,
        expected: u64,
        account: &Account,
        events: &[DomainEvent],
    ) -> Result<(), PlatformError> {
        let key = key(account.account_id);
        let mut writes = vec![Write::PutOver {
            item: to_item(key, ENTITY_TYPE, account)?,
            version: expected,
        }];
        writes.extend(outbox::writes(events)?);
        self.table
            .transact(writes)
            .await
            .map_err(|refusal| match refusal {
                Refusal::Condition { found: Some(item) } => conflict(item),
                Refusal::Condition { found: None } => PlatformError::Missing {
                    key: key.to_string(),
                },
                Refusal::Failed(error) => error,
            })
    }
}

/// Writes that make an account, on the condition that its address belongs to none.
pub(crate) fn new_account(account: &Account) -> Result<[Write; 2], PlatformError> {
    let owner = Owner {
        account_id: account.account_id,
    };
    Ok([
        Write::PutNew(to_item(address_key(&account.email), ADDRESS_TYPE, &owner)?),
        Write::PutNew(to_item(key(account.account_id), ENTITY_TYPE, account)?),
    ])
}

/// An address as keys hold it.
pub(crate) fn address_digest(email: &EmailAddress) -> Digest {
    Digest::of(email.as_str().as_bytes())
}

fn key(id: AccountId) -> PrimaryKey {
    PrimaryKey::Identity(IdentityKey::Account(id))
}

fn address_key(email: &EmailAddress) -> PrimaryKey {
    PrimaryKey::Identity(IdentityKey::Address(address_digest(email)))
}

fn conflict(found: Item) -> PlatformError {
    match from_item::<Account>(found) {
        Ok(account) => PlatformError::Conflict {
            current_version: account.version,
        },
        Err(error) => error,
    }
}
