//! Sessions over HTTP: cookies, origins, forms, and what strangers learn.

use crate::support::{
    SITE, TestSite,
    forms::{Browser, form},
    people::{self, PASSWORD},
};
use axum::http::StatusCode;
use durbar_app::{actions::Action, server_functions::OPERATIONS};
use leptos::server_fn::axum::server_fn_paths;
use std::collections::HashSet;

const EMAIL: &str = "anju@example.com";
const ACCESS: &str = "__Host-durbar-access";
const REFRESH: &str = "__Host-durbar-refresh";

async fn sign_up(site: &TestSite, browser: &mut Browser, email: &str) {
    people::sign_up(site, browser, "Anju Shrestha", email).await;
}

#[tokio::test]
async fn a_session_lives_in_cookies_no_script_can_read() {
    let (site, mut browser) = (TestSite::small().await, Browser::default());
    sign_up(&site, &mut browser, EMAIL).await;
    assert!(!browser.cookie(ACCESS).is_empty() && !browser.cookie(REFRESH).is_empty());
    let page = browser.get(&site, "/account").await;
    assert_eq!(page.status, StatusCode::OK);
    assert_eq!(page.header("cache-control"), "no-store");
    assert!(page.text().contains(EMAIL));
    let out = browser
        .post(&site, "/account", &[("action", "sign-out")])
        .await;
    assert_eq!(out.status, StatusCode::SEE_OTHER);
    for value in out.headers.get_all("set-cookie") {
        let text = value.to_str().expect("ASCII");
        assert!(
            text.contains("Max-Age=0") && text.contains("Secure"),
            "{text}"
        );
    }
    let page = browser.get(&site, "/account").await;
    assert_eq!(
        (page.code(), page.header("location")),
        (303, "/account/sign-in?next=%2Faccount")
    );
}

#[tokio::test]
async fn a_change_of_what_signs_in_replaces_the_tokens() {
    let (site, mut browser) = (TestSite::small().await, Browser::default());
    sign_up(&site, &mut browser, EMAIL).await;
    let before = browser.cookie(REFRESH).to_owned();
    let access = browser.cookie(ACCESS).to_owned();
    let fields = [
        ("action", "change-password"),
        ("current_password", PASSWORD),
        ("new_password", "nine copper lanterns"),
    ];
    let changed = browser.post(&site, "/account/security", &fields).await;
    assert_eq!(changed.code(), 303, "{}", changed.text());
    assert_ne!(browser.cookie(REFRESH), before);
    assert_eq!(browser.get(&site, "/account").await.code(), 200);
    // Whoever copied a token before gets nothing by it from now on, and the session goes on.
    for copy in [format!("{REFRESH}={before}"), format!("{ACCESS}={access}")] {
        let copy = [("cookie", copy.as_str())];
        assert_eq!(site.get_with("/account", &copy).await.code(), 303);
    }
    assert_eq!(browser.get(&site, "/account").await.code(), 200);
}

#[tokio::test]
async fn nobody_learns_who_has_an_account() {
    let (site, mut browser) = (TestSite::small().await, Browser::default());
    sign_up(&site, &mut browser, EMAIL).await;
    let mut stranger = Browser::default();
    let mut answers = Vec::new();
    for email in [EMAIL, "nobody@example.com"] {
        let fields = [
            ("action", "sign-in"),
            ("email", email),
            ("password", "not the right one"),
        ];
        let answer = stranger.post(&site, "/account/sign-in", &fields).await;
        assert_eq!(answer.status, StatusCode::UNAUTHORIZED);
        assert!(!answer.text().contains("not the right one"));
        answers.push(answer.text().replace(email, ""));
        let fields = [
            ("action", "sign-up"),
            ("name", "Somebody"),
            ("email", email),
            ("password", PASSWORD),
        ];
        let again = stranger.post(&site, "/account/sign-up", &fields).await;
        assert_eq!(again.status, StatusCode::SEE_OTHER);
        let fields = [("action", "forgot"), ("email", email)];
        let forgot = stranger.post(&site, "/account/forgot", &fields).await;
        assert_eq!(forgot.status, StatusCode::SEE_OTHER);
    }
    assert_eq!(answers[0], answers[1]);
}

#[tokio::test]
async fn forms_from_elsewhere_are_refused() {
    let (site, mut browser) = (TestSite::small().await, Browser::default());
    sign_up(&site, &mut browser, EMAIL).await;
    let cookies = format!("{ACCESS}={}", browser.cookie(ACCESS));
    let fields = [("action", "sign-out-everywhere")];
    let request = form(
        "/account/security",
        &fields,
        "https://elsewhere.example",
        &cookies,
    );
    assert_eq!(site.send(request).await.status, StatusCode::FORBIDDEN);
    assert_eq!(browser.get(&site, "/account").await.status, StatusCode::OK);
    let mut unknown = Browser::default();
    let answer = unknown
        .post(&site, "/account/sign-in", &[("action", "no-such-thing")])
        .await;
    assert_eq!(answer.status, StatusCode::BAD_REQUEST);
    let mut json = form("/account/sign-in", &fields, SITE, "");
    let kind = "application/json".parse().expect("a header");
    json.headers_mut().insert("content-type", kind);
    assert_eq!(
        site.send(json).await.status,
        StatusCode::UNSUPPORTED_MEDIA_TYPE
    );
}

#[tokio::test]
async fn a_refused_form_says_which_field_and_keeps_what_was_typed() {
    let (site, mut browser) = (TestSite::small().await, Browser::default());
    let fields = [
        ("action", "sign-up"),
        ("name", "<b>Anju</b>"),
        ("email", "no address"),
        ("password", "password1234"),
    ];
    let answer = browser.post(&site, "/ne/account/sign-up", &fields).await;
    assert_eq!(answer.status, StatusCode::BAD_REQUEST);
    let text = answer.text();
    assert!(text.contains("id=\"email-error\"") && text.contains("aria-invalid=\"true\""));
    assert!(text.contains("value=\"&lt;b>Anju&lt;/b>\"") || text.contains("&lt;b&gt;Anju"));
    assert!(!text.contains("<b>Anju") && !text.contains("password1234"));
}

#[tokio::test]
async fn a_renewed_session_ends_when_its_old_token_comes_back() {
    let (site, mut browser) = (TestSite::small().await, Browser::default());
    sign_up(&site, &mut browser, EMAIL).await;
    let mut thief = browser.clone();
    browser.forget(ACCESS);
    let renewed = browser.get(&site, "/account").await;
    assert_eq!(renewed.status, StatusCode::OK);
    assert_ne!(browser.cookie(REFRESH), thief.cookie(REFRESH));
    // From another browser, so it is no double of the same request.
    let cookies = format!("{REFRESH}={}", thief.cookie(REFRESH));
    let stolen = site
        .get_with("/account", &[("cookie", &cookies), ("user-agent", "Thief")])
        .await;
    assert_eq!(stolen.status, StatusCode::SEE_OTHER);
    thief.take(&stolen);
    assert!(thief.cookie(REFRESH).is_empty());
    assert_eq!(browser.get(&site, "/account").await.code(), 303);
}

#[tokio::test]
async fn hearts_are_kept_for_who_is_signed_in() {
    let (site, mut browser) = (TestSite::small().await, Browser::default());
    let home = site
        .home(durbar_domain::StandardStatus::Active)
        .listing_id
        .to_string();
    let guest = browser.get(&site, "/api/favorites").await;
    assert_eq!((guest.code(), guest.text().as_ref()), (200, "null"));
    sign_up(&site, &mut browser, EMAIL).await;
    let fields = [("action", "add-favorite"), ("listing", home.as_str())];
    let added = browser.post(&site, "/account/favorites", &fields).await;
    assert_eq!(added.status, StatusCode::SEE_OTHER);
    let marked = browser.get(&site, "/api/favorites").await;
    assert_eq!(marked.text(), format!("[\"{home}\"]"));
    assert_eq!(marked.header("cache-control"), "no-store");
}

#[tokio::test]
async fn every_action_and_server_function_names_its_operation_once() {
    let known: HashSet<_> = OPERATIONS.iter().map(|(path, _)| *path).collect();
    assert_eq!(known.len(), OPERATIONS.len());
    let registered: HashSet<_> = server_fn_paths().map(|(path, _)| path).collect();
    assert_eq!(registered, known);
    let mut seen = HashSet::new();
    for action in Action::all() {
        assert!(
            seen.insert((action.path, action.name)),
            "{} {}",
            action.path,
            action.name
        );
        assert!(durbar_app::is_private(action.path), "{}", action.path);
    }
}
