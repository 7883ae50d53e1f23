//! Files of a listing from a broker's browser to what is arranged, through the router.

use super::support::{
    SITE, TestSite,
    forms::Browser,
    people::{add_second_factor, signed_in},
    response::TestResponse,
};
use axum::{
    body::Body,
    http::{Method, Request, header},
};
use durbar_domain::{
    MediaId, PropertyId, StandardStatus,
    account::Role,
    media::{MediaState, limits::PART_BYTES},
};
use jiff::Timestamp;
use serde_json::{Value, json};

const JPEG: &[u8] = include_bytes!("../../../seed/media/villa-01-hero/768.jpg");

/// A broker of the market at the desk, with the second factor.
async fn desk(site: &TestSite) -> (Browser, PropertyId) {
    let home = site.home(StandardStatus::Active);
    let email = "desk@example.com";
    let mut broker = signed_in(site, email, Role::Broker, Some(home.broker_id)).await;
    add_second_factor(site, &mut broker, email).await;
    (broker, home.listing_id)
}

async fn api(site: &TestSite, browser: &Browser, name: &str, body: Value) -> TestResponse {
    let request = Request::post(format!("/api/media/{name}"))
        .header(header::CONTENT_TYPE, "application/json")
        .header(header::ORIGIN, SITE)
        .header(header::COOKIE, browser.header());
    site.send(
        request
            .body(Body::from(body.to_string()))
            .expect("a request"),
    )
    .await
}

/// Sends bytes to an address that was given out, as a browser does.
async fn put(site: &TestSite, address: &Value, bytes: &[u8], origin: &str) -> u16 {
    let url = address["url"].as_str().expect("an address");
    let kind = address["content_type"]
        .as_str()
        .unwrap_or("application/octet-stream");
    let request = Request::builder()
        .method(Method::PUT)
        .uri(url)
        .header(header::ORIGIN, origin)
        .header(header::CONTENT_LENGTH, bytes.len())
        .header(header::CONTENT_TYPE, kind);
    let request = request.body(Body::from(bytes.to_vec())).expect("a request");
    site.send(request).await.code()
}

fn upload(kind: &str, content_type: &str, bytes: usize) -> Value {
    json!({
        "kind": kind,
        "audience": "public",
        "file_name": "hall.jpg",
        "bytes": bytes,
        "content_type": content_type,
    })
}

async fn begin(
    site: &TestSite,
    browser: &Browser,
    home: PropertyId,
    upload: Value,
) -> (MediaId, Value) {
    let body = json!({ "listing_id": home, "upload": upload });
    let answer = api(site, browser, "begin", body).await;
    assert_eq!(answer.code(), 200, "{}", answer.text());
    let begun: Value = serde_json::from_str(&answer.text()).expect("JSON");
    let id = begun["Go"][0].as_str().expect("an identifier");
    (id.parse().expect("an identifier"), begun["Go"][1].clone())
}

#[tokio::test]
async fn a_picture_goes_from_the_browser_to_the_page() {
    let site = TestSite::small().await;
    let (mut broker, home) = desk(&site).await;
    let (id, plan) = begin(
        &site,
        &broker,
        home,
        upload("picture", "image/jpeg", JPEG.len()),
    )
    .await;
    let address = &plan["Whole"];
    assert!(
        address["url"]
            .as_str()
            .expect("a path")
            .starts_with("/uploads/")
    );

    // Length, type and key are in the signature, and other sites send nothing.
    assert_eq!(put(&site, address, &JPEG[1..], SITE).await, 403);
    let mut other = address.clone();
    other["content_type"] = json!("text/html");
    assert_eq!(put(&site, &other, JPEG, SITE).await, 403);
    let mut other = address.clone();
    let url = address["url"].as_str().expect("a path");
    other["url"] = json!(url.replace(&id.to_string(), &MediaId::from_parts(1, 1).to_string()));
    assert_eq!(put(&site, &other, JPEG, SITE).await, 403);
    other["url"] = json!(url.split_once('?').expect("a query").0);
    assert_eq!(put(&site, &other, JPEG, SITE).await, 403);
    assert_eq!(
        put(&site, address, JPEG, "https://elsewhere.example").await,
        403
    );
    let ids = json!({ "listing_id": home, "media_id": id });
    let early = api(&site, &broker, "complete", ids.clone()).await;
    assert_eq!(early.code(), 400, "nothing has arrived");

    assert_eq!(put(&site, address, JPEG, SITE).await, 200);
    assert_eq!(api(&site, &broker, "complete", ids).await.code(), 200);
    site.services()
        .media
        .run_due(Timestamp::now())
        .await
        .expect("worked");
    let arranged = site
        .services()
        .media
        .arranged(home)
        .await
        .expect("arranged");
    assert_eq!(arranged.pictures.len(), 1);
    let picture = &arranged.pictures[0];
    assert_eq!(picture.webp_widths, [480, 768]);
    for (path, kind) in [
        (picture.avif(768), "image/avif"),
        (picture.webp(480), "image/webp"),
        (picture.largest_jpeg(), "image/jpeg"),
    ] {
        let answer = site.get(&path).await;
        assert_eq!(
            (answer.code(), answer.header("content-type")),
            (200, kind),
            "{path}"
        );
    }

    let path = format!("/broker/listings/{home}/media");
    let page = broker.get(&site, &path).await;
    assert_eq!(page.code(), 200);
    let text = page.text();
    assert!(
        text.contains("hall.jpg") && text.contains(&picture.webp(480)),
        "{text}"
    );
    assert!(text.contains("Not scanned for harmful content"), "{text}");
    let media = id.to_string();
    let fields = [
        ("action", "describe-media"),
        ("media", media.as_str()),
        ("was_en", ""),
        ("was_ne", ""),
        ("alt_en", "A villa with a pool"),
        ("alt_ne", "पोखरीसहितको घर"),
    ];
    assert_eq!(broker.post(&site, &path, &fields).await.code(), 303);
    let stale = broker.post(&site, &path, &fields[..4]).await;
    assert_ne!(stale.code(), 303, "somebody else described it meanwhile");
    let fields = [
        ("action", "move-media"),
        ("media", media.as_str()),
        ("audience", "premium"),
    ];
    assert_eq!(broker.post(&site, &path, &fields).await.code(), 303);
    site.services()
        .media
        .run_due(Timestamp::now())
        .await
        .expect("moved");
    site.stack
        .relay()
        .round()
        .await
        .expect("a round of the relay");
    assert_eq!(
        site.get(&picture.largest_jpeg()).await.code(),
        404,
        "its old address has ended"
    );
    let arranged = site
        .services()
        .media
        .arranged(home)
        .await
        .expect("arranged");
    assert_eq!(arranged.premium_media[0].alt.ne, "पोखरीसहितको घर");

    let fields = [("action", "remove-media"), ("media", media.as_str())];
    assert_eq!(broker.post(&site, &path, &fields).await.code(), 303);
    let page = broker.get(&site, &path).await.text();
    assert!(page.contains("restore-media"), "{page}");
    let fields = [("action", "restore-media"), ("media", media.as_str())];
    assert_eq!(broker.post(&site, &path, &fields).await.code(), 303);
    let arranged = site
        .services()
        .media
        .arranged(home)
        .await
        .expect("arranged");
    assert_eq!(arranged.premium_media.len(), 1);
}

#[tokio::test]
async fn a_film_comes_in_parts_and_goes_on_where_it_was_left() {
    let site = TestSite::small().await;
    let (broker, home) = desk(&site).await;
    let part = PART_BYTES as usize;
    let bytes: Vec<u8> = (0..2 * part + 500_000).map(|at| (at % 251) as u8).collect();
    let film = upload("film", "video/mp4", bytes.len());
    let (id, plan) = begin(&site, &broker, home, film).await;
    let next = plan["Parts"]["next"].as_array().expect("parts");
    assert_eq!(next.len(), 3);
    assert_eq!(put(&site, &next[0][1], &bytes[..part], SITE).await, 200);
    assert_eq!(
        put(&site, &next[1][1], &bytes[..part - 1], SITE).await,
        403,
        "a short part"
    );

    // The connection broke off; the browser asks what is missing.
    let ids = json!({ "listing_id": home, "media_id": id });
    let plan = api(&site, &broker, "resume", ids.clone()).await.text();
    let plan: Value = serde_json::from_str(&plan).expect("JSON");
    assert_eq!(plan["Parts"]["arrived"], json!([1]));
    assert_eq!(
        api(&site, &broker, "complete", ids.clone()).await.code(),
        400,
        "two are missing"
    );
    let next = plan["Parts"]["next"].as_array().expect("parts");
    for missing in next {
        let number = missing[0].as_u64().expect("a number") as usize;
        let start = (number - 1) * part;
        let end = (start + part).min(bytes.len());
        assert_eq!(put(&site, &missing[1], &bytes[start..end], SITE).await, 200);
    }
    assert_eq!(api(&site, &broker, "complete", ids).await.code(), 200);
    let item = find(&site, home, id).await;
    assert_eq!(item, MediaState::Queued);
    // It is no film after all.
    site.services()
        .media
        .run_due(Timestamp::now())
        .await
        .expect("worked");
    assert!(matches!(
        find(&site, home, id).await,
        MediaState::Failed { .. }
    ));
}

async fn find(site: &TestSite, home: PropertyId, id: MediaId) -> MediaState {
    let store = durbar_platform::media::MediaStore::new(site.stack.platform().table.clone());
    let record = store.get(home, id).await.expect("read");
    record.expect("the file").item.state
}

/// The form that a browser without scripting sends.
fn form(path: &str, browser: &Browser, kind: &str, file: &[u8]) -> Request<Body> {
    let mut body = Vec::new();
    for (name, value) in [("action", "upload"), ("kind", kind), ("audience", "public")] {
        let part =
            format!("--x\r\nContent-Disposition: form-data; name=\"{name}\"\r\n\r\n{value}\r\n");
        body.extend(part.as_bytes());
    }
    body.extend(
        b"--x\r\nContent-Disposition: form-data; name=\"file\"; filename=\"hall.jpg\"\r\n\
          Content-Type: image/jpeg\r\n\r\n",
    );
    body.extend(file);
    body.extend(b"\r\n--x--\r\n");
    Request::post(path)
        .header(header::CONTENT_TYPE, "multipart/form-data; boundary=x")
        .header(header::CONTENT_LENGTH, body.len())
        .header(header::ORIGIN, SITE)
        .header(header::COOKIE, browser.header())
        .body(Body::from(body))
        .expect("a request")
}

#[tokio::test]
async fn without_scripting_a_form_brings_a_file() {
    let site = TestSite::small().await;
    let (broker, home) = desk(&site).await;
    let path = format!("/ne/broker/listings/{home}/media");
    let sent = site.send(form(&path, &broker, "picture", JPEG)).await;
    assert_eq!(sent.code(), 303, "{}", sent.text());
    assert_eq!(sent.header("location"), format!("{path}?done=uploaded"));
    let files = site
        .services()
        .media
        .arranged(home)
        .await
        .expect("arranged");
    assert_eq!(files.waiting, 1);

    let empty = site.send(form(&path, &broker, "picture", b"")).await;
    assert!(
        empty.code() == 400 && empty.text().contains("role=\"alert\""),
        "{}",
        empty.text()
    );
    let wrong = site.send(form(&path, &broker, "film", JPEG)).await;
    assert!(wrong.text().contains("video/mp4"), "{}", wrong.text());
    let flood = site
        .send(form(&path, &broker, "picture", &vec![0; 17 << 20]))
        .await;
    assert_eq!(flood.code(), 413);
    // Elsewhere a body stays short.
    let elsewhere = site
        .send(form("/account", &broker, "picture", &vec![0; 100_000]))
        .await;
    assert_eq!(elsewhere.code(), 413);
}

#[tokio::test]
async fn others_learn_nothing_and_change_nothing() {
    let site = TestSite::small().await;
    let (_, home) = desk(&site).await;
    let path = format!("/broker/listings/{home}/media");
    assert_eq!(site.get(&path).await.code(), 303, "to sign in");
    let mut buyer = signed_in(&site, "buyer@example.com", Role::Buyer, None).await;
    assert_eq!(buyer.get(&site, &path).await.code(), 403);
    let fields = [
        ("action", "remove-media"),
        ("media", "med_00000000000000000000000000"),
    ];
    assert_ne!(buyer.post(&site, &path, &fields).await.code(), 303);
    let sent = site.send(form(&path, &buyer, "picture", JPEG)).await;
    assert_eq!(sent.code(), 403);
    let begun = json!({ "listing_id": home, "upload": upload("picture", "image/jpeg", 9) });
    assert_eq!(api(&site, &buyer, "begin", begun).await.code(), 403);
    let nowhere = "/broker/listings/prp_00000000000000000000000000/media";
    assert_eq!(buyer.get(&site, nowhere).await.code(), 404);
    // No store but the one behind the site is reached, and no other way than by a signature.
    for address in [
        "/uploads/raw-uploads/x.bin",
        "/uploads/../x?X-Amz-Signature=0",
    ] {
        let put = Request::put(address).header(header::ORIGIN, SITE);
        let answer = site
            .send(put.body(Body::from("x")).expect("a request"))
            .await;
        assert!(
            matches!(answer.code(), 400 | 403 | 404),
            "{address}: {}",
            answer.code()
        );
    }
}
