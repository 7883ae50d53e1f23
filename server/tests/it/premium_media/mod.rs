//! What only members see of a home: who gets it, and that nobody else gets anywhere near.

mod passed_on;
mod tier;

use crate::support::{SITE, TestSite, forms::Browser, people::member, response::TestResponse};
use axum::{
    body::Body,
    http::{Request, header},
};
use durbar_domain::{
    Listing, Locale, PropertyId,
    account::{Role, SubscriptionLevel},
    premium::{PremiumAnswer, PremiumEntry, PremiumKind},
    status::Visibility,
};
use durbar_platform::signer::PREMIUM_TTL_SECONDS;
use jiff::{SignedDuration, Timestamp};
use std::collections::HashMap;

const ACCESS: &str = "__Host-durbar-access";
const VISITOR: &str = "203.0.113.7:4711";

/// A home on the market with all there is.
fn home(site: &TestSite) -> &Listing {
    site.find(|home| home.publish().premium_offer.kinds().count() == 3)
}

fn path(home: &Listing, kind: PremiumKind) -> String {
    let mut media = home.premium_media.iter();
    let media = media
        .find(|media| media.kind == kind)
        .expect("there is one");
    media.path(home.listing_id)
}

/// Asks from a page of `origin`.
async fn ask(site: &TestSite, browser: &Browser, id: PropertyId, origin: &str) -> TestResponse {
    ask_from(site, browser, id, origin, VISITOR).await
}

async fn ask_from(
    site: &TestSite,
    browser: &Browser,
    id: PropertyId,
    origin: &str,
    address: &str,
) -> TestResponse {
    let request = Request::post("/api/premium/open")
        .header(header::CONTENT_TYPE, "application/json")
        .header(header::ORIGIN, origin)
        .header("cloudfront-viewer-address", address)
        .header(
            header::COOKIE,
            format!("{ACCESS}={}", browser.cookie(ACCESS)),
        )
        .body(Body::from(format!("{{\"listing_id\":\"{id}\"}}")));
    site.send(request.expect("a request")).await
}

async fn told(site: &TestSite, browser: &Browser, id: PropertyId) -> (PremiumAnswer, TestResponse) {
    let answer = ask(site, browser, id, SITE).await;
    assert_eq!(answer.code(), 200, "{}", answer.text());
    assert_eq!(answer.header("cache-control"), "no-store");
    (
        serde_json::from_slice(&answer.body).expect("an answer"),
        answer,
    )
}

fn entry(answer: &PremiumAnswer, kind: PremiumKind) -> &PremiumEntry {
    let mut parts = answer.parts.iter();
    &parts
        .find(|part| part.kind == kind)
        .expect("the kind")
        .entry
}

/// The cookies an answer sets, as a browser sends them, by the path they are for.
fn cookies(answer: &TestResponse) -> HashMap<String, String> {
    let mut cookies: HashMap<String, String> = HashMap::new();
    for value in answer.headers.get_all(header::SET_COOKIE) {
        let text = value.to_str().expect("visible ASCII");
        let mut parts = text.split("; ");
        let pair = parts.next().expect("a pair");
        let path = parts.find_map(|part| part.strip_prefix("Path=/premium/"));
        if let Some(path) = path {
            let of_path = cookies.entry(format!("/premium/{path}")).or_default();
            let separator = if of_path.is_empty() { "" } else { "; " };
            of_path.push_str(separator);
            of_path.push_str(pair);
        }
    }
    cookies
}

async fn fetch(site: &TestSite, path: &str, cookies: &str) -> u16 {
    site.get_with(path, &[("cookie", cookies)]).await.code()
}

#[tokio::test]
async fn gold_sees_pictures_and_tour_and_platinum_the_film_too() {
    let site = TestSite::whole().await;
    let home = home(&site);
    let id = home.listing_id;
    let [picture, tour, film] = [
        PremiumKind::Picture,
        PremiumKind::Panorama,
        PremiumKind::DroneFilm,
    ]
    .map(|kind| path(home, kind));

    let gold = member(&site, SubscriptionLevel::Gold).await;
    let (answer, response) = told(&site, &gold, id).await;
    let level = PremiumEntry::Level(SubscriptionLevel::Platinum);
    assert_eq!(entry(&answer, PremiumKind::DroneFilm), &level);
    let golden = cookies(&response);
    assert_eq!(golden.len(), 2);
    let of_tour = &golden[&format!("/premium/{id}/tour/")];
    let of_pictures = &golden[&format!("/premium/{id}/gallery/")];
    let seen = site.get_with(&tour, &[("cookie", of_tour)]).await;
    assert_eq!(
        (seen.code(), seen.header("content-type")),
        (200, "image/jpeg")
    );
    assert_eq!(fetch(&site, &picture, of_pictures).await, 200);
    for cookies in golden.values() {
        assert_eq!(
            fetch(&site, &film, cookies).await,
            403,
            "the film is Platinum's"
        );
    }
    assert_eq!(fetch(&site, &tour, of_pictures).await, 403);

    let platinum = member(&site, SubscriptionLevel::Platinum).await;
    let (_, response) = told(&site, &platinum, id).await;
    let cookies = cookies(&response);
    let of_film = [
        ("cookie", cookies[&format!("/premium/{id}/film/")].as_str()),
        ("range", "bytes=0-99"),
    ];
    let part = site.get_with(&film, &of_film).await;
    assert_eq!(
        (part.code(), part.header("content-type")),
        (206, "video/mp4")
    );
}

#[tokio::test]
async fn everybody_else_is_told_what_would_open_it() {
    let site = TestSite::whole().await;
    let home = home(&site);
    let id = home.listing_id;
    let free = member(&site, SubscriptionLevel::Free).await;
    let (answer, response) = told(&site, &free, id).await;
    let level = PremiumEntry::Level(SubscriptionLevel::Gold);
    assert_eq!(entry(&answer, PremiumKind::Panorama), &level);
    assert!(cookies(&response).is_empty() && !response.text().contains("/premium/"));

    let nobody = Browser::default();
    let (answer, response) = told(&site, &nobody, id).await;
    assert!(
        answer
            .parts
            .iter()
            .all(|part| part.entry == PremiumEntry::SignIn)
    );
    assert!(cookies(&response).is_empty() && !response.text().contains("/premium/"));
    for kind in [
        PremiumKind::Picture,
        PremiumKind::Panorama,
        PremiumKind::DroneFilm,
    ] {
        assert_eq!(site.get(&path(home, kind)).await.code(), 403);
    }

    let gold = member(&site, SubscriptionLevel::Gold).await;
    let elsewhere = ask(&site, &gold, id, "https://elsewhere.test").await;
    assert_eq!(elsewhere.code(), 403);
    let hidden = site.find(|home| home.standard_status.visibility() == Visibility::Hidden);
    for id in [hidden.listing_id, PropertyId::from_parts(1, 1)] {
        assert_eq!(ask(&site, &gold, id, SITE).await.code(), 404);
    }
}

#[tokio::test]
async fn an_address_is_worth_nothing_without_its_cookies() {
    let site = TestSite::whole().await;
    let home = home(&site);
    let (id, tour) = (home.listing_id, path(home, PremiumKind::Panorama));
    let gold = member(&site, SubscriptionLevel::Gold).await;
    let (_, response) = told(&site, &gold, id).await;
    let cookies = cookies(&response)[&format!("/premium/{id}/tour/")].clone();
    assert_eq!(fetch(&site, &tour, &cookies).await, 200);
    assert_eq!(site.get(&tour).await.code(), 403, "copied to somebody else");

    let start = cookies.find("Policy=").expect("a policy") + "Policy=".len();
    let mut edited = cookies.clone().into_bytes();
    edited[start + 20] = if edited[start + 20] == b'A' {
        b'B'
    } else {
        b'A'
    };
    let edited = String::from_utf8(edited).expect("ASCII");
    assert_eq!(fetch(&site, &tour, &edited).await, 403, "edited");

    let access = site.host.premium.as_ref().expect("keys");
    let signed = |seconds| {
        let at = Timestamp::now() - SignedDuration::from_secs(seconds);
        let signed = access.signed_cookies_for(id, PremiumKind::Panorama, at, None);
        let signed = signed.expect("signed").cookies.0;
        let pairs = signed.iter().map(|(name, value)| format!("{name}={value}"));
        pairs.collect::<Vec<_>>().join("; ")
    };
    assert_eq!(
        fetch(&site, &tour, &signed(PREMIUM_TTL_SECONDS - 60)).await,
        200
    );
    assert_eq!(
        fetch(&site, &tour, &signed(PREMIUM_TTL_SECONDS + 1)).await,
        403,
        "expired"
    );
}

#[tokio::test]
async fn the_page_of_a_home_tells_that_there_is_more_and_not_where() {
    let site = TestSite::whole().await;
    let home = home(&site);
    let mut gold = member(&site, SubscriptionLevel::Gold).await;
    let card = home.summarize();
    for locale in [Locale::En, Locale::Ne] {
        let address = locale.path(&card.path());
        let page = site.get(&address).await;
        assert_eq!(page.code(), 200);
        let text = page.text();
        assert!(text.contains("id=\"premium\"") && text.contains("/account/premium?home="));
        for media in &home.premium_media {
            assert!(!text.contains(&media.path(home.listing_id)));
            assert!(!text.contains(&media.media_id.to_string()));
            assert!(!text.contains(media.alt.get(locale)));
        }
        let for_gold = gold.get(&site, &address).await;
        assert_eq!(for_gold.body, page.body, "the same for everyone");
        assert_eq!(for_gold.header("set-cookie"), "");
    }
    let without = site.find(|home| {
        home.premium_media.is_empty() && home.standard_status.availability().is_some()
    });
    let page = site.get(&without.summarize().path()).await;
    assert!(!page.text().contains("id=\"premium\""));
}

#[tokio::test]
async fn without_scripting_a_page_of_the_account_shows_it() {
    let site = TestSite::whole().await;
    let home = home(&site);
    let (id, tour) = (home.listing_id, path(home, PremiumKind::Panorama));
    let address = format!("/account/premium?home={id}");
    let guest = site.get(&address).await;
    assert_eq!(guest.code(), 303);
    let next = format!("/account/sign-in?next=%2Faccount%2Fpremium%3Fhome%3D{id}");
    assert_eq!(guest.header("location"), next);

    let mut gold = member(&site, SubscriptionLevel::Gold).await;
    let page = gold.get(&site, &address).await;
    assert_eq!(
        (page.code(), page.header("cache-control")),
        (200, "no-store")
    );
    let text = page.text();
    assert!(text.contains(&tour), "{text}");
    assert!(!text.contains(&path(home, PremiumKind::DroneFilm)));
    let cookies = cookies(&page);
    assert_eq!(cookies.len(), 2);
    let of_tour = &cookies[&format!("/premium/{id}/tour/")];
    assert_eq!(fetch(&site, &tour, of_tour).await, 200);
    for query in ["", "?home=", "?home=prp_1"] {
        let page = gold.get(&site, &format!("/account/premium{query}")).await;
        assert_eq!(page.code(), 404, "{query}");
    }
}
