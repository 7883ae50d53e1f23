//! Writing a level: the subscription, the account that carries it, the event and the entry of
//! the audit trail in one transaction, with or without a purchase.

use super::Subscriptions;
use durbar_domain::{
    account::Account,
    audit::{Actor, AuditAction, AuditEntry, Reason},
    event::{DomainEvent, EventDetail},
    purchase::{Purchase, Subscription},
};
use durbar_platform::{
    PlatformError,
    purchases::{LevelChange, Notes},
};
use jiff::Timestamp;

/// Who changes something, what, and why.
#[derive(Debug, Clone)]
pub(super) struct Deed {
    pub by: Actor,
    pub action: AuditAction,
    pub reason: Option<Reason>,
}

impl Deed {
    pub fn of_program(action: AuditAction) -> Self {
        Self {
            by: Actor::Program,
            action,
            reason: None,
        }
    }
}

impl Subscriptions {
    /// What `account` holds at `now`, and the version of the subscription that its item has.
    pub(super) async fn held(
        &self,
        account: &Account,
        now: Timestamp,
    ) -> Result<(Option<Subscription>, Option<u64>), PlatformError> {
        let given = self.store.subscription(account.account_id).await?;
        let version = given.as_ref().map(|given| given.version);
        Ok((Subscription::held(given, account, now), version))
    }

    /// Writes a purchase without changing a level.
    pub(super) async fn write_purchase(
        &self,
        expected: u64,
        after: &Purchase,
        deed: Option<Deed>,
        now: Timestamp,
    ) -> Result<(), PlatformError> {
        let event = self.purchase_event(after, now);
        let audit = deed.map(|deed| entry(&event, deed, Some(after), None, now));
        let notes = Notes {
            events: std::slice::from_ref(&event),
            audit: audit.as_slice(),
        };
        self.store.advance(expected, after, None, notes).await?;
        self.events.nudge();
        Ok(())
    }

    /// Writes another level over the one whose item is at `held_version`, with the purchase
    /// that brings it about, if one does.
    pub(super) async fn write_level(
        &self,
        before: &Account,
        (held_version, subscription): (Option<u64>, Option<&Subscription>),
        purchase: Option<(u64, &Purchase)>,
        deed: Deed,
        now: Timestamp,
    ) -> Result<Account, PlatformError> {
        let spans = subscription.map(Subscription::spans).unwrap_or_default();
        let after = Account {
            version: before.version + 1,
            modified_at: now,
            ..before.with_spans(&spans)
        };
        let change = LevelChange {
            held_version,
            subscription,
            before,
            after: &after,
        };
        let detail = EventDetail::SubscriptionChanged {
            account_id: after.account_id,
            version: after.version,
        };
        let mut events = vec![self.events.event(detail, now)];
        let audit = [entry(
            &events[0],
            deed,
            purchase.map(|(_, purchase)| purchase),
            Some((&after, subscription)),
            now,
        )];
        match purchase {
            Some((expected, purchase)) => {
                events.push(self.purchase_event(purchase, now));
                let notes = Notes {
                    events: &events,
                    audit: &audit,
                };
                self.store
                    .advance(expected, purchase, Some(change), notes)
                    .await?;
            }
            None => {
                let notes = Notes {
                    events: &events,
                    audit: &audit,
                };
                self.store.change_level(change, notes).await?;
            }
        }
        self.events.nudge();
        self.accounts.claims_changed(&after).await;
        Ok(after)
    }

    fn purchase_event(&self, purchase: &Purchase, now: Timestamp) -> DomainEvent {
        let detail = EventDetail::PurchaseChanged {
            purchase_id: purchase.purchase_id,
            version: purchase.version,
            state: purchase.state,
        };
        self.events.event(detail, now)
    }
}

fn entry(
    event: &DomainEvent,
    deed: Deed,
    purchase: Option<&Purchase>,
    account: Option<(&Account, Option<&Subscription>)>,
    now: Timestamp,
) -> AuditEntry {
    // What was bought or given, which may not be what is held in the end.
    let level = match (purchase, account) {
        (Some(purchase), _) => Some(purchase.level),
        (None, Some((_, Some(subscription)))) if deed.action == AuditAction::LevelGranted => {
            subscription.gift().map(|gift| gift.level)
        }
        _ => None,
    };
    AuditEntry {
        account_id: match account {
            Some((account, _)) => Some(account.account_id),
            None => purchase.and_then(|purchase| purchase.account_id),
        },
        purchase_id: purchase.map(|purchase| purchase.purchase_id),
        level,
        held: account.map(|(account, _)| account.subscription_level),
        ends_at: account.and_then(|(account, _)| account.subscription_ends_at),
        reason: deed.reason,
        ..AuditEntry::new(event.event_id, now, deed.by, deed.action)
    }
}
