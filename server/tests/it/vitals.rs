//! How pages come up in browsers is told by the pages themselves, counted, and read by admins.

use crate::support::{
    TestSite,
    people::{add_second_factor, signed_in},
};
use aws_sdk_dynamodb::types::AttributeValue;
use durbar_domain::{
    StandardStatus,
    account::Role,
    web_vitals::{PageKind, Vital, VitalTotals},
};
use durbar_platform::web_vitals::WebVitalStore;
use jiff::{Timestamp, ToSpan, tz::TimeZone};
use strum::VariantArray as _;

const PHONE: &str = "Mozilla/5.0 (iPhone; CPU iPhone OS 18_6 like Mac OS X) AppleWebKit/605.1.15 Version/18.6 Mobile/15E148 Safari/604.1";
const OURS: (&str, &str) = ("sec-fetch-site", "same-origin");
const REPORT: &str = r#"{"LCP":1834.2,"CLS":0.31,"TTFB":41,"INP":112,"page":"listing"}"#;

async fn told(site: &TestSite, body: &str, headers: &[(&'static str, &str)]) -> u16 {
    let answer = site.beacon("/api/vitals", body, headers).await;
    answer.code()
}

/// What is in the table around today.
async fn written(site: &TestSite) -> VitalTotals {
    let flushed = site.stack.metrics().flush(Timestamp::now()).await;
    flushed.expect("written");
    let store = WebVitalStore::new(site.stack.platform().table.clone());
    let today = Timestamp::now().to_zoned(TimeZone::UTC).date();
    let daily = store.daily(today - 1.day(), today + 1.day()).await;
    let mut totals = VitalTotals::default();
    for figures in daily.expect("read").values() {
        totals.add(figures);
    }
    totals
}

#[tokio::test]
async fn a_report_is_counted_with_its_kind_of_page() {
    let site = TestSite::small().await;
    assert_eq!(
        told(&site, REPORT, &[OURS, ("user-agent", PHONE)]).await,
        204
    );
    let totals = written(&site).await;
    for vital in Vital::VARIANTS {
        let listing = totals.of(PageKind::Listing).of(*vital);
        assert_eq!(listing.visits(), 1, "{vital:?}");
    }
    assert!(totals.of(PageKind::Front).is_empty());
    assert_eq!(written(&site).await, totals, "nothing is written twice");
}

#[tokio::test]
async fn strangers_programs_and_nonsense_do_not_count() {
    let site = TestSite::small().await;
    let phone = ("user-agent", PHONE);
    for body in [
        "",
        "{}",
        r#"{"page":"listing"}"#,
        r#"{"page":"/homes/x","LCP":1}"#,
        r#"{"page":"listing","LCP":-1}"#,
        r#"{"page":"listing","LCP":1e999}"#,
        r#"{"page":"listing","LCP":1,"user":"somebody"}"#,
        "\u{0}",
    ] {
        assert_eq!(told(&site, body, &[OURS, phone]).await, 400, "{body:?}");
    }
    let long = format!("{REPORT}{}", " ".repeat(1_000));
    assert_eq!(told(&site, &long, &[OURS, phone]).await, 413);
    for stranger in [
        ("sec-fetch-site", "cross-site"),
        ("origin", "https://elsewhere.test"),
    ] {
        assert_eq!(told(&site, REPORT, &[stranger, phone]).await, 403);
    }
    assert_eq!(told(&site, REPORT, &[phone]).await, 403);
    let robot = "Mozilla/5.0 (compatible; Googlebot/2.1; +http://www.google.com/bot.html)";
    // Programs get the same answer, so that nobody learns how they are told apart.
    assert_eq!(
        told(&site, REPORT, &[OURS, ("user-agent", robot)]).await,
        204
    );
    assert_eq!(site.get("/api/vitals").await.code(), 405);
    assert!(written(&site).await.is_empty());
}

#[tokio::test]
async fn one_visitor_does_not_outweigh_the_others() {
    let site = TestSite::small().await;
    let from = |address| {
        [
            OURS,
            ("user-agent", PHONE),
            ("cloudfront-viewer-address", address),
        ]
    };
    for _ in 0..100 {
        assert_eq!(told(&site, REPORT, &from("203.0.113.1:4000")).await, 204);
    }
    assert_eq!(told(&site, REPORT, &from("203.0.113.2:4000")).await, 204);
    let totals = written(&site).await;
    let counted = totals.of(PageKind::Listing).of(Vital::Lcp).visits();
    assert_eq!(counted, 61, "sixty of one and one of another");
}

#[tokio::test]
async fn figures_tell_nothing_of_who_or_where() {
    let site = TestSite::small().await;
    let headers = [
        OURS,
        ("user-agent", PHONE),
        ("cloudfront-viewer-address", "203.0.113.9:4000"),
        ("cookie", "tracker=verysecretcookie"),
        ("referer", "https://durbar.test/homes/verysecrethome"),
    ];
    assert_eq!(told(&site, REPORT, &headers).await, 204);
    assert!(!written(&site).await.is_empty());
    let table = &site.stack.platform().table;
    let query = table.client().query().table_name(table.name());
    let query = query
        .key_condition_expression("PK = :partition")
        .expression_attribute_values(":partition", AttributeValue::S("WEBVITALS#ALL".to_owned()));
    let items = query.send().await.expect("read").items.unwrap_or_default();
    assert_eq!(items.len(), 1);
    let item = format!("{items:?}");
    for private in [
        "verysecret",
        "iPhone",
        "203.0.113.9",
        "/homes",
        "1834",
        "prp_",
    ] {
        assert!(!item.contains(private), "{private}: {item}");
    }
}

#[tokio::test]
async fn pages_ask_for_it_and_admins_read_it() {
    let site = TestSite::small().await;
    let home = site.home(StandardStatus::Active).summarize().path();
    for (address, page) in [
        ("/", "front"),
        ("/ne/", "front"),
        ("/homes?beds=2", "search"),
        (home.as_str(), "listing"),
        ("/brokers", "other"),
    ] {
        let html = site.get(address).await.text();
        assert!(html.contains("data-component=\"Vitals"), "{address}");
        let plain = html.replace("&quot;", "\"");
        assert!(plain.contains(&format!("\"page\":\"{page}\"")), "{address}");
    }

    let email = "admin@example.com";
    let mut admin = signed_in(&site, email, Role::Admin, None).await;
    add_second_factor(&site, &mut admin, email).await;
    let status = "/account/admin/status";
    let empty = admin.get(&site, status).await.text();
    assert!(
        empty.contains("No browser has told of a visit yet"),
        "{empty}"
    );
    assert_eq!(
        told(&site, REPORT, &[OURS, ("user-agent", PHONE)]).await,
        204
    );
    written(&site).await;
    let shown = admin.get(&site, status).await.text();
    for words in [
        "good up to 2.5 s",
        "good up to 200 ms",
        "good up to 0.1",
        "good up to 800 ms",
        "2 s or less: good (1 visit)",
        "150 ms or less: good (1 visit)",
        "0.5 or less: poor (1 visit)",
        "100 ms or less: good (1 visit)",
        "no visit",
    ] {
        assert!(shown.contains(words), "{words}: {shown}");
    }
    let nepali = admin.get(&site, &format!("/ne{status}")).await.text();
    for words in ["२.५ सेकेन्ड सम्म राम्रो", "०.५ वा कम: कमजोर (१ हेराइ)"]
    {
        assert!(nepali.contains(words), "{words}: {nepali}");
    }
}
