//! How far the review of a draft has come.

use crate::{AccountId, FieldError, StandardStatus, error::Problem, text::Words};
use enumset::EnumSetType;
use jiff::Timestamp;
use serde::{Deserialize, Serialize};
use strum::{EnumString, IntoStaticStr, VariantArray};

/// What an admin tells the broker about a draft: up to 2,000 characters.
pub type ReviewReasons = Words<2_000>;

/// How a home is offered once it is approved.
#[derive(
    Debug, Hash, EnumSetType, Serialize, Deserialize, EnumString, IntoStaticStr, VariantArray,
)]
#[strum(serialize_all = "kebab-case")]
#[serde(rename_all = "kebab-case")]
pub enum Offer {
    /// Announced; it opens to members first.
    ComingSoon,
    Active,
    /// Shown to invited people alone.
    Private,
}

/// Where a draft stands.
#[derive(
    Debug, Hash, EnumSetType, Serialize, Deserialize, EnumString, IntoStaticStr, VariantArray,
)]
#[strum(serialize_all = "kebab-case")]
#[serde(rename_all = "kebab-case")]
pub enum ReviewState {
    /// Being written.
    Editing,
    /// Waits for an admin, or is being looked at by one.
    Submitted,
    /// Given back to be mended.
    ChangesRequested,
    /// Refused; it may be mended and submitted again all the same.
    Refused,
}

/// The review of a draft.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Review {
    pub state: ReviewState,
    /// How the home is to be offered; of a published one nothing changes by it.
    pub offer: Offer,
    /// Who submitted it last, and when.
    pub submitted: Option<Claim>,
    /// The admin who looks at it.
    pub claimed: Option<Claim>,
    /// What the last admin who decided told its broker.
    pub reasons: Option<ReviewReasons>,
}

/// Somebody who took something up.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct Claim {
    pub by: AccountId,
    pub at: Timestamp,
}

impl Offer {
    /// The name in a form, as in `coming-soon`.
    pub fn key(self) -> &'static str {
        self.into()
    }

    /// The status of a home that is offered so.
    pub fn status(self) -> StandardStatus {
        match self {
            Offer::ComingSoon => StandardStatus::ComingSoon,
            Offer::Active => StandardStatus::Active,
            Offer::Private => StandardStatus::Hold,
        }
    }
}

impl ReviewState {
    /// The name in logs, as in `changes-requested`.
    pub fn key(self) -> &'static str {
        self.into()
    }

    /// Whether the broker may change the draft.
    pub fn is_open(self) -> bool {
        self != ReviewState::Submitted
    }
}

impl Default for Review {
    fn default() -> Self {
        Self {
            state: ReviewState::Editing,
            offer: Offer::Active,
            submitted: None,
            claimed: None,
            reasons: None,
        }
    }
}

impl Review {
    /// The review after the draft was submitted.
    ///
    /// # Errors
    /// When it is submitted already.
    pub fn submit(&self, offer: Offer, submitted: Claim) -> Result<Self, FieldError> {
        match self.state {
            ReviewState::Submitted => Err(not_from(self.state)),
            _ => Ok(Self {
                state: ReviewState::Submitted,
                offer,
                submitted: Some(submitted),
                claimed: None,
                reasons: None,
            }),
        }
    }

    /// The review after its broker took the draft back to change it.
    ///
    /// # Errors
    /// When it isn't submitted.
    pub fn take_back(&self) -> Result<Self, FieldError> {
        self.decide(ReviewState::Editing, None)
    }

    /// The review with the admin who looks at it; another one may take it over.
    ///
    /// # Errors
    /// When it isn't submitted.
    pub fn claim(&self, claimed: Claim) -> Result<Self, FieldError> {
        match self.state {
            ReviewState::Submitted => Ok(Self {
                claimed: Some(claimed),
                ..self.clone()
            }),
            state => Err(not_from(state)),
        }
    }

    /// The review after the draft was given back.
    ///
    /// # Errors
    /// When it isn't submitted.
    pub fn request_changes(&self, reasons: ReviewReasons) -> Result<Self, FieldError> {
        self.decide(ReviewState::ChangesRequested, Some(reasons))
    }

    /// The review after the draft was refused.
    ///
    /// # Errors
    /// When it isn't submitted.
    pub fn refuse(&self, reasons: ReviewReasons) -> Result<Self, FieldError> {
        self.decide(ReviewState::Refused, Some(reasons))
    }

    fn decide(
        &self,
        state: ReviewState,
        reasons: Option<ReviewReasons>,
    ) -> Result<Self, FieldError> {
        match self.state {
            ReviewState::Submitted => Ok(Self {
                state,
                claimed: None,
                reasons,
                ..self.clone()
            }),
            state => Err(not_from(state)),
        }
    }
}

fn not_from(state: ReviewState) -> FieldError {
    let accepted = match state {
        ReviewState::Submitted => "a draft that is not submitted",
        _ => "a submitted draft",
    };
    let accepted = accepted.to_owned();
    FieldError::new("review", Problem::NotOneOf { accepted })
}
