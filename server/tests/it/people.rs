//! What an admin does about other people over HTTP: roles, letting in, brokers' profiles.

use crate::support::{
    TestSite,
    forms::Browser,
    people::{PASSWORD, add_second_factor, between, signed_in},
};
use durbar_domain::account::Role;

async fn admin(site: &TestSite) -> Browser {
    let email = "admin@example.com";
    let mut browser = signed_in(site, email, Role::Admin, None).await;
    add_second_factor(site, &mut browser, email).await;
    browser
}

/// The path of the page about an address.
async fn member(site: &TestSite, admin: &mut Browser, email: &str) -> String {
    let find = [("action", "find-account"), ("email", email)];
    let found = admin.post(site, "/account/admin/members", &find).await;
    assert_eq!(found.code(), 303, "{}", found.text());
    found.header("location").to_owned()
}

/// The version that the forms of a page are about.
async fn version(site: &TestSite, admin: &mut Browser, page: &str) -> String {
    let text = admin.get(site, page).await.text();
    between(&text, "name=\"version\" value=\"", "\"")
}

#[tokio::test]
async fn a_member_becomes_a_broker_with_a_profile_of_their_own() {
    let site = TestSite::small().await;
    let mut admin = admin(&site).await;
    let mut maya = signed_in(&site, "maya@example.com", Role::Buyer, None).await;
    let page = member(&site, &mut admin, "maya@example.com").await;
    let profile = [
        ("action", "create-broker"),
        ("name_en", "Maya Karki"),
        ("name_ne", "माया कार्की"),
        ("agency_en", "Karki Homes"),
        ("agency_ne", "कार्की होम्स"),
        ("phone", "9800000077"),
        ("email", "maya@karki.example.com"),
        ("since_year", "2020"),
        ("number", "RE-KTM-2083-0777"),
        ("tier", "above-five-crore"),
        ("expires", "2099-04-13"),
        ("biography_en", "Sells homes."),
        ("biography_ne", "घर बेच्छिन्।"),
    ];
    let new = "/account/admin/brokers/new";
    let short: Vec<_> = profile
        .iter()
        .copied()
        .filter(|(name, _)| *name != "phone")
        .collect();
    let refused = admin.post(&site, new, &short).await;
    assert_eq!(refused.code(), 400);
    assert!(
        refused.text().contains("RE-KTM-2083-0777"),
        "what was typed stays"
    );
    let made = admin.post(&site, new, &profile).await;
    assert_eq!(made.code(), 303, "{}", made.text());
    let public = made.header("location").to_owned();
    site.stack
        .relay()
        .round()
        .await
        .expect("a round of the relay");
    let text = site.get(&public).await.text();
    assert!(
        text.contains("Karki Homes") && !text.contains("Licence verified"),
        "{text}"
    );

    let broker = public.rsplit_once('-').expect("an identifier").1.to_owned();
    let at = version(&site, &mut admin, &page).await;
    let assign = |broker: &'static str| {
        [
            ("action", "assign-role"),
            ("role", "broker"),
            ("role_reason", "Hired"),
            ("broker_id", broker),
        ]
    };
    let without = [&assign("")[..], &[("version", at.as_str())]].concat();
    assert_eq!(admin.post(&site, &page, &without).await.code(), 400);
    let with: Vec<_> = without
        .iter()
        .map(|(name, value)| {
            (
                *name,
                if *name == "broker_id" {
                    broker.as_str()
                } else {
                    value
                },
            )
        })
        .collect();
    let done = admin.post(&site, &page, &with).await;
    assert_eq!(done.code(), 303, "{}", done.text());
    assert_eq!(
        admin.post(&site, &page, &with).await.code(),
        409,
        "another version by now"
    );
    // They have the broker's page, once they have the second factor.
    assert_eq!(maya.get(&site, "/broker/licence").await.code(), 403);
    let text = admin.get(&site, &page).await.text();
    assert!(
        text.contains("Assigned a role") && text.contains("Hired"),
        "{text}"
    );
}

#[tokio::test]
async fn a_disabled_account_is_out_until_it_is_enabled() {
    let site = TestSite::small().await;
    let mut admin = admin(&site).await;
    let mut maya = signed_in(&site, "maya@example.com", Role::Buyer, None).await;
    assert_eq!(maya.get(&site, "/account").await.code(), 200);
    let page = member(&site, &mut admin, "maya@example.com").await;
    let at = version(&site, &mut admin, &page).await;
    let mut disable = vec![("action", "disable-account"), ("version", at.as_str())];
    assert_eq!(
        admin.post(&site, &page, &disable).await.code(),
        400,
        "a reason is needed"
    );
    disable.push(("disable_reason", "Sends spam"));
    let done = admin.post(&site, &page, &disable).await;
    assert_eq!(done.code(), 303, "{}", done.text());
    assert_eq!(maya.get(&site, "/account").await.code(), 303, "signed out");
    let again = [
        ("action", "sign-in"),
        ("email", "maya@example.com"),
        ("password", PASSWORD),
    ];
    let mut browser = Browser::default();
    assert_eq!(
        browser.post(&site, "/account/sign-in", &again).await.code(),
        403
    );
    let at = version(&site, &mut admin, &page).await;
    let enable = [
        ("action", "enable-account"),
        ("version", at.as_str()),
        ("enable_reason", "They promised"),
    ];
    assert_eq!(admin.post(&site, &page, &enable).await.code(), 303);
    assert_eq!(
        browser.post(&site, "/account/sign-in", &again).await.code(),
        303
    );
}

#[tokio::test]
async fn nobody_changes_their_own_powers() {
    let site = TestSite::small().await;
    let mut admin = admin(&site).await;
    let page = member(&site, &mut admin, "admin@example.com").await;
    let text = admin.get(&site, &page).await.text();
    assert!(
        !text.contains("assign-role") && !text.contains("disable-account"),
        "{text}"
    );
    for fields in [
        [
            ("action", "assign-role"),
            ("role", "buyer"),
            ("role_reason", "Tired"),
            ("version", "1"),
        ],
        [
            ("action", "disable-account"),
            ("x", ""),
            ("disable_reason", "Tired"),
            ("version", "1"),
        ],
    ] {
        assert_eq!(admin.post(&site, &page, &fields).await.code(), 403);
    }
}
