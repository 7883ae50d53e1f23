//! Enquiries: a buyer's question about a home or wish to view it, and all that follows
//! between them and the home's broker.

mod calendar;
mod phone;
mod slot;
mod state;

pub use calendar::{CalendarEntry, calendar, calendar_of};
pub use phone::PhoneNumber;
pub use slot::Slot;
pub use state::{State, Step, StepError};

use crate::{
    AccountId, BrokerId, EnquiryId, FieldError, Locale, MessageId, PropertyId,
    account::EmailAddress,
    error::Problem,
    text::{Name, Words},
};
use enumset::EnumSetType;
use jiff::{SignedDuration, Timestamp};
use serde::{Deserialize, Serialize};
use strum::{EnumString, IntoStaticStr, VariantArray};

/// What somebody writes in a thread: 1 to 4,000 characters.
pub type MessageText = Words<4_000>;

/// A side of an enquiry.
#[derive(
    Debug, Hash, EnumSetType, Serialize, Deserialize, EnumString, IntoStaticStr, VariantArray,
)]
#[strum(serialize_all = "kebab-case")]
#[serde(rename_all = "kebab-case")]
pub enum Party {
    Buyer,
    Broker,
}

/// How far a buyer's financing has come.
#[derive(
    Debug, Hash, EnumSetType, Serialize, Deserialize, EnumString, IntoStaticStr, VariantArray,
)]
#[strum(serialize_all = "kebab-case")]
#[serde(rename_all = "kebab-case")]
pub enum FinancingStage {
    Cash,
    /// A bank has agreed to a loan.
    PreApproved,
    Applying,
    NotStarted,
}

/// How a buyer likes to be reached, at the number they give.
#[derive(
    Debug, Hash, EnumSetType, Serialize, Deserialize, EnumString, IntoStaticStr, VariantArray,
)]
#[strum(serialize_all = "kebab-case")]
#[serde(rename_all = "kebab-case")]
pub enum ContactChoice {
    Phone,
    WhatsApp,
    Viber,
}

/// Who asks, and where they are reached.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Contact {
    pub name: Name,
    pub email: EmailAddress,
    pub phone: PhoneNumber,
    pub choice: ContactChoice,
}

/// How many people come to a viewing: 1 to 20.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(try_from = "u8", into = "u8")]
pub struct PartySize(u8);

impl PartySize {
    pub const MAX: u8 = 20;

    /// An error names `field`.
    pub fn new(field: &str, people: u8) -> Result<Self, FieldError> {
        if (1..=Self::MAX).contains(&people) {
            return Ok(Self(people));
        }
        let (min, max) = ("1".to_owned(), Self::MAX.to_string());
        Err(FieldError::new(field, Problem::OutOfRange { min, max }))
    }

    pub fn people(self) -> u8 {
        self.0
    }
}

impl TryFrom<u8> for PartySize {
    type Error = FieldError;

    fn try_from(people: u8) -> Result<Self, FieldError> {
        Self::new("party_size", people)
    }
}

impl From<PartySize> for u8 {
    fn from(size: PartySize) -> u8 {
        size.0
    }
}

/// What a broker wants to know before showing a home.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct Visit {
    pub party_size: PartySize,
    pub financing: FinancingStage,
}

/// An enquiry, without its thread.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Enquiry {
    pub enquiry_id: EnquiryId,
    /// Counts the writes; a write names the version it changes.
    pub version: u64,
    pub listing_id: PropertyId,
    pub broker_id: BrokerId,
    /// The buyer's account; a guest has none and comes by a link.
    pub buyer: Option<AccountId>,
    pub contact: Contact,
    /// The language in which the buyer is written to.
    pub locale: Locale,
    /// Given with the first wish to view the home.
    pub visit: Option<Visit>,
    pub state: State,
    /// Messages in the thread.
    pub messages: u16,
    /// Who of the broker's agency is in charge of it, where it isn't the broker.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub in_charge: Option<AccountId>,
    /// When the broker first answered.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub answered_at: Option<Timestamp>,
    pub created_at: Timestamp,
    pub modified_at: Timestamp,
}

impl Enquiry {
    /// Most messages in a thread.
    pub const MAX_MESSAGES: u16 = 500;

    /// How long the buyer waited for the first answer; `None` while there is none.
    pub fn answer_time(&self) -> Option<SignedDuration> {
        Some(self.answered_at?.duration_since(self.created_at))
    }

    /// Since when the buyer waits for a first answer, while the enquiry is open.
    pub fn waits_since(&self) -> Option<Timestamp> {
        let waits = self.answered_at.is_none() && self.state != State::Closed;
        waits.then_some(self.created_at)
    }
}

/// The middle one of the times that buyers waited for their first answers; of an even number
/// the longer of the middle two, so that it is never told too short.
pub fn median_answer_time<'a>(
    enquiries: impl IntoIterator<Item = &'a Enquiry>,
) -> Option<SignedDuration> {
    let mut times: Vec<_> = enquiries
        .into_iter()
        .filter_map(Enquiry::answer_time)
        .collect();
    times.sort_unstable();
    times.get(times.len() / 2).copied()
}

/// An entry of a thread: words, a step, or both.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Message {
    pub message_id: MessageId,
    pub by: Party,
    /// Who of the broker's agency wrote it, where it wasn't the broker.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub author: Option<AccountId>,
    pub text: Option<MessageText>,
    pub step: Option<Step>,
    pub sent_at: Timestamp,
}

#[cfg(test)]
mod tests;
