//! Buying a level over HTTP: what a browser, a payment service and a forger can do.

use crate::support::{
    SITE, TestSite,
    forms::{Browser, form},
    khalti::Khalti,
    people::{add_second_factor, between, signed_in},
};
use durbar_domain::{AccountId, account::Role, policy::Operation};
use jiff::{SignedDuration, Timestamp};

const PAGE: &str = "/account/membership";

async fn buyer(site: &TestSite) -> Browser {
    signed_in(site, "maya@example.com", Role::Buyer, None).await
}

async fn admin(site: &TestSite) -> Browser {
    let email = "admin@example.com";
    let mut browser = signed_in(site, email, Role::Admin, None).await;
    add_second_factor(site, &mut browser, email).await;
    browser
}

/// Begins to buy; the path of the purchase's page.
async fn buy(site: &TestSite, browser: &mut Browser, plan: &str, method: &str) -> String {
    let fields = [("action", "buy"), ("plan", plan), ("method", method)];
    let answer = browser.post(site, PAGE, &fields).await;
    assert_eq!(answer.code(), 303, "{}", answer.text());
    let path = answer.header("location").to_owned();
    assert!(
        path.starts_with("/account/membership/purchases/pay_"),
        "{path}"
    );
    path
}

/// The level that the membership page tells.
async fn level(site: &TestSite, browser: &mut Browser) -> String {
    let page = browser.get(site, PAGE).await;
    between(&page.text(), "<dt>Your level</dt><dd>", "<")
}

/// The way back from Khalti, as its address says it; what it says of the payment is the
/// caller's.
fn way_back(path: &str, pidx: &str, status: &str) -> String {
    let id = path.rsplit('/').next().expect("an identifier");
    format!(
        "/account/membership/returned?pidx={pidx}&txnId=4H7AhoXDJWg5WjrcPT9ixW&amount=149900\
         &total_amount=149900&status={status}&mobile=98XXXXX904&purchase_order_id={id}\
         &purchase_order_name=Durbar&transaction_id=4H7AhoXDJWg5WjrcPT9ixW"
    )
}

#[tokio::test]
async fn a_payment_at_khalti_gives_the_level_once_khalti_says_so() {
    let khalti = Khalti::start().await;
    let site = TestSite::paying(khalti.payments()).await;
    let mut maya = buyer(&site).await;
    assert_eq!(level(&site, &mut maya).await, "Free");
    let path = buy(&site, &mut maya, "gold-month", "khalti").await;
    let (pidx, order) = khalti.last();
    assert_eq!(
        (order["amount"].as_u64(), order["website_url"].as_str()),
        (Some(149_900), Some(SITE))
    );
    let return_url = order["return_url"].as_str().expect("an address");
    assert_eq!(return_url, format!("{SITE}/account/membership/returned"));
    assert!(path.ends_with(order["purchase_order_id"].as_str().expect("an identifier")));
    let page = maya.get(&site, &path).await.text();
    assert!(
        page.contains(&format!("https://test-pay.khalti.com/?pidx={pidx}")),
        "{page}"
    );

    // An address that says it is paid changes nothing while Khalti doesn't.
    for status in ["Completed", "Pending"] {
        let back = maya.get(&site, &way_back(&path, &pidx, status)).await;
        assert_eq!((back.code(), back.header("location")), (303, path.as_str()));
        assert_eq!(back.header("cache-control"), "no-store");
    }
    assert_eq!(level(&site, &mut maya).await, "Free");

    khalti.set(&pidx, "Completed");
    let before = khalti.look_ups();
    for _ in 0..3 {
        let back = maya.get(&site, &way_back(&path, &pidx, "Completed")).await;
        assert_eq!(back.code(), 303);
    }
    assert_eq!(
        khalti.look_ups(),
        before + 1,
        "what is paid is not asked about again"
    );
    assert_eq!(level(&site, &mut maya).await, "Gold");
    let receipt = maya.get(&site, &path).await.text();
    assert!(receipt.contains("<h1>Receipt</h1>") && receipt.contains("GFq9PFS7b2iYvL8Lir9oXe"));
    assert!(!receipt.contains("test-pay.khalti.com"));
}

#[tokio::test]
async fn nobody_gets_anything_by_another_ones_payment() {
    let khalti = Khalti::start().await;
    let site = TestSite::paying(khalti.payments()).await;
    let mut maya = buyer(&site).await;
    let mut thief = signed_in(&site, "thief@example.com", Role::Buyer, None).await;
    let path = buy(&site, &mut maya, "platinum-year", "khalti").await;
    let (pidx, _) = khalti.last();
    khalti.set(&pidx, "Completed");
    assert_eq!(thief.get(&site, &path).await.code(), 404);
    let back = way_back(&path, &pidx, "Completed");
    assert_eq!(thief.get(&site, &back).await.code(), 404);
    // A payment of somebody else's named on the way back of one's own.
    let own = buy(&site, &mut thief, "gold-month", "khalti").await;
    thief.get(&site, &way_back(&own, &pidx, "Completed")).await;
    assert_eq!(level(&site, &mut thief).await, "Free");
    let fields = [("action", "check-payment")];
    let refused = thief.post(&site, &path, &fields).await.code();
    assert!(matches!(refused, 404 | 409), "{refused}");
    let guest = site.get(&back).await;
    assert!(
        guest
            .header("location")
            .starts_with("/account/sign-in?next=")
    );
    assert_eq!(
        level(&site, &mut maya).await,
        "Free",
        "nobody came back yet"
    );
    maya.get(&site, &back).await;
    assert_eq!(level(&site, &mut maya).await, "Platinum");
}

#[tokio::test]
async fn another_amount_gives_nothing_and_admins_learn_of_it() {
    let khalti = Khalti::start().await;
    let site = TestSite::paying(khalti.payments()).await;
    let mut maya = buyer(&site).await;
    let path = buy(&site, &mut maya, "gold-year", "khalti").await;
    let (pidx, _) = khalti.last();
    khalti.set(&pidx, "Completed");
    khalti.set_amount(&pidx, 1_000);
    maya.get(&site, &way_back(&path, &pidx, "Completed")).await;
    assert_eq!(level(&site, &mut maya).await, "Free");
    let trail = admin(&site)
        .await
        .get(&site, "/account/admin/audit")
        .await
        .text();
    assert!(trail.contains("Another amount was paid"), "{trail}");
}

#[tokio::test]
async fn a_service_that_is_down_or_a_closed_window_loses_nothing() {
    let khalti = Khalti::start().await;
    let site = TestSite::paying(khalti.payments()).await;
    let mut maya = buyer(&site).await;
    khalti.set_down(true);
    let fields = [
        ("action", "buy"),
        ("plan", "gold-month"),
        ("method", "khalti"),
    ];
    assert_eq!(maya.post(&site, PAGE, &fields).await.code(), 503);
    khalti.set_down(false);
    let path = buy(&site, &mut maya, "gold-month", "khalti").await;
    let (pidx, _) = khalti.last();
    khalti.set(&pidx, "Completed");
    khalti.set_down(true);
    let back = maya.get(&site, &way_back(&path, &pidx, "Completed")).await;
    assert_eq!((back.code(), back.header("location")), (303, path.as_str()));
    let page = maya.get(&site, &path).await;
    assert!(
        page.text().contains("Khalti doesn't have the money yet"),
        "{}",
        page.text()
    );
    khalti.set_down(false);
    let later = Timestamp::now() + SignedDuration::from_mins(10);
    let swept = site
        .services()
        .subscriptions
        .sweep(later)
        .await
        .expect("swept");
    assert_eq!(swept.paid, 1);
    assert_eq!(level(&site, &mut maya).await, "Gold");
}

/// The version that an admin's page names in its forms.
async fn version(site: &TestSite, admin: &mut Browser, path: &str) -> String {
    let page = admin.get(site, path).await.text();
    between(&page, "name=\"version\" value=\"", "\"")
}

#[tokio::test]
async fn an_invoice_is_paid_when_an_admin_says_so() {
    let site = TestSite::small().await;
    let mut maya = buyer(&site).await;
    let path = buy(&site, &mut maya, "gold-month", "invoice").await;
    let page = maya.get(&site, &path).await.text();
    let number = between(&page, "<dt>Number</dt><dd>", "<");
    assert!(
        page.contains("<h1>Invoice</h1>") && page.contains("Durbar, Test Bank"),
        "{page}"
    );
    site.stack.relay().round().await.expect("a round");
    let mails = site
        .stack
        .mail_folder()
        .expect("a folder")
        .list(9)
        .await
        .expect("mails");
    assert!(
        mails.iter().any(|mail| mail.subject.contains(&number)),
        "{mails:?}"
    );

    let mut admin = admin(&site).await;
    let open = admin.get(&site, "/account/admin/invoices").await.text();
    assert!(
        open.contains(&number) && open.contains("maya@example.com"),
        "{open}"
    );
    let sold = format!(
        "/account/admin/purchases/{}",
        path.rsplit('/').next().expect("one")
    );
    let seen = version(&site, &mut admin, &sold).await;
    let confirm = |transfer, version| {
        [
            ("action", "confirm-invoice"),
            ("version", version),
            ("transfer", transfer),
        ]
    };
    let empty = admin.post(&site, &sold, &confirm("", &seen)).await;
    assert_eq!(empty.code(), 400);
    let stale = admin.post(&site, &sold, &confirm("NIC-1", "1")).await;
    assert_eq!(stale.code(), 409);
    assert!(stale.text().contains("Somebody changed this meanwhile"));
    for (transfer, done) in [("NIC-4711", "saved"), ("NIC-9999", "noted-before")] {
        let noted = admin.post(&site, &sold, &confirm(transfer, &seen)).await;
        assert_eq!(noted.code(), 303, "{}", noted.text());
        assert_eq!(noted.header("location"), format!("{sold}?done={done}"));
    }
    let before = admin.get(&site, &format!("{sold}?done=noted-before")).await;
    assert!(before.text().contains("That was noted before."));
    let refund = [
        ("action", "refund-purchase"),
        ("version", seen.as_str()),
        ("refund_reason", "Crossed"),
    ];
    let stale = admin.post(&site, &sold, &refund).await;
    assert_eq!(stale.code(), 409, "it was paid since");
    assert_eq!(level(&site, &mut maya).await, "Gold");
    assert!(
        maya.get(&site, &path)
            .await
            .text()
            .contains("<h1>Receipt</h1>")
    );
    let trail = admin.get(&site, "/account/admin/audit").await.text();
    assert_eq!(trail.matches("NIC-4711").count(), 1, "{trail}");
    assert!(trail.contains("What administrators decide"), "{trail}");
}

#[tokio::test]
async fn an_admin_finds_an_account_gives_a_level_and_ends_it() {
    let site = TestSite::small().await;
    let mut maya = buyer(&site).await;
    let mut admin = admin(&site).await;
    let find = |email| [("action", "find-account"), ("email", email)];
    let members = "/account/admin/members";
    let page = admin.get(&site, members).await.text();
    assert!(page.contains("Type the whole address of mail"), "{page}");
    let unknown = admin
        .post(&site, members, &find("nobody@example.com"))
        .await;
    assert_eq!(
        unknown.header("location"),
        "/account/admin/members?done=unknown"
    );
    let found = admin.post(&site, members, &find("maya@example.com")).await;
    let member = found.header("location").to_owned();
    assert!(
        member.starts_with("/account/admin/members/usr_"),
        "{member}"
    );
    let page = admin.get(&site, &member).await.text();
    assert!(page.contains("<h1>Member: Maya Karki</h1>"), "{page}");
    assert!(!page.contains("Your level") && !page.contains("Your name"));
    let seen = version(&site, &mut admin, &member).await;
    let grant = |ends_on, reason| {
        [
            ("action", "grant-level"),
            ("version", seen.as_str()),
            ("level", "platinum"),
            ("ends_on", ends_on),
            ("reason", reason),
        ]
    };
    for (ends_on, reason) in [("2020-01-01", "Late"), ("2099-12-31", ""), ("soon", "Gift")] {
        let answer = admin.post(&site, &member, &grant(ends_on, reason)).await;
        assert_eq!(answer.code(), 400, "{ends_on} {reason}");
    }
    let given = admin
        .post(&site, &member, &grant("2099-12-31", "A gift"))
        .await;
    assert_eq!(given.code(), 303, "{}", given.text());
    assert_eq!(level(&site, &mut maya).await, "Platinum");
    let page = admin.get(&site, &member).await.text();
    assert!(
        page.contains("A gift") && page.contains("Gave a level"),
        "{page}"
    );
    let stale = admin
        .post(&site, &member, &grant("2099-12-31", "Again"))
        .await;
    assert_eq!(stale.code(), 409, "the account has changed");
    let now = version(&site, &mut admin, &member).await;
    let end = |version| {
        [
            ("action", "end-level"),
            ("version", version),
            ("end_what", "given"),
            ("end_reason", "A mistake"),
        ]
    };
    assert_eq!(admin.post(&site, &member, &end(&seen)).await.code(), 409);
    assert_eq!(admin.post(&site, &member, &end(&now)).await.code(), 303);
    assert_eq!(level(&site, &mut maya).await, "Free");
}

#[tokio::test]
async fn administration_is_there_for_admins_with_a_second_factor_alone() {
    let site = TestSite::small().await;
    let mut maya = buyer(&site).await;
    let path = buy(&site, &mut maya, "gold-month", "invoice").await;
    let id = path.rsplit('/').next().expect("an identifier").to_owned();
    let pages = [
        "/account/admin/members".to_owned(),
        format!("/account/admin/members/{}", AccountId::from_parts(1, 1)),
        "/account/admin/invoices".to_owned(),
        format!("/account/admin/purchases/{id}"),
        "/account/admin/audit".to_owned(),
    ];
    let mut half = signed_in(&site, "half@example.com", Role::Admin, None).await;
    for page in &pages {
        let guest = site.get(page).await;
        assert!(
            guest.header("location").starts_with("/account/sign-in"),
            "{page}"
        );
        assert_eq!(maya.get(&site, page).await.code(), 404, "{page}");
        assert_eq!(half.get(&site, page).await.code(), 403, "{page}");
    }
    let fields = [("action", "confirm-invoice"), ("transfer", "X-1")];
    for browser in [&mut maya, &mut half] {
        let answer = browser.post(&site, &pages[3], &fields).await;
        assert!(matches!(answer.code(), 403 | 404), "{}", answer.code());
    }
    let forged = form(&pages[3], &fields, "https://elsewhere.example", "");
    assert_eq!(site.send(forged).await.code(), 403);
    assert_eq!(level(&site, &mut maya).await, "Free");
    assert!(
        !maya
            .get(&site, PAGE)
            .await
            .text()
            .contains("/account/admin")
    );
    assert!(Operation::SettlePurchase.is_privileged() && Operation::ReadAuditTrail.is_privileged());
}

#[tokio::test]
async fn a_plan_that_is_not_offered_is_refused() {
    let site = TestSite::small().await;
    let mut maya = buyer(&site).await;
    for (plan, method) in [
        ("free-month", "invoice"),
        ("gold-decade", "invoice"),
        ("gold-month", "khalti"),
        ("gold-month", "cash"),
        ("", ""),
    ] {
        let fields = [("action", "buy"), ("plan", plan), ("method", method)];
        let answer = maya.post(&site, PAGE, &fields).await;
        assert_eq!(answer.code(), 409, "{plan} by {method}");
    }
}
