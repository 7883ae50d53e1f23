//! Asking about a home and agreeing on a viewing, over HTTP: who gets to a thread, what both
//! sides may do there, and what is told when something changed meanwhile.

use crate::support::{
    TestSite,
    forms::{Browser, form},
    people::{add_second_factor, between, signed_in},
    response::TestResponse,
};
use durbar_domain::{
    AccountId, StandardStatus,
    account::{Person, Principal, Role, SubscriptionLevel},
    enquiry::Slot,
};
use jiff::{Timestamp, ToSpan};

const BROKER: &str = "broker@example.com";

/// A day from now, as a field has it.
fn later(days: i64) -> String {
    let start = Timestamp::now() + (days * 24).hours();
    let slot = Slot::new("slot", start, 45).expect("a slot");
    slot.start_in_nepal().strftime("%Y-%m-%dT%H:%M").to_string()
}

/// The address of a home's form, with its viewing.
fn ask(site: &TestSite) -> (String, String) {
    let home = site.home(StandardStatus::Active).listing_id.to_string();
    (format!("/enquiries/new?home={home}&about=viewing"), home)
}

/// Fields of a viewing, as a guest fills them in.
fn viewing<'a>(home: &'a str, key: &'a str, slot: &'a str) -> Vec<(&'a str, &'a str)> {
    vec![
        ("action", "ask-viewing"),
        ("home", home),
        ("form_key", key),
        ("slot_1", slot),
        ("minutes", "45"),
        ("party_size", "2"),
        ("financing", "cash"),
        ("name", "Maya Karki"),
        ("email", "maya@example.com"),
        ("phone", "9800000009"),
        ("choice", "viber"),
        ("text", "Is there <b>water</b>?"),
    ]
}

/// Opens the form and sends it; gives the answer.
async fn send(site: &TestSite, browser: &mut Browser, slot: &str) -> TestResponse {
    let (address, home) = ask(site);
    let page = browser.get(site, &address).await;
    assert_eq!(
        (page.code(), page.header("cache-control")),
        (200, "no-store")
    );
    let key = between(&page.text(), "name=\"form_key\" value=\"", "\"");
    browser
        .post(site, &address, &viewing(&home, &key, slot))
        .await
}

fn path_of(thread: &str) -> &str {
    thread.split('?').next().unwrap_or_default()
}

fn key_of(thread: &str) -> String {
    between(&format!("{thread}&"), "key=", "&")
}

#[tokio::test]
async fn a_guest_asks_and_comes_back_by_the_secret_link() {
    let (site, mut guest) = (TestSite::small().await, Browser::default());
    let sent = send(&site, &mut guest, &later(3)).await;
    assert_eq!(sent.code(), 303, "{}", sent.text());
    let thread = sent.header("location").to_owned();
    // The link is all it takes: another browser of theirs has no cookie.
    let page = Browser::default().get(&site, &thread).await;
    let text = page.text();
    assert_eq!(
        (page.code(), page.header("cache-control")),
        (200, "no-store")
    );
    assert!(
        text.contains("Is there &lt;b") && !text.contains("<b>water"),
        "{text}"
    );
    assert!(text.contains("45 minutes") && text.contains("role=\"status\""));
    let without = path_of(&thread);
    let wrong = format!("{without}?key={}", "A".repeat(43));
    for address in [without, wrong.as_str(), "/enquiries/enq_nothing"] {
        let page = Browser::default().get(&site, address).await;
        assert_eq!(page.code(), 404, "{address}");
        assert!(!page.text().contains("Maya"), "{address}");
    }
    let stranger = signed_in(&site, "other@example.com", Role::Buyer, None).await;
    assert_eq!(stranger.clone().get(&site, without).await.code(), 404);
    let key = key_of(&thread);
    let fields = [
        ("action", "write"),
        ("text", "One more thing."),
        ("key", &key),
    ];
    let answer = guest.post(&site, &thread, &fields).await;
    assert_eq!(answer.code(), 303, "{}", answer.text());
    assert!(answer.header("location").contains(&key));
    let page = guest.get(&site, &format!("/ne{thread}")).await;
    assert!(page.text().contains("One more thing.") && page.text().contains("lang=\"ne\""));
    let fields = [("action", "write"), ("text", "Let me in.")];
    assert_eq!(guest.post(&site, without, &fields).await.code(), 404);
    // Only a broker declines.
    let fields = [
        ("action", "decline-viewing"),
        ("key", &key),
        ("version", "2"),
    ];
    assert_eq!(guest.post(&site, &thread, &fields).await.code(), 401);
}

#[tokio::test]
async fn a_form_sent_twice_makes_one_enquiry() {
    let (site, mut guest) = (TestSite::small().await, Browser::default());
    let (address, home) = ask(&site);
    let slot = later(2);
    let fields = viewing(&home, "the-key-of-this-one-form", &slot);
    let first = guest.post(&site, &address, &fields).await;
    let again = guest.post(&site, &address, &fields).await;
    assert!(
        first.header("location").contains("key="),
        "{}",
        first.text()
    );
    let told = again.header("location");
    assert!(
        told.starts_with("/enquiries/new?") && told.ends_with("done=again"),
        "{told}"
    );
    let page = guest.get(&site, told).await;
    assert!(page.text().contains("The way to it is in your mail"));
    site.stack.relay().round().await.expect("a round");
    let folder = site.stack.mail_folder().expect("embedded mode keeps mail");
    let mails = folder.list(50).await.expect("the mails");
    let to_guest: Vec<_> = mails
        .iter()
        .filter(|mail| mail.to == "maya@example.com")
        .collect();
    assert_eq!(to_guest.len(), 1);
    let way = between(&to_guest[0].text, "https://durbar.test", "\n");
    assert_eq!(
        Browser::default().get(&site, way.trim()).await.code(),
        200,
        "{way}"
    );
}

#[tokio::test]
async fn what_is_refused_keeps_what_was_typed() {
    let (site, mut guest) = (TestSite::small().await, Browser::default());
    let (address, home) = ask(&site);
    let fields = viewing(&home, "the-key-of-this-one-form", "2020-01-01T10:00");
    let elsewhere = form(&address, &fields, "https://elsewhere.example", "");
    assert_eq!(site.send(elsewhere).await.code(), 403);
    let refused = guest.post(&site, &format!("/ne{address}"), &fields).await;
    let text = refused.text();
    assert_eq!(refused.code(), 400);
    assert!(
        text.contains("id=\"slot_1-error\"") && text.contains("role=\"alert\""),
        "{text}"
    );
    assert!(
        text.contains("value=\"the-key-of-this-one-form\""),
        "{text}"
    );
    assert!(text.contains("maya@example.com") && text.contains("9800000009"));
    let unknown = "/enquiries/new?home=prp_00000000000000000000000000";
    assert_eq!(guest.get(&site, unknown).await.code(), 404);
    let sold = site.home(StandardStatus::Closed).listing_id;
    let page = guest
        .get(&site, &format!("/enquiries/new?home={sold}"))
        .await;
    assert!(page.code() == 200 && !page.text().contains("name=\"form_key\""));
}

#[tokio::test]
async fn a_broker_agrees_with_their_second_factor() {
    let site = TestSite::small().await;
    let slot = later(4);
    let mut buyer = signed_in(&site, "buyer@example.com", Role::Buyer, None).await;
    let sent = send(&site, &mut buyer, &slot).await;
    let thread = path_of(sent.header("location")).to_owned();
    assert!(
        !sent.header("location").contains("key="),
        "an account needs no secret"
    );
    let list = buyer.get(&site, "/account/enquiries").await.text();
    assert!(list.contains(&thread), "{list}");
    let calendar = format!("{thread}/viewing.ics");
    assert_eq!(
        buyer.get(&site, &calendar).await.code(),
        404,
        "none is agreed"
    );

    let broker_id = site.home(StandardStatus::Active).broker_id;
    let mut broker = signed_in(&site, BROKER, Role::Broker, Some(broker_id)).await;
    // Without the second factor a broker learns neither who asks nor what.
    let inbox = broker.get(&site, "/account/enquiries").await.text();
    assert!(!inbox.contains(&thread) && inbox.contains("/account/security"));
    let page = broker.get(&site, &thread).await;
    assert_eq!(page.code(), 403);
    assert!(!page.text().contains("Maya Karki"), "{}", page.text());
    let start = Timestamp::from_second(nepal(&slot)).expect("a time");
    let choice = format!("{start}/45");
    let agree = [
        ("action", "confirm-slot"),
        ("version", "1"),
        ("slot", choice.as_str()),
    ];
    let refused = broker.post(&site, &thread, &agree).await;
    assert_eq!(refused.code(), 403, "{}", refused.text());
    assert!(!refused.text().contains("value=\"confirm-slot\""));
    add_second_factor(&site, &mut broker, BROKER).await;
    let inbox = broker.get(&site, "/account/enquiries").await.text();
    assert!(
        inbox.contains(&thread) && inbox.contains("Maya Karki"),
        "{inbox}"
    );
    let page = broker.get(&site, &thread).await.text();
    assert!(page.contains(&format!("value=\"{choice}\"")), "{page}");
    assert!(
        page.contains("tel:+9779800000009"),
        "the broker sees how to reach the buyer"
    );

    // The buyer writes meanwhile, so that the broker's page is out of date.
    let fields = [("action", "write"), ("text", "Mornings are best.")];
    assert_eq!(buyer.post(&site, &thread, &fields).await.code(), 303);
    let late = broker.post(&site, &thread, &agree).await;
    let text = late.text();
    assert_eq!(late.code(), 409);
    assert!(text.contains("Mornings are best.") && text.contains("name=\"version\" value=\"2\""));
    assert_eq!(text.matches("role=\"alert\"").count(), 1, "{text}");
    let agree = [agree[0], ("version", "2"), agree[2]];
    assert_eq!(broker.post(&site, &thread, &agree).await.code(), 303);

    let file = buyer.get(&site, &format!("/ne{calendar}")).await;
    assert_eq!(file.code(), 200);
    assert_eq!(file.header("content-type"), "text/calendar; charset=utf-8");
    assert_eq!(file.header("cache-control"), "no-store");
    assert!(file.header("content-disposition").contains("viewing.ics"));
    let text = file.text();
    assert!(text.starts_with("BEGIN:VCALENDAR\r\n") && text.ends_with("END:VCALENDAR\r\n"));
    let starts = start.strftime("DTSTART:%Y%m%dT%H%M%SZ").to_string();
    assert!(text.contains(&starts), "{text}");
    assert_eq!(Browser::default().get(&site, &calendar).await.code(), 404);
    let page = buyer.get(&site, &format!("/ne{thread}")).await;
    assert!(page.text().contains(&calendar) && page.code() == 200);
    let cancel = [("action", "cancel-viewing"), ("version", "3")];
    assert_eq!(buyer.post(&site, &thread, &cancel).await.code(), 303);
    assert_eq!(buyer.get(&site, &calendar).await.code(), 404);
}

#[tokio::test]
async fn a_broker_sees_how_many_are_interested_in_a_home() {
    let site = TestSite::small().await;
    let slot = later(4);
    let home = site.home(StandardStatus::Active);
    let mut buyer = signed_in(&site, "buyer@example.com", Role::Buyer, None).await;
    let sent = send(&site, &mut buyer, &slot).await;
    let thread = path_of(sent.header("location")).to_owned();
    let mut broker = signed_in(&site, BROKER, Role::Broker, Some(home.broker_id)).await;
    add_second_factor(&site, &mut broker, BROKER).await;
    let start = Timestamp::from_second(nepal(&slot)).expect("a time");
    let choice = format!("{start}/45");
    let agree = [
        ("action", "confirm-slot"),
        ("version", "1"),
        ("slot", choice.as_str()),
    ];
    assert_eq!(broker.post(&site, &thread, &agree).await.code(), 303);
    let favorites = &site.services().favorites;
    for number in 1..=3 {
        let principal = Principal::Person(Person {
            account_id: AccountId::from_parts(1, number),
            role: Role::Buyer,
            subscription_level: SubscriptionLevel::Free,
            broker_id: None,
            multi_factor: false,
            seat: None,
        });
        for _ in 0..2 {
            let saved = favorites.add(&principal, home.listing_id, Timestamp::now());
            saved.await.expect("saved");
        }
    }
    for _ in 0..2 {
        site.stack.relay().round().await.expect("a round");
    }
    let page = format!("/broker/listings/{}", home.listing_id);
    let text = broker.get(&site, &page).await.text();
    let figures: Vec<&str> = text
        .split("day-chart__sum\">")
        .skip(1)
        .map(|sum| sum.split('<').next().unwrap_or_default())
        .collect();
    assert_eq!(figures, ["0", "3", "1", "1"], "{text}");
}

/// Seconds since 1970 of a time by Nepal's clocks.
fn nepal(field: &str) -> i64 {
    let slot = Slot::parse_in_nepal("slot", field, 45).expect("a slot");
    slot.starts_at().as_second()
}
