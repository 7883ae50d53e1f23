//! Mails about enquiries: the first step and an agreed viewing to both sides, any other step
//! to the side that didn't take it.

mod assigned;
mod compose;

use super::LINK_HOLDS;
use async_trait::async_trait;
use compose::{Letter, Occasion};
use durbar_domain::{
    EnquiryId, EventId, MessageId,
    account::EmailAddress,
    broker::Broker,
    enquiry::{Enquiry, Message, Party},
    event::{DomainEvent, EventDetail},
};
use durbar_platform::{
    Platform, PlatformError,
    accounts::AccountStore,
    brokers::BrokerStore,
    bus::EventConsumer,
    enquiries::EnquiryStore,
    link_token::LinkToken,
    listings::ListingStore,
    mail::{MailMessage, MailSender},
};
use jiff::{SignedDuration, Timestamp};
use std::{error::Error, sync::Arc};

/// How long it is remembered that a mail was sent; an event comes again for minutes.
const REMEMBERED: SignedDuration = SignedDuration::from_hours(30 * 24);

/// Mails buyers and brokers what happens in their enquiries.
#[derive(Debug, Clone)]
pub struct EnquiryMail {
    store: EnquiryStore,
    listings: ListingStore,
    brokers: BrokerStore,
    accounts: AccountStore,
    sender: Arc<dyn MailSender>,
    origin: String,
}

impl EnquiryMail {
    /// `origin` is that of links, as in `https://durbar.example`.
    pub fn new(platform: &Platform, sender: Arc<dyn MailSender>, origin: &str) -> Self {
        Self {
            store: EnquiryStore::new(platform.table.clone()),
            listings: ListingStore::new(platform.table.clone()),
            brokers: BrokerStore::new(platform.table.clone()),
            accounts: AccountStore::new(platform.table.clone()),
            sender,
            origin: origin.trim_end_matches('/').to_owned(),
        }
    }

    async fn tell(
        &self,
        event_id: EventId,
        enquiry_id: EnquiryId,
        message_id: MessageId,
        occasion: Occasion,
    ) -> Result<(), PlatformError> {
        // Erased meanwhile: there is nobody left to tell.
        let Some(enquiry) = self.store.get(enquiry_id).await? else {
            return Ok(());
        };
        let Some(message) = self.store.message(enquiry_id, message_id).await? else {
            return Ok(());
        };
        let Some(broker) = self.brokers.get(enquiry.broker_id).await? else {
            tracing::warn!(%enquiry_id, broker_id = %enquiry.broker_id, "an enquiry's broker is gone");
            return Ok(());
        };
        for to in occasion.recipients(message.by) {
            if !self.store.was_mailed(enquiry_id, event_id, to).await? {
                self.mail(event_id, (&enquiry, &message, &broker), occasion, to)
                    .await?;
            }
        }
        Ok(())
    }

    async fn mail(
        &self,
        event_id: EventId,
        (enquiry, message, broker): (&Enquiry, &Message, &Broker),
        occasion: Occasion,
        to: Party,
    ) -> Result<(), PlatformError> {
        let address = match to {
            Party::Buyer => enquiry.contact.email.clone(),
            Party::Broker => match self.address_of(enquiry, broker).await? {
                Some(address) => address,
                None => {
                    tracing::error!(broker_id = %broker.broker_id, "a broker's address takes no mail");
                    return Ok(());
                }
            },
        };
        let now = Timestamp::now();
        let cards = self.listings.summaries(&[enquiry.listing_id]).await?;
        let author = match message.author {
            Some(id) => self.accounts.get(id).await?,
            None => None,
        };
        let letter = Letter {
            enquiry,
            message,
            broker,
            author: author.map(|account| account.name.into()),
            title: cards
                .first()
                .map(|card| card.title.clone())
                .unwrap_or_default(),
            url: self.url(enquiry, to, now).await?,
        };
        let (subject, text) = letter.compose(occasion, to);
        self.sender
            .send(&MailMessage {
                to: address,
                subject,
                text,
                headers: Vec::new(),
                idempotency_key: format!("{event_id}.{}", <&str>::from(to)),
            })
            .await?;
        let times = (now, now + REMEMBERED);
        self.store
            .set_mailed(enquiry.enquiry_id, event_id, to, times)
            .await
    }

    /// Where whoever answers an enquiry is written to: who was put in charge of it, else its
    /// broker; `None` for an address that takes no mail.
    async fn address_of(
        &self,
        enquiry: &Enquiry,
        broker: &Broker,
    ) -> Result<Option<EmailAddress>, PlatformError> {
        let in_charge = match enquiry.in_charge {
            Some(id) => self.accounts.get(id).await?,
            None => None,
        };
        Ok(match in_charge {
            Some(account) => Some(account.email),
            None => EmailAddress::parse("email", &broker.email).ok(),
        })
    }

    /// Address of the thread. Of a guest's links only hashes are kept, so that each mail to
    /// one has a link of its own.
    async fn url(
        &self,
        enquiry: &Enquiry,
        to: Party,
        now: Timestamp,
    ) -> Result<String, PlatformError> {
        let id = enquiry.enquiry_id;
        if to == Party::Broker {
            return Ok(format!("{}{}", self.origin, thread_path(id)));
        }
        let path = enquiry.locale.path(&thread_path(id));
        if enquiry.buyer.is_some() {
            return Ok(format!("{}{path}", self.origin));
        }
        let link = LinkToken::random();
        let times = (now, now + LINK_HOLDS);
        self.store.add_link(id, link.digest(), times).await?;
        Ok(format!("{}{path}?key={}", self.origin, link.reveal()))
    }
}

/// Path of a thread's page, without language. A guest's link has `?key=<secret>` behind it.
pub fn thread_path(id: EnquiryId) -> String {
    format!("/enquiries/{id}")
}

#[async_trait]
impl EventConsumer for EnquiryMail {
    fn name(&self) -> &'static str {
        "enquiry mail"
    }

    /// A repeat sends nothing: what was sent is noted for each side. If this program ends
    /// between sending and noting, the carrier is asked again with the same key.
    async fn handle(&self, event: &DomainEvent) -> Result<(), Box<dyn Error + Send + Sync>> {
        let (enquiry_id, version, message_id, occasion) = match event.detail {
            EventDetail::EnquirySent {
                enquiry_id,
                version,
                message_id,
            } => (enquiry_id, version, message_id, Occasion::Question),
            EventDetail::ViewingRequested {
                enquiry_id,
                version,
                message_id,
            } => (enquiry_id, version, message_id, Occasion::Proposed),
            EventDetail::EnquiryAnswered {
                enquiry_id,
                version,
                message_id,
            } => (enquiry_id, version, message_id, Occasion::Answered),
            EventDetail::ViewingConfirmed {
                enquiry_id,
                version,
                message_id,
            } => (enquiry_id, version, message_id, Occasion::Confirmed),
            EventDetail::ViewingDeclined {
                enquiry_id,
                version,
                message_id,
            } => (enquiry_id, version, message_id, Occasion::Declined),
            EventDetail::ViewingCancelled {
                enquiry_id,
                version,
                message_id,
            } => (enquiry_id, version, message_id, Occasion::Cancelled),
            EventDetail::EnquiryAssigned {
                enquiry_id,
                account_id,
                ..
            } => {
                let told = self.tell_assigned(event.event_id, enquiry_id, account_id);
                return Ok(told.await?);
            }
            _ => return Ok(()),
        };
        // A wish that begins an enquiry is told otherwise than other times in one.
        let occasion = match occasion {
            Occasion::Proposed if version == 1 => Occasion::Viewing,
            occasion => occasion,
        };
        Ok(self
            .tell(event.event_id, enquiry_id, message_id, occasion)
            .await?)
    }
}
