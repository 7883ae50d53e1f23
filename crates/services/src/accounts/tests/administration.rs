//! What administration changes about other people's accounts.

use super::*;
use durbar_domain::{AccountId, BrokerId, event::EventDetail};
use durbar_platform::outbox::Outbox;

async fn told(stage: &Stage) -> Vec<EventDetail> {
    let outbox = Outbox::new(stage.embedded.platform().table.clone());
    let mut details = Vec::new();
    for shard in Outbox::shards() {
        let pending = outbox.pending(shard, None, 100).await.expect("pending");
        details.extend(pending.events.into_iter().map(|it| it.event.detail));
    }
    details
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
        .set_role(&admin, id, 1, Role::Broker, broker)
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
        .set_role(&admin, id, 1, Role::Buyer, None)
        .await;
    assert_eq!(status(stale), 409);
    for (role, broker_id) in [(Role::Broker, None), (Role::Seller, broker)] {
        let odd = stage
            .accounts
            .set_role(&admin, id, 2, role, broker_id)
            .await;
        assert_eq!(status(odd), 400);
    }
}

#[tokio::test]
async fn a_disabled_account_is_out_at_once() {
    let stage = Stage::new().await;
    let (_, admin) = stage.person_of_role("admin@example.com", Role::Admin).await;
    let member = stage.member_beside("anju@example.com").await;
    stage
        .accounts
        .disable(&admin, member.account_id)
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
        .enable(&admin, member.account_id)
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
            .set_role(&principal, member, 1, Role::Admin, None)
            .await;
        assert_eq!(status(role), expected);
        assert_eq!(status(accounts.disable(&principal, member).await), expected);
        assert_eq!(status(accounts.enable(&principal, member).await), expected);
        let ended = accounts.end_sessions_of(&principal, member).await;
        assert_eq!(status(ended), expected);
        let found = accounts.find(&principal, &email("anju@example.com")).await;
        assert_eq!(found.expect_err("refused").status(), expected);
    }
    let own = account_id(&admin);
    let role = stage
        .accounts
        .set_role(&admin, own, 1, Role::Buyer, None)
        .await;
    assert_eq!(status(role), 403);
    assert_eq!(status(stage.accounts.disable(&admin, own).await), 403);
    assert!(told(&stage).await.is_empty());
}
