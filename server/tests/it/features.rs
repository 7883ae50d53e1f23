//! Switches of features over HTTP.

use crate::support::{
    TestSite,
    forms::Browser,
    people::{add_second_factor, signed_in},
};
use durbar_domain::account::Role;

const FEATURES: &str = "/account/admin/features";

async fn admin(site: &TestSite) -> Browser {
    let email = "admin@example.com";
    let mut browser = signed_in(site, email, Role::Admin, None).await;
    add_second_factor(site, &mut browser, email).await;
    browser
}

fn switch<'a>(version: &'a str, more: &[(&'a str, &'a str)]) -> Vec<(&'a str, &'a str)> {
    let mut form = vec![
        ("action", "set-feature"),
        ("version", version),
        ("reason", "A trial"),
    ];
    form.extend_from_slice(more);
    form
}

#[tokio::test]
async fn what_is_switched_off_is_refused_and_offered_no_more() {
    let site = TestSite::small().await;
    let mut admin = admin(&site).await;
    let list = admin.get(&site, FEATURES).await.text();
    assert!(
        list.contains("Making an account") && list.contains("Everyone"),
        "{list}"
    );

    let page = format!("{FEATURES}/sign-up");
    let off = admin
        .post(&site, &page, &switch("0", &[("percentage", "100")]))
        .await;
    assert_eq!(off.code(), 303, "{}", off.text());
    let mut guest = Browser::default();
    let shown = guest.get(&site, "/account/sign-up").await.text();
    assert!(
        shown.contains("switched off for now") && !shown.contains("id=\"sign-up\""),
        "{shown}"
    );
    let form = [
        ("action", "sign-up"),
        ("name", "Maya"),
        ("email", "maya@example.com"),
        ("password", "four quiet marigolds"),
    ];
    let refused = guest.post(&site, "/account/sign-up", &form).await;
    assert_eq!(refused.code(), 503);
    assert!(refused.text().contains("switched off for now"));

    let on = [("percentage", "100"), ("enabled", "yes")];
    let stale = admin.post(&site, &page, &switch("0", &on)).await;
    assert_eq!(stale.code(), 409, "{}", stale.text());
    let on = admin.post(&site, &page, &switch("1", &on)).await;
    assert_eq!(on.code(), 303, "{}", on.text());
    let done = guest.post(&site, "/account/sign-up", &form).await;
    assert_eq!(done.code(), 303, "{}", done.text());

    let trail = admin.get(&site, "/account/admin/audit").await.text();
    assert!(
        trail.contains("off, 100 % of everyone") && trail.contains("A trial"),
        "{trail}"
    );
}

#[tokio::test]
async fn a_feature_is_on_for_a_role() {
    let site = TestSite::small().await;
    let mut admin = admin(&site).await;
    let page = format!("{FEATURES}/membership");
    let investors = [
        ("percentage", "100"),
        ("enabled", "yes"),
        ("roles.investor", "yes"),
    ];
    let set = admin.post(&site, &page, &switch("0", &investors)).await;
    assert_eq!(set.code(), 303, "{}", set.text());
    let list = admin.get(&site, FEATURES).await.text();
    assert!(list.contains("Investor"), "{list}");
    for (role, code) in [(Role::Buyer, 503), (Role::Investor, 409)] {
        let email = format!("{}@example.com", role.key());
        let mut browser = signed_in(&site, &email, role, None).await;
        // Nothing is chosen, which is told to those alone who may buy.
        let buy = [("action", "buy")];
        let answer = browser.post(&site, "/account/membership", &buy).await;
        assert_eq!(answer.code(), code, "{role:?}: {}", answer.text());
    }
}

#[tokio::test]
async fn only_admins_switch_and_only_with_what_is_accepted() {
    let site = TestSite::small().await;
    let mut buyer = signed_in(&site, "buyer@example.com", Role::Buyer, None).await;
    let page = format!("{FEATURES}/sign-up");
    for path in [FEATURES, &page] {
        assert_eq!(buyer.get(&site, path).await.code(), 404, "{path}");
    }
    let form = switch("0", &[("percentage", "0")]);
    assert_eq!(buyer.post(&site, &page, &form).await.code(), 404);
    let mut admin = admin(&site).await;
    assert_eq!(
        admin
            .get(&site, &format!("{FEATURES}/nothing"))
            .await
            .code(),
        404
    );
    for wrong in ["", "101", "-1", "half"] {
        let form = switch("0", &[("percentage", wrong), ("enabled", "yes")]);
        let refused = admin.post(&site, &page, &form).await;
        assert_eq!(refused.code(), 400, "{wrong:?}");
        assert!(refused.text().contains("100"), "what is accepted is told");
    }
}
