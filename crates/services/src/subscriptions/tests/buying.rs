//! Who can buy what, and whose it is.

use super::*;
use crate::testing::guest;
use futures::future::join_all;

#[tokio::test]
async fn a_doubled_click_leads_to_one_purchase_and_a_renewal_to_another() {
    let scene = scene().await;
    let first = scene.buy(Gold).await;
    assert_eq!(scene.buy(Gold).await, first);
    let other = scene.begin(Gold, Year, Khalti).await;
    assert_ne!(other.purchase_id, first.purchase_id);
    scene.says(paid(first.amount));
    scene.check(&first).await;
    let again = scene.buy(Gold).await;
    assert_ne!(again.purchase_id, first.purchase_id);
    scene.check(&again).await;
    let end = scene.ends_at().await.expect("an end");
    assert!(end > hours(24 * 55), "two months: {end}");
}

#[tokio::test]
async fn of_purchases_begun_at_once_there_is_one() {
    let scene = scene().await;
    let begun = join_all((0..6).map(|_| scene.begin(Gold, Year, Invoice))).await;
    assert!(
        begun
            .iter()
            .all(|it| it.purchase_id == begun[0].purchase_id)
    );
    let open = scene.subscriptions.store.open(Invoice, hours(1)).await;
    assert_eq!(open.expect("open").len(), 1);
}

#[tokio::test]
async fn what_is_not_sold_or_less_than_what_is_held_cannot_be_bought() {
    let scene = scene().await;
    let start = async |principal: Principal, level, method| {
        let subscriptions = &scene.subscriptions;
        subscriptions
            .start(&principal, level, Month, method, now())
            .await
    };
    assert_eq!(status(start(buyer(), Free, Khalti).await), 400);
    assert_eq!(status(start(guest(), Gold, Khalti).await), 401);
    scene.give(Platinum, Some(hours(100))).await;
    assert_eq!(status(start(buyer(), Gold, Khalti).await), 400);
    start(buyer(), Platinum, Invoice)
        .await
        .expect("it can be lengthened");
    scene.give(Platinum, None).await;
    assert_eq!(
        status(start(buyer(), Platinum, Khalti).await),
        400,
        "it has no end"
    );
    let membership = scene
        .subscriptions
        .membership(&buyer(), now())
        .await
        .expect("read");
    assert_eq!((membership.level, membership.ends_at), (Platinum, None));
    assert_eq!(membership.offers, []);
}

#[tokio::test]
async fn a_level_without_a_purchase_is_lengthened_by_one() {
    let scene = scene().await;
    let end = hours(24 * 3);
    scene.give(Gold, Some(end)).await;
    let purchase = scene.buy(Gold).await;
    scene.says(paid(purchase.amount));
    scene.check(&purchase).await;
    assert_eq!(scene.ends_at().await, Some(Month.end_from(end)));
}

#[tokio::test]
async fn without_a_way_to_pay_nothing_is_offered() {
    let scene = scene().await;
    let none = Payments::new(None, None).expect("no payments");
    let subscriptions = scene.subscriptions.clone().with_payments(none);
    assert!(subscriptions.methods().is_empty());
    let started = subscriptions
        .start(&buyer(), Gold, Month, Khalti, now())
        .await;
    assert_eq!(status(started), 400);
    let invoices = Payments::new(None, Some("Durbar, a bank")).expect("payments");
    let subscriptions = subscriptions.with_payments(invoices);
    assert_eq!(
        (subscriptions.methods(), subscriptions.payee()),
        (vec![Invoice], Some("Durbar, a bank"))
    );
}

#[tokio::test]
async fn a_purchase_is_its_buyers_alone() {
    let scene = scene().await;
    let invoice = scene.begin(Gold, Month, Invoice).await;
    let id = invoice.purchase_id;
    let subscriptions = &scene.subscriptions;
    assert_eq!(
        subscriptions.one(&buyer(), id).await.expect("read"),
        invoice
    );
    for stranger in [other(), admin()] {
        assert_eq!(status(subscriptions.one(&stranger, id).await), 404);
        assert_eq!(status(subscriptions.check(&stranger, id, now()).await), 404);
        assert_eq!(
            status(subscriptions.cancel(&stranger, id, now()).await),
            404
        );
    }
    let unknown = PurchaseId::from_parts(1, 1);
    assert_eq!(
        status(subscriptions.check(&buyer(), unknown, now()).await),
        404
    );
    let online = scene.buy(Gold).await;
    let cancelled = subscriptions
        .cancel(&buyer(), online.purchase_id, now())
        .await;
    assert_eq!(status(cancelled), 400, "Khalti may have the money already");
    for _ in 0..2 {
        let cancelled = subscriptions
            .cancel(&buyer(), id, now())
            .await
            .expect("cancelled");
        assert_eq!(cancelled.state, PurchaseState::Failed);
    }
    assert_eq!(scene.trail().await.len(), 1);
}

#[tokio::test]
async fn purchases_and_look_ups_are_limited_by_the_hour() {
    let scene = scene().await;
    let purchase = scene.buy(Gold).await;
    // All at one time, so within one hour of the clock.
    let at = hours(2);
    let subscriptions = &scene.subscriptions;
    for _ in 0..60 {
        let checked = subscriptions
            .check(&buyer(), purchase.purchase_id, at)
            .await;
        checked.expect("looked up");
    }
    let checked = subscriptions
        .check(&buyer(), purchase.purchase_id, at)
        .await;
    assert_eq!(status(checked), 429);
    for _ in 0..20 {
        let started = subscriptions.start(&buyer(), Gold, Year, Invoice, at).await;
        let id = started.expect("started").purchase_id;
        subscriptions
            .cancel(&buyer(), id, at)
            .await
            .expect("cancelled");
    }
    let started = subscriptions.start(&buyer(), Gold, Year, Invoice, at).await;
    assert_eq!(status(started), 429);
    let started = subscriptions.start(&other(), Gold, Year, Invoice, at).await;
    started.expect("another account's limit is its own");
}

#[tokio::test]
async fn what_is_kept_of_a_person_is_handed_out_and_erased() {
    let scene = scene().await;
    let subscriptions = &scene.subscriptions;
    let purchase = scene.buy(Gold).await;
    scene.says(paid(purchase.amount));
    scene.check(&purchase).await;
    let account = scene.account().await;
    let export = subscriptions.export_of(&account).await.expect("an export");
    assert_eq!(export["purchases"][0]["state"], "paid");
    assert_eq!(export["subscription"]["bought"][0]["level"], "gold");
    assert_eq!(export["audit"][0]["action"], "purchase-paid");
    for _ in 0..2 {
        subscriptions.erase_of(&account).await.expect("erased");
    }
    let export = subscriptions.export_of(&account).await.expect("an export");
    assert_eq!(export["purchases"].as_array().map(Vec::len), Some(0));
    let (kept, whose) = subscriptions
        .purchase_of_anybody(&admin(), purchase.purchase_id)
        .await
        .expect("the books stay");
    assert_eq!(
        (kept.amount, kept.state, whose),
        (purchase.amount, PurchaseState::Paid, None)
    );
    let trail = scene.trail().await;
    assert_eq!((trail.len(), trail[0].account_id), (1, None));
}
