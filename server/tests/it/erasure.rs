//! Whoever is erased leaves no trace: not in the table's file, not among the objects, not in
//! the search index, not in the log.

use crate::support::{
    SITE, TestSite,
    forms::Browser,
    market::SeedFolder,
    people::{PASSWORD, add_second_factor, between, mailed_code, sign_up, signed_in},
    program::run,
};
use durbar_domain::{StandardStatus, account::Role};
use durbar_platform::embedded::{Storage, backup::Backups};
use durbar_server::{cli::LogFormat, logging};
use jiff::{SignedDuration, Timestamp};
use memchr::memmem;
use std::{
    fs,
    io::{self, Write},
    path::Path,
    sync::{Mutex, PoisonError},
};
use tracing_subscriber::{filter::LevelFilter, filter::Targets};

const NAME: &str = "Zebunnisa Thapamagar";
const EMAIL: &str = "zebunnisa.thapamagar@example.com";
const PHONE: &str = "9847261534";
const WORDS: &str = "Wherever the kingfisher nests.";
/// Nobody else in the market is called so, wrote so or has this number.
const TRACES: [&str; 4] = [NAME, EMAIL, PHONE, WORDS];

/// What the whole test program logs.
static LOG: Mutex<Vec<u8>> = Mutex::new(Vec::new());

struct Log;

impl Write for Log {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        let mut log = LOG.lock().unwrap_or_else(PoisonError::into_inner);
        log.extend_from_slice(bytes);
        Ok(bytes.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

/// Files below a folder in which a text is found, those of `except` left out.
fn holding(folder: &Path, text: &str, except: &str) -> Vec<String> {
    let mut found = Vec::new();
    for entry in fs::read_dir(folder).expect("a folder") {
        let path = entry.expect("an entry").path();
        if path.ends_with(except) {
            continue;
        }
        if path.is_dir() {
            found.extend(holding(&path, text, except));
        } else if memmem::find(&fs::read(&path).expect("a file"), text.as_bytes()).is_some() {
            found.push(path.display().to_string());
        }
    }
    found
}

/// Asks for a viewing of a home; as a guest by address, else as who is signed in.
async fn ask(site: &TestSite, browser: &mut Browser, home: &str) {
    let address = format!("/enquiries/new?home={home}");
    let page = browser.get(site, &address).await.text();
    let key = between(&page, "name=\"form_key\" value=\"", "\"");
    let fields = [
        ("action", "ask-question"),
        ("home", home),
        ("form_key", &key),
        ("name", NAME),
        ("email", EMAIL),
        ("phone", PHONE),
        ("choice", "viber"),
        ("text", WORDS),
    ];
    let sent = browser.post(site, &address, &fields).await;
    assert_eq!(sent.code(), 303, "{}", sent.text());
}

/// Makes a list, notes and votes in it; gives its path.
async fn list(site: &TestSite, browser: &mut Browser, home: &str) -> String {
    let fields = [
        ("action", "create-shortlist"),
        ("name", WORDS),
        ("listing", home),
    ];
    let made = browser.post(site, "/account/shortlists", &fields).await;
    let list = made.header("location").to_owned();
    comment(site, browser, &list, home).await;
    list
}

async fn comment(site: &TestSite, browser: &mut Browser, list: &str, home: &str) {
    let note = [("action", "add-note"), ("listing", home), ("text", WORDS)];
    let vote = [
        ("action", "vote"),
        ("listing", home),
        ("version", "0"),
        ("opinion", "up"),
    ];
    assert_eq!(browser.post(site, list, &note).await.code(), 303);
    assert_eq!(browser.post(site, list, &vote).await.code(), 303);
}

/// Comes into somebody else's list by its link.
async fn join_other(site: &TestSite, browser: &mut Browser, home: &str) {
    let mut other = signed_in(site, "other@example.com", Role::Buyer, None).await;
    let fields = [
        ("action", "create-shortlist"),
        ("name", "Theirs"),
        ("listing", home),
    ];
    let made = other.post(site, "/account/shortlists", &fields).await;
    let theirs = made.header("location").to_owned();
    let invite = [("action", "invite"), ("right", "comment")];
    let page = other.post(site, &theirs, &invite).await.text();
    let link = between(&page, "id=\"link\" type=\"text\" readonly value=\"", "\"");
    let path = link.strip_prefix(SITE).expect("a link of this site");
    let joined = browser
        .post(site, path, &[("action", "join-shortlist")])
        .await;
    assert_eq!(joined.header("location"), theirs);
    comment(site, browser, &theirs, home).await;
}

/// All that somebody can do here, with and without an account.
async fn live(site: &TestSite) -> Browser {
    let home = site.home(StandardStatus::Active).listing_id.to_string();
    ask(site, &mut Browser::default(), &home).await;
    let mut browser = Browser::default();
    sign_up(site, &mut browser, NAME, EMAIL).await;
    let wrong = [
        ("action", "sign-in"),
        ("email", EMAIL),
        ("password", "guessed at random"),
    ];
    let refused = Browser::default()
        .post(site, "/account/sign-in", &wrong)
        .await;
    assert_eq!(refused.code(), 401);
    let forgot = [("action", "forgot"), ("email", EMAIL)];
    Browser::default()
        .post(site, "/account/forgot", &forgot)
        .await;
    assert!(!mailed_code(site, EMAIL).await.is_empty());
    let heart = [("action", "add-favorite"), ("listing", home.as_str())];
    assert_eq!(
        browser
            .post(site, "/account/favorites", &heart)
            .await
            .code(),
        303
    );
    ask(site, &mut browser, &home).await;
    list(site, &mut browser, &home).await;
    join_other(site, &mut browser, &home).await;
    add_second_factor(site, &mut browser, EMAIL).await;
    assert_eq!(browser.get(site, "/account/data/export").await.code(), 200);
    site.stack
        .relay()
        .round()
        .await
        .expect("a round of the relay");
    browser
}

#[tokio::test]
async fn whoever_is_erased_leaves_no_trace_in_table_objects_or_log() {
    let levels = Targets::new().with_default(LevelFilter::INFO);
    let subscriber = logging::subscriber(LogFormat::Json, levels, || Log, None);
    tracing::subscriber::set_global_default(subscriber).expect("no other test keeps a log");
    let folder = tempfile::tempdir().expect("a folder");
    let storage = Storage::Folder(folder.path().to_owned());
    let site = TestSite::on(storage, &SeedFolder::small(), 8).await;
    let mut browser = live(&site).await;
    let export = browser.get(&site, "/account/data/export").await.text();
    let account = between(&export, "\"account_id\":\"", "\"");
    for trace in TRACES.into_iter().chain([account.as_str()]) {
        assert!(
            !holding(folder.path(), trace, "mail").is_empty(),
            "{trace} was never kept"
        );
    }
    let enquiries = export.matches("\"enquiry_id\"").count();
    assert!(enquiries >= 2, "the guest's too: {export}");

    let page = browser.get(&site, "/account/data").await.text();
    let version = between(&page, "name=\"version\" value=\"", "\"");
    let erase = [
        ("action", "erase"),
        ("email", EMAIL),
        ("version", version.as_str()),
    ];
    let asked = browser.post(&site, "/account/data", &erase).await;
    assert_eq!(asked.code(), 303, "{}", asked.text());
    let due = Timestamp::now() + SignedDuration::from_hours(15 * 24);
    let erased = site.stack.eraser().erase_due(due).await;
    assert_eq!(erased.expect("erased"), 1);
    site.stack
        .relay()
        .round()
        .await
        .expect("a round of the relay");
    assert_eq!(browser.get(&site, "/account").await.code(), 303);

    for trace in TRACES.into_iter().chain([account.as_str(), PASSWORD]) {
        // The mail folder stands for the mailboxes of others, which nobody can erase.
        let files = holding(folder.path(), trace, "mail");
        assert!(files.is_empty(), "{trace} is left in {files:?}");
    }
    let other = holding(folder.path(), "other@example.com", "mail");
    assert!(!other.is_empty(), "only the one who asked is erased");
    {
        let log = LOG.lock().unwrap_or_else(PoisonError::into_inner);
        let log = String::from_utf8_lossy(&log);
        assert!(log.contains("\"operation\":\"send-enquiry\""), "{log}");
        for trace in TRACES.into_iter().chain([account.as_str(), PASSWORD]) {
            assert!(!log.contains(trace), "the log tells {trace}");
        }
    }
    site.stack.close().await;
}

/// Asks for the account of `browser` to be erased, and lets the time pass.
async fn erase(site: &TestSite, browser: &mut Browser) {
    let page = browser.get(site, "/account/data").await.text();
    let version = between(&page, "name=\"version\" value=\"", "\"");
    let erase = [
        ("action", "erase"),
        ("email", EMAIL),
        ("version", version.as_str()),
    ];
    let asked = browser.post(site, "/account/data", &erase).await;
    assert_eq!(asked.code(), 303, "{}", asked.text());
    let due = Timestamp::now() + SignedDuration::from_hours(15 * 24);
    let erased = site.stack.eraser().erase_due(due).await;
    assert_eq!(erased.expect("erased"), 1);
}

#[tokio::test]
async fn going_back_to_a_backup_brings_nobody_back_who_was_erased_since() {
    let folder = tempfile::tempdir().expect("a folder");
    let (data, place) = (folder.path().join("data"), folder.path().join("backups"));
    let storage = Storage::Folder(data.clone());
    let site = TestSite::on(storage, &SeedFolder::small(), 8).await;
    let mut browser = Browser::default();
    sign_up(&site, &mut browser, NAME, EMAIL).await;
    let mut other = signed_in(&site, "other@example.com", Role::Buyer, None).await;
    let home = site.home(StandardStatus::Active).listing_id.to_string();
    let heart = [("action", "add-favorite"), ("listing", home.as_str())];
    for browser in [&mut browser, &mut other] {
        let saved = browser.post(&site, "/account/favorites", &heart).await;
        assert_eq!(saved.code(), 303);
    }
    let backups = Backups::in_folder(&place);
    backups.take(&data).await.expect("a backup");
    erase(&site, &mut browser).await;
    site.stack.close().await;

    // Nobody took a backup since: the folder that was in use knows alone.
    let new = folder.path().join("new");
    let text = |path: &Path| path.to_str().expect("UTF-8").to_owned();
    let (backups_at, to, old) = (text(&place), text(&new), text(&data));
    let arguments = ["restore", "--backup-folder", &backups_at, "--to", &to];
    let restored = run(&[&arguments[..], &["--old", &old]].concat());
    let told = String::from_utf8_lossy(&restored.stdout);
    assert!(restored.status.success(), "{restored:?}");
    assert!(
        told.contains("1 accounts that were erased since were erased again"),
        "{told}"
    );
    for trace in [NAME, EMAIL] {
        let files = holding(&new, trace, "mail");
        assert!(files.is_empty(), "{trace} is back in {files:?}");
    }
    assert!(!holding(&new, "other@example.com", "mail").is_empty());
    // The backups know by now as well, so that the folder may go.
    let again = text(&folder.path().join("again"));
    let arguments = ["restore", "--backup-folder", &backups_at, "--to", &again];
    assert!(run(&arguments).status.success());
    assert!(holding(Path::new(&again), EMAIL, "mail").is_empty());
}

#[tokio::test]
async fn an_admin_is_told_why_their_account_stays() {
    let site = TestSite::small().await;
    let email = "hari@example.com";
    let mut admin = signed_in(&site, email, Role::Admin, None).await;
    add_second_factor(&site, &mut admin, email).await;
    for (page, words) in [
        ("/account/data", "give your account another role"),
        ("/ne/account/data", "अर्को भूमिका"),
    ] {
        let shown = admin.get(&site, page).await.text();
        assert!(shown.contains(words), "{shown}");
        assert!(!shown.contains("value=\"erase\""), "{shown}");
    }
    let sent = [("action", "erase"), ("version", "1"), ("email", email)];
    let refused = admin.post(&site, "/account/data", &sent).await;
    assert_eq!(refused.code(), 403);
}
