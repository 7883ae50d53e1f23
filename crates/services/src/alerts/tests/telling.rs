//! Who is told what.

use super::{price, scene};
use crate::Change;
use durbar_domain::{
    Listing, Npr, StandardStatus,
    account::SubscriptionLevel::{Free, Gold},
    listing::Closing,
    saved_search::AlertFrequency::{Instant, Never},
};
use durbar_platform::{bus::EventConsumer, testing::listing};
use enumset::EnumSet;
use std::sync::atomic::Ordering;

#[tokio::test]
async fn a_new_home_is_told_once_to_each_address_it_answers_a_search_of() {
    let scene = scene().await;
    let anju = scene.person(1, Gold).await;
    scene.save(&anju, "in=bhaisepati&beds=4", Instant).await;
    scene.save(&anju, "max_price=100000000", Instant).await;
    scene.save(&anju, "in=tokha", Instant).await;
    scene
        .subscribe("someone@example.org", "q=brick+bhaisepati", Instant)
        .await;
    scene
        .subscribe("other@example.org", "q=palace", Instant)
        .await;
    let home = scene.offer(listing(1)).await;
    assert_eq!(scene.settle().await.mails, 2);
    let mails = scene.alert_mails().await;
    let mut to: Vec<&str> = mails.iter().map(|mail| mail.to.as_str()).collect();
    to.sort_unstable();
    assert_eq!(to, ["buyer1@example.com", "someone@example.org"]);
    let mail = mails
        .iter()
        .find(|mail| mail.to == "buyer1@example.com")
        .expect("a mail");
    assert_eq!(mail.subject, "New: Brick house by the river, Bhaisepati");
    assert!(mail.text.contains(&format!(
        "https://durbar.example{}",
        home.summarize().path()
    )));
    assert!(
        mail.text
            .contains("https://durbar.example/homes?in=bhaisepati&beds=4")
    );
    assert!(
        mail.text
            .contains("https://durbar.example/homes?max_price=100000000")
    );
    assert!(!mail.text.contains("in=tokha"));
    let (_, stop) = mail
        .headers
        .iter()
        .find(|(name, _)| name == "List-Unsubscribe")
        .expect("a header");
    assert!(stop.starts_with("<https://durbar.example/alerts/stop?token=") && stop.ends_with('>'));
    assert!(mail.text.contains(stop.trim_matches(['<', '>'])));
    let post = (
        "List-Unsubscribe-Post".to_owned(),
        "List-Unsubscribe=One-Click".to_owned(),
    );
    assert!(mail.headers.contains(&post));
}

#[tokio::test]
async fn an_event_that_comes_again_tells_nobody_again() {
    let scene = scene().await;
    scene.subscribe("someone@example.org", "", Instant).await;
    let home = scene.offer(listing(1)).await;
    scene.settle().await;
    let event = durbar_platform::testing::created(1, &home);
    for _ in 0..3 {
        scene.alerts.handle(&event).await.expect("handled");
        scene
            .alerts
            .run_due(jiff::Timestamp::now())
            .await
            .expect("sent");
    }
    assert_eq!(scene.alert_mails().await.len(), 1);

    let cheaper = scene.change(&home, price(8)).await;
    scene.settle().await;
    scene.settle().await;
    assert_eq!(scene.alert_mails().await.len(), 2);
    let outbox = scene.alert_mails().await;
    assert_eq!(
        outbox[0].subject,
        "New price: Brick house by the river, Bhaisepati"
    );
    assert_eq!(cheaper.version, 2);
    assert_eq!(
        scene.carrier.calls.load(Ordering::SeqCst),
        3,
        "with the one that asked"
    );
}

#[tokio::test]
async fn a_price_tells_what_it_was_only_where_that_was_public() {
    let scene = scene().await;
    scene.subscribe("someone@example.org", "", Instant).await;
    let home = scene.offer(listing(1)).await;
    scene.settle().await;
    let home = scene.change(&home, price(8)).await;
    scene.settle().await;
    assert!(
        scene.alert_mails().await[0]
            .text
            .contains("before it was NPR 9 crore")
    );

    let hidden = Change::Price {
        list_price: Npr::crore(7),
        on_request: true,
    };
    let home = scene.change(&home, hidden).await;
    scene.settle().await;
    assert_eq!(
        scene.alert_mails().await.len(),
        2,
        "of a price on request nothing is told"
    );
    scene.change(&home, price(6)).await;
    scene.settle().await;
    let mails = scene.alert_mails().await;
    assert_eq!(mails.len(), 3);
    let text = &mails[0].text;
    assert!(
        text.contains("6 crore") && !text.contains("7 crore"),
        "{text}"
    );
}

#[tokio::test]
async fn whoever_saw_a_home_hears_that_it_has_become_too_dear() {
    let scene = scene().await;
    scene
        .subscribe("rich@example.org", "min_price=100000000", Instant)
        .await;
    scene
        .subscribe("poor@example.org", "max_price=95000000", Instant)
        .await;
    let home = scene.offer(listing(1)).await;
    scene.settle().await;
    let to = |mails: Vec<durbar_platform::mail::KeptMail>| -> Vec<String> {
        let mut to: Vec<_> = mails.into_iter().map(|mail| mail.to).collect();
        to.sort_unstable();
        to
    };
    assert_eq!(to(scene.alert_mails().await), ["poor@example.org"]);
    scene.change(&home, price(11)).await;
    scene.settle().await;
    let expected = ["poor@example.org", "poor@example.org", "rich@example.org"];
    assert_eq!(to(scene.alert_mails().await), expected);
}

#[tokio::test]
async fn sold_and_withdrawn_are_told_and_hidden_homes_never() {
    let scene = scene().await;
    let anju = scene.person(1, Gold).await;
    scene.save(&anju, "", Instant).await;
    let subjects = || async {
        let mails = scene.alert_mails().await;
        mails
            .into_iter()
            .map(|mail| mail.subject)
            .collect::<Vec<_>>()
    };
    let draft = Listing {
        standard_status: StandardStatus::Incomplete,
        ..listing(1)
    };
    let draft = scene.offer(draft).await;
    scene.settle().await;
    assert!(subjects().await.is_empty());
    let home = scene
        .change(&draft, Change::Status(StandardStatus::Active))
        .await;
    scene.settle().await;
    let held = scene
        .change(&home, Change::Status(StandardStatus::Hold))
        .await;
    scene.settle().await;
    assert_eq!(subjects().await.len(), 1, "nobody may know that it is held");
    let back = scene
        .change(&held, Change::Status(StandardStatus::Active))
        .await;
    scene.settle().await;
    assert_eq!(subjects().await.len(), 1, "it was told as new before");
    let date = crate::today_in_nepal();
    let closing = Closing {
        close_date: date,
        close_price: Npr::crore(9),
    };
    scene.change(&back, Change::Close(closing)).await;
    scene.settle().await;
    assert_eq!(
        subjects().await[0],
        "Sold: Brick house by the river, Bhaisepati"
    );

    let other = scene.offer(listing(2)).await;
    scene.settle().await;
    scene
        .change(&other, Change::Status(StandardStatus::Withdrawn))
        .await;
    scene.settle().await;
    assert_eq!(
        subjects().await[0],
        "No longer on the market: Brick house by the river, Bhaisepati"
    );
}

#[tokio::test]
async fn a_search_that_is_changed_removed_or_brought_back_is_followed() {
    let scene = scene().await;
    let anju = scene.person(1, Free).await;
    let saved = scene.save(&anju, "in=bhaisepati", Instant).await;
    let id = saved.saved_search_id;
    let searches = &scene.searches;
    let set = |version, frequency| {
        searches.edit(
            &anju,
            (id, version),
            saved.name.clone(),
            frequency,
            EnumSet::all(),
        )
    };
    set(1, Never).await.expect("changed");
    scene.settle().await;
    scene.offer(listing(1)).await;
    assert_eq!(scene.settle().await.mails, 0);
    set(2, Instant).await.expect("changed");
    scene.settle().await;
    scene.offer(listing(2)).await;
    assert_eq!(scene.settle().await.mails, 1);
    searches.remove(&anju, id).await.expect("removed");
    scene.settle().await;
    scene.offer(listing(3)).await;
    assert_eq!(scene.settle().await.mails, 0);
    searches.restore(&anju, id).await.expect("brought back");
    scene.settle().await;
    scene.offer(listing(4)).await;
    assert_eq!(scene.settle().await.mails, 1);
}
