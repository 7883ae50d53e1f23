//! Leaving an agency, of oneself or because an owner says so: what has to go into other hands,
//! and who is to take it.

use super::{Agencies, broken};
use crate::ServiceError;
use durbar_domain::{
    AccountId, BrokerId, ListingSummary, PropertyId, StandardStatus,
    account::Principal,
    agency::{Agency, AgencyMember, AgencyRule, Handover},
    draft::Draft,
    enquiry::{Enquiry, State},
    policy::{Operation, Refusal},
};
use durbar_platform::{agencies::AgencyWrite, purchases::Notes};
use jiff::Timestamp;
use std::collections::{BTreeMap, HashMap};

/// What a broker still offers or may offer again; what was sold or given up stays with whoever
/// did so.
pub(super) const KEPT_ALIVE: [StandardStatus; 8] = [
    StandardStatus::Active,
    StandardStatus::ComingSoon,
    StandardStatus::ActiveUnderContract,
    StandardStatus::Pending,
    StandardStatus::Hold,
    StandardStatus::Withdrawn,
    StandardStatus::Expired,
    StandardStatus::Incomplete,
];
/// Homes and enquiries of a kind that a plan tells one by one.
const SHOWN: usize = 100;

/// What a member would leave behind.
#[derive(Debug, Clone, PartialEq)]
pub struct Plan {
    pub agency: Agency,
    pub member: AgencyMember,
    pub name: String,
    /// Homes, at most 100 of each status; more go to whoever takes over the rest.
    pub homes: Vec<ListingSummary>,
    /// Drafts of homes that were never published.
    pub drafts: Vec<Draft>,
    /// Enquiries that aren't closed, to the broker or in the member's charge; at most 100 are
    /// counted of each.
    pub enquiries: usize,
    /// Who can take over: the agency's other brokers, with their names.
    pub successors: Vec<(BrokerId, String)>,
    /// It was decided before and is under way.
    pub is_under_way: bool,
}

/// Who takes over what a member leaves behind.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Leaving {
    pub account_id: AccountId,
    /// The version of the agency that was looked at.
    pub version: u64,
    /// Who takes over all that nobody is named for.
    pub to: Option<BrokerId>,
    /// Who takes over these homes.
    pub homes: BTreeMap<PropertyId, BrokerId>,
}

impl Agencies {
    /// What a member would leave behind: for themselves, and for owners.
    ///
    /// # Errors
    /// [`ServiceError::NotFound`] for an account that isn't in the asker's agency,
    /// [`ServiceError::Refused`] for another one's where the asker owns nothing.
    pub async fn plan(
        &self,
        principal: &Principal,
        account_id: AccountId,
    ) -> Result<Plan, ServiceError> {
        let operation = operation(principal, account_id);
        let (agency, _) = self.enter(principal, operation).await?;
        let member = *agency.member(account_id).ok_or(ServiceError::NotFound)?;
        let (mut homes, mut drafts, mut enquiries) = (Vec::new(), Vec::new(), 0);
        let broker_id = own_broker(&agency, &member);
        if let Some(id) = broker_id {
            for status in KEPT_ALIVE {
                let slice = self.listings.of_broker(id, status, None, SHOWN).await?;
                homes.extend(slice.items);
            }
            drafts = self.drafts.of_broker(id).await?;
            drafts.retain(|it| it.base_version.is_none() && it.discarded_at.is_none());
            let sent = self.enquiries.of_broker(id, None, SHOWN).await?;
            enquiries += open(&sent.items);
        }
        let charged = self.enquiries.in_charge_of(account_id, None, SHOWN).await?;
        enquiries += open(&charged.items);
        let names = self.names(&[account_id]).await?;
        let mut successors = Vec::new();
        for id in agency.brokers().filter(|id| Some(*id) != broker_id) {
            if let Some(broker) = self.brokers.get(id).await? {
                successors.push((id, broker.name.en.as_str().to_owned()));
            }
        }
        Ok(Plan {
            is_under_way: member.leaving_since.is_some(),
            name: name(names, account_id),
            agency,
            member,
            homes,
            drafts,
            enquiries,
            successors,
        })
    }

    /// Ends a membership. The decision is written down first; then home by home and enquiry by
    /// enquiry goes into other hands, and at last the member goes. If this is cut off, the
    /// sweep carries on.
    ///
    /// # Errors
    /// [`ServiceError::Conflict`] when the agency is at another version,
    /// [`ServiceError::Invalid`] with [`AgencyRule::LastOwner`], or with
    /// [`AgencyRule::Successor`] where nobody of the agency is named to take over.
    pub async fn leave(
        &self,
        principal: &Principal,
        leaving: Leaving,
        now: Timestamp,
    ) -> Result<(), ServiceError> {
        let handover = self.begin_leaving(principal, leaving, now).await?;
        self.carry_on(&handover, now).await
    }

    /// The first half of [`Self::leave`]: writes down that somebody leaves.
    ///
    /// # Errors
    /// As there.
    pub async fn begin_leaving(
        &self,
        principal: &Principal,
        leaving: Leaving,
        now: Timestamp,
    ) -> Result<Handover, ServiceError> {
        let account_id = leaving.account_id;
        let operation = operation(principal, account_id);
        let entered = self.enter_at(principal, operation, leaving.version);
        let (before, _) = entered.await?;
        let by = principal.person().ok_or(Refusal::SignIn)?.account_id;
        let member = *before.member(account_id).ok_or(ServiceError::NotFound)?;
        if member.leaving_since.is_some() {
            return Err(broken(AgencyRule::IsLeaving));
        }
        let changed = before.clone().with_leaving(account_id, now);
        let agency = Agency {
            version: leaving.version + 1,
            modified_at: now,
            ..changed.ok_or(ServiceError::NotFound)?.map_err(broken)?
        };
        let broker_id = own_broker(&before, &member);
        let can_take = |id: &BrokerId| agency.brokers().any(|it| it == *id);
        let must_name = broker_id.is_some() && agency.brokers().next().is_some();
        let named = leaving.to.iter().chain(leaving.homes.values());
        if (must_name && leaving.to.is_none()) || !named.into_iter().all(can_take) {
            return Err(broken(AgencyRule::Successor));
        }
        let handover = Handover {
            agency_id: agency.agency_id,
            account_id,
            broker_id,
            to: leaving.to,
            homes: leaving.homes,
            by,
            began_at: now,
        };
        let change = AgencyWrite {
            begins: Some(&handover),
            ..AgencyWrite::of(&agency)
        };
        let notes = Notes {
            events: &[],
            audit: &[],
        };
        self.store.write(change, notes).await?;
        Ok(handover)
    }
}

/// Everybody may leave; to take somebody else out is an owner's.
fn operation(principal: &Principal, whose: AccountId) -> Operation {
    match principal.person().map(|person| person.account_id) == Some(whose) {
        true => Operation::LeaveAgency,
        false => Operation::ManageAgency,
    }
}

/// The broker whose things go into other hands with a member; none where another account of
/// the agency acts as the same one.
pub(super) fn own_broker(agency: &Agency, member: &AgencyMember) -> Option<BrokerId> {
    let shared = |id: &BrokerId| {
        let mut others = agency.members.iter();
        others.any(|it| it.account_id != member.account_id && it.broker_id == Some(*id))
    };
    member.broker_id.filter(|id| !shared(id))
}

fn open(enquiries: &[Enquiry]) -> usize {
    let open = enquiries.iter().filter(|it| it.state != State::Closed);
    open.count()
}

fn name(mut names: HashMap<AccountId, String>, id: AccountId) -> String {
    names.remove(&id).unwrap_or_default()
}
