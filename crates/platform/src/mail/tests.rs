//! What is kept is what a mail program reads, once, and nothing a visitor wrote becomes a header.

use super::{MailFolder, MailId, MailMessage, MailSender};
use crate::{Embedded, embedded::Storage};
use durbar_domain::account::EmailAddress;
use proptest::prelude::*;
use std::fs;

fn message(key: &str) -> MailMessage {
    MailMessage {
        to: EmailAddress::parse("to", "o'brien+homes@mail.example.com.np").expect("an address"),
        subject: "नयाँ घर: खोलाछेउको इँटाको घर, भैंसेपाटी (रु ९ करोड)".to_owned(),
        text: "नमस्ते,\n\nA line.\nhttps://durbar.example/homes/x-prp_1?in=sanepa&beds=4=\n.\n"
            .to_owned(),
        headers: vec![
            (
                "List-Unsubscribe",
                format!(
                    "<https://durbar.example/alerts/stop?token={}>",
                    "a".repeat(64)
                ),
            ),
            (
                "List-Unsubscribe-Post",
                "List-Unsubscribe=One-Click".to_owned(),
            ),
        ],
        idempotency_key: key.to_owned(),
    }
}

#[tokio::test]
async fn a_message_reads_back_as_it_was_sent() {
    let folder = MailFolder::temporary().expect("a folder");
    let sent = message("one");
    folder.send(&sent).await.expect("sent");
    let kept = folder.list(10).await.expect("a list");
    assert_eq!(kept.len(), 1);
    assert_eq!(kept[0].to, sent.to.as_str());
    assert_eq!(kept[0].subject, sent.subject);
    assert_eq!(kept[0].text, sent.text);
    let headers: Vec<_> = sent
        .headers
        .iter()
        .map(|(name, value)| ((*name).to_owned(), value.clone()))
        .collect();
    assert_eq!(kept[0].headers, headers);
    assert_eq!(
        folder.read(&kept[0].id).await.expect("read").as_ref(),
        kept.first()
    );

    let file = folder.path.join(format!("{}.eml", kept[0].id));
    let raw = fs::read(file).expect("the file");
    assert!(raw.is_ascii(), "any mail server takes it");
    let raw = String::from_utf8(raw).expect("ASCII");
    assert!(
        raw.split("\r\n")
            .all(|line| line.len() <= 998 && !line.contains(['\r', '\n']))
    );
    for header in [
        "From: \"Durbar\" <no-reply@durbar.example>\r\n",
        "MIME-Version: 1.0\r\n",
        "Message-ID: <",
        "Date: ",
    ] {
        assert!(raw.contains(header), "{header:?} is missing in {raw}");
    }
}

#[tokio::test]
async fn the_same_key_is_kept_once_and_the_newest_comes_first() {
    let folder = MailFolder::temporary().expect("a folder");
    for key in ["one", "two", "one", "three", "two"] {
        folder
            .send(&MailMessage {
                subject: key.to_owned(),
                ..message(key)
            })
            .await
            .expect("sent");
        // File systems tell times apart only so finely.
        tokio::time::sleep(std::time::Duration::from_millis(20)).await;
    }
    let subjects = |mails: Vec<super::KeptMail>| -> Vec<String> {
        mails.into_iter().map(|mail| mail.subject).collect()
    };
    assert_eq!(
        subjects(folder.list(10).await.expect("a list")),
        ["three", "two", "one"]
    );
    assert_eq!(subjects(folder.list(1).await.expect("a list")), ["three"]);
}

#[tokio::test]
async fn simultaneous_sends_with_one_key_keep_one_whole_message() {
    let folder = MailFolder::temporary().expect("a folder");
    let sends = (0..20).map(|_| {
        let folder = folder.clone();
        async move { folder.send(&message("same")).await }
    });
    for outcome in futures::future::join_all(sends).await {
        outcome.expect("sent");
    }
    let kept = folder.list(10).await.expect("a list");
    assert_eq!(kept.len(), 1);
    assert_eq!(kept[0].text, message("same").text);
}

#[tokio::test]
async fn headers_cannot_be_injected() {
    let folder = MailFolder::temporary().expect("a folder");
    let subjects = [
        "Hello\r\nBcc: everyone@example.com",
        "Hello\nBcc: everyone@example.com",
        "Hello\rBcc: everyone@example.com",
        "Hello\u{0}",
        "Hello\u{2028}Bcc: everyone@example.com",
    ];
    for subject in subjects {
        let sent = MailMessage {
            subject: subject.to_owned(),
            ..message(subject)
        };
        folder.send(&sent).await.expect_err(subject);
    }
    let headers = [
        (
            "List-Unsubscribe",
            "<https://a.example>\r\nBcc: x@example.com",
        ),
        (
            "List-Unsubscribe",
            "<https://a.example>\nBcc: x@example.com",
        ),
        ("List-Unsubscribe", "नेपाल"),
        ("List-Unsubscribe", " "),
        ("Bcc", "x@example.com"),
        ("content-type", "text/html"),
        ("X: y\r\nBcc", "x@example.com"),
        ("", "x"),
    ];
    for (name, value) in headers {
        let sent = MailMessage {
            headers: vec![(name, value.to_owned())],
            ..message(value)
        };
        folder.send(&sent).await.expect_err(value);
    }
    let long = MailMessage {
        headers: vec![("X-Long", "a".repeat(2_000))],
        ..message("long")
    };
    folder
        .send(&long)
        .await
        .expect_err("a line too long for mail");
    assert_eq!(folder.list(10).await.expect("a list"), []);
}

#[tokio::test]
async fn names_of_messages_lead_nowhere_else() {
    for text in [
        "",
        "../../table.sqlite",
        "0123",
        &"g".repeat(32),
        &"A".repeat(32),
        &"é".repeat(16),
    ] {
        assert!(text.parse::<MailId>().is_err(), "{text}");
    }
    let folder = MailFolder::temporary().expect("a folder");
    let id: MailId = "0".repeat(32).parse().expect("a name");
    assert_eq!(folder.read(&id).await.expect("read"), None);
    fs::write(folder.path.join(format!("{id}.eml")), b"").expect("written");
    fs::write(folder.path.join("notes.txt"), b"hello").expect("written");
    assert_eq!(folder.list(10).await.expect("a list"), []);
}

#[tokio::test]
async fn mail_outlives_the_process_and_leftovers_go() {
    let data = tempfile::tempdir().expect("a folder");
    let open = || Embedded::start(Storage::Folder(data.path().to_owned()));
    let embedded = open().await.expect("it starts");
    embedded.mail().send(&message("one")).await.expect("sent");
    embedded.stop().await;
    let leftover = data.path().join("mail").join(".tmp1.part");
    fs::write(&leftover, b"half").expect("written");
    let embedded = open().await.expect("it starts again");
    embedded.mail().send(&message("one")).await.expect("sent");
    assert_eq!(embedded.mail().list(10).await.expect("a list").len(), 1);
    assert!(!leftover.exists());
    embedded.stop().await;
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(200))]

    /// Whatever subject and text hold, there is one recipient and the headers we gave.
    #[test]
    fn no_text_becomes_a_header(subject in ".{0,120}", text in "(?s).{0,400}") {
        let sent = MailMessage { subject, text, headers: Vec::new(), ..message("any") };
        let from = EmailAddress::parse("from", "a@durbar.example").expect("an address");
        let id = MailId::of("any");
        if let Ok(bytes) = super::mime::write(&sent, &id, ("Durbar", &from), jiff::Timestamp::UNIX_EPOCH) {
            prop_assert!(bytes.is_ascii());
            let text = String::from_utf8(bytes.clone()).expect("ASCII");
            let head = text.split("\r\n\r\n").next().unwrap_or_default();
            for line in head.split("\r\n").filter(|line| !line.starts_with(' ')) {
                let name = line.split(':').next().unwrap_or_default();
                prop_assert!(
                    ["From", "To", "Subject", "Date", "Message-ID", "MIME-Version", "Content-Type", "Content-Transfer-Encoding"].contains(&name),
                    "{line}"
                );
            }
            let message = mail_parser::MessageParser::default().parse(&bytes).expect("a message");
            prop_assert_eq!(message.to().and_then(|to| to.first()?.address()), Some(sent.to.as_str()));
        }
    }
}
