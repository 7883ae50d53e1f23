//! Papers of a home over HTTP: sent by its broker, seen by an admin, told to everyone.

use crate::support::{
    TestSite,
    forms::Browser,
    people::{add_second_factor, signed_in},
    response::TestResponse,
};
use durbar_domain::{BrokerId, Listing, StandardStatus, account::Role};

const PDF: &[u8] = b"%PDF-1.7 a paper of ownership";
const QUEUE: &str = "/account/admin/documents";
const BADGE: &str = "seen by Durbar on";

async fn person(site: &TestSite, email: &str, role: Role, broker: Option<BrokerId>) -> Browser {
    let mut browser = signed_in(site, email, role, broker).await;
    add_second_factor(site, &mut browser, email).await;
    browser
}

/// A home for sale whose paper of ownership is at hand.
fn home(site: &TestSite) -> Listing {
    let mut homes = site.market.listings.iter();
    let found =
        homes.find(|home| home.standard_status == StandardStatus::Active && home.legal.lalpurja);
    found.expect("the demo market has one").clone()
}

async fn send(
    site: &TestSite,
    broker: &mut Browser,
    home: &Listing,
    document: &str,
    files: &[(&str, &[u8])],
) -> TestResponse {
    let page = format!("/broker/listings/{}/documents", home.listing_id);
    let fields = [("action", "send-document"), ("document", document)];
    broker
        .post_files(site, &page, &fields, "papers", files)
        .await
}

#[tokio::test]
async fn a_paper_goes_from_the_broker_to_a_badge_and_back() {
    let site = TestSite::small().await;
    let home = home(&site);
    let public = home.summarize().path();
    let mut broker = person(&site, "tek@example.com", Role::Broker, Some(home.broker_id)).await;
    let sent = send(&site, &mut broker, &home, "lalpurja", &[("a.pdf", PDF)]).await;
    assert_eq!(sent.code(), 303, "{}", sent.text());
    let page = format!("/broker/listings/{}/documents", home.listing_id);
    assert!(broker.get(&site, &page).await.text().contains("Sent on"));
    assert!(!site.get(&public).await.text().contains(BADGE));

    let mut admin = person(&site, "admin@example.com", Role::Admin, None).await;
    let check = format!("{QUEUE}/{}/lalpurja", home.listing_id);
    assert!(admin.get(&site, QUEUE).await.text().contains(&check));
    let text = admin.get(&site, &check).await.text();
    let paper = crate::support::people::between(&text, "name=\"paper\" value=\"", "\"");
    let look = [("action", "look-at-document"), ("paper", paper.as_str())];
    let link = admin.post(&site, &check, &look).await;
    assert_eq!(link.code(), 303, "{}", link.text());
    let link = link.header("location").to_owned();
    let file = admin.get(&site, &link).await;
    assert_eq!((file.code(), &file.body[..]), (200, PDF));
    assert_eq!(
        broker.get(&site, &link).await.code(),
        404,
        "the link is the admin's alone"
    );

    let approve = [("action", "approve-document"), ("version", "1")];
    assert_eq!(admin.post(&site, &check, &approve).await.code(), 303);
    assert_eq!(admin.post(&site, &check, &approve).await.code(), 409);
    site.stack.relay().round().await.expect("a round");
    let text = site.get(&public).await.text();
    assert_eq!(text.matches(BADGE).count(), 1, "{text}");
    let trail = admin.get(&site, "/account/admin/audit").await.text();
    assert!(trail.contains("Looked at a paper of a home") && trail.contains("lalpurja"));
    let history = format!("/broker/listings/{}", home.listing_id);
    let text = broker.get(&site, &history).await.text();
    assert!(text.contains("Seen by the administration"), "{text}");

    let refuse = [
        ("action", "refuse-document"),
        ("version", "2"),
        ("reason", ""),
    ];
    assert_eq!(admin.post(&site, &check, &refuse).await.code(), 400);
    let refuse = [
        refuse[0],
        refuse[1],
        ("reason", "It is of the plot beside it."),
    ];
    assert_eq!(admin.post(&site, &check, &refuse).await.code(), 303);
    site.stack.relay().round().await.expect("a round");
    assert!(!site.get(&public).await.text().contains(BADGE));
    let text = broker.get(&site, &page).await.text();
    assert!(text.contains("It is of the plot beside it."), "{text}");
}

#[tokio::test]
async fn what_is_no_paper_of_the_home_is_refused() {
    let site = TestSite::small().await;
    let home = home(&site);
    let mut broker = person(&site, "tek@example.com", Role::Broker, Some(home.broker_id)).await;
    for files in [
        &[][..],
        &[("a.html", &b"<script>alert(1)</script>"[..])],
        &[("a.pdf", PDF); 5],
    ] {
        let refused = send(&site, &mut broker, &home, "lalpurja", files).await;
        assert_eq!(refused.code(), 400, "{} files", files.len());
    }
    let unknown = send(&site, &mut broker, &home, "passport", &[("a.pdf", PDF)]).await;
    assert_eq!(unknown.code(), 400);

    let other = BrokerId::from_parts(1, 99);
    let mut other = person(&site, "other@example.com", Role::Broker, Some(other)).await;
    let refused = send(&site, &mut other, &home, "lalpurja", &[("a.pdf", PDF)]).await;
    assert_eq!(
        refused.code(),
        403,
        "everybody knows the home, and whose it is"
    );
    let mut buyer = signed_in(&site, "buyer@example.com", Role::Buyer, None).await;
    let check = format!("{QUEUE}/{}/lalpurja", home.listing_id);
    for path in [QUEUE, &check] {
        assert_eq!(buyer.get(&site, path).await.code(), 404, "{path}");
    }
    let approve = [("action", "approve-document"), ("version", "1")];
    assert_eq!(broker.post(&site, &check, &approve).await.code(), 404);
}
