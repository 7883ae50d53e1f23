//! Brokers and their licences.

mod application;
mod license;

pub use application::{ApplicationState, LicenseApplication, Paper, PaperKind};
pub use license::{License, LicenseNeed, LicenseNumber, LicenseTier, Verification};

use crate::{
    AgencyId, BrokerId, Npr,
    neighbourhood::Neighbourhood,
    text::{Localized, Name, Story},
};
use enumset::EnumSet;
use jiff::{Timestamp, civil::Date};
use serde::{Deserialize, Serialize};

/// A broker, as its public page shows them.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Broker {
    pub broker_id: BrokerId,
    /// Counts the writes; a write names the version it changes.
    pub version: u64,
    /// The name in an address.
    pub slug: crate::slug::Slug,
    pub name: Localized<Name>,
    /// The name they work under: that of their agency, while they are in one.
    pub agency: Localized<Name>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub agency_id: Option<AgencyId>,
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

impl Broker {
    /// Whether they may offer a home at `price` on `today`, a day in Nepal.
    ///
    /// # Errors
    /// What their licence lacks.
    pub fn may_offer(&self, price: Npr, today: Date) -> Result<(), LicenseNeed> {
        self.license.suffices(price, today)
    }

    /// Path of the page in English.
    pub fn path(&self) -> String {
        format!("/brokers/{}-{}", self.slug, self.broker_id)
    }
}

#[cfg(test)]
mod tests;
