//! Mails about purchases and levels: the invoice, the receipt, and that a level ends soon.

mod compose;
mod reminders;

use crate::subscriptions::purchase_path;
use async_trait::async_trait;
use durbar_domain::{
    EventId, PurchaseId,
    event::{DomainEvent, EventDetail},
    purchase::{PaymentMethod, Purchase, PurchaseState},
};
use durbar_platform::{
    Platform, PlatformError,
    accounts::AccountStore,
    bus::EventConsumer,
    mail::{MailMessage, MailSender},
    purchases::PurchaseStore,
};
use jiff::{SignedDuration, Timestamp};
use std::{error::Error, sync::Arc};

/// How long it is remembered that a mail was sent; an event comes again for minutes.
const REMEMBERED: SignedDuration = SignedDuration::from_hours(30 * 24);

/// Mails buyers what becomes of their money and their level.
#[derive(Debug, Clone)]
pub struct SubscriptionMail {
    store: PurchaseStore,
    accounts: AccountStore,
    sender: Arc<dyn MailSender>,
    origin: String,
}

impl SubscriptionMail {
    /// `origin` is that of links, as in `https://durbar.example`.
    pub fn new(platform: &Platform, sender: Arc<dyn MailSender>, origin: &str) -> Self {
        Self {
            store: PurchaseStore::new(platform.table.clone()),
            accounts: AccountStore::new(platform.table.clone()),
            sender,
            origin: origin.trim_end_matches('/').to_owned(),
        }
    }

    async fn tell(
        &self,
        event_id: EventId,
        purchase_id: PurchaseId,
        state: PurchaseState,
    ) -> Result<(), PlatformError> {
        let Some(purchase) = self.store.get(purchase_id).await? else {
            return Ok(());
        };
        // Erased meanwhile: there is nobody left to tell.
        let Some(account_id) = purchase.account_id else {
            return Ok(());
        };
        let Some(account) = self.accounts.get(account_id).await? else {
            return Ok(());
        };
        if !is_told(&purchase, state) || self.store.was_mailed(purchase_id, event_id).await? {
            return Ok(());
        }
        let locale = account.locale;
        let url = format!(
            "{}{}",
            self.origin,
            locale.path(&purchase_path(purchase_id))
        );
        let (subject, text) = match state {
            PurchaseState::Paid => {
                let held = self.store.subscription(account_id).await?;
                let starts_at = held.and_then(|held| held.starts_at(purchase_id));
                compose::receipt(&purchase, &account, (starts_at, Timestamp::now()), &url)
            }
            _ => compose::invoice(&purchase, &account, &url),
        };
        self.sender
            .send(&MailMessage {
                to: account.email,
                subject,
                text,
                headers: Vec::new(),
                idempotency_key: format!("{event_id}.purchase"),
            })
            .await?;
        let now = Timestamp::now();
        let times = (now, now + REMEMBERED);
        self.store.set_mailed(purchase_id, event_id, times).await
    }
}

/// Whether a state is told of by mail: an invoice that can be paid still, and every payment.
fn is_told(purchase: &Purchase, state: PurchaseState) -> bool {
    match state {
        PurchaseState::Pending => {
            purchase.method == PaymentMethod::Invoice && purchase.state == PurchaseState::Pending
        }
        // What went back meanwhile is nobody's to read about.
        PurchaseState::Paid => purchase.state == PurchaseState::Paid,
        _ => false,
    }
}

#[async_trait]
impl EventConsumer for SubscriptionMail {
    fn name(&self) -> &'static str {
        "subscription mail"
    }

    /// A repeat sends nothing: what was sent is noted. If this program ends between sending
    /// and noting, the carrier is asked again with the same key.
    async fn handle(&self, event: &DomainEvent) -> Result<(), Box<dyn Error + Send + Sync>> {
        match event.detail {
            EventDetail::PurchaseChanged {
                purchase_id, state, ..
            } => Ok(self.tell(event.event_id, purchase_id, state).await?),
            _ => Ok(()),
        }
    }
}
