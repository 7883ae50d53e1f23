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
            .confirm_invoice(&principal, (id_of, invoice.version), &reason(), now())
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
    for is_new in [true, false] {
        let noted = scene.confirm(&invoice).await;
        assert_eq!(
            (noted.purchase.state, noted.is_new),
            (PurchaseState::Paid, is_new)
        );
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
        .confirm_invoice(
            &admin(),
            (online.purchase_id, online.version),
            &reason(),
            now(),
        )
        .await;
    assert_eq!(status(noted), 400, "only a look-up says so");
}

#[tokio::test]
async fn money_for_a_cancelled_invoice_can_still_be_noted() {
    let scene = scene().await;
    let invoice = scene.begin(Gold, Month, Invoice).await;
    let mut cancelled = invoice;
    for is_new in [true, false] {
        let noted = scene
            .subscriptions
            .cancel_invoice(
                &admin(),
                (cancelled.purchase_id, cancelled.version),
                &reason(),
                now(),
            )
            .await
            .expect("cancelled");
        assert_eq!(
            (noted.purchase.state, noted.is_new),
            (PurchaseState::Failed, is_new)
        );
        cancelled = noted.purchase;
    }
    let noted = scene.confirm(&cancelled).await;
    assert_eq!(noted.purchase.state, PurchaseState::Paid);
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
    let grant = async |principal: Principal, whose, level, ends_at| {
        let version = scene.account().await.version;
        let span = LevelSpan { level, ends_at };
        subscriptions
            .grant(&principal, (whose, version), span, &reason(), now())
            .await
    };
    let end = hours(1);
    grant(admin(), id(1), Platinum, Some(end))
        .await
        .expect("granted");
    assert_eq!(scene.level().await, Platinum);
    assert_eq!(scene.account().await.subscription_level_at(end), Free);
    assert!(scene.end(Ending::Given).await);
    assert!(!scene.end(Ending::Given).await, "there is nothing to end");
    assert!(!scene.end(Ending::Everything).await);
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
    let (first, second) = (
        scene.begin(Gold, Month, Khalti).await,
        scene.begin(Gold, Year, Khalti).await,
    );
    let unpaid = scene
        .subscriptions
        .refund(
            &admin(),
            (first.purchase_id, first.version),
            &reason(),
            now(),
        )
        .await;
    assert_eq!(status(unpaid), 400, "nothing was paid");
    scene.says(paid(first.amount));
    let first = scene.check(&first).await;
    scene.says(paid(second.amount));
    let second = scene.check(&second).await;
    for is_new in [true, false] {
        let noted = scene.refund(&first).await;
        assert_eq!(
            (noted.purchase.state, noted.is_new, scene.level().await),
            (PurchaseState::Refunded, is_new, Gold)
        );
        assert!(noted.purchase.refunded_at.is_some());
    }
    let end = scene.ends_at().await.expect("a year is left");
    assert!(end > hours(24 * 360) && end < hours(24 * 368), "{end}");
    scene.refund(&second).await;
    assert_eq!((scene.level().await, scene.ends_at().await), (Free, None));
    scene.check(&first).await;
    assert_eq!(
        scene.level().await,
        Free,
        "what went back doesn't buy again"
    );
}

#[tokio::test]
async fn crossed_purchases_give_what_each_paid_for_and_refunds_take_it_back() {
    let scene = scene().await;
    let gold = scene.begin(Gold, Year, Invoice).await;
    let platinum = scene.begin(Platinum, Month, Invoice).await;
    let platinum = scene.confirm(&platinum).await.purchase;
    let gold = scene.confirm(&gold).await.purchase;
    let start = platinum.paid_at.expect("a time");
    let month = Month.end_from(start);
    let year = LevelSpan {
        level: Gold,
        ends_at: Some(Year.end_from(month)),
    };
    let spans = scene.spans().await;
    assert_eq!((spans[0].level, spans[0].ends_at), (Platinum, Some(month)));
    assert_eq!(spans[1..], [year]);
    let membership = scene.subscriptions.membership(&buyer(), now()).await;
    let membership = membership.expect("read");
    assert_eq!((membership.level, membership.then), (Platinum, vec![year]));

    scene.refund(&gold).await;
    assert_eq!(scene.spans().await, spans[..1]);
    scene.refund(&platinum).await;
    assert_eq!(scene.spans().await, []);
    let trail = scene.trail().await;
    let told: Vec<_> = trail.iter().map(|it| (it.level, it.held)).collect();
    assert_eq!(
        told,
        [
            (Some(Platinum), Some(Free)),
            (Some(Gold), Some(Platinum)),
            (Some(Gold), Some(Platinum)),
            (Some(Platinum), Some(Platinum)),
        ]
    );
}

#[tokio::test]
async fn what_was_given_without_an_end_outlasts_a_purchase_and_its_refund() {
    let scene = scene().await;
    scene.give(Gold, None).await;
    let platinum = scene.begin(Platinum, Year, Invoice).await;
    let platinum = scene.confirm(&platinum).await.purchase;
    let levels: Vec<_> = scene.spans().await.iter().map(|it| it.level).collect();
    assert_eq!(levels, [Platinum, Gold]);
    scene.refund(&platinum).await;
    assert_eq!((scene.level().await, scene.ends_at().await), (Gold, None));

    let month = scene.begin(Platinum, Month, Invoice).await;
    scene.confirm(&month).await;
    assert!(scene.end(Ending::Given).await);
    assert_eq!(scene.level().await, Platinum, "what was bought goes on");
    assert_eq!(scene.spans().await.len(), 1);
    assert!(scene.end(Ending::Everything).await);
    assert_eq!(scene.level().await, Free);
}

#[tokio::test]
async fn what_changed_since_an_admin_looked_is_not_written_over() {
    let scene = scene().await;
    let subscriptions = &scene.subscriptions;
    let seen = scene.whose().await;
    let span = LevelSpan {
        level: Gold,
        ends_at: None,
    };
    scene.give(Platinum, None).await;
    let granted = subscriptions
        .grant(&admin(), seen, span, &reason(), now())
        .await;
    assert_eq!(status(granted), 409);
    let ended = subscriptions
        .revoke(&admin(), seen, Ending::Everything, &reason(), now())
        .await;
    assert_eq!(status(ended), 409);
    assert_eq!(scene.level().await, Platinum);
    assert_eq!(scene.trail().await.len(), 1);
}

#[tokio::test]
async fn a_purchase_that_changed_meanwhile_is_looked_at_again() {
    let scene = scene().await;
    let subscriptions = &scene.subscriptions;
    let invoice = scene.begin(Gold, Month, Invoice).await;
    let seen = (invoice.purchase_id, invoice.version);
    let cancelled = subscriptions
        .cancel(&buyer(), invoice.purchase_id, now())
        .await;
    let cancelled = cancelled.expect("cancelled");
    let confirmed = subscriptions
        .confirm_invoice(&admin(), seen, &reason(), now())
        .await;
    assert_eq!(status(confirmed), 409);
    assert_eq!(scene.level().await, Free);
    let paid = scene.confirm(&cancelled).await.purchase;
    let cancelled = subscriptions
        .cancel_invoice(&admin(), seen, &reason(), now())
        .await;
    assert_eq!(status(cancelled), 409);
    let refunded = subscriptions.refund(&admin(), seen, &reason(), now()).await;
    assert_eq!(status(refunded), 409);
    assert_eq!(scene.check(&paid).await.state, PurchaseState::Paid);
}
