//! Which page answers which address, and with what status.

use crate::support::TestSite;
use axum::{
    body::Body,
    http::{Method, Request, StatusCode},
};
use durbar_domain::{Locale, StandardStatus, status::Visibility};

const PLAIN: [&str; 8] = [
    "/",
    "/homes",
    "/neighbourhoods",
    "/neighbourhoods/sanepa",
    "/brokers",
    "/about",
    "/privacy",
    "/terms",
];

#[tokio::test]
async fn every_page_answers_in_both_languages() {
    let site = TestSite::small().await;
    let broker = site.market.brokers[0].path();
    for path in PLAIN.into_iter().chain([broker.as_str()]) {
        for locale in [Locale::En, Locale::Ne] {
            let address = locale.path(path);
            let page = site.get(&address).await;
            assert_eq!(page.status, StatusCode::OK, "{address}: {}", page.text());
            assert_eq!(page.header("content-type"), "text/html; charset=utf-8");
            let text = page.text();
            assert!(text.starts_with("<!DOCTYPE html>"), "{address}");
            assert!(
                text.contains(&format!("<html lang=\"{}\"", locale.code())),
                "{address}"
            );
            // Leptos writes its resource scripts behind the document's end.
            assert!(text.contains("</body></html>"), "{address}");
        }
    }
}

#[tokio::test]
async fn a_home_answers_by_what_has_become_of_it() {
    let site = TestSite::small().await;
    for home in &site.market.listings {
        let path = home.summarize().path();
        let expected = match home.standard_status.visibility() {
            Visibility::Published => 200,
            Visibility::Gone => 410,
            Visibility::Hidden => 404,
        };
        for locale in [Locale::En, Locale::Ne] {
            let page = site.get(&locale.path(&path)).await;
            assert_eq!(page.code(), expected, "{path}");
            // Of a hidden home not even the title may be told.
            let tells = page.text().contains(home.title.get(locale).as_str());
            assert_eq!(tells, expected != 404, "{path}");
        }
    }
}

#[tokio::test]
async fn an_old_name_leads_to_the_new_one() {
    let site = TestSite::small().await;
    let home = site.home(StandardStatus::Active).summarize();
    for locale in [Locale::En, Locale::Ne] {
        for segment in ["some-old-title-", ""] {
            let old = locale.path(&format!("/homes/{segment}{}", home.listing_id));
            let answer = site.get(&old).await;
            assert_eq!(
                (answer.code(), answer.header("location")),
                (301, locale.path(&home.path()).as_str())
            );
        }
    }
}

#[tokio::test]
async fn a_licence_says_whether_it_still_holds() {
    let site = TestSite::small().await;
    // In the demo market one licence ran out in August 2026 and another holds into 2028.
    for broker in &site.market.brokers {
        let text = site.get(&broker.path()).await.text();
        let current = broker.license.is_current(durbar_services::today_in_nepal());
        assert_eq!(text.contains("Valid until"), current, "{}", broker.path());
        assert_eq!(text.contains("Expired on"), !current, "{}", broker.path());
        // Nobody is sent to a broker who may not act.
        assert!(text.contains(broker.email.as_str()), "{}", broker.path());
        for link in ["href=\"tel:", "href=\"mailto:"] {
            assert_eq!(text.contains(link), current, "{link} {}", broker.path());
        }
    }
}

#[tokio::test]
async fn unknown_addresses_get_the_sites_own_page() {
    let site = TestSite::small().await;
    let missing = [
        "/nothing",
        "/homes/prp_nonsense",
        "/neighbourhoods/atlantis",
        "/brokers/nobody",
        "/ne/nothing",
        "/pkg/missing.js",
    ];
    for address in missing {
        let page = site.get(address).await;
        assert_eq!(page.code(), 404, "{address}");
        assert!(page.text().contains("</html>"), "{address}");
        assert!(page.text().contains("noindex"), "{address}");
    }
}

#[tokio::test]
async fn a_slash_too_many_or_too_few_is_moved() {
    let site = TestSite::small().await;
    for (from, to) in [
        ("/homes/", "/homes"),
        ("/ne", "/ne/"),
        ("/ne/homes/?beds=4&utm_source=x", "/ne/homes?beds=4"),
    ] {
        let answer = site.get(from).await;
        assert_eq!(
            (answer.code(), answer.header("location")),
            (308, to),
            "{from}"
        );
    }
    assert_eq!(site.get("//elsewhere.example/").await.code(), 404);
}

#[tokio::test]
async fn head_tells_what_get_would_send() {
    let site = TestSite::small().await;
    for address in [
        "/",
        "/homes",
        "/nothing",
        "/healthz",
        "/robots.txt",
        "/favicon.svg",
    ] {
        let get = site.get(address).await;
        let head = site
            .send(
                Request::head(address)
                    .body(Body::empty())
                    .expect("a request"),
            )
            .await;
        assert_eq!(head.status, get.status, "{address}");
        assert!(head.body.is_empty(), "{address}");
        assert_eq!(
            head.header("content-type"),
            get.header("content-type"),
            "{address}"
        );
        if !head.header("content-length").is_empty() {
            assert_eq!(
                head.header("content-length"),
                get.body.len().to_string(),
                "{address}"
            );
        }
    }
}

#[tokio::test]
async fn other_methods_are_refused() {
    let site = TestSite::small().await;
    for address in [
        "/",
        "/homes",
        "/nothing",
        "/healthz",
        "/robots.txt",
        "/media/a.jpg",
        "/sitemap.xml",
    ] {
        for method in [Method::POST, Method::PUT, Method::DELETE, Method::PATCH] {
            let request = Request::builder()
                .method(method.clone())
                .uri(address)
                .body(Body::empty())
                .expect("a request");
            let answer = site.send(request).await;
            assert_eq!(answer.code(), 405, "{method} {address}");
            assert!(answer.header("allow").contains("GET"), "{method} {address}");
        }
    }
}

#[tokio::test]
async fn pages_name_themselves_for_search_engines() {
    let site = TestSite::small().await;
    let home = site.home(StandardStatus::Active).summarize();
    for locale in [Locale::En, Locale::Ne] {
        let text = site.get(&locale.path(&home.path())).await.text();
        let address = |locale: Locale| format!("https://durbar.test{}", locale.path(&home.path()));
        assert!(
            text.contains(&format!(
                "<link href=\"{}\" rel=\"canonical\">",
                address(locale)
            )),
            "{text}"
        );
        for (tag, to) in [
            ("en", Locale::En),
            ("ne", Locale::Ne),
            ("x-default", Locale::En),
        ] {
            assert!(
                text.contains(&format!(
                    "<link href=\"{}\" hreflang=\"{tag}\" rel=\"alternate\">",
                    address(to)
                )),
                "{tag}"
            );
        }
        assert!(text.contains("application/ld+json"));
        assert!(text.contains("property=\"og:image\""));
    }
}
