//! Pictures that chats show beside links.

use crate::support::TestSite;
use durbar_domain::{Listing, Locale, Neighbourhood, Npr, StandardStatus};
use durbar_platform::objects::{Bucket, ObjectKey};
use durbar_services::Change;
use futures::future::join_all;

fn address(home: &Listing, language: &str) -> String {
    format!("/share/{}-{}{language}.jpg", home.listing_id, home.version)
}

#[tokio::test]
async fn a_picture_is_made_once_and_kept() {
    let site = TestSite::small().await;
    let home = site.home(StandardStatus::Active);
    let answers = join_all((0..6).map(|_| async { site.get(&address(home, "")).await })).await;
    let first = &answers[0];
    assert_eq!(
        (first.code(), first.header("content-type")),
        (200, "image/jpeg")
    );
    assert!(
        first
            .header("cache-control")
            .starts_with("public, max-age=")
    );
    assert!(first.body.starts_with(&[0xff, 0xd8, 0xff]) && first.body.len() < 300 * 1_024);
    assert!(answers.iter().all(|answer| answer.body == first.body));
    let key: ObjectKey = address(home, "")
        .trim_start_matches('/')
        .parse()
        .expect("a key");
    let kept = site
        .stack
        .platform()
        .objects
        .head(Bucket::PublicMedia, &key)
        .await
        .expect("an answer");
    assert_eq!(
        kept.map(|object| object.size),
        Some(first.body.len() as u64)
    );
    // Only the address that looks whether the home is to be seen leads to it.
    assert_eq!(site.get(&format!("/media/{key}")).await.code(), 404);
    let nepali = site.get(&address(home, "-ne")).await;
    assert_eq!(nepali.code(), 200);
    assert_ne!(nepali.body, first.body);
}

#[tokio::test]
async fn hidden_homes_and_nonsense_have_none() {
    let site = TestSite::small().await;
    for status in [StandardStatus::Incomplete, StandardStatus::Hold] {
        assert_eq!(site.get(&address(site.home(status), "")).await.code(), 404);
    }
    for file in [
        "x.jpg",
        "prp_x-1.jpg",
        "durbar.png",
        "prp_00000000000000000000000000-1.jpg",
    ] {
        assert_eq!(
            site.get(&format!("/share/{file}")).await.code(),
            404,
            "{file}"
        );
    }
}

#[tokio::test]
async fn an_earlier_version_leads_to_the_present_one() {
    let site = TestSite::small().await;
    let home = site.home(StandardStatus::Active).clone();
    let old = site.get(&address(&home, "")).await;
    let change = Change::Price {
        list_price: Npr::crore(44),
        on_request: true,
    };
    let changed = site
        .services()
        .listings
        .change(home.listing_id, home.version, change)
        .await
        .expect("a change");
    let answer = site.get(&address(&home, "")).await;
    assert_eq!(
        (answer.code(), answer.header("location")),
        (307, address(&changed, "").as_str())
    );
    assert_ne!(site.get(&address(&changed, "")).await.body, old.body);
}

#[tokio::test]
async fn what_a_picture_shows_is_told_in_words_with_its_place_once() {
    let site = TestSite::small().await;
    let home = site.find(|home| {
        home.neighbourhood == Neighbourhood::Budhanilkantha
            && home.standard_status == StandardStatus::ComingSoon
    });
    for (locale, words) in [
        (Locale::En, "Price on request, Budhanilkantha"),
        (Locale::Ne, "मूल्य सोध्नुहोस्, बूढानीलकण्ठ"),
    ] {
        let page = site.get(&locale.path(&home.summarize().path())).await;
        let title = home.title.get(locale).as_str();
        let tag = format!("<meta property=\"og:image:alt\" content=\"{title}: {words}\">");
        assert!(page.text().contains(&tag), "{tag}");
    }
}
