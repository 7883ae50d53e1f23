//! Mails about what became of a licence.

use async_trait::async_trait;
use durbar_domain::{
    BrokerId, EventId,
    broker::ApplicationState,
    event::{DomainEvent, EventDetail},
    format,
};
use durbar_messages::mail::licence as words;
use durbar_platform::{
    Platform, PlatformError,
    accounts::AccountStore,
    bus::EventConsumer,
    licenses::LicenseStore,
    mail::{MailMessage, MailSender},
};
use std::{error::Error, sync::Arc};

/// Tells brokers what became of their licence.
#[derive(Debug, Clone)]
pub struct LicenseMail {
    store: LicenseStore,
    accounts: AccountStore,
    sender: Arc<dyn MailSender>,
    origin: String,
}

impl LicenseMail {
    /// `origin` is that of links, as in `https://durbar.example`.
    pub fn new(platform: &Platform, sender: Arc<dyn MailSender>, origin: &str) -> Self {
        Self {
            store: LicenseStore::new(platform),
            accounts: AccountStore::new(platform.table.clone()),
            sender,
            origin: origin.trim_end_matches('/').to_owned(),
        }
    }

    async fn tell(&self, event: EventId, broker: BrokerId) -> Result<(), PlatformError> {
        let Some(application) = self.store.application(broker).await? else {
            return Ok(());
        };
        // Erased meanwhile: there is nobody left to tell.
        let Some(account) = self.accounts.get(application.account_id).await? else {
            return Ok(());
        };
        if self.store.was_mailed(broker, event).await? {
            return Ok(());
        }
        let locale = account.locale;
        let name = account.name.as_str();
        let link = format!("{}{}", self.origin, locale.path("/broker/licence"));
        let (subject, text) = match &application.state {
            // Sent anew meanwhile: what is told of is past.
            ApplicationState::Waiting => return Ok(()),
            ApplicationState::Verified => (
                words::verified_subject(locale),
                words::verified(
                    locale,
                    name,
                    &application.number,
                    format::date(application.expires, locale),
                    link,
                ),
            ),
            ApplicationState::Refused { reason } => (
                words::refused_subject(locale),
                words::refused(locale, name, &application.number, reason.as_str(), link),
            ),
            ApplicationState::Withdrawn { reason } => (
                words::withdrawn_subject(locale),
                words::withdrawn(locale, name, &application.number, reason.as_str(), link),
            ),
        };
        self.sender
            .send(&MailMessage {
                to: account.email,
                subject: subject.to_owned(),
                text,
                headers: Vec::new(),
                idempotency_key: format!("{event}.licence"),
            })
            .await?;
        self.store.set_mailed(broker, event).await
    }
}

#[async_trait]
impl EventConsumer for LicenseMail {
    fn name(&self) -> &'static str {
        "licence mail"
    }

    /// A repeat sends nothing: what was sent is noted, and the carrier knows the key.
    async fn handle(&self, event: &DomainEvent) -> Result<(), Box<dyn Error + Send + Sync>> {
        match event.detail {
            EventDetail::LicenseChecked { broker_id, .. } => {
                Ok(self.tell(event.event_id, broker_id).await?)
            }
            _ => Ok(()),
        }
    }
}
