//! The calendar of viewings, its days and its secret address.

use super::*;
use durbar_domain::enquiry::Slot;
use jiff::{Timestamp, ToSpan};

/// A guest wishes to view the active home; gives the thread's path and the day in Nepal.
async fn wished(site: &TestSite, days: i64) -> (String, String) {
    let home = site.home(StandardStatus::Active).listing_id.to_string();
    let start = Timestamp::now() + (days * 24).hours();
    let slot = Slot::new("slot", start, 45)
        .expect("a slot")
        .start_in_nepal();
    let time = slot.strftime("%Y-%m-%dT%H:%M").to_string();
    let address = format!("/enquiries/new?home={home}&about=viewing");
    let fields = [
        ("action", "ask-viewing"),
        ("home", home.as_str()),
        ("form_key", "the-key-of-this-one-form"),
        ("slot_1", time.as_str()),
        ("minutes", "45"),
        ("party_size", "2"),
        ("financing", "cash"),
        ("name", "Prakash Rai"),
        ("email", "prakash@example.com"),
        ("phone", "9800000009"),
        ("choice", "viber"),
        ("text", ""),
    ];
    let sent = Browser::default().post(site, &address, &fields).await;
    assert_eq!(sent.code(), 303, "{}", sent.text());
    let thread = sent.header("location").split('?').next().expect("a path");
    (thread.to_owned(), slot.date().to_string())
}

#[tokio::test]
async fn viewings_stand_on_their_days_and_lead_to_their_threads() {
    let site = TestSite::small().await;
    let brokers = brokers(&site);
    let mut owner = started(&site, "owner@example.com", brokers[1].broker_id).await;
    let agent = ("agent@example.com", "agent", Some(brokers[0].broker_id));
    let mut agent = joined(&site, &mut owner, agent).await;
    let (thread, day) = wished(&site, 10).await;
    for view in ["week", "month"] {
        let address = format!("/broker/calendar?view={view}&day={day}");
        let page = agent.get(&site, &address).await;
        assert_eq!(
            (page.code(), page.header("cache-control")),
            (200, "no-store")
        );
        let text = page.text();
        assert!(
            text.contains(&thread) && text.contains("proposed"),
            "{text}"
        );
        let own = owner.get(&site, &address).await.text();
        assert!(!own.contains(&thread), "it isn't the owner's own");
        let theirs = format!("{address}&of={}", brokers[0].broker_id);
        assert!(owner.get(&site, &theirs).await.text().contains(&thread));
        let far = format!("{address}&of={}", brokers[2].broker_id);
        assert_eq!(owner.get(&site, &far).await.code(), 404);
    }
    let empty = agent.get(&site, "/ne/broker/calendar?day=2030-01-01").await;
    let text = empty.text();
    assert_eq!(empty.code(), 200);
    assert!(
        !text.contains(&thread) && text.contains("२०८६ पुस"),
        "{text}"
    );
    let mut buyer = person(&site, "maya@example.com", None).await;
    assert_eq!(buyer.get(&site, "/broker/calendar").await.code(), 404);
}

#[tokio::test]
async fn the_secret_address_shows_agreed_viewings_until_it_is_renewed() {
    let site = TestSite::small().await;
    let broker = brokers(&site)[0].broker_id;
    let mut desk = person(&site, "broker@example.com", Some(broker)).await;
    let (thread, _) = wished(&site, 4).await;
    let renew = [("action", "renew-feed")];
    let shown = desk.post(&site, "/broker/calendar", &renew).await;
    assert_eq!(shown.code(), 200, "{}", shown.text());
    let path = |page: &str| {
        let secret = between(page, "/calendars/", "/");
        format!("/calendars/{secret}/viewings.ics")
    };
    let first = path(&shown.text());
    let file = site.get(&first).await;
    assert_eq!(
        (file.code(), file.header("cache-control")),
        (200, "no-store")
    );
    assert!(file.header("content-type").starts_with("text/calendar"));
    assert!(
        !file.text().contains("BEGIN:VEVENT"),
        "nothing is agreed yet"
    );

    let page = desk.get(&site, &thread).await.text();
    let slot = between(&page, "name=\"slot\" value=\"", "\"");
    let version = between(&page, "name=\"version\" value=\"", "\"");
    let confirm = [
        ("action", "confirm-slot"),
        ("slot", slot.as_str()),
        ("version", version.as_str()),
    ];
    assert_eq!(desk.post(&site, &thread, &confirm).await.code(), 303);
    let text = site.get(&first).await.text().replace("\r\n ", "");
    assert!(
        text.contains("BEGIN:VEVENT") && text.contains(&thread),
        "{text}"
    );
    assert!(!text.contains("key="), "no secret in what is shared");

    let shown = desk.post(&site, "/broker/calendar", &renew).await.text();
    let second = path(&shown);
    assert_ne!(first, second);
    assert_eq!(site.get(&first).await.code(), 404, "the one before is over");
    assert_eq!(site.get(&second).await.code(), 200);
    let again = desk.get(&site, "/broker/calendar").await.text();
    assert!(!again.contains("/calendars/"), "it is told once");
    let end = [("action", "end-feed")];
    assert_eq!(desk.post(&site, "/broker/calendar", &end).await.code(), 303);
    for gone in [second.as_str(), "/calendars/nothing/viewings.ics"] {
        assert_eq!(site.get(gone).await.code(), 404);
    }
    let mut buyer = person(&site, "maya@example.com", None).await;
    let code = buyer.post(&site, "/broker/calendar", &renew).await.code();
    assert!(matches!(code, 403 | 404), "{code}");
}
