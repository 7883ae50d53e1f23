//! A home becomes a premium one and ceases to be: its tour and its film move, and the addresses
//! before no longer work.

use super::*;
use crate::support::people::{add_second_factor, signed_in};

/// Until all that follows from a change of the tier is done.
async fn settle(site: &TestSite) {
    let relay = site.stack.relay();
    relay.round().await.expect("the files are sent off");
    let media = &site.services().media;
    media.run_due(Timestamp::now()).await.expect("moved");
    for _ in 0..2 {
        relay.round().await.expect("the page follows");
    }
}

#[tokio::test]
async fn a_homes_tour_follows_its_tier_and_the_old_addresses_end() {
    let site = TestSite::whole().await;
    let home = home(&site).clone();
    let id = home.listing_id;
    let (tour, film) = (
        path(&home, PremiumKind::Panorama),
        path(&home, PremiumKind::DroneFilm),
    );
    let email = "desk@example.com";
    let mut desk = signed_in(&site, email, Role::Broker, Some(home.broker_id)).await;
    add_second_factor(&site, &mut desk, email).await;
    let page = format!("/broker/listings/{id}");
    let listings = &site.services().listings;
    let mut change = async |premium: &str| {
        let version = listings.get(id).await.expect("a home").version.to_string();
        let fields = [
            ("action", "change-tier"),
            ("version", version.as_str()),
            ("premium", premium),
        ];
        let answer = desk.post(&site, &page, &fields).await;
        assert_eq!(answer.code(), 303, "{}", answer.text());
        let stale = desk.post(&site, &page, &fields).await;
        assert_eq!(stale.code(), 409, "it was changed meanwhile");
        settle(&site).await;
        desk.get(&site, &page).await.text()
    };
    let shown = change("yes").await;
    assert!(shown.contains("Make it a plain home"), "{shown}");
    let gold = member(&site, SubscriptionLevel::Gold).await;
    let (_, response) = told(&site, &gold, id).await;
    let of_tour = cookies(&response)[&format!("/premium/{id}/tour/")].clone();
    assert_eq!(fetch(&site, &tour, &of_tour).await, 200);

    let shown = change("no").await;
    assert!(shown.contains("A plain home from now on"), "{shown}");
    let plain = listings.get(id).await.expect("a home");
    let public = plain.tours[0].path();
    let public_film = plain.films[0].path();
    for path in [&public, &public_film] {
        assert_eq!(site.get(path).await.code(), 200, "{path}");
    }
    for path in [&tour, &film] {
        let code = fetch(&site, path, &of_tour).await;
        assert!(matches!(code, 403 | 404), "{path}: {code}");
    }
    let address = home.summarize().path();
    let seen = site.get(&address).await.text();
    assert!(seen.contains(&public) && seen.contains(&public_film));

    change("yes").await;
    for path in [&public, &public_film] {
        assert_eq!(site.get(path).await.code(), 404, "{path}");
    }
    assert_eq!(fetch(&site, &tour, &of_tour).await, 200);
    let seen = site.get(&address).await.text();
    assert!(!seen.contains("/media/tours/") && !seen.contains(&public_film));
}
