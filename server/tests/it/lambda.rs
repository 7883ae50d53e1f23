//! The program as AWS Lambda functions.

use crate::support::{invocations::Function, market::SeedFolder, program::run};
use serde_json::{Value, json};
use std::path::Path;
use tempfile::TempDir;

/// A data folder with the demo market.
fn seeded() -> (TempDir, SeedFolder) {
    let (data, seed) = (tempfile::tempdir().expect("a folder"), SeedFolder::small());
    let seeded = run(&[
        "seed",
        "--data",
        text(data.path()),
        "--seed-dir",
        text(seed.path()),
    ]);
    assert!(seeded.status.success(), "{seeded:?}");
    (data, seed)
}

fn text(path: &Path) -> &str {
    path.to_str().expect("UTF-8")
}

/// The function for a purpose.
async fn function(data: &Path, purpose: &str) -> Function {
    let site = "https://durbar.test";
    Function::start(&[
        "--data",
        text(data),
        "--site-url",
        site,
        "--page-cache-mb",
        "0",
        "--lambda-purpose",
        purpose,
    ])
    .await
}

#[tokio::test]
async fn the_site_streams_its_answers() {
    let (data, _seed) = seeded();
    let mut site = function(data.path(), "site").await;
    let (prelude, body) = site.request("GET", "/ne/homes?sort=newest", "").await;
    assert_eq!(prelude["statusCode"], 200);
    let head = &prelude["headers"];
    let kind = head["content-type"].as_str().unwrap_or_default();
    assert!(kind.starts_with("text/html"), "{head}");
    assert!(head["content-security-policy"].is_string(), "{head}");
    let page = String::from_utf8(body.to_vec()).expect("UTF-8");
    assert!(page.starts_with("<!DOCTYPE html>") && page.contains("</html>"));

    let (prelude, _) = site.request("GET", "/no-such-page", "").await;
    assert_eq!(prelude["statusCode"], 404);
    let (prelude, body) = site.request("GET", "/healthz", "").await;
    assert_eq!(
        (&prelude["statusCode"], body.is_empty()),
        (&json!(200), false)
    );
    let form = "action=sign-in&email=nobody%40example.com&password=four+quiet+marigolds";
    let (prelude, _) = site.request("POST", "/account/sign-in", form).await;
    assert_eq!(prelude["statusCode"], 401, "nobody signs in so: {prelude}");
}

#[tokio::test]
async fn a_round_does_what_timers_do_elsewhere() {
    let (data, _seed) = seeded();
    // Events and entries of the audit trail that wait.
    let made = run(&[
        "account",
        "create",
        "--data",
        text(data.path()),
        "--email",
        "asha@example.com",
        "--name",
        "Asha",
        "--role",
        "admin",
    ]);
    assert!(made.status.success(), "{made:?}");
    let mut rounds = function(data.path(), "rounds").await;
    let event = json!({ "source": "aws.scheduler" });
    let said = rounds.invoke(event.clone()).await;
    assert!(!said.is_error, "{said:?}");
    let first: Value = serde_json::from_slice(&said.body).expect("JSON");
    assert!(first["events"].as_u64() > Some(0), "{first}");
    let said = rounds.invoke(event).await;
    let second: Value = serde_json::from_slice(&said.body).expect("JSON");
    assert_eq!(second["events"], 0, "{second}");
    assert_eq!(second["homes"], 0, "{second}");
}

#[tokio::test]
async fn work_on_uploads_is_a_function_of_its_own() {
    let (data, _seed) = seeded();
    let mut media = function(data.path(), "media").await;
    let said = media.invoke(json!({})).await;
    let report: Value = serde_json::from_slice(&said.body).expect("JSON");
    assert_eq!(report, json!({ "imports": 0, "uploads": 0 }));
}
