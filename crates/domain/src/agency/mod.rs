//! Agencies: brokers who work under one name, and those who work for them.

mod handover;
mod invitation;

pub use handover::Handover;
pub use invitation::AgencyInvitation;

use crate::{
    AccountId, AgencyId, BrokerId,
    enquiry::PhoneNumber,
    policy::Relation,
    text::{Line, Localized, Name},
};
use enumset::EnumSetType;
use jiff::Timestamp;
use serde::{Deserialize, Serialize};
use strum::{EnumString, IntoStaticStr, VariantArray};

/// Where an agency's office is, in a line.
pub type OfficeAddress = Line<200>;

/// What somebody is in an agency.
#[derive(
    Debug, Hash, EnumSetType, Serialize, Deserialize, EnumString, IntoStaticStr, VariantArray,
)]
#[strum(serialize_all = "kebab-case")]
#[serde(rename_all = "kebab-case")]
pub enum AgencyRole {
    /// Sees and edits what all members have, and says who is in it.
    Owner,
    /// Works on homes of their own and on the enquiries they were put in charge of.
    Agent,
    /// Writes drafts and answers enquiries for the agency's brokers.
    Assistant,
}

impl AgencyRole {
    /// The name in forms and in the table, as in `owner`.
    pub fn key(self) -> &'static str {
        self.into()
    }

    /// Whether one has to act as a broker for it.
    pub fn needs_broker(self) -> bool {
        matches!(self, Self::Owner | Self::Agent)
    }

    /// What things of the agency's other brokers are to somebody of this role; `None` where
    /// they are nothing to them.
    pub fn relation(self) -> Option<Relation> {
        match self {
            Self::Owner => Some(Relation::Led),
            Self::Agent => None,
            Self::Assistant => Some(Relation::Assisted),
        }
    }
}

/// The place of an account in an agency, as the account carries it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct Seat {
    pub agency_id: AgencyId,
    pub role: AgencyRole,
}

/// An agency with its members.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Agency {
    pub agency_id: AgencyId,
    /// Counts the writes; a write names the version it changes.
    pub version: u64,
    pub name: Localized<Name>,
    pub address: OfficeAddress,
    pub phone: PhoneNumber,
    /// In the order in which they joined.
    pub members: Vec<AgencyMember>,
    pub created_at: Timestamp,
    pub modified_at: Timestamp,
}

/// Somebody in an agency.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct AgencyMember {
    pub account_id: AccountId,
    /// The broker they act as.
    pub broker_id: Option<BrokerId>,
    pub role: AgencyRole,
    pub joined_at: Timestamp,
    /// Since when what they have is being handed over, because they leave.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub leaving_since: Option<Timestamp>,
}

/// A rule about who is in an agency that a change would break.
#[derive(
    Debug, Clone, Copy, PartialEq, Eq, thiserror::Error, EnumString, IntoStaticStr, VariantArray,
)]
#[strum(serialize_all = "snake_case")]
pub enum AgencyRule {
    #[error("an agency with fewer members")]
    AgencyFull,
    #[error("somebody who is in no agency")]
    InAgency,
    #[error("somebody who acts as a broker")]
    NeedsBroker,
    #[error("a change that leaves the agency an owner")]
    LastOwner,
    #[error("another broker of the agency")]
    Successor,
    #[error("the account of the invited address")]
    OtherAddress,
    #[error("somebody who isn't leaving")]
    IsLeaving,
}

impl AgencyRule {
    /// The name under which an error tells of it.
    pub fn key(self) -> &'static str {
        self.into()
    }
}

impl Agency {
    /// Most members: a change of the name is one transaction of them all.
    pub const MAX_MEMBERS: usize = 30;

    /// The member with this account.
    pub fn member(&self, id: AccountId) -> Option<&AgencyMember> {
        self.members.iter().find(|it| it.account_id == id)
    }

    /// The member who acts as this broker.
    pub fn broker(&self, id: BrokerId) -> Option<&AgencyMember> {
        self.members.iter().find(|it| it.broker_id == Some(id))
    }

    /// The brokers among its members who stay.
    pub fn brokers(&self) -> impl Iterator<Item = BrokerId> + '_ {
        let stays = self.members.iter().filter(|it| it.leaving_since.is_none());
        stays.filter_map(|it| it.broker_id)
    }

    /// The same with one more member.
    pub fn with(mut self, member: AgencyMember) -> Result<Self, AgencyRule> {
        if self.members.len() >= Self::MAX_MEMBERS {
            return Err(AgencyRule::AgencyFull);
        }
        if self.member(member.account_id).is_some() {
            return Err(AgencyRule::InAgency);
        }
        if member.role.needs_broker() && member.broker_id.is_none() {
            return Err(AgencyRule::NeedsBroker);
        }
        self.members.push(member);
        Ok(self)
    }

    /// The same with another role of a member; `None` for an account that isn't one.
    pub fn with_role(
        mut self,
        id: AccountId,
        role: AgencyRole,
    ) -> Option<Result<Self, AgencyRule>> {
        let member = self.members.iter_mut().find(|it| it.account_id == id)?;
        if member.leaving_since.is_some() {
            return Some(Err(AgencyRule::IsLeaving));
        }
        if role.needs_broker() && member.broker_id.is_none() {
            return Some(Err(AgencyRule::NeedsBroker));
        }
        member.role = role;
        Some(match self.has_owner() {
            true => Ok(self),
            false => Err(AgencyRule::LastOwner),
        })
    }

    /// The same with a member who leaves: the last one may, and an owner while another owner
    /// stays. `None` for an account that isn't a member.
    pub fn with_leaving(
        mut self,
        id: AccountId,
        now: Timestamp,
    ) -> Option<Result<Self, AgencyRule>> {
        let member = self.members.iter_mut().find(|it| it.account_id == id)?;
        member.leaving_since.get_or_insert(now);
        let stays = self.members.iter().any(|it| it.leaving_since.is_none());
        Some(match !stays || self.has_owner() {
            true => Ok(self),
            false => Err(AgencyRule::LastOwner),
        })
    }

    /// The same without a member. Where no owner is left, as when one was erased, the broker
    /// who has been there longest becomes one.
    pub fn without(mut self, id: AccountId) -> Self {
        self.members.retain(|it| it.account_id != id);
        if !self.has_owner() {
            let heir = self.members.iter_mut().find(|it| it.broker_id.is_some());
            if let Some(heir) = heir {
                heir.role = AgencyRole::Owner;
            }
        }
        self
    }

    fn has_owner(&self) -> bool {
        let owns = |it: &AgencyMember| it.leaving_since.is_none() && it.role == AgencyRole::Owner;
        self.members.iter().any(owns)
    }
}

#[cfg(test)]
mod tests;
