//! Where a listing stands, in the words of RESO's `StandardStatus`.

use enumset::{EnumSet, EnumSetType, enum_set};
use serde::{Deserialize, Serialize};
use strum::{EnumString, IntoStaticStr, VariantArray};

/// RESO `StandardStatus`.
#[derive(
    Debug, Hash, EnumSetType, Serialize, Deserialize, EnumString, IntoStaticStr, VariantArray,
)]
#[strum(serialize_all = "kebab-case")]
pub enum StandardStatus {
    /// Being written; seen by its broker alone.
    Incomplete,
    ComingSoon,
    Active,
    ActiveUnderContract,
    Pending,
    Closed,
    /// Off the market for a while, to come back.
    Hold,
    Withdrawn,
    Expired,
    Canceled,
}

use StandardStatus::*;

impl StandardStatus {
    /// The name in an index key, as in `active-under-contract`.
    pub fn key(self) -> &'static str {
        self.into()
    }

    /// The statuses a listing in this one may go to.
    pub fn next(self) -> EnumSet<StandardStatus> {
        match self {
            Incomplete => enum_set!(ComingSoon | Active | Canceled),
            ComingSoon => enum_set!(Active | Hold | Withdrawn | Canceled),
            Active => enum_set!(
                ActiveUnderContract | Pending | Closed | Hold | Withdrawn | Expired | Canceled
            ),
            ActiveUnderContract => {
                enum_set!(Active | Pending | Closed | Hold | Withdrawn | Canceled)
            }
            Pending => enum_set!(Active | ActiveUnderContract | Closed | Withdrawn | Canceled),
            Hold => enum_set!(ComingSoon | Active | Withdrawn | Expired | Canceled),
            Withdrawn | Expired => enum_set!(Active | Canceled),
            Closed | Canceled => EnumSet::empty(),
        }
    }

    /// Whether a listing may go from this status to `next`.
    pub fn allows(self, next: StandardStatus) -> bool {
        self.next().contains(next)
    }

    /// What a visitor who asks for the listing's page is shown.
    pub fn visibility(self) -> Visibility {
        match self {
            ComingSoon | Active | ActiveUnderContract | Pending | Closed => Visibility::Published,
            Withdrawn | Expired | Canceled => Visibility::Gone,
            Incomplete | Hold => Visibility::Hidden,
        }
    }

    /// How buyers speak of it; `None` while it isn't published.
    pub fn availability(self) -> Option<Availability> {
        match self {
            Active => Some(Availability::ForSale),
            ComingSoon => Some(Availability::ComingSoon),
            ActiveUnderContract | Pending => Some(Availability::UnderOffer),
            Closed => Some(Availability::Sold),
            Incomplete | Hold | Withdrawn | Expired | Canceled => None,
        }
    }
}

/// What the public sees of a listing.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Visibility {
    /// Its page, and a place in searches and feeds.
    Published,
    /// A page that says it has gone (410), with similar homes.
    Gone,
    /// Nothing (404).
    Hidden,
}

/// The status filter in buyers' words.
#[derive(
    Debug, Hash, EnumSetType, Serialize, Deserialize, EnumString, IntoStaticStr, VariantArray,
)]
#[strum(serialize_all = "kebab-case")]
#[enumset(serialize_repr = "list")]
pub enum Availability {
    ForSale,
    ComingSoon,
    UnderOffer,
    Sold,
}

impl Availability {
    /// The name in an address, as in `for-sale`.
    pub fn key(self) -> &'static str {
        self.into()
    }

    /// What a search shows when no status is asked for: all but sold.
    pub const DEFAULT: EnumSet<Availability> =
        enum_set!(Availability::ForSale | Availability::ComingSoon | Availability::UnderOffer);
}

#[cfg(test)]
mod tests;
