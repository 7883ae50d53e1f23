//! What follows in a thread: words and steps.

use super::{Asker, Enquiries, send::message_id};
use crate::{ServiceError, permit::permit};
use durbar_domain::{
    AccountId, EnquiryId,
    enquiry::{Enquiry, Message, MessageText, Party, State, Step, StepError},
    error::Problem,
    event::EventDetail,
    policy::{Operation, Relation},
};
use jiff::Timestamp;

/// How often words are put behind other changes that come at the same moment.
const ATTEMPTS: u32 = 8;

impl Enquiries {
    /// Takes a step in the enquiry that is at `expected_version`, with words if there are
    /// any; gives back how it now stands.
    ///
    /// # Errors
    /// [`ServiceError::Conflict`] when the enquiry is at another version,
    /// [`ServiceError::Invalid`] when the step can't be taken from where it stands,
    /// [`ServiceError::Refused`] to a broker without second factor, [`ServiceError::NotFound`]
    /// to whoever is on neither side.
    pub async fn step(
        &self,
        asker: Asker<'_>,
        id: EnquiryId,
        expected_version: u64,
        (step, text): (Step, Option<MessageText>),
        now: Timestamp,
    ) -> Result<Enquiry, ServiceError> {
        let opened = self.open(asker, id, Operation::AnswerEnquiry, now);
        let (before, party, relation) = opened.await?;
        // The broker's word on a viewing is a power of their role; to close is everybody's.
        if party == Party::Broker && step != Step::Close {
            permit(asker.principal, Operation::DecideViewing, relation)?;
        }
        if before.version != expected_version {
            return Err(ServiceError::Conflict {
                current_version: before.version,
            });
        }
        let state = before
            .state
            .after(party, &step, now)
            .map_err(|error| match error {
                StepError::Invalid(error) => ServiceError::Invalid(vec![error]),
                StepError::NotFromHere => not_from_here(&before, party, now),
            })?;
        // What is written of a step is what it led to: slots in order, each once.
        let step = match (&state, step) {
            (State::SlotsProposed { slots, .. }, Step::ProposeSlots { .. }) => Step::ProposeSlots {
                slots: slots.clone(),
            },
            (_, step) => step,
        };
        let mut message = message(before.version + 1, party, text, Some(step), now);
        message.author = author(asker, relation);
        let after = Enquiry {
            state,
            ..before.clone()
        };
        self.add(&before, after, message, now).await
    }

    /// Writes in the thread. Words never conflict: they are put behind what came before.
    ///
    /// # Errors
    /// [`ServiceError::Invalid`] when the enquiry is closed or its thread full,
    /// [`ServiceError::NotFound`] to whoever is on neither side.
    pub async fn write(
        &self,
        asker: Asker<'_>,
        id: EnquiryId,
        text: MessageText,
        now: Timestamp,
    ) -> Result<Enquiry, ServiceError> {
        let mut attempt = 1;
        loop {
            let opened = self.open(asker, id, Operation::AnswerEnquiry, now);
            let (enquiry, party, relation) = opened.await?;
            if enquiry.state == State::Closed {
                return Err(not_from_here(&enquiry, party, now));
            }
            let mut message = message(enquiry.version + 1, party, Some(text.clone()), None, now);
            message.author = author(asker, relation);
            match self.add(&enquiry, enquiry.clone(), message, now).await {
                Err(ServiceError::Conflict { .. }) if attempt < ATTEMPTS => attempt += 1,
                outcome => return outcome,
            }
        }
    }

    /// Writes the enquiry over the one before it, with one more message.
    async fn add(
        &self,
        before: &Enquiry,
        enquiry: Enquiry,
        message: Message,
        now: Timestamp,
    ) -> Result<Enquiry, ServiceError> {
        // Ending an enquiry is possible with a full thread.
        if enquiry.messages >= Enquiry::MAX_MESSAGES && message.step.is_none() {
            let max = usize::from(Enquiry::MAX_MESSAGES);
            return Err(ServiceError::invalid("text", Problem::TooMany { max }));
        }
        let expected_version = enquiry.version;
        let after = Enquiry {
            version: expected_version + 1,
            messages: enquiry.messages.saturating_add(1),
            answered_at: match message.by {
                Party::Broker => enquiry.answered_at.or(Some(now)),
                Party::Buyer => enquiry.answered_at,
            },
            modified_at: now,
            ..enquiry
        };
        let detail = event(&after, &message);
        let events: Vec<_> = detail
            .into_iter()
            .map(|detail| self.events.event(detail, now))
            .collect();
        self.store
            .replace(before, &after, &message, &events)
            .await?;
        self.events.nudge();
        Ok(after)
    }
}

/// Who of the agency acts in the broker's place.
fn author(asker: Asker<'_>, relation: Relation) -> Option<AccountId> {
    let person = asker.principal.person()?;
    matches!(relation, Relation::Led | Relation::Assisted).then_some(person.account_id)
}

fn message(
    version: u64,
    by: Party,
    text: Option<MessageText>,
    step: Option<Step>,
    now: Timestamp,
) -> Message {
    Message {
        message_id: message_id(version, now),
        by,
        text,
        step,
        sent_at: now,
        author: None,
    }
}

/// What tells of a message; of the end of an enquiry nobody needs to be told.
fn event(enquiry: &Enquiry, message: &Message) -> Option<EventDetail> {
    let (enquiry_id, version) = (enquiry.enquiry_id, enquiry.version);
    let message_id = message.message_id;
    match message.step {
        None => Some(EventDetail::EnquiryAnswered {
            enquiry_id,
            version,
            message_id,
        }),
        Some(Step::ProposeSlots { .. }) => Some(EventDetail::ViewingRequested {
            enquiry_id,
            version,
            message_id,
        }),
        Some(Step::Confirm { .. }) => Some(EventDetail::ViewingConfirmed {
            enquiry_id,
            version,
            message_id,
        }),
        Some(Step::Decline) => Some(EventDetail::ViewingDeclined {
            enquiry_id,
            version,
            message_id,
        }),
        Some(Step::Cancel) => Some(EventDetail::ViewingCancelled {
            enquiry_id,
            version,
            message_id,
        }),
        Some(Step::Close) => None,
    }
}

/// The refusal of a step, with those that could be taken.
fn not_from_here(enquiry: &Enquiry, party: Party, now: Timestamp) -> ServiceError {
    let slot = match &enquiry.state {
        State::SlotsProposed { slots, .. } => slots.first().copied(),
        _ => None,
    };
    let confirm = slot.map(|slot| Step::Confirm { slot });
    let steps = [
        (
            "propose-slots",
            Some(Step::ProposeSlots { slots: Vec::new() }),
        ),
        ("confirm", confirm),
        ("decline", Some(Step::Decline)),
        ("cancel", Some(Step::Cancel)),
        ("close", Some(Step::Close)),
    ];
    let accepted = steps
        .iter()
        .filter(|(_, step)| {
            step.as_ref()
                .is_some_and(|step| enquiry.state.allows(party, step, now))
        })
        .map(|(name, _)| *name)
        .collect::<Vec<_>>()
        .join(", ");
    ServiceError::invalid("step", Problem::NotOneOf { accepted })
}
