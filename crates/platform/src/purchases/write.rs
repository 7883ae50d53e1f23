//! Writing purchases and levels: with the account that carries the level, the events and the
//! entries of the audit trail in one transaction.

use super::{Begun, Entry, PurchaseStore, begun_key, endings, expiring, key, purchase_item};
use crate::{
    PlatformError, accounts, audit,
    keys::PurchaseKey,
    outbox,
    table::{Write, to_item},
};
use durbar_domain::{
    account::Account,
    audit::AuditEntry,
    event::DomainEvent,
    purchase::{Purchase, Subscription},
};

/// A new level of an account: its subscription over the one at a version, and the account
/// that carries it, a version further.
#[derive(Debug, Clone, Copy)]
pub struct LevelChange<'a> {
    /// The version of the subscription there is; `None` where there is none.
    pub held_version: Option<u64>,
    /// `None` takes it back.
    pub subscription: Option<&'a Subscription>,
    pub before: &'a Account,
    pub after: &'a Account,
}

/// What tells of a change, written with it.
#[derive(Debug, Clone, Copy, Default)]
pub struct Notes<'a> {
    pub events: &'a [DomainEvent],
    pub audit: &'a [AuditEntry],
}

impl PurchaseStore {
    /// Writes a purchase that isn't there yet, as the one its account began last of its kind:
    /// over the one at `begun_version`, or the first.
    ///
    /// # Errors
    /// [`PlatformError::Conflict`] when there is one of this identifier, or when another of the
    /// same kind was begun meanwhile.
    pub async fn put_new(
        &self,
        purchase: &Purchase,
        begun_version: Option<u64>,
    ) -> Result<(), PlatformError> {
        let (purchase_id, method) = (purchase.purchase_id, purchase.method);
        let entry = |entry_key, kind| to_item(key(entry_key), kind, &Entry { purchase_id });
        let open = PurchaseKey::Open {
            method,
            purchase_id,
        };
        let mut writes = vec![
            Write::PutNew(purchase_item(purchase)?),
            Write::Put(entry(open, "OpenPurchase")?),
        ];
        if let Some(account_id) = purchase.account_id {
            let own = PurchaseKey::OfAccount {
                account_id,
                purchase_id,
            };
            writes.push(Write::Put(entry(own, "AccountPurchase")?));
            let begun = Begun {
                version: begun_version.unwrap_or(0) + 1,
                purchase_id,
            };
            let item = to_item(begun_key(account_id, purchase), "BegunPurchase", &begun)?;
            writes.push(match begun_version {
                Some(version) => Write::PutOver { item, version },
                None => Write::PutNew(item),
            });
        }
        self.write(writes).await
    }

    /// Writes a purchase over the one that has `expected_version`. With `change`, the level of
    /// the account becomes another at the same time, or neither happens.
    ///
    /// # Errors
    /// [`PlatformError::Conflict`] when the purchase, the subscription or the account is at
    /// another version, [`PlatformError::Missing`] when one of them has gone.
    pub async fn advance(
        &self,
        expected_version: u64,
        purchase: &Purchase,
        change: Option<LevelChange<'_>>,
        notes: Notes<'_>,
    ) -> Result<(), PlatformError> {
        let mut writes = vec![Write::PutOver {
            item: purchase_item(purchase)?,
            version: expected_version,
        }];
        if !purchase.state.is_open() {
            writes.push(Write::Delete(key(PurchaseKey::Open {
                method: purchase.method,
                purchase_id: purchase.purchase_id,
            })));
        }
        if let Some(change) = change {
            writes.extend(level_writes(change)?);
        }
        writes.extend(note_writes(notes)?);
        self.write(writes).await
    }

    /// Changes the level of an account without a purchase.
    ///
    /// # Errors
    /// As [`Self::advance`].
    pub async fn change_level(
        &self,
        change: LevelChange<'_>,
        notes: Notes<'_>,
    ) -> Result<(), PlatformError> {
        let mut writes = level_writes(change)?;
        writes.extend(note_writes(notes)?);
        self.write(writes).await
    }

    pub(super) async fn write(&self, writes: Vec<Write>) -> Result<(), PlatformError> {
        let written = self.table.transact(writes).await;
        written.map_err(|refusal| refusal.over_version("an account, a level or a purchase"))
    }
}

fn level_writes(change: LevelChange<'_>) -> Result<Vec<Write>, PlatformError> {
    let subscription_key = key(PurchaseKey::Subscription(change.after.account_id));
    let mut writes = Vec::new();
    match change.subscription {
        Some(subscription) => {
            let mut item = to_item(subscription_key, "Subscription", subscription)?;
            if let Some(end) = subscription.ends_at() {
                // Whoever reads it looks at the end; this only tidies up.
                item = expiring(item, end);
            }
            writes.push(match change.held_version {
                Some(version) => Write::PutOver { item, version },
                None => Write::PutNew(item),
            });
        }
        None => writes.push(Write::Delete(subscription_key)),
    }
    writes.extend(endings::writes(change.before, change.after)?);
    writes.push(accounts::over(change.after)?);
    Ok(writes)
}

fn note_writes(notes: Notes<'_>) -> Result<Vec<Write>, PlatformError> {
    let mut writes = outbox::writes(notes.events)?;
    writes.extend(audit::writes(notes.audit)?);
    Ok(writes)
}
