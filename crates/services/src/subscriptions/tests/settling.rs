//! A payment's way from its beginning to its end.

use super::*;
use durbar_domain::audit::{Actor, AuditAction};
use futures::future::join_all;

#[tokio::test]
async fn a_level_is_given_once_the_money_is_there_and_not_before() {
    let scene = scene().await;
    let purchase = scene.buy(Gold).await;
    assert_eq!(purchase.state, PurchaseState::Pending);
    assert!(purchase.payment_url.is_some());
    let waiting = scene.check(&purchase).await;
    assert_eq!(
        (waiting.state, scene.level().await),
        (PurchaseState::Pending, Free)
    );

    scene.says(paid(purchase.amount));
    let after = scene.check(&purchase).await;
    assert_eq!(
        (after.state, after.transaction.as_deref()),
        (PurchaseState::Paid, Some("txn-1"))
    );
    let account = scene.account().await;
    assert_eq!((account.subscription_level, account.version), (Gold, 2));
    let end = account.subscription_ends_at.expect("an end");
    assert_eq!(end, Month.end_from(after.paid_at.expect("a time")));
    assert_eq!(account.subscription_level_at(end), Free, "by check at use");
    let trail = scene.trail().await;
    assert_eq!(trail.len(), 1);
    assert_eq!(
        (trail[0].action, trail[0].by),
        (AuditAction::PurchasePaid, Actor::Program)
    );
    assert_eq!(trail[0].purchase_id, Some(purchase.purchase_id));
    assert_eq!(
        (trail[0].account_id, trail[0].ends_at),
        (Some(id(1)), Some(end))
    );
}

#[tokio::test]
async fn doubled_and_simultaneous_call_backs_give_one_level() {
    let scene = scene().await;
    let purchase = scene.buy(Gold).await;
    scene.says(paid(purchase.amount));
    let calls = join_all((0..12).map(|_| scene.check(&purchase))).await;
    assert!(calls.iter().all(|call| call.state == PurchaseState::Paid));
    scene.subscriptions.sweep(hours(1)).await.expect("swept");
    let paid_at = scene.check(&purchase).await.paid_at.expect("a time");
    assert_eq!(
        scene.ends_at().await,
        Some(Month.end_from(paid_at)),
        "one month, not two"
    );
    assert_eq!((scene.changes().await, scene.trail().await.len()), (1, 1));
}

#[tokio::test]
async fn another_amount_buys_nothing_and_is_noted_once() {
    let scene = scene().await;
    let purchase = scene.buy(Platinum).await;
    scene.says(paid(Npr::from_paisa(1_000).expect("an amount")));
    for _ in 0..2 {
        let after = scene.check(&purchase).await;
        assert_eq!(
            (after.state, scene.level().await),
            (PurchaseState::Failed, Free)
        );
    }
    let trail = scene.trail().await;
    let actions: Vec<_> = trail.iter().map(|entry| entry.action).collect();
    assert_eq!(actions, [AuditAction::AmountMismatch]);
}

#[tokio::test]
async fn what_was_broken_off_or_has_expired_ends_and_late_money_still_buys() {
    let scene = scene().await;
    for (says, state) in [
        (PaymentStatus::Failed, PurchaseState::Failed),
        (PaymentStatus::Expired, PurchaseState::Expired),
        (PaymentStatus::Refunded, PurchaseState::Failed),
    ] {
        let purchase = scene.buy(Gold).await;
        scene.says(says);
        let after = scene.check(&purchase).await;
        assert_eq!((after.state, scene.level().await), (state, Free));
        let open = scene.subscriptions.store.open(Khalti, hours(1)).await;
        assert_eq!(open.expect("open"), []);
    }
    let purchase = scene.buy(Gold).await;
    scene.says(PaymentStatus::Expired);
    scene.check(&purchase).await;
    scene.says(paid(purchase.amount));
    let after = scene.check(&purchase).await;
    assert_eq!(
        (after.state, scene.level().await),
        (PurchaseState::Paid, Gold)
    );
}

#[tokio::test]
async fn a_closed_window_loses_nothing() {
    let scene = scene().await;
    let purchase = scene.buy(Gold).await;
    scene.says(paid(purchase.amount));
    let soon = now() + SignedDuration::from_mins(1);
    let later = now() + SignedDuration::from_mins(10);
    let sweep = async |time| scene.subscriptions.sweep(time).await.expect("swept");
    assert_eq!(
        sweep(soon).await,
        Swept::default(),
        "it is left to its buyer"
    );
    scene.is_down(true);
    let failed = Swept {
        failed: 1,
        ..Swept::default()
    };
    assert_eq!(sweep(later).await, failed);
    let checked = scene
        .subscriptions
        .check(&buyer(), purchase.purchase_id, now())
        .await;
    assert_eq!(status(checked), 503);
    scene.is_down(false);
    let settled = Swept {
        paid: 1,
        ..Swept::default()
    };
    assert_eq!(sweep(later).await, settled);
    assert_eq!(sweep(later).await, Swept::default());
    assert_eq!(scene.level().await, Gold);
}

#[tokio::test]
async fn what_the_provider_never_heard_of_and_what_nobody_pays_is_given_up() {
    let scene = scene().await;
    scene.is_down(true);
    let failed = scene
        .subscriptions
        .start(&buyer(), Gold, Month, Khalti, now())
        .await;
    assert_eq!(status(failed), 503);
    scene.is_down(false);
    scene.buy(Gold).await;
    scene.begin(Gold, Year, Invoice).await;
    let sweep = async |time| scene.subscriptions.sweep(time).await.expect("swept");
    let first = Swept {
        ended: 1,
        open: 1,
        ..Swept::default()
    };
    assert_eq!(sweep(hours(1)).await, first);
    let second = Swept {
        ended: 1,
        ..Swept::default()
    };
    assert_eq!(sweep(hours(30)).await, second);
    let waits = Swept {
        open: 1,
        ..Swept::default()
    };
    assert_eq!(
        sweep(hours(24 * 20)).await,
        waits,
        "an invoice has three weeks"
    );
    assert_eq!(sweep(hours(24 * 23)).await, second);
    let bought = scene
        .subscriptions
        .membership(&buyer(), now())
        .await
        .expect("read");
    let states: Vec<_> = bought.purchases.iter().map(|it| it.state).collect();
    assert_eq!(
        states,
        [
            PurchaseState::Expired,
            PurchaseState::Expired,
            PurchaseState::Failed
        ]
    );
}
