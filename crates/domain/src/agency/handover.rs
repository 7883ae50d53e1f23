//! What becomes of a member's homes and enquiries when they leave.

use super::Agency;
use crate::{AccountId, AgencyId, BrokerId, PropertyId};
use jiff::Timestamp;
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

/// That a member leaves, and who takes over what they have. It is written down before anything
/// is handed over and goes when everything is, so that a handover that was cut off goes on.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Handover {
    pub agency_id: AgencyId,
    pub account_id: AccountId,
    /// The broker whose homes and enquiries are handed over.
    pub broker_id: Option<BrokerId>,
    /// Who takes over all that nobody is named for; `None` where there is nothing, or nobody
    /// who stays.
    pub to: Option<BrokerId>,
    /// Who takes over these homes.
    pub homes: BTreeMap<PropertyId, BrokerId>,
    /// Who decided it: an owner, or the one who leaves.
    pub by: AccountId,
    pub began_at: Timestamp,
}

impl Handover {
    /// Who takes over a home. Whoever was named and left meanwhile is stood in for by who takes
    /// over the rest, or by the first broker who stays; `None` where no broker does.
    pub fn successor(&self, home: PropertyId, agency: &Agency) -> Option<BrokerId> {
        let named = self.homes.get(&home).copied();
        let stays = |id: &BrokerId| agency.brokers().any(|it| it == *id);
        let first = || agency.brokers().find(|it| Some(*it) != self.broker_id);
        named
            .filter(stays)
            .or_else(|| self.to.filter(stays))
            .or_else(first)
    }
}
