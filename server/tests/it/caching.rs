//! What may be kept, by whom, and when it is made anew.

use crate::support::{TestSite, market::SeedFolder};
use durbar_domain::{Npr, StandardStatus, format};
use durbar_services::Change;
use futures::future::join_all;

#[tokio::test]
async fn public_pages_are_for_shared_caches_and_name_their_content() {
    let site = TestSite::small().await;
    let home = site.home(StandardStatus::Active).summarize().path();
    for address in ["/", "/homes", &home, "/about"] {
        let page = site.get(address).await;
        let policy = page.header("cache-control");
        for part in [
            "public",
            "max-age=0",
            "s-maxage=",
            "stale-while-revalidate=",
        ] {
            assert!(policy.contains(part), "{address}: {policy}");
        }
        assert_eq!(page.header("vary"), "accept-encoding", "{address}");
        assert!(page.headers.get("set-cookie").is_none(), "{address}");
        let etag = page.header("etag");
        assert!(
            etag.starts_with('"') && etag.len() > 20,
            "{address}: {etag}"
        );
        let again = site.get_with(address, &[("if-none-match", etag)]).await;
        assert_eq!((again.code(), again.body.len()), (304, 0), "{address}");
        assert_eq!(
            (again.header("etag"), again.header("cache-control")),
            (etag, policy),
            "{address}"
        );
        assert_eq!(
            site.get_with(address, &[("if-none-match", "\"other\"")])
                .await
                .code(),
            200,
            "{address}"
        );
    }
}

#[tokio::test]
async fn two_renderings_are_the_same_to_the_byte() {
    let site = TestSite::with(&SeedFolder::small(), 0).await;
    let home = site.home(StandardStatus::Active).summarize().path();
    let gone = site.home(StandardStatus::Withdrawn).summarize().path();
    for address in [
        "/",
        "/homes",
        "/homes?view=map&beds=3",
        &home,
        &gone,
        "/ne/",
        "/neighbourhoods",
        "/nothing",
    ] {
        let (one, two) = (site.get(address).await, site.get(address).await);
        assert_eq!(
            one.header("server-timing").split(',').next(),
            Some("cache;desc=off"),
            "{address}"
        );
        assert_eq!(one.text(), two.text(), "{address}");
        assert_eq!(
            one.header("content-security-policy"),
            two.header("content-security-policy"),
            "{address}"
        );
    }
}

#[tokio::test]
async fn nothing_of_the_visitor_gets_into_a_page() {
    let site = TestSite::with(&SeedFolder::small(), 0).await;
    let headers = [
        ("cookie", "session=abc123"),
        ("accept-language", "ne"),
        ("user-agent", "Someone/1"),
        ("authorization", "Bearer x"),
    ];
    for address in ["/", "/homes?q=pool"] {
        assert_eq!(
            site.get(address).await.text(),
            site.get_with(address, &headers).await.text(),
            "{address}"
        );
    }
}

#[tokio::test]
async fn compressed_pages_hold_the_same_bytes() {
    let site = TestSite::small().await;
    let plain = site.get("/homes").await;
    let packed = site
        .get_with("/homes", &[("accept-encoding", "gzip, deflate, br")])
        .await;
    assert_eq!(packed.header("content-encoding"), "br");
    assert_ne!(packed.header("etag"), plain.header("etag"));
    let mut text = Vec::new();
    brotli::BrotliDecompress(&mut &packed.body[..], &mut text).expect("Brotli");
    assert_eq!(text, plain.body);
    let gzip = site
        .get_with("/homes", &[("accept-encoding", "gzip")])
        .await;
    assert_eq!(gzip.header("content-encoding"), "gzip");
    assert!(gzip.body.len() < plain.body.len() / 2);
}

#[tokio::test]
async fn all_who_ask_at_once_share_one_rendering() {
    let site = TestSite::small().await;
    let before = site.host.pages.renderings();
    let answers = join_all((0..40).map(|_| site.get("/homes?in=sanepa"))).await;
    assert!(
        answers
            .iter()
            .all(|answer| answer.code() == 200 && answer.body == answers[0].body)
    );
    assert_eq!(site.host.pages.renderings() - before, 1);
    // Spelt otherwise it is the same page.
    site.get("/homes?utm_source=mail&in=sanepa&beds=").await;
    assert_eq!(site.host.pages.renderings() - before, 1);
}

#[tokio::test]
async fn a_change_shows_on_the_next_request() {
    let site = TestSite::small().await;
    let home = site.home(StandardStatus::Active).clone();
    let path = home.summarize().path();
    let (old, new) = (
        site.get(&path).await,
        Npr::from_rupees(123_450_000).expect("a price"),
    );
    let list = site.get("/homes").await;
    let about = site.get("/about").await;
    let price = format::npr(new, durbar_domain::Locale::En);
    assert!(!old.text().contains(&price));

    let change = Change::Price {
        list_price: new,
        on_request: false,
    };
    site.services()
        .listings
        .change(home.listing_id, home.version, change)
        .await
        .expect("a change");
    site.stack
        .relay()
        .round()
        .await
        .expect("a round of the relay");

    let page = site.get(&path).await;
    assert!(page.text().contains(&price), "{}", page.text());
    assert_ne!(page.header("etag"), old.header("etag"));
    let compact = format::npr_compact(new, durbar_domain::Locale::En);
    assert!(site.get("/homes").await.text().contains(&compact));
    assert_ne!(site.get("/homes").await.header("etag"), list.header("etag"));
    // What doesn't show homes is kept.
    assert_eq!(
        site.get("/about").await.header("server-timing"),
        "cache;desc=hit"
    );
    assert_eq!(
        site.get("/about").await.header("etag"),
        about.header("etag")
    );
}

#[tokio::test]
async fn a_home_that_is_taken_down_is_gone_at_once() {
    let site = TestSite::small().await;
    let home = site.home(StandardStatus::Active).clone();
    let path = home.summarize().path();
    assert_eq!(site.get(&path).await.code(), 200);
    assert!(site.get("/homes").await.text().contains(&path));
    let change = Change::Status(StandardStatus::Withdrawn);
    site.services()
        .listings
        .change(home.listing_id, home.version, change)
        .await
        .expect("a change");
    site.stack
        .relay()
        .round()
        .await
        .expect("a round of the relay");
    assert_eq!(site.get(&path).await.code(), 410);
    assert!(!site.get("/homes").await.text().contains(&path));
}
