//! Mails: who gets which, once.

use super::{mail::SubscriptionMail, *};
use durbar_platform::{
    bus::EventConsumer,
    mail::{MailMessage, MailSender},
};

/// Keeps what it is given.
#[derive(Debug, Default)]
struct Recorder(Mutex<Vec<MailMessage>>);

#[async_trait]
impl MailSender for Recorder {
    async fn send(&self, message: &MailMessage) -> Result<(), PlatformError> {
        self.0.lock().expect("not poisoned").push(message.clone());
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
        std::mem::take(&mut *self.recorder.0.lock().expect("not poisoned"))
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
    let confirmed = scene
        .subscriptions
        .confirm_invoice(&admin(), invoice.purchase_id, &reason(), now())
        .await;
    confirmed.expect("noted");
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
    let level = (Gold, Some(end));
    let granted = scene
        .subscriptions
        .grant(&admin(), id(1), level, &reason(), now())
        .await;
    granted.expect("granted");
    let remind = async |time| post.mail.remind(time).await.expect("looked");
    assert_eq!(remind(now()).await, 0);
    assert_eq!(remind(hours(24 * 22)).await, 0);
    assert_eq!(remind(hours(24 * 24)).await, 1);
    assert_eq!(remind(hours(24 * 24)).await, 0);
    let sent = std::mem::take(&mut *post.recorder.0.lock().expect("not poisoned"));
    assert_eq!(sent.len(), 1);
    assert!(
        sent[0].subject.starts_with("Your Gold membership ends on"),
        "{}",
        sent[0].subject
    );

    let ended = scene
        .subscriptions
        .revoke(&admin(), id(1), &reason(), now())
        .await;
    ended.expect("ended");
    let level = (Gold, Some(hours(24 * 3)));
    let granted = scene
        .subscriptions
        .grant(&admin(), id(1), level, &reason(), now())
        .await;
    granted.expect("granted");
    let ended = scene
        .subscriptions
        .revoke(&admin(), id(1), &reason(), now())
        .await;
    ended.expect("ended");
    assert_eq!(
        remind(now()).await,
        0,
        "a level that was taken back needs no word"
    );
}
