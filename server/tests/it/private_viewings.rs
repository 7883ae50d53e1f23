//! Homes that are shown to invited people alone, over HTTP.

use crate::support::{
    TestSite,
    forms::Browser,
    people::{add_second_factor, between, signed_in},
};
use durbar_domain::{Listing, StandardStatus, account::Role};

/// The broker of a home that is on hold, at its desk.
async fn broker_of(site: &TestSite, home: &Listing) -> Browser {
    let email = "tek@example.com";
    let mut broker = signed_in(site, email, Role::Broker, Some(home.broker_id)).await;
    add_second_factor(site, &mut broker, email).await;
    broker
}

/// The link in the last mail.
async fn mailed_link(site: &TestSite) -> String {
    site.services().private_viewings.settled().await;
    let folder = site.stack.mail_folder().expect("embedded mode keeps mail");
    let mails = folder.list(1).await.expect("the mails");
    let text = &mails.first().expect("a mail").text;
    let link = between(text, "/private/", "\n");
    format!("/private/{link}")
}

fn fields(email: &str) -> [(&str, &str); 5] {
    [
        ("action", "invite-privately"),
        ("name", "Maya <b>Gurung</b>"),
        ("email", email),
        ("owner", "Sita Rana"),
        ("signed_on", "2026-11-01"),
    ]
}

#[tokio::test]
async fn a_home_on_hold_is_seen_by_whom_its_broker_invites_and_by_nobody_else() {
    let site = TestSite::small().await;
    let home = site.home(StandardStatus::Active).clone();
    let title = home.title.en.as_str();
    let mut broker = broker_of(&site, &home).await;
    let own = format!("/broker/listings/{}", home.listing_id);
    let version = home.version.to_string();
    let hold = [
        ("action", "change-status"),
        ("version", version.as_str()),
        ("to", "hold"),
    ];
    assert_eq!(broker.post(&site, &own, &hold).await.code(), 303);
    assert_eq!(site.get(&home.summarize().path()).await.code(), 404);

    let page = format!("{own}/private");
    assert!(broker.get(&site, &own).await.text().contains(&page));
    let invited = broker.post(&site, &page, &fields("maya@example.com")).await;
    assert_eq!(invited.code(), 303, "{}", invited.text());
    let shown = broker.get(&site, &page).await.text();
    assert!(shown.contains("not opened yet") && !shown.contains("<b>Gurung"));

    let link = mailed_link(&site).await;
    for link in [link.clone(), format!("/ne{link}")] {
        let seen = site.get(&link).await;
        assert_eq!(seen.code(), 200, "{}", seen.text());
        assert!(seen.header("cache-control").contains("no-store"));
        let text = seen.text();
        assert!(text.contains("noindex"));
        assert!(!text.contains("/enquiries/new"), "nobody else knows of it");
    }
    assert!(site.get(&link).await.text().contains(title));
    assert!(
        broker
            .get(&site, &page)
            .await
            .text()
            .contains("opened 3 times")
    );

    let shown = broker.get(&site, &page).await.text();
    let invitation = between(&shown, "name=\"invitation\" value=\"", "\"");
    let revoke = [
        ("action", "revoke-private-invitation"),
        ("invitation", invitation.as_str()),
    ];
    assert_eq!(broker.post(&site, &page, &revoke).await.code(), 303);
    assert_eq!(site.get(&link).await.code(), 404);
}

#[tokio::test]
async fn only_its_broker_invites_and_says_what_the_owner_signed() {
    let site = TestSite::small().await;
    let home = site.home(StandardStatus::Active).clone();
    let page = format!("/broker/listings/{}/private", home.listing_id);
    let mut broker = broker_of(&site, &home).await;
    // Everybody sees the home: nothing to show privately.
    let refused = broker.post(&site, &page, &fields("maya@example.com")).await;
    assert_eq!(refused.code(), 400);
    let mut future = fields("maya@example.com");
    future[4].1 = "2126-01-01";
    assert_eq!(broker.post(&site, &page, &future).await.code(), 400);
    let mut buyer = signed_in(&site, "b@example.com", Role::Buyer, None).await;
    assert_eq!(buyer.get(&site, &page).await.code(), 404);
    let posted = buyer.post(&site, &page, &fields("maya@example.com")).await;
    assert!(matches!(posted.code(), 403 | 404), "{}", posted.code());
    for link in ["/private/nothing", "/ne/private/prp_1.x"] {
        assert_eq!(site.get(link).await.code(), 404, "{link}");
    }
}
