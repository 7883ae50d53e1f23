//! How an enquiry goes on from where it stands. Pure; every rule of a viewing is here.

use super::{Party, Slot};
use crate::{FieldError, error::Problem};
use jiff::Timestamp;
use serde::{Deserialize, Serialize};

/// Where an enquiry stands.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "name", rename_all = "kebab-case")]
pub enum State {
    /// A question; no viewing has been asked for.
    Open,
    /// One side has proposed times; the other is to choose.
    SlotsProposed { by: Party, slots: Vec<Slot> },
    /// A time is agreed.
    Confirmed { slot: Slot },
    /// The broker doesn't show the home.
    Declined,
    /// One side called the viewing off.
    Cancelled,
    /// Over: nothing is added any more.
    Closed,
}

/// What one side does.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "name", rename_all = "kebab-case")]
pub enum Step {
    /// Proposes times, in place of those proposed or agreed before.
    ProposeSlots { slots: Vec<Slot> },
    /// Agrees to one of the times that the other side proposed.
    Confirm { slot: Slot },
    /// Refuses to show the home: the broker's.
    Decline,
    /// Calls off what is proposed or agreed.
    Cancel,
    /// Ends the enquiry for good.
    Close,
}

/// Why a step was refused.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum StepError {
    /// It isn't this side's to take from here, whatever it holds.
    #[error("this step cannot be taken from here")]
    NotFromHere,
    #[error(transparent)]
    Invalid(#[from] FieldError),
}

impl State {
    /// Where the enquiry stands after `actor` takes a step at `now`.
    ///
    /// # Errors
    /// [`StepError`] when the step isn't theirs to take from here, when slots aren't between
    /// now and 60 days ahead, or when the slot to confirm is not one of those proposed or has
    /// begun.
    pub fn after(&self, actor: Party, step: &Step, now: Timestamp) -> Result<State, StepError> {
        if !self.allows(actor, step, now) {
            return Err(StepError::NotFromHere);
        }
        match (self, step) {
            (_, Step::ProposeSlots { slots }) => Ok(State::SlotsProposed {
                by: actor,
                slots: Slot::check_proposed("slots", slots, now)?,
            }),
            (State::SlotsProposed { slots, .. }, Step::Confirm { slot }) => {
                check_choice(slots, *slot, now)?;
                Ok(State::Confirmed { slot: *slot })
            }
            (_, Step::Confirm { .. }) => Err(StepError::NotFromHere),
            (_, Step::Decline) => Ok(State::Declined),
            (_, Step::Cancel) => Ok(State::Cancelled),
            (_, Step::Close) => Ok(State::Closed),
        }
    }

    /// Whether a step is `actor`'s to take from here, whatever slots it holds.
    pub fn allows(&self, actor: Party, step: &Step, now: Timestamp) -> bool {
        match (self, step) {
            (State::Closed, _) => false,
            // Whoever is offered another time may answer with another one; so may who offered.
            (_, Step::ProposeSlots { .. }) => true,
            (State::SlotsProposed { by, .. }, Step::Confirm { .. }) => *by != actor,
            (State::SlotsProposed { .. }, Step::Decline) => actor == Party::Broker,
            (State::SlotsProposed { .. }, Step::Cancel) => actor == Party::Buyer,
            (State::Confirmed { .. }, Step::Cancel) => true,
            // Before that it is to be called off, so that the other side is told.
            (State::Confirmed { slot }, Step::Close) => slot.starts_at() <= now,
            (State::SlotsProposed { .. }, Step::Close) => false,
            (State::Open | State::Declined | State::Cancelled, Step::Close) => true,
            (_, Step::Confirm { .. } | Step::Decline | Step::Cancel) => false,
        }
    }

    /// The slot that is agreed.
    pub fn confirmed_slot(&self) -> Option<Slot> {
        match self {
            State::Confirmed { slot } => Some(*slot),
            _ => None,
        }
    }
}

fn check_choice(proposed: &[Slot], slot: Slot, now: Timestamp) -> Result<(), FieldError> {
    let open: Vec<_> = proposed.iter().filter(|it| it.starts_at() > now).collect();
    if open.contains(&&slot) {
        return Ok(());
    }
    let accepted: Vec<_> = open
        .iter()
        .map(|it| it.start_in_nepal().to_string())
        .collect();
    let accepted = accepted.join(", ");
    Err(FieldError::new("slot", Problem::NotOneOf { accepted }))
}
