//! Sending a new enquiry.

use super::{Enquiries, LINK_HOLDS};
use crate::{ServiceError, listings::early_relation, permit::permit, time::unix_ms};
use durbar_domain::{
    AccountId, EnquiryId, FieldError, Listing, Locale, MessageId, PropertyId,
    account::Principal,
    enquiry::{Contact, Enquiry, Message, MessageText, Party, Slot, State, Step, Visit},
    error::Problem,
    event::EventDetail,
    policy::{Operation, Refusal, Relation},
    status::{Availability, Visibility},
};
use durbar_platform::{
    enquiries::{NewEnquiry, Placed},
    keys::Digest,
    link_token::LinkToken,
    throttle::{Purpose, client_subject},
};
use jiff::{SignedDuration, Timestamp};
use serde::Serialize;
use std::net::IpAddr;

/// How long sending a form again makes no second enquiry.
const FORM_HOLDS: SignedDuration = SignedDuration::from_hours(24);

/// What a form carries so that sending it twice makes one enquiry: 16 to 64 letters, digits,
/// `-` and `_`. It need not differ between visitors, who see the same page.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct FormKey(String);

impl FormKey {
    /// A key for a form that is about to be shown.
    pub fn random() -> Self {
        Self(LinkToken::random().reveal())
    }

    /// The key as the form carries it.
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// An error names `field`.
    pub fn parse(field: &str, text: &str) -> Result<Self, FieldError> {
        let plain = |c: char| c.is_ascii_alphanumeric() || c == '-' || c == '_';
        if (16..=64).contains(&text.len()) && text.chars().all(plain) {
            return Ok(Self(text.to_owned()));
        }
        let expected = "the key that the form came with".to_owned();
        Err(FieldError::new(field, Problem::Malformed { expected }))
    }
}

/// A wish to view a home.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Wish {
    pub visit: Visit,
    /// Times that suit, 1 to 5.
    pub slots: Vec<Slot>,
}

/// What a buyer sends: a question, a wish to view the home, or both.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Form {
    pub key: FormKey,
    pub listing_id: PropertyId,
    pub contact: Contact,
    /// The language in which the buyer is written to.
    pub locale: Locale,
    pub text: Option<MessageText>,
    pub wish: Option<Wish>,
}

/// What came of sending a form.
#[derive(Debug, Clone)]
pub struct Sent {
    pub enquiry: Enquiry,
    /// The form had been sent before; this is the enquiry it made then.
    pub repeated: bool,
    /// A guest's way to the thread, told this once; a repeat tells none, the mail does.
    pub link: Option<LinkToken>,
}

impl Enquiries {
    /// Sends an enquiry. The same form from the same person makes one enquiry, however often
    /// it comes within a day.
    ///
    /// # Errors
    /// [`ServiceError::NotFound`] when there is no such home for the public,
    /// [`ServiceError::Invalid`] when it is no longer on offer, when the form holds neither
    /// words nor a wish, or slots that can't be; [`Refusal::NotPermitted`] to a broker who
    /// asks about a home of their own, [`ServiceError::TooMany`] when the person or the client
    /// address has sent too many.
    pub async fn send(
        &self,
        principal: &Principal,
        form: &Form,
        client: IpAddr,
        now: Timestamp,
    ) -> Result<Sent, ServiceError> {
        permit(principal, Operation::SendEnquiry, Relation::Public)?;
        let listing = self.on_offer(form.listing_id).await?;
        if listing.is_early() {
            let early = listing.early_access;
            let relation = early_relation(principal, listing.broker_id, early, now);
            permit(principal, Operation::ReadEarlyListing, relation)?;
        }
        let person = principal.person();
        if person.is_some_and(|person| person.broker_id == Some(listing.broker_id)) {
            return Err(Refusal::NotPermitted.into());
        }
        if form.text.is_none() && form.wish.is_none() {
            return Err(ServiceError::invalid("text", Problem::Empty));
        }
        let (state, step) = match &form.wish {
            Some(wish) => {
                let slots = Slot::check_proposed("slots", &wish.slots, now)
                    .map_err(|error| ServiceError::Invalid(vec![error]))?;
                let (by, step) = (
                    Party::Buyer,
                    Step::ProposeSlots {
                        slots: slots.clone(),
                    },
                );
                (State::SlotsProposed { by, slots }, Some(step))
            }
            None => (State::Open, None),
        };
        let buyer = person.map(|person| person.account_id);
        self.count(buyer, form, client, now).await?;
        let enquiry = Enquiry {
            enquiry_id: EnquiryId::from_parts(unix_ms(now), rand::random()),
            version: 1,
            listing_id: form.listing_id,
            broker_id: listing.broker_id,
            buyer,
            contact: form.contact.clone(),
            locale: form.locale,
            visit: form.wish.as_ref().map(|wish| wish.visit),
            state,
            messages: 1,
            answered_at: None,
            in_charge: None,
            created_at: now,
            modified_at: now,
        };
        let message = Message {
            message_id: message_id(1, now),
            by: Party::Buyer,
            text: form.text.clone(),
            step,
            sent_at: now,
            author: None,
        };
        self.place(form, enquiry, message, now).await
    }

    /// Counts an enquiry: of the account or the address of mail, which would be flooded with
    /// answers, and of the client address. Loopback is this machine itself, as tests and a
    /// proxy on it are: it is not one visitor, so it is not counted.
    async fn count(
        &self,
        buyer: Option<AccountId>,
        form: &Form,
        client: IpAddr,
        now: Timestamp,
    ) -> Result<(), ServiceError> {
        if !client.is_loopback() && !client.is_unspecified() {
            let subject = client_subject(client);
            self.throttle
                .check_and_count(Purpose::EnquiryFrom, &subject, now)
                .await?;
        }
        let subject = match buyer {
            Some(account) => account.to_string(),
            None => form.contact.email.to_string(),
        };
        let counted = self
            .throttle
            .check_and_count(Purpose::Enquiry, &subject, now);
        Ok(counted.await?)
    }

    async fn place(
        &self,
        form: &Form,
        enquiry: Enquiry,
        message: Message,
        now: Timestamp,
    ) -> Result<Sent, ServiceError> {
        let link = enquiry.buyer.is_none().then(LinkToken::random);
        let event = self.events.event(first_event(&enquiry, &message), now);
        let new = NewEnquiry {
            enquiry: &enquiry,
            message: &message,
            form: digest(form, &enquiry),
            form_expires_at: now + FORM_HOLDS,
            link: link.as_ref().map(|link| (link.digest(), now + LINK_HOLDS)),
            events: &[event],
        };
        match self.store.put_new(new).await? {
            Placed::New => {
                self.events.nudge();
                Ok(Sent {
                    enquiry,
                    repeated: false,
                    link,
                })
            }
            Placed::Before(id) => Ok(Sent {
                enquiry: self.store.get(id).await?.ok_or(ServiceError::NotFound)?,
                repeated: true,
                link: None,
            }),
        }
    }

    /// A home that can be asked about.
    async fn on_offer(&self, id: PropertyId) -> Result<Listing, ServiceError> {
        let listing = self.listings.get(id).await?.ok_or(ServiceError::NotFound)?;
        let status = listing.standard_status;
        match status.availability() {
            Some(Availability::Sold) => {}
            Some(_) => return Ok(listing),
            None if listing.visibility() == Visibility::Hidden => {
                return Err(ServiceError::NotFound);
            }
            None => {}
        }
        let accepted = "a home that is on offer".to_owned();
        Err(ServiceError::invalid(
            "listing_id",
            Problem::NotOneOf { accepted },
        ))
    }
}

/// The hash of who sends what: the key alone would be that of all who see the same page.
fn digest(form: &Form, enquiry: &Enquiry) -> Digest {
    let text = serde_json::to_vec(&(form, enquiry.buyer)).unwrap_or_default();
    Digest::of(&text)
}

fn first_event(enquiry: &Enquiry, message: &Message) -> EventDetail {
    let (enquiry_id, version) = (enquiry.enquiry_id, enquiry.version);
    let message_id = message.message_id;
    match message.step {
        Some(_) => EventDetail::ViewingRequested {
            enquiry_id,
            version,
            message_id,
        },
        None => EventDetail::EnquirySent {
            enquiry_id,
            version,
            message_id,
        },
    }
}

/// An identifier that sorts behind those of the versions before, also within a millisecond.
pub(super) fn message_id(version: u64, now: Timestamp) -> MessageId {
    let order = u128::from(version & 0xffff) << 64;
    MessageId::from_parts(unix_ms(now), order | u128::from(rand::random::<u64>()))
}
