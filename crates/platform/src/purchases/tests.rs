use super::*;
use crate::{
    Embedded,
    accounts::AccountStore,
    audit::AuditStore,
    testing::{account, embedded, put_account},
};
use durbar_domain::{
    Npr,
    account::{Account, LevelSpan, SubscriptionLevel},
    audit::{Actor, AuditAction, AuditEntry, Reason},
    purchase::{PurchaseState, SubscriptionPeriod},
};
use jiff::civil::date;

fn at(text: &str) -> Timestamp {
    text.parse().expect("a time")
}

fn now() -> Timestamp {
    at("2026-11-22T10:00:00Z")
}

fn purchase(number: u128, buyer: &Account, method: PaymentMethod) -> Purchase {
    let ms = now().as_millisecond() as u64;
    Purchase {
        purchase_id: PurchaseId::from_parts(ms, number),
        version: 1,
        account_id: Some(buyer.account_id),
        level: SubscriptionLevel::Gold,
        period: SubscriptionPeriod::Month,
        amount: Npr::from_rupees(1_499).expect("an amount"),
        method,
        state: PurchaseState::Started,
        reference: None,
        payment_url: None,
        transaction: None,
        pay_until: now(),
        paid_at: None,
        refunded_at: None,
        created_at: now(),
        modified_at: now(),
    }
}

fn entry(number: u128, by: Actor, about: &Account) -> AuditEntry {
    let ms = now().as_millisecond() as u64;
    let id = EventId::from_parts(ms, number);
    AuditEntry {
        account_id: Some(about.account_id),
        level: Some(SubscriptionLevel::Gold),
        reason: Reason::parse("reason", "A gift").ok(),
        ..AuditEntry::new(id, now(), by, AuditAction::LevelGranted)
    }
}

/// A store, and two accounts in it.
async fn scene() -> (Embedded, PurchaseStore, Account, Account) {
    let embedded = embedded().await;
    let table = embedded.platform().table.clone();
    let [first, second] = [1, 2].map(|number| account(number, SubscriptionLevel::Free));
    put_account(&table, &first).await;
    put_account(&table, &second).await;
    let store = PurchaseStore::new(table);
    (embedded, store, first, second)
}

/// The account at gold until `end`, and the subscription that gives it.
fn raised(before: &Account, end: &str) -> (Account, Subscription) {
    let span = LevelSpan {
        level: SubscriptionLevel::Gold,
        ends_at: Some(at(end)),
    };
    let after = Account {
        version: before.version + 1,
        ..before.with_spans(&[span])
    };
    let subscription = Subscription::given(None, before.account_id, span, now());
    (after, subscription)
}

#[tokio::test]
async fn open_purchases_are_found_by_method_until_they_end() {
    let (_embedded, store, buyer, other) = scene().await;
    for (number, who, method) in [
        (1, &buyer, PaymentMethod::Khalti),
        (2, &buyer, PaymentMethod::Invoice),
        (3, &other, PaymentMethod::Invoice),
    ] {
        let new = purchase(number, who, method);
        store.put_new(&new, None).await.expect("written");
        store.put_new(&new, None).await.expect_err("there is one");
    }
    let second = purchase(4, &buyer, PaymentMethod::Khalti);
    let too_many = store.put_new(&second, None).await;
    assert!(
        matches!(
            too_many,
            Err(PlatformError::Conflict { current_version: 1 })
        ),
        "{too_many:?}"
    );
    let begun = store.begun(buyer.account_id, &second).await.expect("read");
    let first = purchase(1, &buyer, PaymentMethod::Khalti).purchase_id;
    assert_eq!(
        begun.map(|it| (it.version, it.purchase_id)),
        Some((1, first))
    );
    let later = now() + jiff::SignedDuration::from_secs(1);
    let open = async |method, before| store.open(method, before).await.expect("read").len();
    assert_eq!(open(PaymentMethod::Invoice, later).await, 2);
    assert_eq!(open(PaymentMethod::Invoice, now()).await, 0, "begun since");
    assert_eq!(open(PaymentMethod::Khalti, later).await, 1);
    assert_eq!(
        store
            .of_account(buyer.account_id)
            .await
            .expect("read")
            .len(),
        2
    );

    let started = purchase(1, &buyer, PaymentMethod::Khalti);
    let ended = started.in_state(PurchaseState::Failed, now());
    let notes = Notes::default();
    store.advance(1, &ended, None, notes).await.expect("ended");
    let again = store.advance(1, &ended, None, notes).await;
    assert!(
        matches!(again, Err(PlatformError::Conflict { current_version: 2 })),
        "{again:?}"
    );
    assert_eq!(open(PaymentMethod::Khalti, later).await, 0);
}

#[tokio::test]
async fn a_level_its_account_and_its_end_change_together() {
    let (embedded, store, buyer, _) = scene().await;
    let id = buyer.account_id;
    let (gold, subscription) = raised(&buyer, "2026-12-22T10:00:00Z");
    let change = LevelChange {
        held_version: None,
        subscription: Some(&subscription),
        before: &buyer,
        after: &gold,
    };
    let audit = [entry(1, Actor::Program, &buyer)];
    let notes = Notes {
        events: &[],
        audit: &audit,
    };
    store.change_level(change, notes).await.expect("changed");
    store
        .change_level(change, Notes::default())
        .await
        .expect_err("it is there");
    let accounts = AccountStore::new(embedded.platform().table.clone());
    assert_eq!(accounts.get(id).await.expect("read"), Some(gold.clone()));
    assert_eq!(
        store.subscription(id).await.expect("read"),
        Some(subscription)
    );
    assert_eq!(
        store.ending_on(date(2026, 12, 22)).await.expect("read"),
        [id]
    );

    let second = at("2026-12-22T10:00:00Z").as_second();
    let everything = embedded.everything().await;
    let mut items = everything.lines();
    let item = items.find(|item| item.contains("S(\"Subscription\")"));
    let item = item.expect("the level's item");
    let goes = format!("\"expires_at\": N(\"{second}\")");
    assert!(item.contains(&goes), "it goes by itself: {item}");

    let (longer, subscription) = raised(&gold, "2027-01-22T10:00:00Z");
    let subscription = subscription.over(Some(1));
    let change = LevelChange {
        held_version: Some(1),
        subscription: Some(&subscription),
        before: &gold,
        after: &longer,
    };
    store
        .change_level(change, Notes::default())
        .await
        .expect("changed");
    assert_eq!(store.ending_on(date(2026, 12, 22)).await.expect("read"), []);
    assert_eq!(
        store.ending_on(date(2027, 1, 22)).await.expect("read"),
        [id]
    );
    store
        .forget_ending(date(2027, 1, 22), id)
        .await
        .expect("forgotten");
    assert_eq!(store.ending_on(date(2027, 1, 22)).await.expect("read"), []);
}

#[tokio::test]
async fn every_end_of_a_level_is_set_down_and_taken_away() {
    let (_embedded, store, buyer, _) = scene().await;
    let id = buyer.account_id;
    let month = |held: Option<&Subscription>, number, level| {
        let ids = (id, PurchaseId::from_parts(1, number));
        Subscription::bought(held, ids, level, SubscriptionPeriod::Month, now())
    };
    let gold = month(None, 1, SubscriptionLevel::Gold);
    let both = month(Some(&gold), 2, SubscriptionLevel::Platinum);
    let holding = |before: &Account, held: Option<&Subscription>| {
        let spans = held.map(Subscription::spans).unwrap_or_default();
        Account {
            version: before.version + 1,
            ..before.with_spans(&spans)
        }
    };
    let write = async |held_version, held: Option<&Subscription>, before: &Account| {
        let after = holding(before, held);
        let change = LevelChange {
            held_version,
            subscription: held,
            before,
            after: &after,
        };
        let written = store.change_level(change, Notes::default()).await;
        written.expect("changed");
        after
    };
    let days = [date(2026, 12, 22), date(2027, 1, 22)];
    let ending = async || {
        let mut found = Vec::new();
        for day in days {
            found.push(store.ending_on(day).await.expect("read").len());
        }
        found
    };
    let after = write(None, Some(&both), &buyer).await;
    assert_eq!(ending().await, [1, 1]);
    assert_eq!(store.subscription(id).await.expect("read"), Some(both));
    write(Some(2), None, &after).await;
    assert_eq!(ending().await, [0, 0]);
    assert_eq!(store.subscription(id).await.expect("read"), None);
}

#[tokio::test]
async fn the_audit_trail_is_read_newest_first_across_months() {
    let (embedded, store, buyer, admin) = scene().await;
    let trail = AuditStore::new(embedded.platform().table.clone());
    let mut entries = Vec::new();
    for (number, time) in [
        (1, "2026-09-30T10:00:00Z"),
        (2, "2026-11-01T10:00:00Z"),
        (3, "2026-11-22T10:00:00Z"),
    ] {
        let ms = at(time).as_millisecond() as u64;
        entries.push(AuditEntry {
            event_id: EventId::from_parts(ms, number),
            at: at(time),
            ..entry(number, Actor::Person(admin.account_id), &buyer)
        });
    }
    let notes = Notes {
        events: &[],
        audit: &entries,
    };
    let started = purchase(1, &buyer, PaymentMethod::Invoice);
    store.put_new(&started, None).await.expect("written");
    let ended = started.in_state(PurchaseState::Failed, now());
    store
        .advance(1, &ended, None, notes)
        .await
        .expect("written");
    let today = date(2026, 11, 22);
    let ids = |found: Vec<AuditEntry>| found.iter().map(|it| it.event_id).collect::<Vec<_>>();
    let all: Vec<_> = entries.iter().rev().map(|it| it.event_id).collect();
    assert_eq!(ids(trail.latest(today, None, 10).await.expect("read")), all);
    assert_eq!(
        ids(trail.latest(today, None, 1).await.expect("read")),
        all[..1]
    );
    assert_eq!(
        ids(trail.latest(today, Some(all[0]), 10).await.expect("read")),
        all[1..]
    );
    for who in [&buyer, &admin] {
        assert_eq!(
            ids(trail.of_account(who.account_id, None).await.expect("read")),
            all
        );
    }
    assert_eq!(
        trail
            .erase_of(buyer.account_id)
            .await
            .expect("erased")
            .len(),
        3
    );
    let left = trail.latest(today, None, 10).await.expect("read");
    assert!(
        left.iter()
            .all(|it| it.account_id.is_none() && it.reason.is_none())
    );
    assert_eq!(
        ids(trail
            .of_account(admin.account_id, None)
            .await
            .expect("read")),
        all
    );
}

#[tokio::test]
async fn an_erased_buyer_leaves_amounts_and_no_name() {
    let (embedded, store, buyer, _) = scene().await;
    let id = buyer.account_id;
    store
        .put_new(&purchase(1, &buyer, PaymentMethod::Invoice), None)
        .await
        .expect("written");
    let (gold, subscription) = raised(&buyer, "2026-12-22T10:00:00Z");
    let change = LevelChange {
        held_version: None,
        subscription: Some(&subscription),
        before: &buyer,
        after: &gold,
    };
    store
        .change_level(change, Notes::default())
        .await
        .expect("changed");
    let export = store.export_of(id).await.expect("an export");
    assert_eq!(export["purchases"][0]["amount"], 149_900);
    assert_eq!(export["subscription"]["given"]["level"], "gold");
    for _ in 0..2 {
        store.erase_of(&gold, now()).await.expect("erased");
    }
    let kept = store
        .get(purchase(1, &buyer, PaymentMethod::Invoice).purchase_id)
        .await;
    let kept = kept.expect("read").expect("the books stay");
    assert_eq!((kept.account_id, kept.state), (None, PurchaseState::Failed));
    assert_eq!(store.of_account(id).await.expect("read"), []);
    assert_eq!(store.ending_on(date(2026, 12, 22)).await.expect("read"), []);
    assert_eq!(store.subscription(id).await.expect("read"), None);
    let accounts = AccountStore::new(embedded.platform().table.clone());
    accounts.erase(&gold).await.expect("erased");
    assert!(!embedded.everything().await.contains(&id.to_string()));
}
