//! Homes side by side, over HTTP.

use crate::support::TestSite;
use durbar_domain::{Locale, StandardStatus, status::Visibility};

#[tokio::test]
async fn the_address_says_which_homes_and_the_page_is_everyones() {
    let site = TestSite::small().await;
    let published: Vec<_> = site
        .market
        .listings
        .iter()
        .filter(|home| home.visibility() == Visibility::Published)
        .take(3)
        .collect();
    let ids: Vec<_> = published
        .iter()
        .map(|home| home.listing_id.to_string())
        .collect();
    let address = format!("/compare?ids={}", ids.join(","));
    for locale in [Locale::En, Locale::Ne] {
        let page = site.get(&locale.path(&address)).await;
        assert_eq!(page.code(), 200);
        assert!(page.header("cache-control").starts_with("public"));
        let text = page.text();
        for home in &published {
            assert!(text.contains(home.title.get(locale).as_str()));
            let others: Vec<_> = ids
                .iter()
                .filter(|id| **id != home.listing_id.to_string())
                .cloned()
                .collect();
            let without = locale.path(&format!("/compare?ids={}", others.join(",")));
            assert!(text.contains(&format!("href=\"{without}\"")), "{text}");
        }
    }
    // As a form sends it, and with what nobody may know of.
    let hidden = site.home(StandardStatus::Withdrawn);
    let form = format!("/compare?ids={}&ids={}", ids[0], hidden.listing_id);
    let page = site.get(&form).await;
    assert_eq!(page.code(), 200);
    assert!(!page.text().contains(hidden.title.get(Locale::En).as_str()));
    let nothing = site.get("/compare?ids=nonsense").await;
    assert!(nothing.code() == 200 && !nothing.text().contains("<table"));
}

#[tokio::test]
async fn a_price_on_request_stays_a_secret() {
    let site = TestSite::small().await;
    let secret = site.find(|home| home.price.on_request);
    let page = site
        .get(&format!("/compare?ids={}", secret.listing_id))
        .await;
    let text = page.text();
    assert!(text.contains(secret.title.get(Locale::En).as_str()));
    let paisa = secret.price.list_price.paisa().to_string();
    assert!(!text.contains(&paisa), "{text}");
}
