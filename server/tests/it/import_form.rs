//! Importing a list in the browser, through the router, and through an end of the program.

use super::support::{
    SITE, TestSite,
    forms::Browser,
    market::SeedFolder,
    people::{add_second_factor, signed_in},
    program::{Server, run},
    response::TestResponse,
};
use axum::{body::Body, http::Request};
use durbar_domain::{
    AccountId, ImportId,
    account::{Person, Principal, Role, SubscriptionLevel},
    import_run::{ImportRun, ImportState},
};
use durbar_platform::outbox::Outbox;
use durbar_services::imports::SentList;
use jiff::{SignedDuration, Timestamp};
use std::{fs, path::Path};

const PAGE: &str = "/account/admin/import";
const MAPPING: &str = include_str!("import/mapping.toml");
const NAMES: &str = "ref,name,ward,aana,beds,price_lakh,agent";

async fn admin(site: &TestSite) -> Browser {
    let email = "root@example.com";
    let mut browser = signed_in(site, email, Role::Admin, None).await;
    add_second_factor(site, &mut browser, email).await;
    browser
}

fn form(browser: &Browser, files: &[(&str, &str, &str)]) -> Request<Body> {
    let mut body = String::new();
    let action = "--x\r\nContent-Disposition: form-data; name=\"action\"\r\n\r\nsend-list\r\n";
    body.push_str(action);
    for (field, name, text) in files {
        body.push_str(&format!(
            "--x\r\nContent-Disposition: form-data; name=\"{field}\"; filename=\"{name}\"\r\n\
             Content-Type: text/plain\r\n\r\n{text}\r\n"
        ));
    }
    body.push_str("--x--\r\n");
    Request::post(PAGE)
        .header("content-type", "multipart/form-data; boundary=x")
        .header("origin", SITE)
        .header("sec-fetch-site", "same-origin")
        .header("cookie", browser.header())
        .body(Body::from(body))
        .expect("a request")
}

async fn send(site: &TestSite, browser: &Browser, list: &str, mapping: &str) -> TestResponse {
    let files = [
        ("list", "list.csv", list),
        ("mapping", "mapping.toml", mapping),
    ];
    site.send(form(browser, &files)).await
}

#[tokio::test]
async fn an_admin_tries_a_list_reads_the_report_and_takes_it() {
    let site = TestSite::small().await;
    let mut admin = admin(&site).await;
    let page = admin.get(&site, PAGE).await;
    assert!(
        page.text().contains("multipart/form-data"),
        "{}",
        page.text()
    );
    let list = format!("{NAMES}\nR-1,Brick house,18,8.5,4,100,anju\nR-2,Barn,99,8.5,4,100,anju\n");
    let wrong = send(&site, &admin, &list, "source = 1").await;
    assert_eq!(wrong.code(), 400);
    assert!(wrong.text().contains("mapping-error"), "{}", wrong.text());

    let sent = send(&site, &admin, &list, MAPPING).await;
    assert_eq!(sent.code(), 303, "{}", sent.text());
    let to = sent.header("location").to_owned();
    let waiting = admin.get(&site, &to).await;
    assert!(waiting.text().contains("<progress"), "{}", waiting.text());
    let early = admin.get(&site, &format!("{to}/report.csv")).await;
    assert_eq!(early.code(), 404, "there is none yet");
    let imports = &site.services().import_runs;
    imports.run_due(Timestamp::now()).await.expect("worked");
    let tried = admin.get(&site, &to).await;
    assert!(tried.text().contains("start-import"), "{}", tried.text());
    assert!(tried.text().contains("R-2"), "{}", tried.text());
    let report = admin.get(&site, &format!("/ne{to}/report.csv")).await;
    assert_eq!(report.header("content-type"), "text/csv; charset=utf-8");
    assert!(
        report.text().contains("2,R-2,ward,ward,is outside 1 to 32"),
        "{}",
        report.text()
    );

    let stale = [("action", "start-import"), ("version", "1")];
    assert_eq!(admin.post(&site, &to, &stale).await.code(), 409);
    let id: ImportId = to
        .rsplit('/')
        .next()
        .expect("an id")
        .parse()
        .expect("an id");
    let version = imports
        .get(&principal(), id)
        .await
        .expect("an import")
        .version;
    let version = version.to_string();
    let start = [("action", "start-import"), ("version", version.as_str())];
    assert_eq!(admin.post(&site, &to, &start).await.code(), 303);
    imports.run_due(Timestamp::now()).await.expect("worked");
    let done = admin.get(&site, &format!("/ne{to}")).await;
    assert_eq!(done.code(), 200);
    assert!(!done.text().contains("start-import"), "{}", done.text());
    let all = admin.get(&site, PAGE).await;
    assert!(all.text().contains("list.csv"), "{}", all.text());
}

#[tokio::test]
async fn nobody_else_finds_it_and_no_file_of_theirs_is_read() {
    let site = TestSite::small().await;
    assert_eq!(site.get(PAGE).await.code(), 303, "to sign in");
    let mut buyer = signed_in(&site, "maya@example.com", Role::Buyer, None).await;
    let id = ImportId::from_parts(1, 1);
    for address in [
        PAGE.to_owned(),
        format!("{PAGE}/{id}"),
        format!("{PAGE}/{id}/report.csv"),
    ] {
        assert_eq!(buyer.get(&site, &address).await.code(), 404, "{address}");
    }
    let refused = send(&site, &buyer, "ref\n1\n", MAPPING).await;
    assert_eq!(refused.code(), 404);
    let all = site.services().import_runs.list(&principal()).await;
    assert_eq!(all.expect("a list"), []);
}

fn principal() -> Principal {
    Principal::Person(Person {
        account_id: AccountId::from_parts(1, 1),
        role: Role::Admin,
        subscription_level: SubscriptionLevel::Free,
        broker_id: None,
        multi_factor: true,
        seat: None,
    })
}

async fn the_run(site: &TestSite) -> ImportRun {
    let mut runs = site
        .services()
        .import_runs
        .list(&principal())
        .await
        .expect("a list");
    runs.pop().expect("an import")
}

fn logged(data: &Path) -> u64 {
    fs::metadata(data.join("table.sqlite-wal")).map_or(0, |about| about.len())
}

/// Homes that are told of.
async fn told(site: &TestSite) -> usize {
    let outbox = Outbox::new(site.stack.platform().table.clone());
    let mut count = 0;
    for shard in Outbox::shards() {
        let pending = outbox.pending(shard, None, 10_000).await.expect("events");
        count += pending
            .events
            .iter()
            .filter(|it| it.event.listing_id().is_some())
            .count();
    }
    count
}

#[tokio::test(flavor = "multi_thread")]
async fn an_import_survives_a_killed_server() {
    const ROWS: usize = 3_000;
    let folder = tempfile::tempdir().expect("a folder");
    let data = folder.path().join("data");
    let seed = SeedFolder::small();
    let (at, from) = (
        data.to_str().expect("UTF-8"),
        seed.path().to_str().expect("UTF-8"),
    );
    let seeded = run(&["seed", "--data", at, "--seed-dir", from]);
    assert!(seeded.status.success(), "{seeded:?}");
    let mut list = format!("{NAMES}\n");
    for n in 1..=ROWS {
        list.push_str(&format!("R-{n},Brick house {n},18,8.5,4,100,anju\n"));
    }
    let site = TestSite::in_folder(&data, &seed).await;
    let imports = site.services().import_runs.clone();
    let now = Timestamp::now();
    let sent = SentList {
        name: "list.csv".to_owned(),
        bytes: list.clone().into(),
        mapping: MAPPING.into(),
    };
    imports.send(&principal(), sent, now).await.expect("sent");
    imports.run_due(now).await.expect("tried");
    let tried = the_run(&site).await;
    assert_eq!(tried.counts.created, ROWS as u64);
    let named = (tried.import_id, tried.version);
    imports
        .start(&principal(), named, now)
        .await
        .expect("begun");
    site.stack.close().await;

    let before = logged(&data);
    let server = Server::start(&data, &[]);
    // While homes are written.
    while logged(&data) < before + 400_000 {
        std::thread::yield_now();
    }
    // `kill -9`.
    drop(server);

    let site = TestSite::in_folder(&data, &seed).await;
    let imports = site.services().import_runs.clone();
    let killed = the_run(&site).await;
    assert_eq!(killed.state, ImportState::Running, "{killed:?}");
    let told_before = told(&site).await;
    let later = Timestamp::now() + SignedDuration::from_mins(1);
    imports.run_due(later).await.expect("worked");
    let done = the_run(&site).await;
    assert_eq!(done.state, ImportState::Done);
    assert_eq!((done.counts.rows, done.counts.refused), (ROWS as u64, 0));
    assert!(
        told(&site).await > told_before,
        "it was killed before its end"
    );
    // Sent again, every row is there, and once.
    let list = SentList {
        name: "list.csv".to_owned(),
        bytes: list.into(),
        mapping: MAPPING.into(),
    };
    let again = imports.send(&principal(), list, later).await.expect("sent");
    imports.run_due(later).await.expect("tried");
    let again = imports.get(&principal(), again.import_id).await;
    let again = again.expect("an import");
    assert_eq!(again.counts.unchanged, ROWS as u64, "{:?}", again.counts);
    site.stack.close().await;
}
