//! A licence over HTTP: sent by a broker's browser, checked by an admin's, shown to everyone.

use crate::support::{
    TestSite,
    forms::Browser,
    people::{add_second_factor, between, signed_in},
    response::TestResponse,
};
use durbar_domain::{account::Role, broker::Broker};
use durbar_services::today_in_nepal;

const PAGE: &str = "/broker/licence";
const PDF: &[u8] = b"%PDF-1.7 a licence";
const BADGE: &str = "Licence verified";

async fn person(site: &TestSite, email: &str, role: Role, broker: Option<&Broker>) -> Browser {
    let id = broker.map(|it| it.broker_id);
    let mut browser = signed_in(site, email, role, id).await;
    add_second_factor(site, &mut browser, email).await;
    browser
}

/// The broker whose licence is current and not verified.
fn unverified(site: &TestSite) -> Broker {
    let today = today_in_nepal();
    let found = site
        .market
        .brokers
        .iter()
        .find(|broker| broker.license.is_current(today) && broker.license.verified.is_none());
    found.expect("the demo market has one").clone()
}

/// The form of a licence, as a browser sends it with files.
async fn send(
    site: &TestSite,
    browser: &mut Browser,
    expires: &str,
    files: &[(&str, &[u8])],
) -> TestResponse {
    let fields = [
        ("action", "send-licence"),
        ("number", "RE-KTM-2083-7777"),
        ("tier", "above-five-crore"),
        ("expires", expires),
    ];
    browser
        .post_files(site, PAGE, &fields, "papers", files)
        .await
}

async fn relay(site: &TestSite) {
    site.stack
        .relay()
        .round()
        .await
        .expect("a round of the relay");
}

#[tokio::test]
async fn a_licence_goes_from_the_form_to_the_badge() {
    let site = TestSite::small().await;
    let broker = unverified(&site);
    assert!(!site.get(&broker.path()).await.text().contains(BADGE));
    let mut seller = person(&site, "tek@example.com", Role::Broker, Some(&broker)).await;
    let page = seller.get(&site, PAGE).await;
    assert_eq!(page.code(), 200);
    assert!(
        page.text().contains("multipart/form-data"),
        "{}",
        page.text()
    );

    let wrong = send(&site, &mut seller, "2099-04-13", &[("a.pdf", b"<html>")]).await;
    assert_eq!(wrong.code(), 400);
    assert!(
        wrong.text().contains("JPEG, PNG, WebP, PDF"),
        "{}",
        wrong.text()
    );
    assert!(
        wrong.text().contains("RE-KTM-2083-7777"),
        "what was typed stays"
    );
    let none = send(&site, &mut seller, "2099-04-13", &[("", b"")]).await;
    assert_eq!(none.code(), 400);
    let sent = send(&site, &mut seller, "2099-04-13", &[("a.pdf", PDF)]).await;
    assert_eq!(sent.code(), 303, "{}", sent.text());
    relay(&site).await;

    let mut admin = person(&site, "admin@example.com", Role::Admin, None).await;
    let queue = admin.get(&site, "/account/admin/licences").await.text();
    let page = format!("/account/admin/licences/{}", broker.broker_id);
    assert!(queue.contains(&page), "{queue}");
    let check = admin.get(&site, &page).await.text();
    let paper = between(&check, "name=\"paper\" value=\"", "\"");
    let look = [("action", "look-at-paper"), ("paper", paper.as_str())];
    let link = admin.post(&site, &page, &look).await;
    assert_eq!(link.code(), 303, "{}", link.text());
    let link = link.header("location").to_owned();
    let shown = admin.get(&site, &link).await;
    assert_eq!((shown.code(), shown.text().as_bytes()), (200, PDF));
    assert_eq!(shown.header("cache-control"), "no-store");
    assert_eq!(
        seller.get(&site, &link).await.code(),
        404,
        "a link is its admin's alone"
    );
    assert_eq!(site.get(&link).await.code(), 404);

    let version = between(&check, "name=\"version\" value=\"", "\"");
    let verify = [("action", "verify-licence"), ("version", version.as_str())];
    let done = admin.post(&site, &page, &verify).await;
    assert_eq!(done.code(), 303, "{}", done.text());
    let again = admin.post(&site, &page, &verify).await;
    assert_eq!(again.code(), 409);
    relay(&site).await;
    for address in [broker.path(), "/brokers".to_owned()] {
        assert!(site.get(&address).await.text().contains(BADGE), "{address}");
    }
    assert!(
        site.get(&broker.path())
            .await
            .text()
            .contains("RE-KTM-2083-7777")
    );
    let trail = admin.get(&site, "/account/admin/audit").await.text();
    for done in ["Looked at a paper of a licence", "Verified a licence"] {
        assert!(trail.contains(done), "{done}: {trail}");
    }

    // Another number is another licence.
    let changed = send(&site, &mut seller, "2099-12-31", &[("a.pdf", PDF)]).await;
    assert_eq!(changed.code(), 303);
    relay(&site).await;
    assert!(!site.get(&broker.path()).await.text().contains(BADGE));
}

#[tokio::test]
async fn a_verification_that_ends_leaves_kept_pages_by_itself() {
    let site = TestSite::small().await;
    let broker = site
        .market
        .brokers
        .iter()
        .find(|it| it.license.verified.is_some());
    let broker = broker.expect("the demo market has one");
    let kept = site.get(&broker.path()).await;
    assert!(kept.text().contains(BADGE));
    let later = "2199-01-01T00:00:00Z".parse().expect("a time");
    let ended = site.services().licenses.expire(later).await.expect("swept");
    assert!(ended > 0);
    relay(&site).await;
    assert!(!site.get(&broker.path()).await.text().contains(BADGE));
}

#[tokio::test]
async fn nobody_else_finds_the_pages() {
    let site = TestSite::small().await;
    let broker = unverified(&site);
    let page = format!("/account/admin/licences/{}", broker.broker_id);
    assert_eq!(site.get(PAGE).await.code(), 303);
    let mut buyer = signed_in(&site, "maya@example.com", Role::Buyer, None).await;
    for address in [PAGE, "/account/admin/licences", &page] {
        assert_eq!(buyer.get(&site, address).await.code(), 404, "{address}");
    }
    let refused = send(&site, &mut buyer, "2099-04-13", &[("a.pdf", PDF)]).await;
    // No file is read of who may not send one.
    assert_eq!(refused.code(), 404);
    let mut one_factor = signed_in(
        &site,
        "tek@example.com",
        Role::Broker,
        Some(broker.broker_id),
    )
    .await;
    assert_eq!(one_factor.get(&site, PAGE).await.code(), 403);
}
