//! When mail goes out, how much of it, and what a restart and a failing carrier do.

use super::{Alerts, Sent, price, scene};
use crate::alerts::schedule;
use durbar_domain::{
    account::SubscriptionLevel::{Free, Gold},
    saved_search::AlertFrequency::{Daily, Instant, Weekly},
};
use durbar_platform::testing::listing;
use jiff::{SignedDuration, Timestamp};
use std::sync::atomic::Ordering;

#[tokio::test]
async fn a_day_and_a_week_are_told_in_one_mail() {
    let scene = scene().await;
    let anju = scene.person(1, Gold).await;
    scene.save(&anju, "in=bhaisepati", Daily).await;
    scene.subscribe("week@example.org", "", Weekly).await;
    for number in 1..=3 {
        scene.offer(listing(number)).await;
    }
    assert_eq!(scene.settle().await, Sent::default());
    let morning = schedule::due_at(Daily, Timestamp::now());
    let sunday = schedule::due_at(Weekly, Timestamp::now());
    let before = morning - SignedDuration::from_millis(1);
    assert_eq!(scene.alerts.run_due(before).await.expect("sent").mails, 0);
    scene.alerts.run_due(morning).await.expect("sent");
    scene.alerts.run_due(sunday).await.expect("sent");
    assert_eq!(
        scene.alerts.run_due(sunday).await.expect("sent"),
        Sent::default()
    );
    let mails = scene.alert_mails().await;
    assert_eq!(mails.len(), 2);
    for mail in mails {
        assert_eq!(mail.subject, "News of 3 homes you look for");
        for number in 1..=3 {
            assert!(mail.text.contains(&listing(number).summarize().path()));
        }
    }
}

#[tokio::test]
async fn more_than_a_level_gives_at_once_waits_for_the_mail_of_the_day() {
    let scene = scene().await;
    scene.subscribe("someone@example.org", "", Instant).await;
    let most = usize::from(Free.entitlements().alerts_per_day);
    for number in 0..most as u64 + 4 {
        scene.offer(listing(number)).await;
    }
    let sent = scene.settle().await;
    assert_eq!((sent.mails, sent.put_off), (most, 4));
    let morning = schedule::due_at(Daily, Timestamp::now());
    assert_eq!(scene.alerts.run_due(morning).await.expect("sent").mails, 1);
    let mails = scene.alert_mails().await;
    assert_eq!(mails.len(), most + 1);
    assert_eq!(mails[0].subject, "News of 4 homes you look for");
}

#[tokio::test]
async fn what_was_ended_or_has_gone_while_it_waited_is_not_told() {
    let scene = scene().await;
    let anju = scene.person(1, Free).await;
    let saved = scene.save(&anju, "", Daily).await;
    scene.subscribe("someone@example.org", "", Daily).await;
    let home = scene.offer(listing(1)).await;
    scene.settle().await;
    scene
        .searches
        .remove(&anju, saved.saved_search_id)
        .await
        .expect("removed");
    let gone = crate::Change::Status(durbar_domain::StandardStatus::Hold);
    scene.change(&home, gone).await;
    let morning = schedule::due_at(Daily, Timestamp::now());
    let sent = scene.alerts.run_due(morning).await.expect("sent");
    assert_eq!((sent.mails, sent.dropped), (0, 2));
    assert_eq!(scene.alert_mails().await.len(), 0);
}

#[tokio::test]
async fn a_restart_loses_neither_searches_nor_what_waits() {
    let scene = scene().await;
    scene
        .subscribe("someone@example.org", "in=bhaisepati", Instant)
        .await;
    let home = scene.offer(listing(1)).await;
    scene.relay.round().await.expect("a round");
    // The process ends before anything is sent.
    let again = Alerts::start(
        scene.embedded.platform(),
        scene.carrier.clone(),
        "https://durbar.example",
    );
    again.ready().await;
    assert_eq!(again.load().await.expect("loaded"), 1);
    let later = Timestamp::now() + SignedDuration::from_secs(1);
    assert_eq!(again.run_due(later).await.expect("sent").mails, 1);
    use durbar_platform::bus::EventConsumer;
    again
        .handle(&durbar_platform::testing::created(9, &home))
        .await
        .expect("handled");
    assert_eq!(again.run_due(later).await.expect("sent").mails, 0);
}

#[tokio::test]
async fn a_mail_that_fails_is_tried_again_and_holds_nobody_else_up() {
    let scene = scene().await;
    scene.subscribe("one@example.org", "", Instant).await;
    scene.subscribe("two@example.org", "", Instant).await;
    scene.carrier.failures.store(1, Ordering::SeqCst);
    scene.offer(listing(1)).await;
    let sent = scene.settle().await;
    assert_eq!((sent.mails, sent.failed), (1, 1));
    assert_eq!(scene.settle().await, Sent::default(), "it waits");
    let later = Timestamp::now() + SignedDuration::from_secs(61);
    assert_eq!(scene.alerts.run_due(later).await.expect("sent").mails, 1);
    assert_eq!(scene.alert_mails().await.len(), 2);

    scene.carrier.failures.store(1_000, Ordering::SeqCst);
    scene.offer(listing(2)).await;
    scene.settle().await;
    let mut now = Timestamp::now();
    let mut dropped = 0;
    for _ in 0..12 {
        now += SignedDuration::from_hours(3);
        dropped += scene.alerts.run_due(now).await.expect("sent").dropped;
    }
    assert_eq!(dropped, 2, "in the end it is given up");
}

#[tokio::test]
async fn erased_addresses_get_nothing_that_waits() {
    let scene = scene().await;
    scene.subscribe("someone@example.org", "", Daily).await;
    let home = scene.offer(listing(1)).await;
    scene.settle().await;
    let address = durbar_domain::account::EmailAddress::parse("email", "someone@example.org")
        .expect("an address");
    let owner = durbar_domain::saved_search::SearchOwner::Address(address);
    scene.searches.erase_of(&owner).await.expect("erased");
    scene.change(&home, price(8)).await;
    scene.settle().await;
    let morning = schedule::due_at(Daily, Timestamp::now());
    assert_eq!(scene.alerts.run_due(morning).await.expect("sent").mails, 0);
}
