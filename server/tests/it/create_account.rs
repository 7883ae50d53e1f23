//! `durbar account create`: the first admin's account.

use crate::support::{
    TestSite, forms::Browser, market::SeedFolder, people::PASSWORD, program::durbar,
};
use std::{
    io::Write as _,
    path::Path,
    process::{Output, Stdio},
};

const EMAIL: &str = "admin@durbar.example";

fn create(data: &Path, more: &[&str], input: &str) -> Output {
    let data = data.to_str().expect("UTF-8");
    let start = ["account", "create", "--data", data];
    let whole: Vec<&str> = start.iter().chain(more).copied().collect();
    let mut child = durbar(&whole)
        .stdin(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .expect("the program runs");
    let mut stdin = child.stdin.take().expect("an input");
    // A program that refuses its flags reads nothing.
    let _ = stdin.write_all(input.as_bytes());
    drop(stdin);
    child.wait_with_output().expect("it ends")
}

fn said(output: &Output) -> String {
    String::from_utf8_lossy(&output.stdout).into_owned()
}

fn refused(output: &Output) -> String {
    assert_eq!(output.status.code(), Some(2), "{}", said(output));
    let line = String::from_utf8_lossy(&output.stderr).into_owned();
    assert_eq!(line.lines().count(), 1, "{line}");
    line
}

#[tokio::test]
async fn an_admin_signs_in_with_the_password_printed_once_and_chooses_another() {
    let folder = tempfile::tempdir().expect("a folder");
    let data = folder.path().join("data");
    let flags = ["--email", EMAIL, "--name", "Aarati Lama", "--role", "admin"];
    let made = create(&data, &flags, "");
    assert!(
        made.status.success(),
        "{}",
        String::from_utf8_lossy(&made.stderr)
    );
    let text = said(&made);
    assert!(text.contains(EMAIL) && text.contains("admin"), "{text}");
    let line = text.lines().find(|line| line.starts_with("password"));
    let password = line.and_then(|line| line.rsplit(' ').next());
    let password = password.expect("a password");
    assert_eq!(password.len(), 23, "{text}");
    let twice = refused(&create(&data, &flags, ""));
    assert!(twice.contains("has an account already"), "{twice}");

    let site = TestSite::in_folder(&data, &SeedFolder::small()).await;
    let mut browser = Browser::default();
    let fields = [
        ("action", "sign-in"),
        ("email", EMAIL),
        ("password", password),
    ];
    let answer = browser.post(&site, "/account/sign-in", &fields).await;
    let to = answer.header("location");
    assert!(to.starts_with("/account/new-password"), "{}", answer.text());
}

#[tokio::test]
async fn a_password_of_standard_input_opens_the_account_at_once() {
    let folder = tempfile::tempdir().expect("a folder");
    let data = folder.path().join("data");
    let mut flags = vec!["--email", EMAIL, "--name", "Aarati Lama"];
    flags.extend(["--level", "gold", "--language", "ne", "--password-stdin"]);
    let weak = refused(&create(&data, &flags, "password1234\n"));
    assert!(
        weak.contains("password") && !weak.contains("password1234"),
        "{weak}"
    );
    let made = create(&data, &flags, &format!("{PASSWORD}\n"));
    assert!(
        made.status.success(),
        "{}",
        String::from_utf8_lossy(&made.stderr)
    );
    assert!(!said(&made).contains(PASSWORD));
    let site = TestSite::in_folder(&data, &SeedFolder::small()).await;
    let mut browser = Browser::default();
    crate::support::people::sign_in(&site, &mut browser, EMAIL).await;
    let page = browser.get(&site, "/account").await;
    assert!(page.text().contains(EMAIL));
}

#[test]
fn mistakes_are_named() {
    let folder = tempfile::tempdir().expect("a folder");
    let data = folder.path().join("data");
    let person = ["--email", EMAIL, "--name", "Aarati Lama"];
    for (more, named) in [
        (&["--role", "broker"][..], "--broker"),
        (&["--role", "king"], "--role"),
        (&["--broker", "brk_00000000000000000000000001"], "--broker"),
        (&["--language", "fr"], "--language"),
        (&["--user-pool-id", "ap-south-1_AbC"], "--mode aws"),
    ] {
        let flags: Vec<&str> = person.iter().chain(more).copied().collect();
        let line = refused(&create(&data, &flags, ""));
        assert!(line.contains(named), "{line}");
    }
    assert!(!data.exists());
}
