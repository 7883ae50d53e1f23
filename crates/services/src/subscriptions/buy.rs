//! Beginning to buy, and breaking an invoice off.

use super::{
    Noted, RETURN_PATH, REUSE_WITHIN, START_WITHIN, Subscriptions, busy, came_second, change::Deed,
    not_one_of, service,
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
use jiff::{SignedDuration, Timestamp};

/// How long another request is waited for that begins the same purchase.
const BEGINS_WITHIN: SignedDuration = SignedDuration::from_secs(5);
const BEGIN_PAUSE: SignedDuration = SignedDuration::from_millis(100);
const BEGIN_ATTEMPTS: i32 = 60;

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
            refunded_at: None,
            created_at: now,
            modified_at: now,
        };
        if let Some(known) = self.begin(&started, now).await? {
            return Ok(known);
        }
        let order = self.order(&started, &account);
        let payment = match provider.start(&order, now).await {
            Ok(payment) => payment,
            Err(error) => {
                // The next attempt needn't wait for this one. If it may not be known to have
                // failed, that one waits for a while.
                if let Err(error) = self.store.forget_begun(account.account_id, &started).await {
                    tracing::warn!(%error, "a purchase that could not be begun is still waited for");
                }
                return Err(service(error));
            }
        };
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

    /// Writes a purchase, before anyone is asked for money, so that no payment is unknown here;
    /// or gives back the same one that was begun before and can be paid. Of several at once,
    /// one is written.
    async fn begin(
        &self,
        started: &Purchase,
        now: Timestamp,
    ) -> Result<Option<Purchase>, AccountError> {
        let account_id = started.account_id.ok_or(ServiceError::NotFound)?;
        let subject = account_id.to_string();
        let mut is_counted = false;
        for attempt in 0..BEGIN_ATTEMPTS {
            let waited = BEGIN_PAUSE * attempt;
            let begun = self.store.begun(account_id, started).await;
            let begun = begun.map_err(service)?;
            let known = match begun {
                Some(begun) => self.store.get(begun.purchase_id).await.map_err(service)?,
                None => None,
            };
            let known = known.filter(|it| it.is_of(account_id) && it.amount == started.amount);
            match known {
                Some(known) if can_be_paid(&known, now) => return Ok(Some(known)),
                // Another request asks its provider just now.
                Some(known) if is_beginning(&known, now + waited) => {
                    tokio::time::sleep(BEGIN_PAUSE.unsigned_abs()).await;
                    continue;
                }
                _ => {}
            }
            if !is_counted {
                self.accounts
                    .count_of(Purpose::Purchase, &subject, now)
                    .await?;
                is_counted = true;
            }
            let version = begun.map(|begun| begun.version);
            match self.store.put_new(started, version).await {
                Ok(()) => return Ok(None),
                Err(error) if came_second(&error) => {}
                Err(error) => return Err(service(error)),
            }
        }
        Err(busy().into())
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
        let noted = self.break_off(purchase, deed, now).await?;
        Ok(noted.purchase)
    }

    pub(super) async fn break_off(
        &self,
        purchase: Purchase,
        deed: Deed,
        now: Timestamp,
    ) -> Result<Noted, ServiceError> {
        if purchase.state == PurchaseState::Failed {
            return Ok(Noted::before(purchase));
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
        Ok(Noted::now(after))
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

/// Whether a purchase waits for its money and will for some time.
fn can_be_paid(purchase: &Purchase, now: Timestamp) -> bool {
    purchase.state == PurchaseState::Pending && purchase.pay_until > now + REUSE_WITHIN
}

/// Whether a purchase was written just now and its provider may not have answered yet.
fn is_beginning(purchase: &Purchase, now: Timestamp) -> bool {
    purchase.state == PurchaseState::Started && purchase.created_at + BEGINS_WITHIN > now
}

/// Whether an account can buy a level: the one it has or a higher one, unless it has that
/// without an end already.
pub(super) fn may_buy(account: &Account, level: SubscriptionLevel, now: Timestamp) -> bool {
    let present = account.subscription_spans_at(now).next();
    let held = present.map_or(SubscriptionLevel::Free, |span| span.level);
    let has_end = present.is_some_and(|span| span.ends_at.is_some());
    level > held || (level == held && has_end)
}
