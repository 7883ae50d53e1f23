//! Sitemaps list what is public, all of it and nothing else.

use crate::support::{SITE, TestSite};
use durbar_domain::{Locale, status::Visibility};

/// What stands between `<loc>` and `</loc>`.
fn addresses(xml: &str) -> Vec<String> {
    xml.split("<loc>")
        .skip(1)
        .map(|rest| {
            rest.split("</loc>")
                .next()
                .expect("a part")
                .replace("&amp;", "&")
        })
        .collect()
}

#[tokio::test]
async fn every_published_home_is_listed_once_a_language_and_no_other() {
    let site = TestSite::whole().await;
    let index = site.get("/sitemap.xml").await;
    assert_eq!(
        index.header("content-type"),
        "application/xml; charset=utf-8"
    );
    let mut listed = Vec::new();
    for file in addresses(&index.text()) {
        let path = file.strip_prefix(SITE).expect("our own address").to_owned();
        let answer = site.get(&path).await;
        assert_eq!(answer.code(), 200, "{path}");
        assert!(answer.text().ends_with("</urlset>\n"), "{path}");
        listed.extend(addresses(&answer.text()));
    }
    let homes: Vec<&String> = listed
        .iter()
        .filter(|address| address.contains("-prp_"))
        .collect();
    for home in &site.market.listings {
        let expected = usize::from(home.visibility() == Visibility::Published);
        for locale in [Locale::En, Locale::Ne] {
            let address = format!("{SITE}{}", locale.path(&home.summarize().path()));
            assert_eq!(
                homes.iter().filter(|listed| ***listed == address).count(),
                expected,
                "{address}"
            );
        }
    }
    let published = site
        .market
        .listings
        .iter()
        .filter(|home| home.visibility() == Visibility::Published);
    assert_eq!(homes.len(), published.count() * 2);
}

#[tokio::test]
async fn every_listed_page_is_there_and_may_be_indexed() {
    let site = TestSite::small().await;
    let pages = addresses(&site.get("/sitemaps/pages.xml").await.text());
    assert!(pages.len() > 40, "{pages:?}");
    for address in &pages {
        let path = address.strip_prefix(SITE).expect("our own address");
        let page = site.get(path).await;
        assert_eq!(page.code(), 200, "{path}");
        assert!(
            !page.text().contains("noindex"),
            "{path} is listed and not to be indexed"
        );
        assert!(page.text().contains("rel=\"canonical\""), "{path}");
    }
    assert!(
        pages
            .iter()
            .any(|address| address.contains("?in=") && address.contains("&type=")),
        "{pages:?}"
    );
}
