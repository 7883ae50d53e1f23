//! Mails: who gets which, once, and what they hold.

use super::{mail::EnquiryMail, *};
use crate::{Relay, RelayPolicy};
use async_trait::async_trait;
use durbar_domain::enquiry::Step;
use durbar_platform::{
    PlatformError,
    bus::{EventConsumer, InProcessBus},
    mail::{MailMessage, MailSender},
    outbox::Outbox,
};
use std::sync::{Arc, Mutex};

/// Keeps what it is given; fails as often as told before.
#[derive(Debug, Default)]
struct Recorder {
    sent: Mutex<Vec<MailMessage>>,
    failures: Mutex<u32>,
}

#[async_trait]
impl MailSender for Recorder {
    async fn send(&self, message: &MailMessage) -> Result<(), PlatformError> {
        let mut failures = self.failures.lock().expect("no test panics holding it");
        if *failures > 0 {
            *failures -= 1;
            return Err(PlatformError::BadCursor);
        }
        self.sent
            .lock()
            .expect("no test panics holding it")
            .push(message.clone());
        Ok(())
    }
}

struct Post {
    recorder: Arc<Recorder>,
    mail: Arc<EnquiryMail>,
    relay: Relay,
}

fn post(embedded: &Embedded) -> Post {
    let recorder = Arc::new(Recorder::default());
    let origin = "https://durbar.example/";
    let mail = Arc::new(EnquiryMail::new(
        embedded.platform(),
        recorder.clone(),
        origin,
    ));
    let consumer: Arc<dyn EventConsumer> = mail.clone();
    let policy = RelayPolicy {
        first_pause: std::time::Duration::ZERO,
        ..RelayPolicy::default()
    };
    let bus = Arc::new(InProcessBus::new([consumer]));
    let relay = Relay::new(embedded.platform(), bus, Events::default(), policy);
    Post {
        recorder,
        mail,
        relay,
    }
}

impl Post {
    /// What was sent since the last time, by address.
    async fn delivered(&self) -> Vec<MailMessage> {
        self.relay.round().await.expect("a round");
        let mut sent = std::mem::take(&mut *self.recorder.sent.lock().expect("free"));
        sent.sort_by(|a, b| a.to.cmp(&b.to));
        sent
    }
}

fn addresses(mails: &[MailMessage]) -> Vec<&str> {
    mails.iter().map(|mail| mail.to.as_str()).collect()
}

const BOTH: [&str; 2] = ["broker-1@example.com", "maya@example.com"];

#[tokio::test]
async fn each_step_is_mailed_to_those_it_concerns() {
    let (embedded, enquiries) = market().await;
    let post = post(&embedded);
    let (maya, anju) = (buyer(1), broker_person(1));
    let form = Form {
        text: Some(text("We come with the children.")),
        ..wish()
    };
    let sent = enquiries
        .send(&maya, &form, HERE, now())
        .await
        .expect("sent");
    let id = sent.enquiry.enquiry_id;
    let first = post.delivered().await;
    assert_eq!(addresses(&first), BOTH);
    assert_eq!(
        first[0].subject,
        "Viewing request: Brick house by the river"
    );
    for part in [
        "Maya Gurung, +9779812345678 (Viber), maya@example.com",
        "People: 3. Financing: Loan agreed by a bank.",
        "- 23 November 2026, 11:45 Nepal time, 60 minutes",
        "We come with the children.",
        &format!("https://durbar.example/enquiries/{id}"),
        "नमस्ते",
    ] {
        assert!(first[0].text.contains(part), "{part} in {}", first[0].text);
    }
    assert!(first[1].subject.contains("खोलाछेउको इँटाको घर"));
    assert!(!first[1].text.contains("children"), "{}", first[1].text);
    let url = format!("https://durbar.example/ne/enquiries/{id}\n");
    assert!(first[1].text.contains(&url), "{}", first[1].text);

    let slots = vec![slot(72)];
    let other = (Step::ProposeSlots { slots }, Some(text("Sunday?")));
    enquiries
        .step((&anju).into(), id, 1, other, now())
        .await
        .expect("proposed");
    let proposed = post.delivered().await;
    assert_eq!(addresses(&proposed), BOTH[1..]);
    assert!(proposed[0].text.contains("Sunday?"));

    let confirm = (Step::Confirm { slot: slot(72) }, None);
    enquiries
        .step((&maya).into(), id, 2, confirm, now())
        .await
        .expect("confirmed");
    assert_eq!(addresses(&post.delivered().await), BOTH);
    enquiries
        .write((&maya).into(), id, text("Thanks!"), now())
        .await
        .expect("written");
    assert_eq!(addresses(&post.delivered().await), BOTH[..1]);
    let cancel = (Step::Cancel, None);
    enquiries
        .step((&anju).into(), id, 4, cancel, now())
        .await
        .expect("cancelled");
    assert_eq!(addresses(&post.delivered().await), BOTH[1..]);
    let close = (Step::Close, None);
    enquiries
        .step((&anju).into(), id, 5, close, now())
        .await
        .expect("closed");
    assert!(post.delivered().await.is_empty());
}

#[tokio::test]
async fn an_event_that_comes_again_is_mailed_once_to_each_side() {
    let (embedded, enquiries) = market().await;
    let post = post(&embedded);
    enquiries
        .send(&buyer(1), &question("Hm?"), HERE, now())
        .await
        .expect("sent");
    let outbox = Outbox::new(embedded.platform().table.clone());
    let mut events = Vec::new();
    for shard in Outbox::shards() {
        let pending = outbox.pending(shard, None, 10).await.expect("pending");
        events.extend(pending.events.into_iter().map(|it| it.event));
    }
    *post.recorder.failures.lock().expect("free") = 1;
    assert!(
        post.mail.handle(&events[0]).await.is_err(),
        "the carrier failed"
    );
    for _ in 0..3 {
        post.mail.handle(&events[0]).await.expect("handled");
    }
    let sent = post.delivered().await;
    assert_eq!(addresses(&sent), BOTH);
    assert_ne!(sent[0].idempotency_key, sent[1].idempotency_key);
    assert!(
        sent[0]
            .idempotency_key
            .contains(&events[0].event_id.to_string())
    );
}

#[tokio::test]
async fn a_guest_gets_a_link_that_lets_them_in_and_nobody_is_mailed_once_erased() {
    let (embedded, enquiries) = market().await;
    let post = post(&embedded);
    let sent = enquiries
        .send(&guest(), &question("Hm?"), HERE, now())
        .await
        .expect("sent");
    let mails = post.delivered().await;
    let (_, rest) = mails[1].text.split_once("?key=").expect("a key");
    let key = rest.split_whitespace().next().expect("a key");
    let link = LinkToken::parse(key).expect("a token");
    let asker = Asker {
        principal: &guest(),
        link: Some(&link),
    };
    let id = sent.enquiry.enquiry_id;
    enquiries
        .thread(asker, id, Timestamp::now())
        .await
        .expect("let in");
    assert!(!mails[0].text.contains("?key="), "the broker has no secret");

    enquiries
        .send(&buyer(1), &question("Hm?"), HERE, now())
        .await
        .expect("sent");
    let account = buyer(1).person().expect("a person").account_id;
    enquiries.erase_of(account).await.expect("erased");
    assert!(post.delivered().await.is_empty());
}
