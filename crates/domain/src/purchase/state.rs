//! Where a purchase stands.

use enumset::{EnumSet, EnumSetType, enum_set};
use serde::{Deserialize, Serialize};
use strum::{EnumString, IntoStaticStr, VariantArray};

/// The state of a purchase.
#[derive(
    Debug, Hash, EnumSetType, Serialize, Deserialize, EnumString, IntoStaticStr, VariantArray,
)]
#[strum(serialize_all = "kebab-case")]
#[serde(rename_all = "kebab-case")]
pub enum PurchaseState {
    /// Written down; the provider may not know of it yet.
    Started,
    /// The provider waits for the money.
    Pending,
    /// The provider has the money, and the level is given.
    Paid,
    /// The buyer or the provider broke it off.
    Failed,
    /// Nobody paid in time.
    Expired,
    /// The money went back, and the level with it.
    Refunded,
}

use PurchaseState::*;

impl PurchaseState {
    /// The name in an item and in logs, as in `pending`.
    pub fn key(self) -> &'static str {
        self.into()
    }

    /// The states that may follow. Money that comes after all, once a purchase was given up,
    /// buys what it was for.
    pub fn next(self) -> EnumSet<PurchaseState> {
        match self {
            Started => enum_set!(Pending | Failed | Expired),
            Pending => enum_set!(Paid | Failed | Expired),
            Failed | Expired => enum_set!(Paid),
            Paid => enum_set!(Refunded),
            Refunded => EnumSet::empty(),
        }
    }

    /// Whether a purchase may go from this state to `next`.
    pub fn allows(self, next: PurchaseState) -> bool {
        self.next().contains(next)
    }

    /// Whether the provider has still to be asked how it ended.
    pub fn is_open(self) -> bool {
        matches!(self, Started | Pending)
    }
}
