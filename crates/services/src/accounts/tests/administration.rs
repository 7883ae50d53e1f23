//! What administration changes about other people's accounts.

use super::*;
use durbar_domain::{
    AccountId, BrokerId,
    audit::{Actor, AuditAction, Reason},
    event::EventDetail,
};
use durbar_platform::{audit::AuditStore, outbox::Outbox};
use std::sync::LazyLock;

async fn told(stage: &Stage) -> Vec<EventDetail> {
    let outbox = Outbox::new(stage.embedded.platform().table.clone());
    let mut details = Vec::new();
    for shard in Outbox::shards() {
        let pending = outbox.pending(shard, None, 100).await.expect("pending");
        details.extend(pending.events.into_iter().map(|it| it.event.detail));
    }
    details
}

fn why() -> &'static Reason {
    static WHY: LazyLock<Reason> =
        LazyLock::new(|| Reason::parse("reason", "They asked for it").expect("a reason"));
    &WHY
}

fn account_id(principal: &Principal) -> AccountId {
    principal.person().expect("a person").account_id
}

#[tokio::test]
async fn a_role_holds_from_the_next_request_on_and_tells_who_gave_it() {
    let stage = Stage::new().await;
    let (_, admin) = stage.person_of_role("admin@example.com", Role::Admin).await;
    let member = stage.member_beside("anju@example.com").await;
    let found = stage
        .accounts
        .find(&admin, &email("anju@example.com"))
        .await
        .expect("found");
    let broker = Some(BrokerId::from_parts(1, 7));
    let id = found.account_id;
    let changed = stage
        .accounts
        .set_role(&admin, id, 1, (Role::Broker, broker), why())
        .await;
    assert_eq!(changed.expect("changed").version, 2);
    let (person, _) = stage
        .accounts
        .who(&member.access_token)
        .await
        .expect("known");
    assert_eq!((person.role, person.broker_id), (Role::Broker, broker));
    assert!(
        !person.multi_factor,
        "the policy lets them do nothing privileged yet"
    );
    let by = account_id(&admin);
    let expected = EventDetail::AccountChanged {
        account_id: id,
        version: 2,
        by,
    };
    assert_eq!(told(&stage).await, [expected]);
    let stale = stage
        .accounts
        .set_role(&admin, id, 1, (Role::Buyer, None), why())
        .await;
    assert_eq!(status(stale), 409);
    for (role, broker_id) in [(Role::Broker, None), (Role::Seller, broker)] {
        let odd = stage
            .accounts
            .set_role(&admin, id, 2, (role, broker_id), why())
            .await;
        assert_eq!(status(odd), 400);
    }
}

#[tokio::test]
async fn whoever_is_to_be_erased_becomes_no_admin() {
    let stage = Stage::new().await;
    let (_, admin) = stage.person_of_role("admin@example.com", Role::Admin).await;
    stage.member_beside("anju@example.com").await;
    let accounts = &stage.accounts;
    let address = email("anju@example.com");
    let found = accounts.find(&admin, &address).await.expect("found");
    let id = found.account_id;
    let asked = Account {
        version: 2,
        erase_at: Some(Timestamp::now()),
        ..found
    };
    let written = accounts.store.replace(1, &asked, &[]).await;
    written.expect("written");
    let raised = accounts.set_role(&admin, id, 2, (Role::Admin, None), why());
    assert_eq!(status(raised.await), 400);
    let given = accounts.set_role(&admin, id, 2, (Role::Seller, None), why());
    assert_eq!(given.await.expect("given").role, Role::Seller);
}

#[tokio::test]
async fn a_disabled_account_is_out_at_once() {
    let stage = Stage::new().await;
    let (_, admin) = stage.person_of_role("admin@example.com", Role::Admin).await;
    let member = stage.member_beside("anju@example.com").await;
    stage
        .accounts
        .disable(&admin, member.account_id, 1, why())
        .await
        .expect("disabled");
    assert_eq!(status(stage.accounts.who(&member.access_token).await), 401);
    assert_eq!(
        status(stage.accounts.refresh(&member.refresh_token).await),
        401
    );
    assert_eq!(
        status(stage.sign_in("anju@example.com", PASSWORD).await),
        403
    );
    stage
        .accounts
        .enable(&admin, member.account_id, 2, why())
        .await
        .expect("enabled");
    let again = done(stage.sign_in("anju@example.com", PASSWORD).await);
    assert_eq!(told(&stage).await.len(), 2);
    stage
        .accounts
        .end_sessions_of(&admin, member.account_id)
        .await
        .expect("ended");
    assert_eq!(status(stage.accounts.who(&again.access_token).await), 401);
}

#[tokio::test]
async fn only_an_admin_with_the_second_factor_may_and_not_to_themselves() {
    let stage = Stage::new().await;
    let (_, admin) = stage.person_of_role("admin@example.com", Role::Admin).await;
    let (_, seller) = stage
        .person_of_role("seller@example.com", Role::Seller)
        .await;
    let mut without = *admin.person().expect("a person");
    without.multi_factor = false;
    let member = stage.member_beside("anju@example.com").await.account_id;
    for (principal, expected) in [
        (guest(), 401),
        (seller, 403),
        (Principal::Person(without), 403),
    ] {
        let accounts = &stage.accounts;
        let role = accounts
            .set_role(&principal, member, 1, (Role::Admin, None), why())
            .await;
        assert_eq!(status(role), expected);
        let disabled = accounts.disable(&principal, member, 1, why()).await;
        assert_eq!(status(disabled), expected);
        let enabled = accounts.enable(&principal, member, 1, why()).await;
        assert_eq!(status(enabled), expected);
        let ended = accounts.end_sessions_of(&principal, member).await;
        assert_eq!(status(ended), expected);
        let found = accounts.find(&principal, &email("anju@example.com")).await;
        assert_eq!(found.expect_err("refused").status(), expected);
    }
    let own = account_id(&admin);
    let role = stage
        .accounts
        .set_role(&admin, own, 1, (Role::Buyer, None), why())
        .await;
    assert_eq!(status(role), 403);
    let disabled = stage.accounts.disable(&admin, own, 1, why()).await;
    assert_eq!(status(disabled), 403);
    assert!(told(&stage).await.is_empty());
}

#[tokio::test]
async fn each_change_is_in_the_audit_trail_with_its_reason() {
    let stage = Stage::new().await;
    let (_, admin) = stage.person_of_role("admin@example.com", Role::Admin).await;
    let id = stage.member_beside("anju@example.com").await.account_id;
    let accounts = &stage.accounts;
    let role = accounts.set_role(&admin, id, 1, (Role::Seller, None), why());
    role.await.expect("assigned");
    accounts
        .disable(&admin, id, 2, why())
        .await
        .expect("disabled");
    let after = accounts.enable(&admin, id, 3, why()).await;
    assert!(!after.expect("enabled").disabled);
    let trail = AuditStore::new(stage.embedded.platform().table.clone());
    let entries = trail.of_account(id, None).await.expect("entries");
    let actions: Vec<_> = entries.iter().rev().map(|it| it.action).collect();
    use AuditAction::{AccountDisabled, AccountEnabled, RoleAssigned};
    assert_eq!(actions, [RoleAssigned, AccountDisabled, AccountEnabled]);
    for entry in entries {
        assert_eq!(entry.by, Actor::Person(account_id(&admin)));
        assert_eq!(entry.reason, Some(why().clone()));
    }
}

#[tokio::test]
async fn whoever_loses_a_power_is_signed_out() {
    let stage = Stage::new().await;
    let (_, admin) = stage.person_of_role("admin@example.com", Role::Admin).await;
    let member = stage.member_beside("anju@example.com").await;
    let id = member.account_id;
    let accounts = &stage.accounts;
    let raised = accounts.set_role(&admin, id, 1, (Role::Admin, None), why());
    raised.await.expect("assigned");
    accounts.who(&member.access_token).await.expect("still in");
    let demoted = accounts.set_role(&admin, id, 2, (Role::Buyer, None), why());
    demoted.await.expect("assigned");
    assert_eq!(status(accounts.who(&member.access_token).await), 401);
}

#[tokio::test]
async fn two_admins_who_demote_each_other_leave_one() {
    let stage = Stage::new().await;
    let (_, one) = stage.person_of_role("one@example.com", Role::Admin).await;
    let (_, other) = stage.person_of_role("other@example.com", Role::Admin).await;
    let (first, second) = (account_id(&one), account_id(&other));
    let reason = why();
    let (a, b) = futures::join!(
        stage
            .accounts
            .set_role(&one, second, 1, (Role::Buyer, None), reason),
        stage.accounts.disable(&other, first, 1, reason),
    );
    assert_ne!(a.is_ok(), b.is_ok(), "exactly one of them was done");
    // What was a moment ago is none now.
    let (a, b) = (
        stage
            .accounts
            .disable(&one, second, 2, reason)
            .await
            .is_ok(),
        stage
            .accounts
            .disable(&other, first, 2, reason)
            .await
            .is_ok(),
    );
    assert!(!(a && b));
}
