//! Views are counted by the page that was seen.

use crate::support::TestSite;
use durbar_domain::{PropertyId, StandardStatus};
use jiff::{Timestamp, ToSpan, tz::TimeZone};

const PHONE: &str = "Mozilla/5.0 (iPhone; CPU iPhone OS 18_6 like Mac OS X) AppleWebKit/605.1.15 Version/18.6 Mobile/15E148 Safari/604.1";
const OURS: (&str, &str) = ("sec-fetch-site", "same-origin");

/// Views of a home as written in the table, around today.
async fn views(site: &TestSite, id: PropertyId) -> u64 {
    let views = &site.services().views;
    views.flush().await.expect("written");
    let today = Timestamp::now().to_zoned(TimeZone::UTC).date();
    let (from, to) = (today - 1.day(), today + 1.day());
    views
        .daily(id, from, to)
        .await
        .expect("read")
        .values()
        .sum()
}

#[tokio::test]
async fn each_visitor_counts_once() {
    let site = TestSite::small().await;
    let id = site.home(StandardStatus::Active).listing_id;
    let visit = |address: &'static str, agent: &'static str| {
        let (site, id) = (&site, id.to_string());
        async move {
            let headers = [
                OURS,
                ("user-agent", agent),
                ("cloudfront-viewer-address", address),
            ];
            let answer = site.report_seen(&id, &headers).await;
            assert_eq!((answer.code(), answer.body.len()), (204, 0));
        }
    };
    visit("203.0.113.1:4000", PHONE).await;
    visit("203.0.113.1:4001", PHONE).await;
    assert_eq!(views(&site, id).await, 1);
    visit("203.0.113.2:4000", PHONE).await;
    visit(
        "203.0.113.1:4000",
        "Mozilla/5.0 (X11; Linux x86_64; rv:145.0) Gecko/20100101 Firefox/145.0",
    )
    .await;
    assert_eq!(views(&site, id).await, 3);
}

#[tokio::test]
async fn programs_and_other_sites_do_not_count() {
    let site = TestSite::small().await;
    let home = site.home(StandardStatus::Active).listing_id;
    let id = home.to_string();
    let robot = "Mozilla/5.0 (compatible; Googlebot/2.1; +http://www.google.com/bot.html)";
    // Programs get the same answer, so that nobody learns how they are told apart.
    assert_eq!(
        site.report_seen(&id, &[OURS, ("user-agent", robot)])
            .await
            .code(),
        204
    );
    assert_eq!(site.report_seen(&id, &[OURS]).await.code(), 204);
    assert_eq!(
        site.report_seen(
            &id,
            &[("sec-fetch-site", "cross-site"), ("user-agent", PHONE)]
        )
        .await
        .code(),
        403
    );
    assert_eq!(
        site.report_seen(
            &id,
            &[("origin", "https://elsewhere.test"), ("user-agent", PHONE)]
        )
        .await
        .code(),
        403
    );
    assert_eq!(
        site.report_seen(&id, &[("user-agent", PHONE)]).await.code(),
        403
    );
    assert_eq!(views(&site, home).await, 0);
    assert_eq!(
        site.report_seen(
            &id,
            &[("origin", "https://durbar.test"), ("user-agent", PHONE)]
        )
        .await
        .code(),
        204
    );
    assert_eq!(views(&site, home).await, 1);
}

#[tokio::test]
async fn only_an_identifier_is_taken() {
    let site = TestSite::small().await;
    for body in [
        "",
        "prp_",
        "hello",
        "prp_00000000000000000000000000 OR 1=1",
        "\u{0}",
        "{\"listing_id\":1}",
    ] {
        let answer = site.report_seen(body, &[OURS, ("user-agent", PHONE)]).await;
        assert_eq!(answer.code(), 400, "{body:?}");
    }
    assert_eq!(
        site.report_seen(&"x".repeat(1_000), &[OURS, ("user-agent", PHONE)])
            .await
            .code(),
        413
    );
    assert_eq!(site.get("/api/seen").await.code(), 405);
    // A home that doesn't exist is answered like one that does, and nothing is written.
    let unknown = PropertyId::from_parts(1, 1);
    assert_eq!(
        site.report_seen(&unknown.to_string(), &[OURS, ("user-agent", PHONE)])
            .await
            .code(),
        204
    );
    assert_eq!(views(&site, unknown).await, 0);
}
