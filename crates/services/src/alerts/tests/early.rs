//! Homes that are coming soon are told to each level in its turn.

use super::scene;
use crate::Change;
use durbar_domain::{
    EarlyAccess, Listing, StandardStatus,
    account::SubscriptionLevel::{Free, Gold, Platinum},
    saved_search::{AlertFrequency::Instant, AlertKind},
};
use durbar_platform::testing::listing;
use enumset::EnumSet;
use jiff::{SignedDuration, Timestamp};

fn soon(number: u64) -> Listing {
    Listing {
        standard_status: StandardStatus::ComingSoon,
        early_access: Some(EarlyAccess {
            announced_at: Timestamp::now(),
        }),
        ..listing(number)
    }
}

#[tokio::test]
async fn each_level_hears_of_a_coming_home_in_its_turn_and_once() {
    let scene = scene().await;
    for (number, level) in [(1, Free), (2, Gold), (3, Platinum)] {
        let person = scene.person(number, level).await;
        scene.save(&person, "", Instant).await;
    }
    scene.subscribe("someone@example.org", "", Instant).await;
    scene.offer(soon(1)).await;
    assert_eq!(scene.settle().await.mails, 1);
    let to = || async {
        let mut to: Vec<_> = scene
            .alert_mails()
            .await
            .into_iter()
            .map(|mail| mail.to)
            .collect();
        to.sort_unstable();
        to
    };
    assert_eq!(to().await, ["buyer3@example.com"]);
    let hours = |hours| Timestamp::now() + SignedDuration::from_hours(hours);
    for (after, mails) in [
        (47, 0),
        (49, 1),
        (49, 0),
        (95, 0),
        (97, 2),
        (97, 0),
        (1_000, 0),
    ] {
        let sent = scene.alerts.run_due(hours(after)).await.expect("sent");
        assert_eq!(sent.mails, mails, "after {after} hours");
    }
    let everyone = [
        "buyer1@example.com",
        "buyer2@example.com",
        "buyer3@example.com",
        "someone@example.org",
    ];
    assert_eq!(to().await, everyone);
}

#[tokio::test]
async fn who_rises_meanwhile_hears_of_it_with_the_next_turn() {
    let scene = scene().await;
    for (number, level) in [(1, Free), (2, Gold)] {
        let person = scene.person(number, level).await;
        scene.save(&person, "", Instant).await;
    }
    scene.offer(soon(1)).await;
    assert_eq!(scene.settle().await.mails, 0);
    let hours = |hours| Timestamp::now() + SignedDuration::from_hours(hours);
    // Gold rises above its turn, and Free after Gold's has passed.
    scene.rise(2, Platinum).await;
    let sent = scene.alerts.run_due(hours(49)).await.expect("sent");
    assert_eq!(sent.mails, 1);
    scene.rise(1, Gold).await;
    let sent = scene.alerts.run_due(hours(97)).await.expect("sent");
    assert_eq!(sent.mails, 1, "and nobody twice");
    assert_eq!(scene.alert_mails().await.len(), 2);
}

#[tokio::test]
async fn that_a_coming_home_was_withdrawn_is_nobodys_news() {
    let scene = scene().await;
    let person = scene.person(1, Platinum).await;
    scene.save(&person, "", Instant).await;
    let home = scene.offer(soon(1)).await;
    assert_eq!(scene.settle().await.mails, 1);
    scene
        .change(&home, Change::Status(StandardStatus::Withdrawn))
        .await;
    assert_eq!(scene.settle().await.mails, 0);
}

#[tokio::test]
async fn when_it_is_for_sale_before_its_turn_everyone_hears_of_it_once() {
    let scene = scene().await;
    for (number, level) in [(1, Free), (3, Platinum)] {
        let person = scene.person(number, level).await;
        let wanted = crate::saved_searches::NewSavedSearch {
            kinds: EnumSet::only(AlertKind::NewMatch),
            ..super::new("", Instant)
        };
        scene.searches.create(&person, wanted).await.expect("saved");
    }
    scene.settle().await;
    let home = scene.offer(soon(1)).await;
    assert_eq!(scene.settle().await.mails, 1);
    let home = scene.change(&home, super::price(8)).await;
    assert_eq!(
        scene.settle().await.mails,
        0,
        "they want to hear of new homes alone"
    );
    scene
        .change(&home, Change::Status(StandardStatus::Active))
        .await;
    assert_eq!(scene.settle().await.mails, 1);
    let later = Timestamp::now() + SignedDuration::from_hours(200);
    assert_eq!(scene.alerts.run_due(later).await.expect("sent").mails, 0);
    assert_eq!(scene.alert_mails().await.len(), 2);
}

#[tokio::test]
async fn what_happens_to_a_coming_home_is_told_to_those_who_need_not_wait() {
    let scene = scene().await;
    let person = scene.person(1, Platinum).await;
    scene.save(&person, "", Instant).await;
    scene.subscribe("someone@example.org", "", Instant).await;
    let home = scene.offer(soon(1)).await;
    scene.settle().await;
    scene.change(&home, super::price(8)).await;
    assert_eq!(scene.settle().await.mails, 1);
    let mails = scene.alert_mails().await;
    assert!(mails.iter().all(|mail| mail.to == "buyer1@example.com"));
}
