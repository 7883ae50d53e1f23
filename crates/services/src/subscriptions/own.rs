//! What somebody sees of their own membership, and what is kept of them.

use super::{Subscriptions, buy::may_buy};
use crate::{ServiceError, accounts::AccountError, permit::permit_own};
use durbar_domain::{
    PurchaseId,
    account::{Account, LevelSpan, Principal, SubscriptionLevel},
    policy::Operation,
    purchase::{PaymentMethod, Purchase, SubscriptionPeriod, price},
};
use durbar_platform::{keys::PrimaryKey, throttle::Purpose};
use jiff::Timestamp;
use serde_json::Value;
use strum::VariantArray;

/// The membership of one account.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Membership {
    pub level: SubscriptionLevel,
    /// `None` for free, or without an end.
    pub ends_at: Option<Timestamp>,
    /// What follows it, one behind the other.
    pub then: Vec<LevelSpan>,
    /// The levels of what was bought and waits, because something holds without an end.
    pub waiting: Vec<SubscriptionLevel>,
    /// Whether an admin gave something that holds still.
    pub has_gift: bool,
    /// What can be bought now.
    pub offers: Vec<(SubscriptionLevel, SubscriptionPeriod)>,
    /// How it can be paid.
    pub methods: Vec<PaymentMethod>,
    /// Newest first.
    pub purchases: Vec<Purchase>,
}

impl Subscriptions {
    /// The membership of the one who asks.
    pub async fn membership(
        &self,
        principal: &Principal,
        now: Timestamp,
    ) -> Result<Membership, ServiceError> {
        let person = permit_own(principal, Operation::BuySubscription)?;
        let account = self.accounts.account(person.account_id).await?;
        self.membership_of(&account, now).await
    }

    pub(super) async fn membership_of(
        &self,
        account: &Account,
        now: Timestamp,
    ) -> Result<Membership, ServiceError> {
        let mut purchases = self.store.of_account(account.account_id).await?;
        purchases.reverse();
        let mut spans = account.subscription_spans_at(now);
        let present = spans.next();
        let then = spans.collect();
        let (held, _) = self.held(account, now).await?;
        let offers = SubscriptionLevel::VARIANTS.iter().flat_map(|level| {
            let periods = SubscriptionPeriod::VARIANTS.iter();
            periods.map(|period| (*level, *period))
        });
        let sold = |(level, period): &(SubscriptionLevel, SubscriptionPeriod)| {
            price(*level, *period).is_some() && may_buy(account, *level, now)
        };
        Ok(Membership {
            level: present.map_or(SubscriptionLevel::Free, |span| span.level),
            ends_at: present.and_then(|span| span.ends_at),
            then,
            waiting: held.as_ref().map(|it| it.waiting()).unwrap_or_default(),
            has_gift: held.is_some_and(|it| it.gift().is_some()),
            offers: offers.filter(sold).collect(),
            methods: self.methods(),
            purchases,
        })
    }

    /// A purchase of the one who asks.
    ///
    /// # Errors
    /// [`ServiceError::NotFound`] for what isn't theirs.
    pub async fn one(
        &self,
        principal: &Principal,
        id: PurchaseId,
    ) -> Result<Purchase, ServiceError> {
        self.own_purchase(principal, id).await
    }

    /// The buyer came back from paying, or asks again: asks the provider how it ended and
    /// gives the level if it was paid. What the address they came back with says of the
    /// payment is not looked at, its `pidx` neither: only the purchase's own. However often
    /// and by however many this is called, the level is given once.
    ///
    /// # Errors
    /// [`ServiceError::NotFound`] for what isn't theirs; [`ServiceError::Unavailable`] when
    /// the provider doesn't answer: nothing is lost then, as [`Subscriptions::sweep`] asks
    /// again; too many attempts after 60 in an hour.
    pub async fn check(
        &self,
        principal: &Principal,
        id: PurchaseId,
        now: Timestamp,
    ) -> Result<Purchase, AccountError> {
        let purchase = self.own_purchase(principal, id).await?;
        let subject = purchase.account_id.map(|id| id.to_string());
        self.accounts
            .count_of(Purpose::PaymentLookUp, &subject.unwrap_or_default(), now)
            .await?;
        Ok(self.settle(purchase, now).await?)
    }

    /// What an account bought, the level it was given, and what of the audit trail names it:
    /// `{purchases, subscription, audit}`.
    pub async fn export_of(&self, account: &Account) -> Result<Value, ServiceError> {
        let id = account.account_id;
        let mut export = self.store.export_of(id).await?;
        export["audit"] = self.audit.export_of(id).await?;
        Ok(export)
    }

    /// Forgets an account's level, and whose its purchases and the entries of the audit trail
    /// about it were; gives back the keys of what was deleted. Purchases and entries stay
    /// without a name.
    pub async fn erase_of(&self, account: &Account) -> Result<Vec<PrimaryKey>, ServiceError> {
        let mut erased = self.store.erase_of(account, Timestamp::now()).await?;
        erased.extend(self.audit.erase_of(account.account_id).await?);
        Ok(erased)
    }
}
