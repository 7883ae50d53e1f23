//! Brokers and their licences.

use crate::{
    BrokerId, Npr,
    neighbourhood::Neighbourhood,
    text::{Localized, Name, Story},
};
use enumset::{EnumSet, EnumSetType};
use jiff::{Timestamp, civil::Date};
use serde::{Deserialize, Serialize};
use strum::{EnumString, IntoStaticStr, VariantArray};

/// A broker, as its public page shows them.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Broker {
    pub broker_id: BrokerId,
    /// Counts the writes; a write names the version it changes.
    pub version: u64,
    /// The name in an address.
    pub slug: crate::slug::Slug,
    pub name: Localized<Name>,
    pub agency: Localized<Name>,
    pub license: License,
    pub languages: Vec<String>,
    pub neighbourhoods: EnumSet<Neighbourhood>,
    /// E.164, as in `+9779800000001`.
    pub phone: String,
    pub email: String,
    /// The year (AD) since which they have worked as a broker.
    pub since_year: u16,
    pub biography: Localized<Story>,
    pub created_at: Timestamp,
    pub modified_at: Timestamp,
}

/// A licence for dealing in land and houses.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct License {
    pub number: String,
    pub tier: LicenseTier,
    /// The last day on which it holds.
    pub expires: Date,
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

impl License {
    /// Whether the licence lets its holder offer a home at `price` on `today`: deals up to
    /// NPR 3 crore need none.
    pub fn covers(&self, price: Npr, today: Date) -> bool {
        if price <= Npr::crore(3) {
            return true;
        }
        let tier_reaches = match self.tier {
            LicenseTier::ThreeToFiveCrore => price <= Npr::crore(5),
            LicenseTier::AboveFiveCrore => true,
        };
        tier_reaches && self.is_current(today)
    }

    /// Whether it hasn't expired on `today`.
    pub fn is_current(&self, today: Date) -> bool {
        today <= self.expires
    }
}

impl Broker {
    /// Path of the page in English.
    pub fn path(&self) -> String {
        format!("/brokers/{}-{}", self.slug, self.broker_id)
    }
}

#[cfg(test)]
mod tests;
