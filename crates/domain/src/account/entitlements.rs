//! What each subscription level gives.

use enumset::EnumSetType;
use jiff::SignedDuration;
use serde::{Deserialize, Serialize};
use strum::{EnumString, IntoStaticStr, VariantArray};

/// How much somebody pays; a higher level has all that a lower one has.
#[derive(
    Debug,
    Hash,
    EnumSetType,
    PartialOrd,
    Ord,
    Default,
    Serialize,
    Deserialize,
    EnumString,
    IntoStaticStr,
    VariantArray,
)]
#[strum(serialize_all = "kebab-case")]
#[serde(rename_all = "kebab-case")]
pub enum SubscriptionLevel {
    #[default]
    Free,
    Gold,
    Platinum,
}

/// The entitlements of a level.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Entitlements {
    /// The pictures of a home that are not public.
    pub premium_galleries: bool,
    /// 360° tours.
    pub panoramas: bool,
    /// Film taken from a drone.
    pub drone_film: bool,
    /// How long after a home is announced as coming soon its page opens to this level.
    pub early_access_after: SignedDuration,
    /// Mails about saved searches in a day.
    pub alerts_per_day: u16,
    /// Saved searches kept at a time.
    pub saved_searches: u16,
    /// Shortlists kept at a time.
    pub shortlists: u16,
    /// Homes whose premium pictures, tours and films are opened in a day before an upgrade is
    /// offered.
    pub premium_views_per_day: u16,
}

impl SubscriptionLevel {
    /// The name in a token and in an address, as in `gold`.
    pub fn key(self) -> &'static str {
        self.into()
    }

    /// What this level gives. The figures are the business's own (tiers of the dossier,
    /// section 3: premium media and early access).
    pub const fn entitlements(self) -> Entitlements {
        match self {
            SubscriptionLevel::Free => Entitlements {
                premium_galleries: false,
                panoramas: false,
                drone_film: false,
                early_access_after: SignedDuration::from_hours(96),
                alerts_per_day: 3,
                saved_searches: 3,
                shortlists: 2,
                premium_views_per_day: 0,
            },
            SubscriptionLevel::Gold => Entitlements {
                premium_galleries: true,
                panoramas: true,
                drone_film: false,
                early_access_after: SignedDuration::from_hours(48),
                alerts_per_day: 20,
                saved_searches: 20,
                shortlists: 10,
                premium_views_per_day: 60,
            },
            SubscriptionLevel::Platinum => Entitlements {
                premium_galleries: true,
                panoramas: true,
                drone_film: true,
                early_access_after: SignedDuration::ZERO,
                alerts_per_day: 100,
                saved_searches: 100,
                shortlists: 50,
                premium_views_per_day: 300,
            },
        }
    }

    /// The lowest level that gives what `wanted` asks for.
    pub fn lowest_with(wanted: impl Fn(&Entitlements) -> bool) -> Option<SubscriptionLevel> {
        Self::VARIANTS
            .iter()
            .copied()
            .find(|level| wanted(&level.entitlements()))
    }
}
