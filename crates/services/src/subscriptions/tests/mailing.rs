//! Mails: who gets which, once.

use super::{mail::SubscriptionMail, *};
use durbar_platform::{
    bus::EventConsumer,
    mail::{MailMessage, MailSender},
};

/// Keeps what it is given, unless it is for an address that it refuses.
#[derive(Debug, Default)]
struct Recorder {
    sent: Mutex<Vec<MailMessage>>,
    refuses: Mutex<Option<String>>,
}

#[async_trait]
impl MailSender for Recorder {
    async fn send(&self, message: &MailMessage) -> Result<(), PlatformError> {
        let refuses = self.refuses.lock().expect("not poisoned").clone();
        if refuses.is_some_and(|address| address == message.to.as_str()) {
            return Err(down());
        }
        self.sent
            .lock()
            .expect("not poisoned")
            .push(message.clone());
        Ok(())
    }
}

struct Post {
    recorder: Arc<Recorder>,
    mail: SubscriptionMail,
}

fn post(scene: &Scene) -> Post {
    let recorder = Arc::new(Recorder::default());
    let origin = "https://durbar.example/";
    let mail = SubscriptionMail::new(scene.embedded.platform(), recorder.clone(), origin);
    Post { recorder, mail }
}

impl Post {
    /// Hands over all that waits, twice, and gives back the subjects and texts sent.
    async fn delivered(&self, scene: &Scene) -> Vec<MailMessage> {
        for event in [scene.events().await, scene.events().await].concat() {
            self.mail.handle(&event).await.expect("handled");
        }
        std::mem::take(&mut *self.recorder.sent.lock().expect("not poisoned"))
    }
}

#[tokio::test]
async fn an_invoice_and_its_receipt_are_mailed_once() {
    let scene = scene().await;
    let post = post(&scene);
    let invoice = scene.begin(Gold, Month, Invoice).await;
    scene.buy(Platinum).await;
    let sent = post.delivered(&scene).await;
    assert_eq!(sent.len(), 1, "an online payment has no invoice");
    assert_eq!(sent[0].to.as_str(), "buyer1@example.com");
    assert!(
        sent[0].subject.contains(&invoice.number()),
        "{}",
        sent[0].subject
    );
    let link = format!(
        "https://durbar.example{}",
        purchase_path(invoice.purchase_id)
    );
    assert!(
        sent[0].text.contains(&link) && sent[0].text.contains("NPR 1,499"),
        "{}",
        sent[0].text
    );
    scene.confirm(&invoice).await;
    let sent = post.delivered(&scene).await;
    let subjects: Vec<_> = sent.iter().map(|mail| mail.subject.as_str()).collect();
    assert_eq!(
        subjects,
        [format!("We have your payment for {}", invoice.number())]
    );
}

#[tokio::test]
async fn an_invoice_cancelled_at_once_is_not_mailed() {
    let scene = scene().await;
    let post = post(&scene);
    let invoice = scene.begin(Gold, Month, Invoice).await;
    let cancelled = scene
        .subscriptions
        .cancel(&buyer(), invoice.purchase_id, now())
        .await;
    cancelled.expect("cancelled");
    assert_eq!(post.delivered(&scene).await, []);
}

#[tokio::test]
async fn an_end_is_told_a_week_before_and_once() {
    let scene = scene().await;
    let post = post(&scene);
    let end = hours(24 * 30);
    scene.give(Gold, Some(end)).await;
    let remind = async |time| post.mail.remind(time).await.expect("looked");
    assert_eq!(remind(now()).await, 0);
    assert_eq!(remind(hours(24 * 22)).await, 0);
    assert_eq!(remind(hours(24 * 24)).await, 1);
    assert_eq!(remind(hours(24 * 24)).await, 0);
    let sent = std::mem::take(&mut *post.recorder.sent.lock().expect("not poisoned"));
    assert_eq!(sent.len(), 1);
    assert!(
        sent[0].subject.starts_with("Your Gold membership ends on"),
        "{}",
        sent[0].subject
    );

    scene.end(Ending::Given).await;
    scene.give(Gold, Some(hours(24 * 3))).await;
    scene.end(Ending::Given).await;
    assert_eq!(
        remind(now()).await,
        0,
        "a level that was taken back needs no word"
    );
}

#[tokio::test]
async fn mails_tell_what_is_held_before_and_after() {
    let scene = scene().await;
    let post = post(&scene);
    let (gold, platinum) = (
        scene.begin(Gold, Year, Invoice).await,
        scene.begin(Platinum, Month, Invoice).await,
    );
    scene.confirm(&platinum).await;
    scene.confirm(&gold).await;
    let sent = post.delivered(&scene).await;
    let receipt = |purchase: &Purchase| {
        let subject = format!("We have your payment for {}", purchase.number());
        let found = sent.iter().find(|mail| mail.subject == subject);
        found.expect("a receipt").text.clone()
    };
    assert!(receipt(&platinum).contains("open to you from now on"));
    let starts = receipt(&gold);
    assert!(starts.contains("It starts on"), "{starts}");
    assert!(!starts.contains("from now on"), "{starts}");

    assert_eq!(post.mail.remind(hours(24 * 27)).await.expect("looked"), 1);
    let sent = std::mem::take(&mut *post.recorder.sent.lock().expect("not poisoned"));
    assert!(
        sent[0]
            .subject
            .starts_with("Your Platinum membership ends on"),
        "{}",
        sent[0].subject
    );
    let follows = "After it you have Gold, until";
    assert!(sent[0].text.contains(follows), "{}", sent[0].text);
    // The end of what follows is told in its turn.
    let later = hours(24 * 390);
    assert_eq!(post.mail.remind(later).await.expect("looked"), 1);
    let sent = std::mem::take(&mut *post.recorder.sent.lock().expect("not poisoned"));
    assert!(
        sent[0].subject.starts_with("Your Gold membership ends on"),
        "{}",
        sent[0].subject
    );
}

#[tokio::test]
async fn an_address_that_takes_no_mail_keeps_nobody_else_from_being_told() {
    let scene = scene().await;
    let post = post(&scene);
    let end = hours(24 * 3);
    for whose in [id(1), id(2)] {
        let account = scene.subscriptions.accounts.account(whose).await;
        let version = account.expect("an account").version;
        let span = LevelSpan {
            level: Gold,
            ends_at: Some(end),
        };
        let given = scene
            .subscriptions
            .grant(&admin(), (whose, version), span, &reason(), now())
            .await;
        given.expect("given");
    }
    let refused = "buyer1@example.com".to_owned();
    *post.recorder.refuses.lock().expect("not poisoned") = Some(refused);
    let remind = async || post.mail.remind(now()).await.expect("looked");
    assert_eq!(remind().await, 1);
    *post.recorder.refuses.lock().expect("not poisoned") = None;
    assert_eq!(remind().await, 1, "it is tried again");
    let to: Vec<_> = std::mem::take(&mut *post.recorder.sent.lock().expect("not poisoned"))
        .into_iter()
        .map(|mail| mail.to.to_string())
        .collect();
    assert_eq!(to, ["buyer2@example.com", "buyer1@example.com"]);
}
