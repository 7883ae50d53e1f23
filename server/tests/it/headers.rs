//! Headers of every answer, and the policy for scripts.

use crate::support::{TestSite, response::TestResponse};
use base64::{Engine as _, engine::general_purpose::STANDARD};
use durbar_domain::StandardStatus;
use sha2::{Digest, Sha256};

fn assert_secure(address: &str, answer: &TestResponse) {
    for (name, value) in [
        (
            "strict-transport-security",
            "max-age=63072000; includeSubDomains",
        ),
        ("x-content-type-options", "nosniff"),
        ("referrer-policy", "strict-origin-when-cross-origin"),
        ("cross-origin-opener-policy", "same-origin"),
    ] {
        assert_eq!(answer.header(name), value, "{address}");
    }
    assert!(
        answer.header("permissions-policy").contains("camera=()"),
        "{address}"
    );
    let policy = answer.header("content-security-policy");
    for part in [
        "default-src 'none'",
        "frame-ancestors 'none'",
        "base-uri 'none'",
    ] {
        assert!(policy.contains(part), "{address}: {policy}");
    }
    assert!(
        !policy.contains("unsafe-inline") && !policy.contains("'unsafe-eval'"),
        "{address}: {policy}"
    );
    assert!(answer.header("x-request-id").len() >= 8, "{address}");
}

#[tokio::test]
async fn every_answer_has_the_headers_that_protect() {
    let site = TestSite::small().await;
    let home = site.home(StandardStatus::Active).summarize().path();
    let gone = site.home(StandardStatus::Withdrawn).summarize().path();
    let addresses = [
        "/",
        "/homes",
        "/homes?q=pool",
        &home,
        &gone,
        "/nothing",
        "/favicon.svg",
        "/pkg/durbar.0a1b.js",
        "/robots.txt",
        "/sitemap.xml",
        "/sitemaps/pages.xml",
        "/sitemaps/homes-0.xml",
        "/sitemaps/homes-99.xml",
        "/map/valley.json",
        "/media/nothing.jpg",
        "/media/../x",
        "/premium/nothing.jpg",
        "/healthz",
        "/readyz",
        "/api/nothing",
        "/share/nothing.jpg",
    ];
    for address in addresses {
        assert_secure(address, &site.get(address).await);
    }
    let long = format!("/homes?q={}", "x".repeat(9_000));
    assert_secure("a long query", &site.get(&long).await);
}

/// Texts of inline scripts that a browser would run.
fn inline_scripts(html: &str) -> Vec<&str> {
    let elements = html
        .split("<script")
        .skip(1)
        .map(|rest| rest.split("</script>").next().expect("a part"));
    let scripts = elements.filter_map(|element| {
        let (tag, text) = element.split_once('>')?;
        let runs = !tag.contains("src=")
            && !tag.contains("application/ld+json")
            && !tag.contains("application/json");
        (runs && !text.is_empty()).then_some(text)
    });
    scripts.collect()
}

#[tokio::test]
async fn the_policy_allows_the_pages_inline_scripts_by_their_hashes_and_no_others() {
    let site = TestSite::small().await;
    let home = site.home(StandardStatus::Active).summarize().path();
    for address in [
        "/",
        "/ne/",
        "/homes",
        "/homes?view=map",
        &home,
        "/about",
        "/nothing",
    ] {
        let page = site.get(address).await;
        let (text, policy) = (page.text(), page.header("content-security-policy"));
        let scripts = inline_scripts(&text);
        assert!(!scripts.is_empty(), "{address} has no script at all");
        for script in &scripts {
            let hash = format!("'sha256-{}'", STANDARD.encode(Sha256::digest(script)));
            assert!(policy.contains(&hash), "{address}: {script}");
        }
        let mut different = scripts.clone();
        different.sort_unstable();
        different.dedup();
        let script_source = policy
            .split(';')
            .find(|part| part.trim().starts_with("script-src"))
            .expect("script-src");
        assert_eq!(
            script_source.matches("'sha256-").count(),
            different.len(),
            "{address}: {policy}"
        );
        assert!(script_source.contains("'wasm-unsafe-eval'"), "{address}");
        assert!(
            policy.contains("img-src 'self' data: https://tile.test;"),
            "{address}: {policy}"
        );
        assert!(!text.contains("nonce="), "{address} carries a nonce");
        // Neither is allowed by the policy, so a browser would pass over it.
        assert!(!text.contains(" style=\""), "{address} sets a style inline");
        assert!(
            !text.contains(" onclick=\"") && !text.contains(" onload=\""),
            "{address} has an inline handler"
        );
        assert!(
            text.matches("crossorigin=").count()
                == text.matches("crossorigin=\"anonymous\"").count(),
            "{address}"
        );
    }
}

#[tokio::test]
async fn a_request_keeps_its_name_when_it_is_a_good_one() {
    let site = TestSite::small().await;
    let named = site
        .get_with("/healthz", &[("x-request-id", "Root=1-67891233-abcdef")])
        .await;
    assert_eq!(named.header("x-request-id"), "Root=1-67891233-abcdef");
    let hostile = site
        .get_with("/healthz", &[("x-request-id", "<script>alert(1)</script>")])
        .await;
    assert!(!hostile.header("x-request-id").contains('<'));
    let (one, two) = (site.get("/healthz").await, site.get("/healthz").await);
    assert_ne!(one.header("x-request-id"), two.header("x-request-id"));
}

#[tokio::test]
async fn pages_tell_where_their_time_went() {
    let site = TestSite::small().await;
    let first = site.get("/homes").await;
    assert!(
        first
            .header("server-timing")
            .starts_with("cache;desc=miss, render;dur="),
        "{first:?}"
    );
    assert!(first.header("server-timing").contains("data;dur="));
    assert_eq!(
        site.get("/homes").await.header("server-timing"),
        "cache;desc=hit"
    );
}
