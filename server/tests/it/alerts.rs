//! Saved searches and alerts over HTTP: from a guest's form to the mail program's one click.

use crate::support::{
    SITE, TestSite,
    forms::{Browser, form},
    people::signed_in,
};
use axum::{
    body::Body,
    http::{Request, StatusCode, header},
};
use durbar_domain::{
    Listing, Npr, StandardStatus,
    account::{EmailAddress, Role},
};
use durbar_platform::mail::KeptMail;
use durbar_services::Change;
use jiff::Timestamp;

const EMAIL: &str = "maya@example.com";

/// The form of somebody without an account.
fn asking<'a>(email: &'a str, search: &'a str) -> Vec<(&'a str, &'a str)> {
    vec![
        ("action", "save-search"),
        ("search", search),
        ("email", email),
        ("frequency", "instant"),
        ("kind-price-change", "on"),
    ]
}

async fn mails_to(site: &TestSite, address: &str) -> Vec<KeptMail> {
    site.services().saved_searches.settled().await;
    let folder = site.stack.mail_folder().expect("embedded mode keeps mail");
    let mut mails = folder.list(100).await.expect("the mails");
    mails.retain(|mail| mail.to == address);
    mails
}

/// The address of the first link in a mail to a page, from the path on.
fn link(mail: &KeptMail, page: &str) -> String {
    let (_, rest) = mail.text.split_once(page).expect("a link");
    let rest = rest.split_whitespace().next().expect("its end");
    format!("{page}{rest}")
}

fn token(link: &str) -> &str {
    let (_, token) = link.split_once("token=").expect("a secret");
    token
}

/// Asks for alerts and confirms them.
async fn subscribe(site: &TestSite, browser: &mut Browser, search: &str) {
    let sent = browser
        .post(site, "/alerts/new", &asking(EMAIL, search))
        .await;
    assert_eq!(sent.code(), 303, "{}", sent.text());
    let mails = mails_to(site, EMAIL).await;
    let confirm = mails.iter().find(|it| it.text.contains("/alerts/confirm"));
    let link = link(confirm.expect("a mail"), "/alerts/confirm");
    let page = browser.get(site, &link).await;
    assert!(page.text().contains("confirm-alerts"), "{}", page.text());
    let fields = [("action", "confirm-alerts"), ("token", token(&link))];
    let begun = browser.post(site, &link, &fields).await;
    assert_eq!(begun.status, StatusCode::OK, "{}", begun.text());
    site.stack.relay().round().await.expect("a round");
}

/// Sets a price and sends what is to be told of it.
async fn set_price(site: &TestSite, home: &Listing, crore: u64) -> Listing {
    let change = Change::Price {
        list_price: Npr::crore(crore),
        on_request: false,
    };
    let listings = &site.services().listings;
    let changed = listings
        .change(home.listing_id, home.version, change)
        .await
        .expect("changed");
    site.stack.relay().round().await.expect("a round");
    let sent = site.stack.alerts().run_due(Timestamp::now()).await;
    sent.expect("sent");
    changed
}

fn alerts(mails: Vec<KeptMail>) -> Vec<KeptMail> {
    let is_alert = |mail: &KeptMail| {
        let mut names = mail.headers.iter().map(|(name, _)| name.as_str());
        names.any(|name| name == "List-Unsubscribe")
    };
    mails.into_iter().filter(is_alert).collect()
}

#[tokio::test]
async fn an_alert_arrives_after_a_price_change_and_one_click_ends_them() {
    let (site, mut browser) = (TestSite::small().await, Browser::default());
    let home = site.home(StandardStatus::Active).clone();
    let search = format!("in={}", home.neighbourhood.key());
    let pressed = [("action", "save-search"), ("search", search.as_str())];
    let page = browser.post(&site, "/ne/alerts/new", &pressed).await;
    assert_eq!(
        (page.code(), page.header("location")),
        (303, format!("/ne/alerts/new?{search}").as_str())
    );
    let page = browser.get(&site, &format!("/alerts/new?{search}")).await;
    assert_eq!(page.header("cache-control"), "no-store");
    assert!(page.text().contains(r#"name="email""#));
    subscribe(&site, &mut browser, &search).await;
    assert!(alerts(mails_to(&site, EMAIL).await).is_empty());

    let home = set_price(&site, &home, 3).await;
    let mails = alerts(mails_to(&site, EMAIL).await);
    assert_eq!(mails.len(), 1);
    let mail = &mails[0];
    assert!(mail.subject.starts_with("New price: "), "{}", mail.subject);
    assert!(mail.text.contains(&home.summarize().path()) && mail.text.contains("3 crore"));
    let post = "List-Unsubscribe-Post".to_owned();
    assert!(
        mail.headers
            .contains(&(post, "List-Unsubscribe=One-Click".to_owned()))
    );
    let header = mail.headers.iter().find(|(it, _)| it == "List-Unsubscribe");
    let stop = header.expect("a header").1.trim_matches(['<', '>']);
    let stop = stop.strip_prefix(SITE).expect("an address of ours");

    // A program that looks for harm opens links: that ends nothing.
    let opened = browser.get(&site, stop).await;
    assert!(opened.text().contains("stop-alerts"));
    let elsewhere = [("action", "stop-alerts"), ("token", token(stop))];
    let refused = form(stop, &elsewhere, "https://elsewhere.example", "");
    assert_eq!(site.send(refused).await.status, StatusCode::FORBIDDEN);
    let one_click = || {
        Request::post(stop)
            .header(header::CONTENT_TYPE, "application/x-www-form-urlencoded")
            .body(Body::from("List-Unsubscribe=One-Click"))
            .expect("a request")
    };
    for _ in 0..2 {
        let ended = site.send(one_click()).await;
        assert_eq!(ended.status, StatusCode::OK);
    }
    site.stack.relay().round().await.expect("a round");
    set_price(&site, &home, 4).await;
    assert_eq!(alerts(mails_to(&site, EMAIL).await).len(), 1);
}

#[tokio::test]
async fn whoever_asks_learns_nothing_of_an_address() {
    let (site, mut browser) = (TestSite::small().await, Browser::default());
    subscribe(&site, &mut browser, "in=sanepa").await;
    let mut stranger = Browser::default();
    let mut answers = Vec::new();
    for email in [EMAIL, "nobody@example.com"] {
        let sent = stranger
            .post(&site, "/alerts/new", &asking(email, "in=sanepa"))
            .await;
        let mails = mails_to(&site, email).await.len();
        answers.push((sent.code(), sent.header("location").to_owned(), sent.text()));
        assert_eq!(mails, if email == EMAIL { 2 } else { 1 });
    }
    assert_eq!(answers[0], answers[1]);
}

#[tokio::test]
async fn a_form_that_is_not_whole_says_what_is_missing() {
    let (site, mut browser) = (TestSite::small().await, Browser::default());
    let fields = [
        ("action", "save-search"),
        ("search", "in=sanepa"),
        ("email", "no address"),
        ("frequency", "hourly"),
    ];
    let page = browser
        .post(&site, "/ne/alerts/new?in=sanepa", &fields)
        .await;
    assert_eq!(page.status, StatusCode::BAD_REQUEST);
    for id in ["email-error", "frequency-error", "kinds-error"] {
        assert!(page.text().contains(&format!("id=\"{id}\"")), "{id}");
    }
    let odd = [("action", "save-search"), ("search", "beds=many")];
    let page = browser.post(&site, "/alerts/new", &odd).await;
    assert_eq!(page.status, StatusCode::CONFLICT);
}

#[tokio::test]
async fn links_that_are_none_of_ours_open_nothing() {
    let (site, mut browser) = (TestSite::small().await, Browser::default());
    let made_up = "A".repeat(43);
    for page in ["/alerts/confirm", "/alerts/stop", "/alerts/data"] {
        for token in ["", "x", &made_up] {
            let answer = browser.get(&site, &format!("{page}?token={token}")).await;
            assert_eq!(answer.status, StatusCode::NOT_FOUND, "{page}");
        }
    }
    let one_click = Request::post(format!("/alerts/stop?token={made_up}"))
        .header(header::CONTENT_TYPE, "application/x-www-form-urlencoded")
        .body(Body::from("List-Unsubscribe=One-Click"))
        .expect("a request");
    assert_eq!(site.send(one_click).await.status, StatusCode::NOT_FOUND);
}

#[tokio::test]
async fn an_address_takes_its_data_along_and_is_erased() {
    let (site, mut browser) = (TestSite::small().await, Browser::default());
    subscribe(&site, &mut browser, "in=sanepa").await;
    // Asked for again, it is told that it has them, with a link that ends them.
    browser
        .post(&site, "/alerts/new", &asking(EMAIL, "in=sanepa"))
        .await;
    let mails = mails_to(&site, EMAIL).await;
    let mail = mails.iter().find(|it| it.text.contains("/alerts/stop"));
    let stop = link(mail.expect("a mail"), "/alerts/stop");
    let token = token(&stop);
    let file = browser
        .get(&site, &format!("/alerts/data?token={token}"))
        .await;
    let data: serde_json::Value = serde_json::from_str(&file.text()).expect("JSON");
    assert_eq!(data["email"], EMAIL);
    assert_eq!(data["saved_searches"][0]["query"], "in=sanepa");
    assert_eq!(file.header("cache-control"), "no-store");
    let fields = [("action", "erase-address"), ("token", token)];
    let erased = browser.post(&site, &stop, &fields).await;
    assert_eq!(erased.status, StatusCode::OK);
    let address = EmailAddress::parse("email", EMAIL).expect("an address");
    let owner = durbar_domain::saved_search::SearchOwner::Address(address);
    let saved_searches = &site.services().saved_searches;
    let left = saved_searches.export_of(&owner).await.expect("read");
    assert_eq!(left, []);
}

#[tokio::test]
async fn with_an_account_one_press_saves_and_what_is_removed_comes_back() {
    let site = TestSite::small().await;
    let mut browser = signed_in(&site, "anju@example.com", Role::Buyer, None).await;
    let search = "in=sanepa&beds=4";
    let pressed = [("action", "save-search"), ("search", search)];
    let save = async |browser: &mut Browser| {
        let path = format!("/alerts/new?{search}");
        let saved = browser.post(&site, &path, &pressed).await;
        (saved.code(), saved.header("location").to_owned())
    };
    const LIST: &str = "/account/saved-searches";
    assert_eq!(
        save(&mut browser).await,
        (303, format!("{LIST}?done=saved"))
    );
    assert_eq!(
        save(&mut browser).await,
        (303, format!("{LIST}?done=repeated"))
    );
    let page = browser.get(&site, LIST).await.text();
    let id = crate::support::people::between(&page, "name=\"search\" value=\"", "\"");
    let one = format!("{LIST}/{id}");
    assert!(page.contains(&format!("href=\"{one}\"")), "{page}");

    let mut other = signed_in(&site, "bina@example.com", Role::Buyer, None).await;
    assert_eq!(
        other.get(&site, &one).await.status,
        StatusCode::NOT_FOUND,
        "nobody learns that it is there"
    );
    let change = |version| {
        [
            ("action", "edit-search"),
            ("version", version),
            ("name", "Gardens <b>"),
            ("frequency", "weekly"),
            ("kind-new-match", "on"),
        ]
    };
    let stranger = other.post(&site, &one, &change("1")).await;
    assert_eq!(stranger.status, StatusCode::NOT_FOUND);
    let changed = browser.post(&site, &one, &change("1")).await;
    assert_eq!(changed.code(), 303, "{}", changed.text());
    let stale = browser.post(&site, &one, &change("1")).await;
    assert_eq!(stale.status, StatusCode::CONFLICT);
    let page = browser.get(&site, LIST).await;
    assert!(page.text().contains("Once a week: New homes"));
    assert!(page.text().contains("Gardens &lt;b") && !page.text().contains("Gardens <b>"));

    for (action, shown) in [("remove-search", false), ("restore-search", true)] {
        let fields = [("action", action), ("search", id.as_str())];
        let done = browser.post(&site, LIST, &fields).await;
        assert_eq!(done.code(), 303, "{}", done.text());
        let page = browser.get(&site, LIST).await;
        assert_eq!(page.text().contains(&one), shown, "{action}");
    }
    let guest = Browser::default().get(&site, LIST).await;
    assert_eq!(guest.code(), 303, "to sign in");
}
