//! Money and what it buys: once, whatever browsers, networks and buyers do.

mod administering;
mod buying;
mod mailing;
mod settling;

use super::*;
use async_trait::async_trait;
use durbar_domain::{
    AccountId, Npr,
    account::{Account, LevelSpan, Person, Principal, Role, SubscriptionLevel},
    audit::{AuditEntry, Reason},
    event::DomainEvent,
    purchase::{Purchase, PurchaseState, SubscriptionPeriod},
};
use durbar_platform::{
    Embedded,
    identity::{
        BuiltIn,
        built_in::{BuiltInSettings, HashingCost},
    },
    mail::NoMail,
    outbox::Outbox,
    payment::{PaymentOrder, PaymentStatus, StartedPayment},
    testing::{account, embedded, put_account},
};
use jiff::Timestamp;
use std::sync::Mutex;

pub(super) use PaymentMethod::{Invoice, Khalti};
pub(super) use SubscriptionLevel::{Free, Gold, Platinum};
pub(super) use SubscriptionPeriod::{Month, Year};

/// A payment service that says what it is told to say.
#[derive(Debug)]
struct Provider {
    says: Mutex<PaymentStatus>,
    is_down: Mutex<bool>,
}

fn down() -> PlatformError {
    PlatformError::Service {
        operation: "calling",
        retryable: true,
        source: "down".into(),
    }
}

#[async_trait]
impl PaymentProvider for Provider {
    fn method(&self) -> PaymentMethod {
        Khalti
    }

    async fn start(
        &self,
        order: &PaymentOrder,
        now: Timestamp,
    ) -> Result<StartedPayment, PlatformError> {
        if *self.is_down.lock().expect("not poisoned") {
            return Err(down());
        }
        let reference = format!("pidx-{}", order.purchase_id);
        Ok(StartedPayment {
            payment_url: Some(format!("https://pay.khalti.com/?pidx={reference}")),
            reference,
            pay_until: now + SignedDuration::from_mins(30),
        })
    }

    async fn look_up(&self, _reference: &str) -> Result<PaymentStatus, PlatformError> {
        if *self.is_down.lock().expect("not poisoned") {
            return Err(down());
        }
        Ok(self.says.lock().expect("not poisoned").clone())
    }
}

/// Two free buyers, an admin, and a payment service.
struct Scene {
    embedded: Embedded,
    provider: Arc<Provider>,
    subscriptions: Subscriptions,
}

async fn scene() -> Scene {
    let embedded = embedded().await;
    let platform = embedded.platform();
    for number in 1..=2 {
        put_account(&platform.table, &account(number, Free)).await;
    }
    let settings = BuiltInSettings {
        cost: HashingCost::FOR_TESTS,
        ..BuiltInSettings::new("https://durbar.example")
    };
    let identity = BuiltIn::open(&platform.table, settings)
        .await
        .expect("a provider");
    let throttle = identity.throttle().clone();
    let accounts = Accounts::new(
        platform,
        Arc::new(identity),
        throttle,
        Arc::new(NoMail),
        "https://durbar.example",
    );
    let provider = Arc::new(Provider {
        says: Mutex::new(PaymentStatus::Waiting),
        is_down: Mutex::new(false),
    });
    let payments = Payments::of(vec![provider.clone(), Arc::new(ManualInvoice)]);
    let subscriptions = Subscriptions::new(
        platform,
        accounts,
        Events::default(),
        payments,
        "https://durbar.example",
    );
    Scene {
        embedded,
        provider,
        subscriptions,
    }
}

impl Scene {
    fn says(&self, status: PaymentStatus) {
        *self.provider.says.lock().expect("not poisoned") = status;
    }

    fn is_down(&self, is_down: bool) {
        *self.provider.is_down.lock().expect("not poisoned") = is_down;
    }

    async fn account(&self) -> Account {
        let accounts = &self.subscriptions.accounts;
        accounts.account(id(1)).await.expect("an account")
    }

    async fn level(&self) -> SubscriptionLevel {
        self.account().await.subscription_level_at(now())
    }

    /// What the account holds now and after.
    async fn spans(&self) -> Vec<LevelSpan> {
        let account = self.account().await;
        account.subscription_spans_at(now()).collect()
    }

    /// The account and its version, as an admin's page names them.
    async fn whose(&self) -> (AccountId, u64) {
        (id(1), self.account().await.version)
    }

    /// Gives a level, until a time or for good.
    async fn give(&self, level: SubscriptionLevel, ends_at: Option<Timestamp>) {
        let span = LevelSpan { level, ends_at };
        let whose = self.whose().await;
        let given = self
            .subscriptions
            .grant(&admin(), whose, span, &reason(), now())
            .await;
        given.expect("given");
    }

    /// Ends levels; tells whether there was anything to end.
    async fn end(&self, what: Ending) -> bool {
        let whose = self.whose().await;
        let ended = self
            .subscriptions
            .revoke(&admin(), whose, what, &reason(), now())
            .await;
        ended.expect("ended")
    }

    /// Notes that the money of an invoice has come.
    async fn confirm(&self, purchase: &Purchase) -> Noted {
        let sold = (purchase.purchase_id, purchase.version);
        let noted = self
            .subscriptions
            .confirm_invoice(&admin(), sold, &reason(), now())
            .await;
        noted.expect("noted")
    }

    /// Notes that the money of a paid purchase went back.
    async fn refund(&self, purchase: &Purchase) -> Noted {
        let sold = (purchase.purchase_id, purchase.version);
        let noted = self
            .subscriptions
            .refund(&admin(), sold, &reason(), now())
            .await;
        noted.expect("refunded")
    }

    async fn ends_at(&self) -> Option<Timestamp> {
        self.account().await.subscription_ends_at
    }

    async fn trail(&self) -> Vec<AuditEntry> {
        let found = self.subscriptions.audit(&admin(), None).await;
        found.expect("a trail").entries
    }

    /// What waits to be told, in order.
    async fn events(&self) -> Vec<DomainEvent> {
        let outbox = Outbox::new(self.embedded.platform().table.clone());
        let mut events = Vec::new();
        for shard in Outbox::shards() {
            let pending = outbox.pending(shard, None, 100).await.expect("pending");
            events.extend(pending.events.into_iter().map(|it| it.event));
        }
        events.sort_by_key(|event| event.event_id);
        events
    }

    /// How often the level was told to have changed.
    async fn changes(&self) -> usize {
        use durbar_domain::event::EventDetail::SubscriptionChanged;
        let is_change = |it: &DomainEvent| matches!(it.detail, SubscriptionChanged { .. });
        self.events()
            .await
            .iter()
            .filter(|it| is_change(it))
            .count()
    }

    async fn buy(&self, level: SubscriptionLevel) -> Purchase {
        self.begin(level, Month, Khalti).await
    }

    async fn begin(
        &self,
        level: SubscriptionLevel,
        period: SubscriptionPeriod,
        method: PaymentMethod,
    ) -> Purchase {
        let started = self
            .subscriptions
            .start(&buyer(), level, period, method, now())
            .await;
        started.expect("started")
    }

    async fn check(&self, purchase: &Purchase) -> Purchase {
        let checked = self
            .subscriptions
            .check(&buyer(), purchase.purchase_id, now())
            .await;
        checked.expect("looked up")
    }
}

fn now() -> Timestamp {
    Timestamp::now()
}

fn hours(hours: i64) -> Timestamp {
    now() + SignedDuration::from_hours(hours)
}

fn id(number: u128) -> AccountId {
    AccountId::from_parts(1, number)
}

fn person(number: u128, role: Role, multi_factor: bool) -> Principal {
    Principal::Person(Person {
        account_id: id(number),
        role,
        subscription_level: Free,
        broker_id: None,
        multi_factor,
        seat: None,
    })
}

fn buyer() -> Principal {
    person(1, Role::Buyer, false)
}

fn other() -> Principal {
    person(2, Role::Buyer, false)
}

fn admin() -> Principal {
    person(9, Role::Admin, true)
}

fn reason() -> Reason {
    Reason::parse("reason", "T-4711").expect("a reason")
}

fn paid(amount: Npr) -> PaymentStatus {
    PaymentStatus::Paid {
        amount,
        transaction: "txn-1".to_owned(),
    }
}

/// The status that a refused use case is answered with.
fn status<T: std::fmt::Debug>(outcome: Result<T, impl Into<AccountError>>) -> u16 {
    outcome.expect_err("refused").into().status()
}
