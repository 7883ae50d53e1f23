//! Alive, and able to work.

use crate::support::TestSite;
use durbar_platform::objects::{Bucket, BucketNames};
use durbar_platform::{Objects, Platform, Table};

#[tokio::test]
async fn a_whole_site_is_alive_and_ready() {
    let site = TestSite::small().await;
    let alive = site.get("/healthz").await;
    assert_eq!((alive.code(), alive.text().as_str()), (200, "ok\n"));
    let ready = site.get("/readyz").await;
    assert_eq!(ready.code(), 200);
    assert_eq!(ready.header("cache-control"), "no-store");
    let told: serde_json::Value = serde_json::from_slice(&ready.body).expect("JSON");
    assert_eq!(
        (told["table"].as_str(), told["objects"].as_str()),
        (Some("ok"), Some("ok"))
    );
    assert!(matches!(
        told["text_index"].as_str(),
        Some("ready" | "building")
    ));
}

#[tokio::test]
async fn the_part_that_fails_is_named_and_nothing_else_is_told() {
    let site = TestSite::small().await;
    let platform = site.stack.platform();
    let elsewhere = BucketNames {
        raw_uploads: "nowhere".to_owned(),
        public_media: "nowhere-either".to_owned(),
        premium_media: platform
            .objects
            .bucket_name(Bucket::PremiumMedia)
            .to_owned(),
        private_papers: "nowhere-at-all".to_owned(),
        audit: "nowhere-in-the-least".to_owned(),
    };
    let without_objects = Platform {
        table: platform.table.clone(),
        objects: Objects::new(platform.objects.client().clone(), elsewhere),
    };
    let without_table = Platform {
        table: Table::new(platform.table.client().clone(), "nowhere".to_owned()),
        objects: platform.objects.clone(),
    };
    for (platform, table, objects) in [
        (without_objects, "ok", "failing"),
        (without_table, "failing", "ok"),
    ] {
        let answer = site.send_to(platform, "/readyz").await;
        assert_eq!(answer.code(), 503);
        let told: serde_json::Value = serde_json::from_slice(&answer.body).expect("JSON");
        assert_eq!(
            (told["table"].as_str(), told["objects"].as_str()),
            (Some(table), Some(objects))
        );
        assert!(!answer.text().contains("nowhere"), "{}", answer.text());
    }
}
