//! Roles of members.

use super::{Agencies, audited, broken, seated};
use crate::ServiceError;
use durbar_domain::{
    AccountId,
    account::Principal,
    agency::{Agency, AgencyRole, Seat},
    audit::AuditAction,
    event::EventDetail,
    policy::{Operation, Refusal},
};
use durbar_platform::{agencies::AgencyWrite, purchases::Notes};
use jiff::Timestamp;

impl Agencies {
    /// Gives a member of the owner's agency, which is at `version`, another role in it. It
    /// holds from their next request on.
    ///
    /// # Errors
    /// [`ServiceError::Conflict`] when the agency is at another version,
    /// [`ServiceError::NotFound`] for an account that isn't a member,
    /// [`ServiceError::Invalid`] with the rules of [`Agency::with_role`].
    pub async fn set_role(
        &self,
        principal: &Principal,
        version: u64,
        (account_id, role): (AccountId, AgencyRole),
        now: Timestamp,
    ) -> Result<Agency, ServiceError> {
        let entered = self.enter_at(principal, Operation::ManageAgency, version);
        let (before, _) = entered.await?;
        let by = principal.person().ok_or(Refusal::SignIn)?.account_id;
        let member = before.member(account_id).ok_or(ServiceError::NotFound)?;
        if member.role == role {
            return Ok(before);
        }
        let changed = before.with_role(account_id, role);
        let agency = Agency {
            version: version + 1,
            modified_at: now,
            ..changed.ok_or(ServiceError::NotFound)?.map_err(broken)?
        };
        let account = self.accounts.get(account_id).await?;
        let account = account.ok_or(ServiceError::NotFound)?;
        let agency_id = agency.agency_id;
        let changed = EventDetail::AgencyRoleChanged {
            agency_id,
            version: agency.version,
            account_id,
            role,
        };
        let event = self.events.event(changed, now);
        let deed = (by, AuditAction::AgencyRoleChanged);
        let entry = audited(&event, deed, (agency_id, account_id), Some(role));
        let change = AgencyWrite {
            accounts: &[seated(&account, Some(Seat { agency_id, role }), now)],
            ..AgencyWrite::of(&agency)
        };
        let notes = Notes {
            events: &[event],
            audit: &[entry],
        };
        self.store.write(change, notes).await?;
        self.events.nudge();
        Ok(agency)
    }
}
