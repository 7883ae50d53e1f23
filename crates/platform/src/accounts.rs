//! Accounts in the table, as the product knows them.

use crate::{
    PlatformError, Table, audit,
    keys::{Digest, IdentityKey, PrimaryKey},
    outbox,
    purchases::Notes,
    table::{Item, Query, Refusal, Write, from_item, to_item},
};
use durbar_domain::{
    AccountId,
    account::{Account, EmailAddress},
    event::DomainEvent,
};
use jiff::civil::Date;
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

    /// Accounts in the order of their identifiers here; those that aren't there are left out.
    pub async fn get_many(&self, ids: &[AccountId]) -> Result<Vec<Account>, PlatformError> {
        let keys: Vec<PrimaryKey> = ids.iter().copied().map(key).collect();
        let items = self.table.batch_get(&keys, &[]).await?;
        items.into_iter().map(from_item).collect()
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
        let mut writes = vec![Write::PutOver {
            item: to_item(key(account.account_id), ENTITY_TYPE, account)?,
            version: expected,
        }];
        writes.extend(outbox::writes(events)?);
        self.table
            .transact(writes)
            .await
            .map_err(|refusal| refused(refusal, account.account_id))
    }
}

impl AccountStore {
    /// Writes an account over the version `expected`, with what tells of it; only if the account
    /// of whoever does it is at `by_version` still. So of two admins who take each other's role
    /// away at the same time one is refused.
    ///
    /// # Errors
    /// As [`AccountStore::replace`]; [`PlatformError::Missing`] also when the account of
    /// whoever does it has changed.
    pub async fn replace_by(
        &self,
        (by, by_version): (AccountId, u64),
        expected: u64,
        account: &Account,
        notes: Notes<'_>,
    ) -> Result<(), PlatformError> {
        let mut writes = vec![
            Write::PutOver {
                item: to_item(key(account.account_id), ENTITY_TYPE, account)?,
                version: expected,
            },
            Write::Check {
                key: key(by),
                attribute: "version",
                number: by_version,
            },
        ];
        writes.extend(outbox::writes(notes.events)?);
        writes.extend(audit::writes(notes.audit)?);
        self.table
            .transact(writes)
            .await
            .map_err(|refusal| refused(refusal, account.account_id))
    }

    /// Writes an account over the version `expected` and sets down that it is to be erased on
    /// `day`, or, without one, takes the day it had away.
    ///
    /// # Errors
    /// As [`AccountStore::replace`].
    pub async fn set_erasure(
        &self,
        expected: u64,
        account: &Account,
        before: Option<Date>,
        day: Option<Date>,
    ) -> Result<(), PlatformError> {
        let account_id = account.account_id;
        let key_of = |day| PrimaryKey::Identity(IdentityKey::Erasure { day, account_id });
        let mut writes = vec![Write::PutOver {
            item: to_item(key(account_id), ENTITY_TYPE, account)?,
            version: expected,
        }];
        if let Some(before) = before.filter(|before| Some(*before) != day) {
            writes.push(Write::Delete(key_of(before)));
        }
        if let Some(day) = day {
            let owner = Owner { account_id };
            writes.push(Write::Put(to_item(key_of(day), "Erasure", &owner)?));
        }
        self.table
            .transact(writes)
            .await
            .map_err(|refusal| refused(refusal, account_id))
    }

    /// The accounts to be erased on a day.
    pub async fn to_erase(&self, day: Date) -> Result<Vec<AccountId>, PlatformError> {
        let query = Query::partition(IdentityKey::erasure_partition(day));
        let items = self.table.query(query).await?.items;
        let owner = |item| from_item::<Owner>(item).map(|owner| owner.account_id);
        items.into_iter().map(owner).collect()
    }

    /// Forgets that an account was to be erased on a day.
    pub async fn erased(&self, day: Date, account_id: AccountId) -> Result<(), PlatformError> {
        let key = IdentityKey::Erasure { day, account_id };
        self.table.delete(PrimaryKey::Identity(key)).await
    }

    /// Deletes an account with all that proves who it is: what hangs on its address first, so
    /// that it can be found again until everything is gone. Gives back the keys.
    pub async fn erase(&self, account: &Account) -> Result<Vec<PrimaryKey>, PlatformError> {
        let address = address_digest(&account.email);
        let by_address = Query::partition(IdentityKey::address_partition(address));
        let mut erased = self.table.erase(by_address).await?;
        let own = Query::partition(PrimaryKey::account_partition(account.account_id));
        erased.extend(self.table.erase(own).await?);
        Ok(erased)
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

/// The write of an account over the version before it, to stand in a transaction.
pub(crate) fn over(account: &Account) -> Result<Write, PlatformError> {
    Ok(Write::PutOver {
        item: to_item(key(account.account_id), ENTITY_TYPE, account)?,
        version: account.version.saturating_sub(1),
    })
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

fn refused(refusal: Refusal, account_id: AccountId) -> PlatformError {
    match refusal {
        Refusal::Condition { found: Some(item) } => conflict(item),
        Refusal::Condition { found: None } => PlatformError::Missing {
            key: key(account_id).to_string(),
        },
        Refusal::Failed(error) => error,
    }
}

fn conflict(found: Item) -> PlatformError {
    match from_item::<Account>(found) {
        Ok(account) => PlatformError::Conflict {
            current_version: account.version,
        },
        Err(error) => error,
    }
}
