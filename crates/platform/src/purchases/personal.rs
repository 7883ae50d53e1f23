//! What is kept of a person in purchases, to be handed out or forgotten.

use super::{PurchaseStore, endings, key, of_account, purchase_item};
use crate::{
    PlatformError,
    export::{self, Value},
    keys::{PrimaryKey, PurchaseKey},
    table::{Query, SortRange, Write},
};
use durbar_domain::{
    AccountId,
    account::Account,
    purchase::{Purchase, PurchaseState},
};
use jiff::Timestamp;
use serde_json::json;

/// How often a purchase is rewritten that somebody else wrote meanwhile.
const ATTEMPTS: u32 = 5;

impl PurchaseStore {
    /// What an account bought and the level it was given: `{purchases, subscription}`.
    pub async fn export_of(&self, account_id: AccountId) -> Result<Value, PlatformError> {
        let purchases = self.of_account(account_id).await?;
        let subscription = self.subscription(account_id).await?;
        export::value(
            "purchases",
            &json!({ "purchases": purchases, "subscription": subscription }),
        )
    }

    /// Forgets an account's level and whose its purchases were; gives back the keys of what
    /// was deleted. The purchases stay for the books, as tax law wants, with amount, day and
    /// the payment's number: they lead to nobody. One still open is broken off.
    pub async fn erase_of(
        &self,
        account: &Account,
        now: Timestamp,
    ) -> Result<Vec<PrimaryKey>, PlatformError> {
        let id = account.account_id;
        for purchase in self.of_account(id).await? {
            self.disown(purchase, now).await?;
        }
        // Last: by these the purchases are found.
        let mut erased = self.table.erase(of_account(id)).await?;
        let begun = PrimaryKey::account_partition(id);
        let begun =
            Query::partition(begun).range(SortRange::StartsWith(PurchaseKey::BEGUN.to_owned()));
        erased.extend(self.table.erase(begun).await?);
        let mut level = endings::keys_of(account);
        level.push(PurchaseKey::Subscription(id));
        let keys = level.into_iter().map(key).collect();
        erased.extend(self.table.erase_keys(keys).await?);
        Ok(erased)
    }

    async fn disown(&self, mut purchase: Purchase, now: Timestamp) -> Result<(), PlatformError> {
        for _ in 0..ATTEMPTS {
            let state = match purchase.state.is_open() {
                true => PurchaseState::Failed,
                false => purchase.state,
            };
            let nobodys = Purchase {
                account_id: None,
                payment_url: None,
                ..purchase.in_state(state, now)
            };
            let writes = vec![
                Write::PutOver {
                    item: purchase_item(&nobodys)?,
                    version: purchase.version,
                },
                Write::Delete(key(PurchaseKey::Open {
                    method: purchase.method,
                    purchase_id: purchase.purchase_id,
                })),
            ];
            match self.write(writes).await {
                Err(PlatformError::Conflict { .. }) => {}
                outcome => return outcome,
            }
            match self.get(purchase.purchase_id).await? {
                Some(present) => purchase = present,
                None => return Ok(()),
            }
        }
        Err(PlatformError::Conflict {
            current_version: purchase.version,
        })
    }
}
