//! The desk over HTTP: who gets in, what forms do, and what a forger can't.

use crate::support::{
    TestSite,
    forms::Browser,
    people::{add_second_factor, between, signed_in},
};
use durbar_domain::{
    BrokerId, StandardStatus,
    account::Role,
    draft::{DraftField, DraftFields},
};
use strum::VariantArray as _;

async fn broker(site: &TestSite, email: &str, id: BrokerId) -> Browser {
    let mut browser = signed_in(site, email, Role::Broker, Some(id)).await;
    add_second_factor(site, &mut browser, email).await;
    browser
}

/// The mark of a field as its page carries it.
fn was(page: &str, field: DraftField) -> String {
    let start = format!("name=\"was.{}\" value=\"", field.key());
    between(page, &start, "\"")
}

#[tokio::test]
async fn the_desk_opens_to_brokers_with_their_second_factor_alone() {
    let site = TestSite::small().await;
    let home = site.home(StandardStatus::Active).clone();
    let paths = [
        "/broker".to_owned(),
        format!("/broker/listings/{}", home.listing_id),
        format!("/broker/listings/{}/texts", home.listing_id),
    ];
    let mut buyer = signed_in(&site, "maya@example.com", Role::Buyer, None).await;
    let email = "bishal@example.com";
    let mut half = signed_in(&site, email, Role::Broker, Some(home.broker_id)).await;
    let id = BrokerId::from_parts(1, 99);
    let mut other = broker(&site, "other@example.com", id).await;
    for path in &paths {
        assert_eq!(site.get(path).await.code(), 303, "a guest signs in first");
        assert_eq!(buyer.get(&site, path).await.code(), 404);
        assert_eq!(
            half.get(&site, path).await.code(),
            403,
            "without the factor"
        );
        let code = other.get(&site, path).await.code();
        let is_fine = match path.as_str() {
            "/broker" => code == 200,
            _ => matches!(code, 403 | 404),
        };
        assert!(is_fine, "another broker, {path}: {code}");
    }
    let desk = half.get(&site, "/broker").await;
    assert_eq!(desk.header("cache-control"), "no-store");
}

#[tokio::test]
async fn another_broker_changes_nothing() {
    let site = TestSite::small().await;
    let home = site.home(StandardStatus::Active).clone();
    let page = format!("/broker/listings/{}", home.listing_id);
    let id = BrokerId::from_parts(1, 99);
    let mut stranger = broker(&site, "stranger@example.com", id).await;
    let version = home.version.to_string();
    for fields in [
        vec![
            ("action", "change-price"),
            ("version", &version),
            ("list_price", "1 crore"),
        ],
        vec![
            ("action", "change-status"),
            ("version", &version),
            ("to", "withdrawn"),
        ],
        vec![("action", "edit-listing")],
    ] {
        let code = stranger.post(&site, &page, &fields).await.code();
        assert!(matches!(code, 403 | 404 | 409), "{fields:?}: {code}");
    }
    let now = site
        .services()
        .listings
        .get(home.listing_id)
        .await
        .expect("a home");
    assert_eq!(now, home);
}

#[tokio::test]
async fn a_page_saves_what_it_changed_and_tells_of_a_conflict() {
    let site = TestSite::small().await;
    let home = site.home(StandardStatus::Active).clone();
    let id = home.listing_id;
    let mut desk = broker(&site, "bishal@example.com", home.broker_id).await;
    let begun = desk
        .post(
            &site,
            &format!("/broker/listings/{id}"),
            &[("action", "edit-listing")],
        )
        .await;
    assert_eq!(
        begun.header("location"),
        format!("/broker/listings/{id}/place")
    );

    let texts = format!("/broker/listings/{id}/texts");
    let page = desk.get(&site, &texts).await.text();
    let fields = DraftFields::of(&home);
    let title = was(&page, DraftField::TitleEn);
    assert_eq!(title, DraftFields::mark(fields.text(DraftField::TitleEn)));
    let marks: Vec<(String, String)> = DraftField::VARIANTS
        .iter()
        .filter(|field| page.contains(&format!("name=\"was.{}\"", field.key())))
        .map(|field| (format!("was.{}", field.key()), was(&page, *field)))
        .collect();
    let send = |title: &str| -> Vec<(String, String)> {
        let mut sent = vec![("action".to_owned(), "save-draft".to_owned())];
        sent.extend(marks.clone());
        for (name, _) in &marks {
            let field = name.trim_start_matches("was.").to_owned();
            let text = fields.text(field.parse().expect("a field")).to_owned();
            sent.push((
                field.clone(),
                if field == "title_en" {
                    title.to_owned()
                } else {
                    text
                },
            ));
        }
        sent
    };
    for (title, code) in [("First", 303), ("First", 303), ("Second", 409)] {
        let sent = send(title);
        let sent: Vec<(&str, &str)> = sent.iter().map(|(n, t)| (n.as_str(), t.as_str())).collect();
        let answer = desk.post(&site, &texts, &sent).await;
        assert_eq!(answer.code(), code, "{title}");
        if code == 409 {
            let page = answer.text();
            assert!(page.contains("class=\"conflict\"") && page.contains(">First<"));
        }
    }
    let saved = site
        .services()
        .drafts
        .open(&admin(), id)
        .await
        .expect("a draft")
        .draft;
    assert_eq!(saved.fields.text(DraftField::TitleEn), "First");
    assert_eq!(saved.fields.differences(&fields), [DraftField::TitleEn]);
    let public = site.get(&home.summarize().path()).await.text();
    assert!(
        !public.contains("First<"),
        "nobody sees it before it is approved"
    );
}

fn admin() -> durbar_domain::account::Principal {
    use durbar_domain::account::{Person, Principal, SubscriptionLevel};
    Principal::Person(Person {
        account_id: durbar_domain::AccountId::from_parts(1, 1),
        role: Role::Admin,
        subscription_level: SubscriptionLevel::Free,
        broker_id: None,
        multi_factor: true,
        seat: None,
    })
}

#[tokio::test]
async fn a_price_is_live_at_once_and_a_stale_one_is_refused() {
    let site = TestSite::small().await;
    let home = site
        .find(|home| home.standard_status == StandardStatus::Active && !home.price.on_request)
        .clone();
    let page = format!("/broker/listings/{}", home.listing_id);
    let mut desk = broker(&site, "bishal@example.com", home.broker_id).await;
    let version = home.version.to_string();
    let change = |price: &'static str| {
        [
            ("action", "change-price"),
            ("version", version.as_str()),
            ("list_price", price),
        ]
    };
    for bad in ["", "0", "cheap", "-1"] {
        assert_eq!(
            desk.post(&site, &page, &change(bad)).await.code(),
            400,
            "{bad}"
        );
    }
    assert_eq!(
        desk.post(&site, &page, &change("2.5 crore")).await.code(),
        303
    );
    let stale = desk.post(&site, &page, &change("2.4 crore")).await;
    assert_eq!(stale.code(), 409);
    let told = stale.text();
    let told = between(&told, "It is now “", "</p>");
    let says = |part: &str| told.contains(part);
    assert!(says("at NPR 2.5 crore. Last change: Price: from"), "{told}");
    assert!(says("to NPR 2.5 crore (Maya Karki, "), "{told}");
    let now = site
        .services()
        .listings
        .get(home.listing_id)
        .await
        .expect("a home");
    assert_eq!(now.price.list_price.rupees(), 25_000_000);
    let told = desk.get(&site, &page).await.text();
    assert!(told.contains("2.5 crore"), "{told}");
    let public = site.get(&home.summarize().path()).await.text();
    assert!(public.contains("2.5 crore"));
}

#[tokio::test]
async fn a_nepali_form_holds_a_price_in_its_digits_and_takes_it_back() {
    let site = TestSite::small().await;
    let home = site
        .find(|home| home.standard_status == StandardStatus::Active && !home.price.on_request)
        .clone();
    let page = format!("/ne/broker/listings/{}", home.listing_id);
    let mut desk = broker(&site, "bishal@example.com", home.broker_id).await;
    let version = home.version.to_string();
    let sent = [
        ("action", "change-price"),
        ("version", version.as_str()),
        ("list_price", "२३००००००"),
    ];
    assert_eq!(desk.post(&site, &page, &sent).await.code(), 303);
    let shown = desk.get(&site, &page).await.text();
    assert_eq!(shown.matches("value=\"२३००००००\"").count(), 2, "{shown}");
    let listings = &site.services().listings;
    let now = listings.get(home.listing_id).await.expect("a home");
    assert_eq!(now.price.list_price.rupees(), 23_000_000);
}
