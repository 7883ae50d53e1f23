//! Mails on their way. They are handed over beside the answer to whoever asked: how long a
//! carrier takes, or that it fails, must not tell whether an address has an account.

use durbar_platform::mail::{MailMessage, MailSender};
use std::{sync::Arc, time::Duration};
use tokio::sync::watch;

/// How often a mail is handed over that the carrier may take later.
const ATTEMPTS: u32 = 4;
/// The pause after the first failure; each is four times the one before.
const FIRST_PAUSE: Duration = Duration::from_millis(500);

/// Hands mails over. Cheap to clone.
#[derive(Debug, Clone)]
pub(crate) struct Postbox {
    sender: Arc<dyn MailSender>,
    /// How many mails are on their way.
    on_their_way: watch::Sender<usize>,
}

/// Counts a mail as on its way, until it is dropped.
struct OnItsWay(watch::Sender<usize>);

impl Drop for OnItsWay {
    fn drop(&mut self) {
        self.0.send_modify(|count| *count -= 1);
    }
}

impl Postbox {
    pub fn new(sender: Arc<dyn MailSender>) -> Self {
        Self {
            sender,
            on_their_way: watch::Sender::new(0),
        }
    }

    /// Takes a mail, to be handed over soon. One that no attempt hands over is lost with a
    /// line in the log: whoever waits for a code asks for another.
    pub fn post(&self, message: MailMessage) {
        self.on_their_way.send_modify(|count| *count += 1);
        let on_its_way = OnItsWay(self.on_their_way.clone());
        let sender = Arc::clone(&self.sender);
        tokio::spawn(async move {
            hand_over(&*sender, &message).await;
            drop(on_its_way);
        });
    }

    /// Waits until no mail is on its way.
    pub async fn settled(&self) {
        let mut count = self.on_their_way.subscribe();
        // The channel is open as long as this postbox is.
        let _ = count.wait_for(|count| *count == 0).await;
    }
}

async fn hand_over(sender: &dyn MailSender, message: &MailMessage) {
    let mut pause = FIRST_PAUSE;
    for attempt in 1..=ATTEMPTS {
        let Err(error) = sender.send(message).await else {
            return;
        };
        if attempt == ATTEMPTS || !error.is_retryable() {
            // Neither text nor address: a code is in the one, a person in the other.
            tracing::error!(%error, attempt, key = message.idempotency_key, "a mail was not sent");
            return;
        }
        tokio::time::sleep(pause).await;
        pause *= 4;
    }
}
