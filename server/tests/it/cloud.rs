//! What people do on the site in AWS mode, against ministack: DynamoDB, S3 and Cognito over the
//! network, and nothing of embedded mode.

use crate::support::{
    SITE, TestSite,
    forms::Browser,
    market::SeedFolder,
    people::{PASSWORD, add_second_factor, member, signed_in},
    program::{Server, run_with},
    response::TestResponse,
};
use axum::{
    body::Body,
    http::{Request, header},
};
use durbar_domain::{
    StandardStatus,
    account::{Role, SubscriptionLevel},
    media::limits::PART_BYTES,
    premium::{PremiumKind, PremiumMedia},
};
use durbar_platform::{outbox::Outbox, testing::cloud::Cloud};
use jiff::Timestamp;
use serde_json::{Value, json};
use std::{
    io::{Read as _, Write as _},
    net::TcpStream,
};

const EMAIL: &str = "maya@example.com";
const JPEG: &[u8] = include_bytes!("../../../seed/media/villa-01-hero/768.jpg");

/// What a new account of AWS holds for the site.
async fn cloud() -> Cloud {
    let address = std::env::var("DURBAR_TEST_MINISTACK")
        .expect("`make unit` starts the emulators, then this test");
    Cloud::create(&address).await.expect("an emulator of AWS")
}

async fn relay(site: &TestSite) {
    let round = site.stack.relay().round().await;
    round.expect("a round of the relay");
}

#[tokio::test]
#[ignore = "needs ministack"]
async fn homes_are_found_and_shown() {
    let site = TestSite::in_cloud(&cloud().await).await;
    let home = site.home(StandardStatus::Active);
    let title = home.title.en.as_str();
    for address in [
        "/",
        "/ne/",
        "/homes?sort=newest",
        "/neighbourhoods",
        "/sitemap.xml",
    ] {
        assert_eq!(site.get(address).await.code(), 200, "{address}");
    }
    let query = form_urlencoded::byte_serialize(title.as_bytes()).collect::<String>();
    let found = site.get(&format!("/homes?q={query}")).await.text();
    let path = format!("/homes/{}-{}", home.slug, home.listing_id);
    assert!(found.contains(&path), "{found}");
    let page = site.get(&path).await;
    assert!(
        page.code() == 200 && page.text().contains(title),
        "{}",
        page.text()
    );
    let picture = site.get(&home.pictures[0].largest_jpeg()).await;
    assert_eq!(
        (picture.code(), picture.header("content-type")),
        (200, "image/jpeg")
    );
    assert_eq!(site.get("/readyz").await.code(), 200);
}

#[tokio::test]
#[ignore = "needs ministack"]
async fn somebody_signs_up_keeps_a_home_and_asks_for_a_viewing() {
    let site = TestSite::in_cloud(&cloud().await).await;
    let mut browser = Browser::default();
    let fields = [
        ("action", "sign-up"),
        ("name", "Maya Karki"),
        ("email", EMAIL),
        ("password", PASSWORD),
    ];
    let sent = browser.post(&site, "/account/sign-up", &fields).await;
    assert_eq!(sent.code(), 303, "{}", sent.text());
    site.services().accounts.settled().await;
    // The pool mails its codes itself, and the emulator's are always the same.
    let fields = [
        ("action", "confirm"),
        ("email", EMAIL),
        ("code", "123456"),
        ("password", PASSWORD),
    ];
    let done = browser.post(&site, "/account/confirm", &fields).await;
    assert_eq!(
        (done.code(), done.header("location")),
        (303, "/account"),
        "{}",
        done.text()
    );
    assert!(
        browser
            .get(&site, "/account")
            .await
            .text()
            .contains("Maya Karki")
    );

    let home = site.home(StandardStatus::Active).listing_id.to_string();
    let fields = [("action", "add-favorite"), ("listing", home.as_str())];
    let added = browser.post(&site, "/account/favorites", &fields).await;
    assert_eq!(added.code(), 303, "{}", added.text());
    let marked = browser.get(&site, "/api/favorites").await;
    assert_eq!(marked.text(), format!("[\"{home}\"]"));

    let address = format!("/enquiries/new?home={home}&about=question");
    let fields = [
        ("action", "ask-question"),
        ("home", home.as_str()),
        ("form_key", "the-key-of-this-one-form"),
        ("name", "Maya Karki"),
        ("email", EMAIL),
        ("phone", "9800000009"),
        ("choice", "phone"),
        ("text", "Is there water all year?"),
    ];
    let asked = browser.post(&site, &address, &fields).await;
    assert_eq!(asked.code(), 303, "{}", asked.text());
    let thread = browser.get(&site, asked.header("location")).await;
    assert!(
        thread.text().contains("Is there water all year?"),
        "{}",
        thread.text()
    );

    let everywhere = [("action", "sign-out-everywhere")];
    let out = browser.post(&site, "/account/security", &everywhere).await;
    assert_eq!(out.code(), 303, "{}", out.text());
    assert_eq!(browser.get(&site, "/account").await.code(), 303);
}

#[tokio::test]
#[ignore = "needs ministack"]
async fn a_broker_changes_a_price_and_everybody_hears_of_it() {
    let site = TestSite::in_cloud(&cloud().await).await;
    let home = site.home(StandardStatus::Active);
    let mut desk = signed_in(&site, EMAIL, Role::Broker, Some(home.broker_id)).await;
    let page = format!("/broker/listings/{}", home.listing_id);
    let version = home.version.to_string();
    let change = [
        ("action", "change-price"),
        ("version", version.as_str()),
        ("list_price", "12345678"),
    ];
    let early = desk.post(&site, &page, &change).await;
    assert_ne!(early.code(), 303, "brokers need a second factor");
    add_second_factor(&site, &mut desk, EMAIL).await;
    let changed = desk.post(&site, &page, &change).await;
    assert_eq!(changed.code(), 303, "{}", changed.text());
    let stale = desk.post(&site, &page, &change).await;
    assert_eq!(stale.code(), 409, "{}", stale.text());

    let path = format!("/homes/{}-{}", home.slug, home.listing_id);
    relay(&site).await;
    assert!(site.get(&path).await.text().contains("1,23,45,678"));
    assert!(desk.get(&site, &page).await.text().contains("12345678"));
    let outbox = Outbox::new(site.stack.platform().table.clone());
    for shard in Outbox::shards() {
        let pending = outbox.pending(shard, None, 100).await.expect("the outbox");
        assert!(
            pending.events.is_empty(),
            "nothing waits: {:?}",
            pending.events
        );
    }
}

#[tokio::test]
#[ignore = "needs ministack"]
async fn a_picture_goes_to_the_bucket_and_on_to_the_page() {
    let site = TestSite::in_cloud(&cloud().await).await;
    let home = site.home(StandardStatus::Active);
    let mut desk = signed_in(&site, EMAIL, Role::Broker, Some(home.broker_id)).await;
    add_second_factor(&site, &mut desk, EMAIL).await;
    let upload = json!({
        "kind": "picture",
        "audience": "public",
        "file_name": "hall.jpg",
        "bytes": JPEG.len(),
        "content_type": "image/jpeg",
    });
    assert!((JPEG.len() as u64) < PART_BYTES, "it is sent whole");
    let body = json!({ "listing_id": home.listing_id, "upload": upload });
    let begun = api(&site, &desk, "begin", &body).await;
    let address = &begun["Go"][1]["Whole"];
    let url = address["url"].as_str().expect("an address");
    assert!(
        url.starts_with("http://127.0.0.1:"),
        "the bucket's own: {url}"
    );
    assert_eq!(put(url, "image/jpeg", JPEG), 200);

    let ids = json!({ "listing_id": home.listing_id, "media_id": begun["Go"][0] });
    api(&site, &desk, "complete", &ids).await;
    let media = &site.services().media;
    media.run_due(Timestamp::now()).await.expect("worked");
    let arranged = media.arranged(home.listing_id).await.expect("arranged");
    let picture = arranged.pictures.last().expect("a picture");
    let shown = site.get(&picture.avif(768)).await;
    assert_eq!(
        (shown.code(), shown.header("content-type")),
        (200, "image/avif")
    );
    relay(&site).await;
}

#[tokio::test]
#[ignore = "needs ministack"]
async fn members_alone_open_premium_media() {
    let site = TestSite::in_cloud(&cloud().await).await;
    let is_gold = |media: &PremiumMedia| media.kind == PremiumKind::Panorama;
    let home = site.find(|home| home.premium_media.iter().any(is_gold));
    let tour = home.premium_media.iter().find(|media| is_gold(media));
    let path = tour.expect("a tour").path(home.listing_id);
    let member = member(&site, SubscriptionLevel::Gold).await;
    let body = format!("{{\"listing_id\":\"{}\"}}", home.listing_id);
    let open = Request::post("/api/premium/open")
        .header(header::CONTENT_TYPE, "application/json")
        .header(header::ORIGIN, SITE)
        .header("cloudfront-viewer-address", "203.0.113.7:4711");
    let open = |cookies: String| open.header(header::COOKIE, cookies).body(Body::from(body));
    let answer = site.send(open(member.header()).expect("a request")).await;
    assert_eq!(answer.code(), 200, "{}", answer.text());
    assert_eq!(site.get(&path).await.code(), 403, "not without the cookies");
    let opened = site
        .get_with(&path, &[("cookie", &cookies_for(&path, &answer))])
        .await;
    assert_eq!(opened.code(), 200, "{}", opened.text());
}

/// Those of an answer's cookies that a browser sends for a path.
fn cookies_for(path: &str, answer: &TestResponse) -> String {
    let set = answer.headers.get_all(header::SET_COOKIE).into_iter();
    let set = set.map(|value| value.to_str().expect("visible ASCII"));
    let pairs = set.filter_map(|cookie| {
        let (pair, rest) = cookie.split_once("; ")?;
        let of = rest
            .split("; ")
            .find_map(|part| part.strip_prefix("Path="))?;
        path.starts_with(of).then(|| pair.to_owned())
    });
    pairs.collect::<Vec<_>>().join("; ")
}

/// A sign-in as bytes.
fn sign_in_by_hand(password: &str) -> String {
    let form = form_urlencoded::Serializer::new(String::new())
        .extend_pairs([
            ("action", "sign-in"),
            ("email", EMAIL),
            ("password", password),
        ])
        .finish();
    format!(
        "POST /account/sign-in HTTP/1.1\r\nHost: durbar.test\r\nOrigin: {SITE}\r\n\
         Sec-Fetch-Site: same-origin\r\nContent-Type: application/x-www-form-urlencoded\r\n\
         Content-Length: {}\r\nConnection: close\r\n\r\n{form}",
        form.len()
    )
}

/// The program itself, by its settings alone: an empty account is filled, served, and left in
/// order.
#[tokio::test]
#[ignore = "needs ministack"]
async fn the_program_runs_on_an_account() {
    let cloud = cloud().await;
    let settings = [
        ("AWS_ACCESS_KEY_ID", "test"),
        ("AWS_SECRET_ACCESS_KEY", "test"),
        ("DURBAR_MODE", "aws"),
        ("DURBAR_AWS_REGION", "ap-south-1"),
        ("DURBAR_TABLE", &cloud.table),
        ("DURBAR_RAW_UPLOADS_BUCKET", &cloud.buckets.raw_uploads),
        ("DURBAR_PUBLIC_MEDIA_BUCKET", &cloud.buckets.public_media),
        ("DURBAR_PREMIUM_MEDIA_BUCKET", &cloud.buckets.premium_media),
        (
            "DURBAR_PRIVATE_PAPERS_BUCKET",
            &cloud.buckets.private_papers,
        ),
        ("DURBAR_AUDIT_BUCKET", &cloud.buckets.audit),
        ("DURBAR_TABLE_ENDPOINT", &cloud.address),
        ("DURBAR_OBJECTS_ENDPOINT", &cloud.address),
    ];
    let seed = SeedFolder::small();
    let folder = seed.path().to_str().expect("UTF-8");
    let seeded = run_with(&settings, &["seed", "--seed-dir", folder]);
    assert!(seeded.status.success(), "{seeded:?}");
    let pool = [
        ("DURBAR_USER_POOL_ID", cloud.pool.id.as_str()),
        ("DURBAR_USER_POOL_CLIENT_ID", &cloud.pool.client_id),
        ("DURBAR_USER_POOL_ENDPOINT", &cloud.address),
    ];
    let settings = [&settings[..], &pool].concat();
    let server = Server::start_with(&settings, &["--site-url", SITE]);
    assert!(server.get("/homes").starts_with("HTTP/1.1 200 "));
    // The pool lets in only an app client that knows its secret, which the program asks it for.
    let made = [
        "account",
        "create",
        "--email",
        EMAIL,
        "--name",
        "Aarati Lama",
    ];
    let made = run_with(&settings, &[&made[..], &["--role", "admin"]].concat());
    assert!(made.status.success(), "{made:?}");
    let said = String::from_utf8_lossy(&made.stdout).into_owned();
    let password = said.trim_end().rsplit(' ').next().expect("a password");
    let signed_in = server.exchange(&sign_in_by_hand(password));
    assert!(signed_in.starts_with("HTTP/1.1 303 "), "{signed_in}");
    assert!(signed_in.contains("/account/new-password"), "{signed_in}");
    let wrong = server.exchange(&sign_in_by_hand("some other words"));
    assert!(wrong.starts_with("HTTP/1.1 401 "), "{wrong}");
    let checked = run_with(&settings[..12], &["verify"]);
    assert!(checked.status.success(), "{checked:?}");
}

async fn api(site: &TestSite, browser: &Browser, name: &str, body: &Value) -> Value {
    let request = Request::post(format!("/api/media/{name}"))
        .header(header::CONTENT_TYPE, "application/json")
        .header(header::ORIGIN, SITE)
        .header(header::COOKIE, browser.header())
        .body(Body::from(body.to_string()));
    let answer = site.send(request.expect("a request")).await;
    assert_eq!(answer.code(), 200, "{}", answer.text());
    serde_json::from_str(&answer.text()).expect("JSON")
}

/// Sends bytes to an address elsewhere, as a browser does; gives the status.
fn put(url: &str, content_type: &str, bytes: &[u8]) -> u16 {
    let (host, path) = url
        .strip_prefix("http://")
        .and_then(|rest| rest.split_once('/'))
        .expect("an address");
    let mut connection = TcpStream::connect(host).expect("it listens");
    let head = format!(
        "PUT /{path} HTTP/1.1\r\nHost: {host}\r\nContent-Type: {content_type}\r\n\
         Content-Length: {}\r\nConnection: close\r\n\r\n",
        bytes.len()
    );
    connection.write_all(head.as_bytes()).expect("sent");
    connection.write_all(bytes).expect("sent");
    let mut answer = String::new();
    connection.read_to_string(&mut answer).expect("an answer");
    let status = answer.split(' ').nth(1).and_then(|code| code.parse().ok());
    status.unwrap_or_else(|| panic!("no status: {answer}"))
}
