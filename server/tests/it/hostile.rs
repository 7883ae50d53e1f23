//! Requests that nobody honest sends: a clear refusal or a sensible answer, never a 500.

use crate::support::{SITE, TestSite, people::signed_in};
use axum::{
    body::Body,
    http::{Request, header},
};
use durbar_domain::account::Role;
use std::fmt::Write as _;

#[tokio::test]
async fn hostile_searches_are_answered_or_refused() {
    let site = TestSite::small().await;
    // Of as many corners as an address may hold.
    let polygon = polygon(300);
    let queries = [
        "q=%00%01%02",
        "q=%FF%FE",
        "q=%E0%A4",
        "q='%20OR%201=1--",
        "q=%3Cscript%3Ealert(1)%3C/script%3E",
        "q=*",
        "q=%22",
        "q=AND%20OR%20NOT%20(",
        "q=title:x%5B1%20TO%202%5D",
        "min_price=9&max_price=1",
        "min_price=NaN",
        "min_price=inf",
        "min_price=-1",
        "min_price=1e309",
        "max_price=99999999999999999999999",
        "beds=256",
        "beds=-1",
        "baths=%F0%9F%8F%A0",
        "min_land=NaN",
        "land_unit=acre",
        "road=1e400",
        "box=27.6,85.2,27.8",
        "box=NaN,NaN,NaN,NaN",
        "box=inf,0,0,0",
        "box=27.6,179.9,27.8,-179.9",
        "box=91,0,92,1",
        "box=28,85.5,27,85.2",
        "area=27.6,85.2",
        "area=;;;;",
        "area=a,b;c,d;e,f",
        "page=0",
        "page=-1",
        "page=99999999999",
        "page=10000",
        "sort=random",
        "view=table",
        "in=atlantis",
        "type=castle",
        "status=haunted",
        "amenity=moat",
        "facing=up",
        "%00=1",
        "&&&&===",
        "q",
        "=",
        "q=%",
        "q=%zz",
        &format!("area={polygon}"),
        &format!("q={}", "%E0%A4%95".repeat(200)),
        &format!("q={}", "a%20".repeat(199)),
        &"amenity=gym&".repeat(600),
    ];
    for query in queries {
        for prefix in ["", "/ne"] {
            let address = format!("{prefix}/homes?{query}");
            let answer = site.get(&address).await;
            assert!(
                matches!(answer.code(), 200 | 400),
                "{address}: {}",
                answer.code()
            );
            assert!(answer.text().contains("</html>"), "{address}");
            assert!(!answer.text().contains("<script>alert(1)"), "{address}");
        }
    }
}

/// Corners that jump to and fro, so that every side crosses others.
fn polygon(corners: usize) -> String {
    (0..corners).fold(String::new(), |mut text, n| {
        let corner = if n % 2 == 0 { "27.6,85.2" } else { "27.8,85.5" };
        let _ = write!(text, "{corner};");
        text
    })
}

#[tokio::test]
async fn an_address_that_is_too_long_is_refused() {
    let site = TestSite::small().await;
    for address in [
        format!("/homes?q={}", "x".repeat(10_000)),
        format!("/homes?area={}", "27.61234,85.21234;".repeat(10_000 / 18)),
        // Ten thousand corners.
        format!("/homes?area={}", "1,2;3,4;".repeat(5_000)),
        format!("/{}", "x".repeat(3_000)),
        format!("/ne/homes?q={}", "x".repeat(10_000)),
    ] {
        let answer = site.get(&address).await;
        assert_eq!(answer.code(), 400);
        assert_eq!(answer.header("cache-control"), "no-store");
        assert!(answer.text().contains("</html>"));
    }
    // 10,000 characters of text that still fit: the search leaves them out or refuses.
    let long = site.get(&format!("/homes?q={}", "x".repeat(8_000))).await;
    assert!(matches!(long.code(), 200 | 400));
}

#[tokio::test]
async fn odd_paths_are_not_found() {
    let site = TestSite::small().await;
    for address in [
        "/%00",
        "/%FF%FE",
        "/homes/%2e%2e/%2e%2e/etc/passwd",
        "/homes/../../etc/passwd",
        "/%E0%A4",
        "/homes/%0d%0aSet-Cookie:x",
        "/media/%2e%2e/%2e%2e/etc/passwd",
        "/media/pictures%2f..%2f..%2fx.jpg",
        "/share/%2e%2e.jpg",
        "/sitemaps/homes--1.xml",
        "/sitemaps/homes-007.xml",
        "/homes/a/b/c/d",
        "/.env",
        "/wp-login.php",
        "/homes/prp_00000000000000000000000000",
    ] {
        let answer = site.get(address).await;
        assert_eq!(answer.code(), 404, "{address}");
    }
}

#[tokio::test]
async fn a_body_is_bounded() {
    let site = TestSite::small().await;
    let large = "x".repeat(200_000);
    for address in ["/api/seen", "/api/anything", "/"] {
        let announced = Request::post(address)
            .header("content-length", large.len())
            .body(Body::from(large.clone()));
        assert_eq!(
            site.send(announced.expect("a request")).await.code(),
            413,
            "{address}"
        );
    }
    // One that doesn't say how long it is.
    let chunks =
        futures::stream::iter((0..200).map(|_| Ok::<_, std::io::Error>("x".repeat(1_000))));
    let unannounced = Request::post("/api/seen")
        .body(Body::from_stream(chunks))
        .expect("a request");
    assert_eq!(site.send(unannounced).await.code(), 413);
}

#[tokio::test]
async fn what_a_server_function_cannot_read_is_the_askers_fault() {
    let site = TestSite::small().await;
    let maya = signed_in(&site, "maya@example.com", Role::Buyer, None).await;
    for (path, body) in [
        ("/api/favorites/set", "{"),
        (
            "/api/favorites/set",
            "{\"listing_id\":\"x\",\"marked\":true}",
        ),
        ("/api/favorites/merge", "{}"),
        ("/api/premium/open", "[]"),
    ] {
        let request = Request::post(path)
            .header(header::CONTENT_TYPE, "application/json")
            .header(header::ORIGIN, SITE)
            .header(header::COOKIE, maya.header())
            .body(Body::from(body));
        let answer = site.send(request.expect("a request")).await;
        assert_eq!(answer.code(), 400, "{path} {body}: {}", answer.text());
        assert!(answer.text().contains("Invalid"), "{}", answer.text());
    }
}
