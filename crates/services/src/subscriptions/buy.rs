//! Beginning to buy, and breaking an invoice off.

use super::{
    RETURN_PATH, REUSE_WITHIN, START_WITHIN, Subscriptions, change::Deed, not_one_of, service,
};
use crate::{
    ServiceError,
    accounts::AccountError,
    permit::{permit, permit_own},
};
use durbar_domain::{
    PurchaseId,
    account::{Account, Principal, SubscriptionLevel},
    audit::{Actor, AuditAction},
    policy::{Operation, Relation},
    purchase::{PaymentMethod, Purchase, PurchaseState, SubscriptionPeriod, price},
};
use durbar_messages::{Label, membership as words};
use durbar_platform::{payment::PaymentOrder, throttle::Purpose};
use jiff::Timestamp;

impl Subscriptions {
    /// Begins to buy a level; the purchase says where to pay. Asked twice for the same, it
    /// gives the same purchase while that can be paid.
    ///
    /// # Errors
    /// [`ServiceError::Invalid`] for a level that isn't sold, that is lower than the one held,
    /// whose holder has it without an end, or by a method that isn't offered;
    /// [`ServiceError::Unavailable`] when the payment service doesn't answer, and then nothing
    /// was bought; too many attempts after 20 in an hour.
    pub async fn start(
        &self,
        principal: &Principal,
        level: SubscriptionLevel,
        period: SubscriptionPeriod,
        method: PaymentMethod,
        now: Timestamp,
    ) -> Result<Purchase, AccountError> {
        let person = permit_own(principal, Operation::BuySubscription)?;
        let account = self.accounts.account(person.account_id).await?;
        let amount = price(level, period).ok_or_else(|| not_one_of("level", "gold, platinum"))?;
        let provider = self.provider(method)?;
        if !may_buy(&account, level, now) {
            return Err(not_one_of("level", "the level you have, or a higher one").into());
        }
        let same = |it: &Purchase| {
            it.state == PurchaseState::Pending
                && (it.level, it.period, it.method, it.amount) == (level, period, method, amount)
                && it.pay_until > now + REUSE_WITHIN
        };
        let purchases = self.store.of_account(account.account_id).await;
        if let Some(known) = purchases.map_err(service)?.into_iter().rfind(same) {
            return Ok(known);
        }
        self.accounts
            .count_of(Purpose::Purchase, &account.account_id.to_string(), now)
            .await?;
        let unix_ms = u64::try_from(now.as_millisecond()).unwrap_or(0);
        let started = Purchase {
            purchase_id: PurchaseId::from_parts(unix_ms, rand::random()),
            version: 1,
            account_id: Some(account.account_id),
            level,
            period,
            amount,
            method,
            state: PurchaseState::Started,
            reference: None,
            payment_url: None,
            transaction: None,
            pay_until: now + START_WITHIN,
            paid_at: None,
            created_at: now,
            modified_at: now,
        };
        // Written before anyone is asked for money, so that no payment is unknown here.
        self.store.put_new(&started).await.map_err(service)?;
        let order = self.order(&started, &account);
        let payment = provider.start(&order, now).await.map_err(service)?;
        let pending = Purchase {
            reference: Some(payment.reference),
            payment_url: payment.payment_url,
            pay_until: payment.pay_until,
            ..started.in_state(PurchaseState::Pending, now)
        };
        self.write_purchase(started.version, &pending, None, now)
            .await
            .map_err(service)?;
        Ok(pending)
    }

    /// Breaks one's own invoice off that nobody has paid. Doing so again changes nothing.
    ///
    /// # Errors
    /// [`ServiceError::NotFound`] for what isn't one's own; [`ServiceError::Invalid`] for what
    /// was paid, or is paid elsewhere; [`ServiceError::Conflict`] when it changed meanwhile.
    pub async fn cancel(
        &self,
        principal: &Principal,
        id: PurchaseId,
        now: Timestamp,
    ) -> Result<Purchase, ServiceError> {
        let purchase = self.own_purchase(principal, id).await?;
        let person = permit_own(principal, Operation::BuySubscription)?;
        let deed = Deed {
            by: Actor::Person(person.account_id),
            action: AuditAction::PurchaseCancelled,
            reason: None,
        };
        self.break_off(purchase, deed, now).await
    }

    pub(super) async fn break_off(
        &self,
        purchase: Purchase,
        deed: Deed,
        now: Timestamp,
    ) -> Result<Purchase, ServiceError> {
        if purchase.state == PurchaseState::Failed {
            return Ok(purchase);
        }
        if purchase.method != PaymentMethod::Invoice || !purchase.state.is_open() {
            return Err(not_one_of(
                "purchase",
                "an invoice that waits for its money",
            ));
        }
        let after = purchase.in_state(PurchaseState::Failed, now);
        self.write_purchase(purchase.version, &after, Some(deed), now)
            .await?;
        Ok(after)
    }

    /// A purchase of the one who asks; another's isn't there for them.
    pub(super) async fn own_purchase(
        &self,
        principal: &Principal,
        id: PurchaseId,
    ) -> Result<Purchase, ServiceError> {
        let person = permit_own(principal, Operation::BuySubscription)?;
        let purchase = self.purchase(id).await?;
        let relation = match purchase.is_of(person.account_id) {
            true => Relation::Own,
            false => Relation::Secret,
        };
        permit(principal, Operation::BuySubscription, relation)?;
        Ok(purchase)
    }

    fn order(&self, purchase: &Purchase, account: &Account) -> PaymentOrder {
        let locale = account.locale;
        let (level, period) = (purchase.level.label(locale), purchase.period.label(locale));
        PaymentOrder {
            purchase_id: purchase.purchase_id,
            amount: purchase.amount,
            name: words::order_name(locale, level, period),
            customer_name: account.name.as_str().to_owned(),
            customer_email: account.email.clone(),
            return_url: format!("{}{}", self.origin, locale.path(RETURN_PATH)),
            website_url: self.origin.to_string(),
        }
    }
}

/// Whether an account can buy a level: the one it has or a higher one, unless it has that
/// without an end already.
pub(super) fn may_buy(account: &Account, level: SubscriptionLevel, now: Timestamp) -> bool {
    let held = account.subscription_level_at(now);
    let endless = held != SubscriptionLevel::Free && account.subscription_ends_at.is_none();
    level > held || (level == held && !endless && level != SubscriptionLevel::Free)
}
