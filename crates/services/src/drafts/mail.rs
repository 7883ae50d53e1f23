//! Mails brokers what became of what they handed in.

use async_trait::async_trait;
use durbar_domain::{
    EventId, Locale, PropertyId,
    account::{Account, EmailAddress},
    broker::Broker,
    draft::{DraftField, DraftStep, ReviewState},
    event::{DomainEvent, EventDetail},
};
use durbar_messages::mail::draft as words;
use durbar_platform::{
    Platform, PlatformError,
    accounts::AccountStore,
    brokers::BrokerStore,
    bus::EventConsumer,
    drafts::DraftStore,
    listings::ListingStore,
    mail::{MailMessage, MailSender},
};
use jiff::{SignedDuration, Timestamp};
use std::{error::Error, sync::Arc};

/// How long it is remembered that a mail was sent; an event comes again for minutes.
const REMEMBERED: SignedDuration = SignedDuration::from_hours(30 * 24);

/// Mails brokers what becomes of their drafts.
#[derive(Debug, Clone)]
pub struct DraftMail {
    drafts: DraftStore,
    listings: ListingStore,
    brokers: BrokerStore,
    accounts: AccountStore,
    sender: Arc<dyn MailSender>,
    origin: String,
}

/// Subject and text.
type Letter = (String, String);

impl DraftMail {
    /// `origin` is that of links, as in `https://durbar.example`.
    pub fn new(platform: &Platform, sender: Arc<dyn MailSender>, origin: &str) -> Self {
        let table = &platform.table;
        Self {
            drafts: DraftStore::new(table.clone()),
            listings: ListingStore::new(table.clone()),
            brokers: BrokerStore::new(table.clone()),
            accounts: AccountStore::new(table.clone()),
            sender,
            origin: origin.trim_end_matches('/').to_owned(),
        }
    }

    async fn approved(&self, event: EventId, id: PropertyId) -> Result<(), PlatformError> {
        let Some(listing) = self.listings.get(id).await? else {
            return Ok(());
        };
        let Some((broker, locale)) = self.broker(listing.broker_id).await? else {
            return Ok(());
        };
        let card = listing.summarize();
        let title = card.title.get(locale);
        let address = format!("{}{}", self.origin, locale.path(&card.path()));
        let letter = (
            words::approved_subject(locale, title),
            format!("{}\n\n{address}\n", words::approved(locale, title)),
        );
        self.send(event, id, (&broker, locale), letter).await
    }

    /// A draft that was given back or refused. One that went on since is told of by what came
    /// after.
    async fn returned(
        &self,
        event: EventId,
        id: PropertyId,
        version: u64,
    ) -> Result<(), PlatformError> {
        let draft = self.drafts.get(id).await?;
        let Some(draft) = draft.filter(|draft| draft.version == version) else {
            return Ok(());
        };
        let Some((broker, locale)) = self.broker(draft.broker_id).await? else {
            return Ok(());
        };
        let title = match locale {
            Locale::En => draft.fields.text(DraftField::TitleEn),
            Locale::Ne => draft.fields.text(DraftField::TitleNe),
        };
        let (subject, lead) = match draft.review.state {
            ReviewState::ChangesRequested => (
                words::changes_subject(locale, title),
                words::changes(locale, title),
            ),
            ReviewState::Refused => (
                words::refused_subject(locale, title),
                words::refused(locale, title),
            ),
            ReviewState::Editing | ReviewState::Submitted => return Ok(()),
        };
        let reasons = draft.review.reasons.as_ref().map_or("", |it| it.as_str());
        let way = format!("/broker/listings/{id}/{}", DraftStep::Review.key());
        let url = format!("{}{}", self.origin, locale.path(&way));
        let text = format!("{lead}\n\n{reasons}\n\n{}\n", words::mend(locale, url));
        self.send(event, id, (&broker, locale), (subject, text))
            .await
    }

    /// The broker, and the language of the account their address belongs to.
    async fn broker(
        &self,
        id: durbar_domain::BrokerId,
    ) -> Result<Option<(Broker, Locale)>, PlatformError> {
        let Some(broker) = self.brokers.get(id).await? else {
            return Ok(None);
        };
        let mut account: Option<Account> = None;
        if let Ok(email) = EmailAddress::parse("email", &broker.email)
            && let Some(owner) = self.accounts.owner(&email).await?
        {
            account = self.accounts.get(owner).await?;
        }
        let locale = account.map_or(Locale::En, |account| account.locale);
        Ok(Some((broker, locale)))
    }

    async fn send(
        &self,
        event: EventId,
        id: PropertyId,
        (broker, locale): (&Broker, Locale),
        (subject, text): Letter,
    ) -> Result<(), PlatformError> {
        let Ok(to) = EmailAddress::parse("email", &broker.email) else {
            tracing::warn!(broker_id = %broker.broker_id, "a broker's address is none");
            return Ok(());
        };
        if self.drafts.was_mailed(id, event).await? {
            return Ok(());
        }
        let name = broker.name.get(locale).as_str();
        self.sender
            .send(&MailMessage {
                to,
                subject,
                text: format!("{}\n\n{text}", words::greeting(locale, name)),
                headers: Vec::new(),
                idempotency_key: format!("{event}.draft"),
            })
            .await?;
        let until = Timestamp::now() + REMEMBERED;
        self.drafts.set_mailed(id, event, until).await
    }
}

#[async_trait]
impl EventConsumer for DraftMail {
    fn name(&self) -> &'static str {
        "draft mail"
    }

    /// A repeat sends nothing: what was sent is noted.
    async fn handle(&self, event: &DomainEvent) -> Result<(), Box<dyn Error + Send + Sync>> {
        match event.detail {
            EventDetail::DraftApproved { listing_id, .. } => {
                Ok(self.approved(event.event_id, listing_id).await?)
            }
            EventDetail::DraftReturned {
                listing_id,
                version,
            } => Ok(self.returned(event.event_id, listing_id, version).await?),
            _ => Ok(()),
        }
    }
}
