//! How pages are answered is counted, and told to admins alone.

use crate::support::{
    TestSite,
    forms::Browser,
    people::{add_second_factor, signed_in},
};
use aws_sdk_dynamodb::types::AttributeValue;
use durbar_domain::{
    StandardStatus,
    account::Role,
    service_level::{PageGroup, PageTotals},
};
use durbar_platform::service_levels::ServiceLevelStore;
use jiff::{Timestamp, ToSpan, tz::TimeZone};

const STATUS: &str = "/account/admin/status";

/// What is in the table around today.
async fn written(site: &TestSite) -> PageTotals {
    let store = ServiceLevelStore::new(site.stack.platform().table.clone());
    let today = Timestamp::now().to_zoned(TimeZone::UTC).date();
    let daily = store.daily(today - 1.day(), today + 1.day()).await;
    let mut totals = PageTotals::default();
    for counts in daily.expect("read").values() {
        totals.add(counts);
    }
    totals
}

async fn flush(site: &TestSite) -> u64 {
    let flushed = site.stack.metrics().flush(Timestamp::now()).await;
    flushed.expect("written")
}

async fn admin(site: &TestSite) -> Browser {
    let email = "admin@example.com";
    let mut browser = signed_in(site, email, Role::Admin, None).await;
    add_second_factor(site, &mut browser, email).await;
    browser
}

/// The address of a home's page.
fn address_of_a_home(site: &TestSite) -> String {
    site.home(StandardStatus::Active).summarize().path()
}

#[tokio::test]
async fn a_home_asked_for_twice_is_counted_as_made_and_as_kept() {
    let site = TestSite::small().await;
    let address = address_of_a_home(&site);
    flush(&site).await;
    let before = written(&site).await;
    for _ in 0..2 {
        assert_eq!(site.get(&address).await.code(), 200);
    }
    assert_eq!(site.get("/healthz").await.code(), 200);
    assert_eq!(site.get("/favicon.svg").await.code(), 200);
    assert_eq!(flush(&site).await, 2, "what is no page doesn't count");
    assert_eq!(flush(&site).await, 0, "nothing is written twice");
    let after = written(&site).await;
    let more = |group| after.of(group).requests - before.of(group).requests;
    assert_eq!(more(PageGroup::ListingMade), 1);
    assert_eq!(more(PageGroup::ListingKept), 1);
    assert_eq!(more(PageGroup::Other), 0);
    let kept = after.of(PageGroup::ListingKept);
    assert_eq!(kept.latencies.iter().sum::<u64>(), kept.requests);
    assert_eq!(kept.faults, 0);
}

#[tokio::test]
async fn counts_tell_nothing_of_who_asked_or_what_for() {
    let site = TestSite::small().await;
    let home = address_of_a_home(&site);
    let id = site.home(StandardStatus::Active).listing_id.to_string();
    let visitor = [
        ("user-agent", "Somebody/7"),
        ("cloudfront-viewer-address", "203.0.113.9:4000"),
        ("cookie", "tracker=verysecretcookie"),
    ];
    for address in [
        format!("{home}?from=verysecretwish"),
        "/homes?q=verysecretwish".to_owned(),
    ] {
        site.get_with(&address, &visitor).await;
    }
    assert!(flush(&site).await > 0);
    let table = &site.stack.platform().table;
    let query = table.client().query().table_name(table.name());
    let query = query
        .key_condition_expression("PK = :partition")
        .expression_attribute_values(
            ":partition",
            AttributeValue::S("SERVICELEVEL#ALL".to_owned()),
        );
    let items = query.send().await.expect("read").items.unwrap_or_default();
    let counts: Vec<String> = items.iter().map(|item| format!("{item:?}")).collect();
    assert!(!counts.is_empty());
    for item in counts {
        for private in ["verysecret", "Somebody", "203.0.113.9", "/homes", &id] {
            assert!(!item.contains(private), "{private}: {item}");
        }
    }
}

#[tokio::test]
async fn admins_read_what_was_reached_and_nobody_else_does() {
    let site = TestSite::small().await;
    let mut admin = admin(&site).await;
    let empty = admin.get(&site, STATUS).await.text();
    assert!(empty.contains("Nothing was counted yet"), "{empty}");
    assert!(!empty.contains("Error budget left"), "{empty}");

    let address = address_of_a_home(&site);
    for _ in 0..2 {
        assert_eq!(site.get(&address).await.code(), 200);
    }
    flush(&site).await;
    let page = admin.get(&site, STATUS).await.text();
    for words in [
        "Service levels",
        "Today",
        "Last 7 days",
        "Last 28 days",
        "in under 250 ms",
        "in under 400 ms",
        "100 % answered",
        "0 % faults",
        "Met",
    ] {
        assert!(page.contains(words), "{words}: {page}");
    }
    let nepali = admin.get(&site, &format!("/ne{STATUS}")).await.text();
    for words in ["सेवाको स्तर", "पछिल्ला २८ दिन", "पूरा भयो"]
    {
        assert!(nepali.contains(words), "{words}: {nepali}");
    }
    let ways = admin.get(&site, "/account/admin/events").await.text();
    assert!(ways.contains(&format!("href=\"{STATUS}\"")), "{ways}");

    let mut broker = signed_in(&site, "broker@example.com", Role::Broker, None).await;
    let hidden = broker.get(&site, STATUS).await;
    assert_eq!(hidden.code(), 404);
}
