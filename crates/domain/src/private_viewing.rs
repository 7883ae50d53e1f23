//! Homes that are shown to invited people alone, because their owner wants no advertisement.

use crate::{
    AccountId, FieldError, InvitationId, PropertyId, StandardStatus, account::EmailAddress,
    error::Problem, text::Name,
};
use jiff::{SignedDuration, Span, Timestamp, civil::Date};
use serde::{Deserialize, Serialize};

/// The owner's signed wish that a home is not advertised, as the broker has it on paper: what
/// marketplaces call a seller's opt-out.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct OptOut {
    /// Who signed.
    pub owner: Name,
    pub signed_on: Date,
}

impl OptOut {
    /// How old a signature may be, in years: a wish of long ago is asked for again.
    pub const YEARS: i32 = 2;

    /// # Errors
    /// With `signed_on` for a day after `today`, and for one too long ago.
    pub fn new(owner: Name, signed_on: Date, today: Date) -> Result<Self, FieldError> {
        let earliest = today
            .checked_sub(Span::new().years(Self::YEARS))
            .unwrap_or(today);
        if !(earliest..=today).contains(&signed_on) {
            let (min, max) = (earliest.to_string(), today.to_string());
            return Err(FieldError::new(
                "signed_on",
                Problem::OutOfRange { min, max },
            ));
        }
        Ok(Self { owner, signed_on })
    }
}

/// One person's invitation to look at a home. Its link opens the home's page, without an
/// account.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct PrivateInvitation {
    pub invitation_id: InvitationId,
    /// Counts the writes.
    pub version: u64,
    pub listing_id: PropertyId,
    /// Who is invited.
    pub name: Name,
    pub email: EmailAddress,
    pub opt_out: OptOut,
    pub invited_by: AccountId,
    pub created_at: Timestamp,
    pub holds_until: Timestamp,
    /// When it was taken back.
    pub revoked_at: Option<Timestamp>,
    /// How often its link was opened.
    pub looks: u32,
    pub looked_at: Option<Timestamp>,
}

impl PrivateInvitation {
    /// How long an invitation holds.
    pub const HOLDS: SignedDuration = SignedDuration::from_hours(30 * 24);
    /// The most invitations of a home that hold at one time: whom more are told of it, it is
    /// advertised to.
    pub const MOST: usize = 30;

    /// Whether a home may be shown so: one on hold, which an admin has looked at. What is still
    /// being written is its broker's alone.
    pub fn is_for(status: StandardStatus) -> bool {
        status == StandardStatus::Hold
    }

    pub fn holds_at(&self, now: Timestamp) -> bool {
        self.revoked_at.is_none() && now < self.holds_until
    }

    /// The same with one more look.
    #[must_use]
    pub fn looked(&self, now: Timestamp) -> Self {
        Self {
            version: self.version + 1,
            looks: self.looks.saturating_add(1),
            looked_at: Some(now),
            ..self.clone()
        }
    }

    /// The same, taken back.
    #[must_use]
    pub fn revoked(&self, now: Timestamp) -> Self {
        Self {
            version: self.version + 1,
            revoked_at: self.revoked_at.or(Some(now)),
            ..self.clone()
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use jiff::civil::date;
    use strum::VariantArray as _;

    #[test]
    fn what_nobody_has_looked_at_is_shown_to_nobody() {
        let shown: Vec<_> = StandardStatus::VARIANTS
            .iter()
            .filter(|status| PrivateInvitation::is_for(**status))
            .collect();
        assert_eq!(shown, [&StandardStatus::Hold]);
    }

    #[test]
    fn a_wish_is_neither_of_tomorrow_nor_of_long_ago() {
        let owner = || Name::parse("owner", "Sita Rana").expect("a name");
        let today = date(2026, 11, 23);
        for good in [date(2026, 11, 23), date(2024, 11, 23)] {
            assert!(OptOut::new(owner(), good, today).is_ok(), "{good}");
        }
        for bad in [date(2026, 11, 24), date(2024, 11, 22)] {
            let refused = OptOut::new(owner(), bad, today).expect_err("refused");
            assert_eq!(refused.field, "signed_on");
        }
    }
}
