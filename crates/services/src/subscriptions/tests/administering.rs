//! What admins do, and that it is noted.

use super::*;
use durbar_domain::{
    account::EmailAddress,
    audit::{Actor, AuditAction},
};

#[tokio::test]
async fn an_invoice_is_paid_when_an_admin_says_so() {
    let scene = scene().await;
    let subscriptions = &scene.subscriptions;
    let invoice = scene.begin(Gold, Year, Invoice).await;
    let id_of = invoice.purchase_id;
    assert_eq!(invoice.reference, Some(invoice.number()));
    assert_eq!(scene.check(&invoice).await.state, PurchaseState::Pending);
    let open = subscriptions
        .open_invoices(&admin(), now())
        .await
        .expect("read");
    assert_eq!(open.len(), 1);
    assert_eq!(
        (&open[0].purchase, open[0].account.account_id),
        (&invoice, id(1))
    );

    for (principal, expected) in [
        (Principal::Guest, 401),
        (buyer(), 403),
        (person(9, Role::Admin, false), 403),
    ] {
        let noted = subscriptions
            .confirm_invoice(&principal, id_of, &reason(), now())
            .await;
        assert_eq!(status(noted), expected);
        assert_eq!(
            status(subscriptions.open_invoices(&principal, now()).await),
            expected
        );
        assert_eq!(
            status(subscriptions.audit(&principal, None).await),
            expected
        );
        assert_eq!(
            status(subscriptions.member(&principal, id(1), now()).await),
            expected
        );
    }
    for _ in 0..2 {
        let noted = subscriptions
            .confirm_invoice(&admin(), id_of, &reason(), now())
            .await;
        assert_eq!(noted.expect("noted").state, PurchaseState::Paid);
    }
    assert_eq!((scene.level().await, scene.changes().await), (Gold, 1));
    assert!(
        subscriptions
            .open_invoices(&admin(), now())
            .await
            .expect("read")
            .is_empty()
    );
    let trail = scene.trail().await;
    assert_eq!(trail.len(), 1);
    assert_eq!(
        (trail[0].action, trail[0].by),
        (AuditAction::InvoiceConfirmed, Actor::Person(id(9)))
    );
    assert_eq!(trail[0].reason, Some(reason()));
    let online = scene.buy(Gold).await;
    let noted = subscriptions
        .confirm_invoice(&admin(), online.purchase_id, &reason(), now())
        .await;
    assert_eq!(status(noted), 400, "only a look-up says so");
}

#[tokio::test]
async fn money_for_a_cancelled_invoice_can_still_be_noted() {
    let scene = scene().await;
    let invoice = scene.begin(Gold, Month, Invoice).await;
    let id_of = invoice.purchase_id;
    for _ in 0..2 {
        let cancelled = scene
            .subscriptions
            .cancel_invoice(&admin(), id_of, &reason(), now())
            .await;
        assert_eq!(cancelled.expect("cancelled").state, PurchaseState::Failed);
    }
    let noted = scene
        .subscriptions
        .confirm_invoice(&admin(), id_of, &reason(), now())
        .await;
    assert_eq!(noted.expect("noted").state, PurchaseState::Paid);
    assert_eq!(scene.level().await, Gold);
    let actions: Vec<_> = scene.trail().await.iter().map(|it| it.action).collect();
    assert_eq!(
        actions,
        [
            AuditAction::InvoiceConfirmed,
            AuditAction::PurchaseCancelled
        ]
    );
}

#[tokio::test]
async fn an_admin_gives_and_ends_levels_but_not_their_own() {
    let scene = scene().await;
    let subscriptions = &scene.subscriptions;
    let grant = async |principal: Principal, whose, level, end| {
        let level = (level, end);
        subscriptions
            .grant(&principal, whose, level, &reason(), now())
            .await
    };
    let end = hours(1);
    grant(admin(), id(1), Platinum, Some(end))
        .await
        .expect("granted");
    assert_eq!(scene.level().await, Platinum);
    assert_eq!(scene.account().await.subscription_level_at(end), Free);
    for _ in 0..2 {
        subscriptions
            .revoke(&admin(), id(1), &reason(), now())
            .await
            .expect("ended");
    }
    assert_eq!(scene.level().await, Free);
    assert_eq!(status(grant(buyer(), id(1), Platinum, None).await), 403);
    assert_eq!(
        status(grant(person(1, Role::Admin, true), id(1), Platinum, None).await),
        403
    );
    assert_eq!(status(grant(admin(), id(5), Gold, None).await), 404);
    assert_eq!(
        status(grant(admin(), id(1), Gold, Some(Timestamp::UNIX_EPOCH)).await),
        400
    );
    assert_eq!(status(grant(admin(), id(1), Free, None).await), 400);
    let member = subscriptions
        .member(&admin(), id(1), now())
        .await
        .expect("read");
    let actions: Vec<_> = member.trail.entries.iter().map(|it| it.action).collect();
    assert_eq!(
        actions,
        [AuditAction::LevelEnded, AuditAction::LevelGranted]
    );
    assert_eq!(member.trail.people.get(&id(1)), Some(&member.account.email));
    let email = EmailAddress::parse("email", "buyer1@example.com").expect("an address");
    assert_eq!(
        subscriptions.find(&admin(), &email).await.expect("found"),
        id(1)
    );
}

#[tokio::test]
async fn money_that_went_back_takes_what_it_gave_once() {
    let scene = scene().await;
    let subscriptions = &scene.subscriptions;
    let (first, second) = (
        scene.begin(Gold, Month, Khalti).await,
        scene.begin(Gold, Year, Khalti).await,
    );
    let refund = async |purchase: &Purchase| {
        subscriptions
            .refund(&admin(), purchase.purchase_id, &reason(), now())
            .await
    };
    assert_eq!(status(refund(&first).await), 400, "nothing was paid");
    for purchase in [&first, &second] {
        scene.says(paid(purchase.amount));
        scene.check(purchase).await;
    }
    for _ in 0..2 {
        let after = refund(&first).await.expect("refunded");
        assert_eq!(
            (after.state, scene.level().await),
            (PurchaseState::Refunded, Gold)
        );
    }
    let end = scene.ends_at().await.expect("a year is left");
    assert!(end > hours(24 * 360) && end < hours(24 * 368), "{end}");
    refund(&second).await.expect("refunded");
    assert_eq!((scene.level().await, scene.ends_at().await), (Free, None));
    scene.check(&first).await;
    assert_eq!(
        scene.level().await,
        Free,
        "what went back doesn't buy again"
    );
}
