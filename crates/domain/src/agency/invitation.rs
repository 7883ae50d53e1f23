//! Invitations into an agency.

use super::AgencyRole;
use crate::{AgencyId, InvitationId, account::EmailAddress};
use jiff::{SignedDuration, Timestamp};
use serde::{Deserialize, Serialize};

/// An invitation to one person, by their address of mail. It is good once: who accepts it
/// ends it, and so does an owner who takes it back.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct AgencyInvitation {
    pub invitation_id: InvitationId,
    /// Always 1: it is never changed, only ended.
    pub version: u64,
    pub agency_id: AgencyId,
    pub email: EmailAddress,
    pub role: AgencyRole,
    pub created_at: Timestamp,
    pub holds_until: Timestamp,
}

impl AgencyInvitation {
    /// How long one holds.
    pub const HOLDS: SignedDuration = SignedDuration::from_hours(7 * 24);
    /// Most of an agency that wait to be accepted.
    pub const MOST: usize = 20;

    /// Whether it lets somebody in at `now`.
    pub fn holds_at(&self, now: Timestamp) -> bool {
        now < self.holds_until
    }
}
