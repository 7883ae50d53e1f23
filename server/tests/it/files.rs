//! Files of the built site, pictures, the map's outlines, robots.txt.

use crate::support::TestSite;
use durbar_domain::StandardStatus;
use durbar_platform::objects::{Bucket, ObjectKey};

#[tokio::test]
async fn built_files_are_immutable_and_come_compressed() {
    let site = TestSite::small().await;
    let script = site
        .get_with("/pkg/durbar.0a1b.js", &[("accept-encoding", "gzip, br")])
        .await;
    assert_eq!(
        script.header("cache-control"),
        "public, max-age=31536000, immutable"
    );
    assert_eq!(
        (script.header("content-encoding"), script.header("vary")),
        ("br", "accept-encoding")
    );
    assert_eq!(
        script.header("content-type"),
        "text/javascript; charset=utf-8"
    );
    assert_eq!(&script.body[..], b"brotli");
    assert!(
        site.get("/pkg/durbar.0a1b.js")
            .await
            .text()
            .starts_with("export const a")
    );

    let icon = site.get("/favicon.svg").await;
    assert_eq!(
        (icon.header("cache-control"), icon.header("content-type")),
        ("public, max-age=3600", "image/svg+xml")
    );
    let again = site
        .get_with("/favicon.svg", &[("if-none-match", icon.header("etag"))])
        .await;
    assert_eq!((again.code(), again.body.len()), (304, 0));
}

#[tokio::test]
async fn pictures_are_served_as_a_cdn_would() {
    let site = TestSite::small().await;
    let picture = site.home(StandardStatus::Active).pictures[0].clone();
    for (address, kind) in [
        (picture.largest_jpeg(), "image/jpeg"),
        (picture.avif(480), "image/avif"),
    ] {
        let whole = site.get(&address).await;
        assert_eq!(whole.code(), 200, "{address}");
        assert_eq!(
            (whole.header("content-type"), whole.header("accept-ranges")),
            (kind, "bytes")
        );
        assert_eq!(
            whole.header("cache-control"),
            "public, max-age=86400, stale-while-revalidate=604800"
        );
        let etag = whole.header("etag").to_owned();
        assert_eq!(
            site.get_with(&address, &[("if-none-match", &etag)])
                .await
                .code(),
            304
        );

        let part = site.get_with(&address, &[("range", "bytes=10-19")]).await;
        assert_eq!((part.code(), &part.body[..]), (206, &whole.body[10..20]));
        assert_eq!(
            part.header("content-range"),
            format!("bytes 10-19/{}", whole.body.len())
        );
        let last = site
            .get_with(&address, &[("range", "bytes=-5"), ("if-range", &etag)])
            .await;
        assert_eq!(
            (last.code(), &last.body[..]),
            (206, &whole.body[whole.body.len() - 5..])
        );
        let changed = site
            .get_with(
                &address,
                &[("range", "bytes=-5"), ("if-range", "\"other\"")],
            )
            .await;
        assert_eq!(
            (changed.code(), changed.body.len()),
            (200, whole.body.len())
        );
        let outside = site
            .get_with(&address, &[("range", "bytes=99999999-")])
            .await;
        assert_eq!(outside.code(), 416);
        assert_eq!(
            outside.header("content-range"),
            format!("bytes */{}", whole.body.len())
        );
    }
}

#[tokio::test]
async fn large_objects_are_streamed_in_ranges_too() {
    let site = TestSite::small().await;
    let key: ObjectKey = "tours/large.mp4".parse().expect("a key");
    let bytes: Vec<u8> = (0..3_000_000_u32).map(|n| (n % 251) as u8).collect();
    let objects = &site.stack.platform().objects;
    objects
        .put(Bucket::PublicMedia, &key, "video/mp4", bytes.clone().into())
        .await
        .expect("stored");
    let whole = site.get("/media/tours/large.mp4").await;
    assert_eq!(
        (whole.code(), whole.header("content-type")),
        (200, "video/mp4")
    );
    assert!(whole.body == bytes);
    let part = site
        .get_with("/media/tours/large.mp4", &[("range", "bytes=2999990-")])
        .await;
    assert_eq!((part.code(), &part.body[..]), (206, &bytes[2_999_990..]));
    assert_eq!(
        part.header("content-range"),
        "bytes 2999990-2999999/3000000"
    );
    assert_eq!(
        site.get_with("/media/tours/large.mp4", &[("range", "bytes=3000000-")])
            .await
            .code(),
        416
    );
}

#[tokio::test]
async fn only_public_objects_of_known_kinds_are_served() {
    let site = TestSite::small().await;
    let objects = &site.stack.platform().objects;
    for (bucket, key, kind) in [
        (Bucket::PremiumMedia, "tours/secret.jpg", "image/jpeg"),
        (Bucket::RawUploads, "uploads/raw.jpg", "image/jpeg"),
        (Bucket::PublicMedia, "pictures/page.html", "text/html"),
        (Bucket::PublicMedia, "pictures/drawing.svg", "image/svg+xml"),
    ] {
        let key: ObjectKey = key.parse().expect("a key");
        objects
            .put(bucket, &key, kind, "<script>alert(1)</script>".into())
            .await
            .expect("stored");
        assert_eq!(
            site.get(&format!("/media/{key}")).await.code(),
            404,
            "{key}"
        );
    }
    // Stored as HTML by mistake it is still sent as the picture its name says.
    let key: ObjectKey = "pictures/odd.jpg".parse().expect("a key");
    objects
        .put(
            Bucket::PublicMedia,
            &key,
            "text/html",
            "<script>alert(1)</script>".into(),
        )
        .await
        .expect("stored");
    assert_eq!(
        site.get("/media/pictures/odd.jpg")
            .await
            .header("content-type"),
        "image/jpeg"
    );
}

#[tokio::test]
async fn the_maps_outlines_are_geojson() {
    let site = TestSite::small().await;
    let outlines = site.get("/map/valley.json").await;
    assert_eq!(
        (outlines.code(), outlines.header("content-type")),
        (200, "application/geo+json")
    );
    assert!(
        outlines
            .header("cache-control")
            .starts_with("public, max-age=")
    );
    let json: serde_json::Value = serde_json::from_slice(&outlines.body).expect("JSON");
    assert_eq!(json["type"], "FeatureCollection");
    assert_eq!(json["features"].as_array().map(Vec::len), Some(21));
    let packed = site
        .get_with("/map/valley.json", &[("accept-encoding", "br")])
        .await;
    assert_eq!(packed.header("content-encoding"), "br");
    let again = site
        .get_with(
            "/map/valley.json",
            &[("if-none-match", packed.header("etag"))],
        )
        .await;
    assert_eq!(again.code(), 304);
}

#[tokio::test]
async fn robots_are_told_where_the_sitemap_is() {
    let site = TestSite::small().await;
    let robots = site.get("/robots.txt").await;
    assert_eq!(robots.header("content-type"), "text/plain; charset=utf-8");
    assert!(
        robots
            .text()
            .contains("Sitemap: https://durbar.test/sitemap.xml\n")
    );
    assert!(robots.text().contains("Disallow: /api/\n"));
}
