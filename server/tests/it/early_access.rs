//! Homes that are announced to members before everyone: who sees them, and that no public
//! answer tells more than when they open.

use crate::support::{
    TestSite,
    forms::Browser,
    people::{add_second_factor, member, signed_in},
};
use durbar_domain::{
    Listing, StandardStatus,
    account::{Role, SubscriptionLevel},
};
use durbar_services::Change;
use jiff::{SignedDuration, Timestamp};

/// Announces the home that is being written.
async fn announce(site: &TestSite) -> Listing {
    let draft = site.home(StandardStatus::Incomplete);
    let change = Change::Status(StandardStatus::ComingSoon);
    let listings = &site.services().listings;
    let announced = listings
        .change(draft.listing_id, draft.version, change)
        .await;
    site.stack
        .relay()
        .round()
        .await
        .expect("a round of the relay");
    announced.expect("announced")
}

#[tokio::test]
async fn the_public_learns_when_it_opens_and_nothing_else() {
    let site = TestSite::small().await;
    let home = announce(&site).await;
    let card = home.summarize();
    let page = site.get(&format!("/homes/{}", home.listing_id)).await;
    assert_eq!(page.code(), 200);
    let text = page.text();
    assert!(text.contains("noindex"), "{text}");
    let way = home.tease().expect("it is early").path();
    assert!(text.contains(&way), "a way for members");
    // One address: a slug, right or wrong, is nobody's to know.
    let bare = format!("/homes/{}", home.listing_id);
    for path in [
        card.public_path(),
        format!("/homes/anything-{}", home.listing_id),
    ] {
        let moved = site.get(&path).await;
        assert_eq!(
            (moved.code(), moved.header("location")),
            (302, bare.as_str())
        );
    }
    let secrets = [
        card.slug.as_str(),
        card.title.en.as_str(),
        card.title.ne.as_str(),
        card.summary.en.as_str(),
        "og:image\" content=\"https://durbar.test/share/",
        "RealEstateListing",
        "/media/",
    ];
    for secret in secrets {
        assert!(!text.contains(secret), "{secret} in {text}");
    }
    let id = home.listing_id.to_string();
    for address in [
        "/",
        "/homes?status=coming-soon&status=for-sale",
        "/homes?view=map",
        "/sitemaps/homes-0.xml",
        &format!("/compare?ids={id}"),
        &format!("/neighbourhoods/{}", home.neighbourhood.key()),
        &format!("/brokers/{}", home.broker_id),
    ] {
        let answer = site.get(address).await;
        let told = answer.text().replace(&format!("ids={id}"), "");
        assert!(!told.contains(card.slug.as_str()), "{address}: {told}");
        assert!(!told.contains(card.title.en.as_str()), "{address}: {told}");
    }
    let share = site.get(&format!("/share/{id}-{}.jpg", home.version)).await;
    assert_eq!(share.code(), 404);
    let mut stranger = Browser::default();
    let answer = stranger.get(&site, &card.path()).await;
    assert_eq!(answer.code(), 303);
    assert!(
        answer
            .header("location")
            .starts_with("/account/sign-in?next=")
    );
}

#[tokio::test]
async fn roles_see_it_with_their_second_factor_and_keep_it() {
    let site = TestSite::small().await;
    let home = announce(&site).await;
    let card = home.summarize();
    let mut half = signed_in(&site, "half@example.com", Role::Admin, None).await;
    let page = half.get(&site, &card.path()).await;
    assert_eq!(page.code(), 403);
    assert!(
        page.text().contains("needs a second factor"),
        "{}",
        page.text()
    );
    let mut admin = signed_in(&site, "admin@example.com", Role::Admin, None).await;
    add_second_factor(&site, &mut admin, "admin@example.com").await;
    assert_eq!(admin.get(&site, &card.path()).await.code(), 200);
    let ask = format!("/enquiries/new?home={}", home.listing_id);
    assert_eq!(admin.get(&site, &ask).await.code(), 200);
    let id = home.listing_id.to_string();
    let heart = [("action", "add-favorite"), ("listing", id.as_str())];
    let saved = "/account/favorites";
    assert_eq!(admin.post(&site, saved, &heart).await.code(), 303);
    let page = admin.get(&site, saved).await.text();
    assert!(page.contains(card.title.en.as_str()), "{page}");
    assert!(!page.contains("name=\"ids\""), "it can't be compared");

    let change = Change::Status(StandardStatus::Hold);
    let listings = &site.services().listings;
    let hidden = listings.change(home.listing_id, home.version, change).await;
    hidden.expect("hidden");
    let page = admin.get(&site, saved).await.text();
    assert!(!page.contains(card.title.en.as_str()), "{page}");
    assert!(page.contains("A home that is not shown just now"), "{page}");
    assert!(page.contains("remove-favorite"), "{page}");
}

#[tokio::test]
async fn members_see_it_in_their_turn_and_then_everyone() {
    let site = TestSite::small().await;
    let home = announce(&site).await;
    let card = home.summarize();
    let mut platinum = member(&site, SubscriptionLevel::Platinum).await;
    let mut gold = member(&site, SubscriptionLevel::Gold).await;

    let page = platinum.get(&site, &card.path()).await;
    assert_eq!(page.code(), 200, "{}", page.text());
    assert_eq!(page.header("cache-control"), "no-store");
    assert!(page.text().contains(card.title.en.as_str()));
    assert!(!page.text().contains("RealEstateListing"));
    let list = platinum.get(&site, "/account/early-access").await.text();
    assert!(
        list.contains(&format!("href=\"{}\"", card.path())),
        "{list}"
    );
    let text = page.text();
    assert!(
        text.contains("<a href=\"/account/early-access\">"),
        "a way back to the list: {text}"
    );
    assert!(!text.contains("no account is needed"), "{text}");
    let ask = format!("/enquiries/new?home={}", home.listing_id);
    assert_eq!(platinum.get(&site, &ask).await.code(), 200);

    let page = gold.get(&site, &card.path()).await;
    assert_eq!(page.code(), 403);
    assert!(!page.text().contains(card.title.en.as_str()));
    let list = gold.get(&site, "/account/early-access").await.text();
    assert!(!list.contains(card.slug.as_str()));
    assert_eq!(gold.get(&site, &ask).await.code(), 404);

    let later = Timestamp::now() + SignedDuration::from_hours(97);
    let opened = site.services().listings.open_to_all(later).await;
    assert_eq!(opened.expect("looked"), 1);
    site.stack
        .relay()
        .round()
        .await
        .expect("a round of the relay");
    let page = site.get(&card.public_path()).await.text();
    assert!(page.contains(card.title.en.as_str()));
    let moved = gold.get(&site, &card.path()).await;
    assert_eq!(
        (moved.code(), moved.header("location")),
        (303, card.public_path().as_str())
    );
    let found = site.get("/homes?status=coming-soon").await.text();
    assert!(found.contains(card.slug.as_str()));
}
