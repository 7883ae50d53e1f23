//! Licences, and up to which price they let a broker deal.

use crate::{EventId, Npr, text::Line};
use enumset::EnumSetType;
use jiff::{Timestamp, civil::Date};
use serde::{Deserialize, Serialize};
use strum::{EnumString, IntoStaticStr, VariantArray};

/// A licence's number, as it stands on the paper.
pub type LicenseNumber = Line<40>;

/// A licence for dealing in land and houses, as its holder says.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct License {
    pub number: String,
    pub tier: LicenseTier,
    /// The last day on which it holds.
    pub expires: Date,
    /// That somebody of the administration compared it with its papers; gone once it has
    /// expired, and whenever its holder says something else.
    #[serde(default)]
    pub verified: Option<Verification>,
}

/// That a licence was found to be as its holder says.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct Verification {
    /// The entry of the audit trail that tells who did it: whoever is erased goes there.
    pub audit_id: EventId,
    pub at: Timestamp,
    /// The last day on which it holds.
    pub until: Date,
}

/// Up to which price a licence lets a broker deal (rule of 2026).
#[derive(
    Debug, Hash, EnumSetType, Serialize, Deserialize, EnumString, IntoStaticStr, VariantArray,
)]
#[strum(serialize_all = "kebab-case")]
pub enum LicenseTier {
    ThreeToFiveCrore,
    AboveFiveCrore,
}

/// What a licence lacks for a price.
#[derive(Debug, Hash, EnumSetType, VariantArray)]
pub enum LicenseNeed {
    /// It has expired.
    Current,
    /// Nobody compared it with its papers yet.
    Verified,
    /// Its tier doesn't reach so high.
    HigherTier,
}

impl License {
    /// A licence that nobody has verified.
    pub fn unverified(number: impl Into<String>, tier: LicenseTier, expires: Date) -> Self {
        Self {
            number: number.into(),
            tier,
            expires,
            verified: None,
        }
    }

    /// Whether it lets its holder offer a home at `price` on `today`: deals up to NPR 3 crore
    /// need none.
    ///
    /// # Errors
    /// What it lacks.
    pub fn suffices(&self, price: Npr, today: Date) -> Result<(), LicenseNeed> {
        if price <= Npr::crore(3) {
            return Ok(());
        }
        if !self.is_current(today) {
            return Err(LicenseNeed::Current);
        }
        if !self.is_verified(today) {
            return Err(LicenseNeed::Verified);
        }
        match self.tier {
            LicenseTier::ThreeToFiveCrore if price > Npr::crore(5) => Err(LicenseNeed::HigherTier),
            _ => Ok(()),
        }
    }

    /// Whether it hasn't expired on `today`.
    pub fn is_current(&self, today: Date) -> bool {
        today <= self.expires
    }

    /// Whether it counts as verified on `today`.
    pub fn is_verified(&self, today: Date) -> bool {
        self.is_current(today) && self.verified.is_some_and(|it| today <= it.until)
    }
}

impl LicenseTier {
    /// The name in forms, as in `above-five-crore`.
    pub fn key(self) -> &'static str {
        self.into()
    }
}
