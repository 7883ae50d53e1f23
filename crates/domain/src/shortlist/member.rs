//! Who is in a shortlist, and how they came.

use crate::{AccountId, GuestId, InvitationId, id::IdError, policy::Relation, text::Name};
use enumset::EnumSetType;
use jiff::{SignedDuration, Timestamp};
use serde::{Deserialize, Serialize};
use std::{fmt, str::FromStr};
use strum::{EnumString, IntoStaticStr, VariantArray};

/// What a link or a membership lets somebody do; a greater right has all of a smaller one.
#[derive(
    Debug,
    Hash,
    EnumSetType,
    PartialOrd,
    Ord,
    Serialize,
    Deserialize,
    EnumString,
    IntoStaticStr,
    VariantArray,
)]
#[strum(serialize_all = "kebab-case")]
#[serde(rename_all = "kebab-case")]
pub enum Right {
    /// Look at the list.
    View,
    /// Add notes and votes too.
    Comment,
}

impl Right {
    /// What a list is to somebody with this right.
    pub fn relation(self) -> Relation {
        match self {
            Right::View => Relation::SharedToView,
            Right::Comment => Relation::SharedToComment,
        }
    }
}

/// A member: an account, or somebody without one who gave a name.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub enum MemberId {
    Account(AccountId),
    Guest(GuestId),
}

impl MemberId {
    /// The account, if it is one's.
    pub fn account(self) -> Option<AccountId> {
        match self {
            MemberId::Account(id) => Some(id),
            MemberId::Guest(_) => None,
        }
    }
}

impl fmt::Display for MemberId {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            MemberId::Account(id) => id.fmt(out),
            MemberId::Guest(id) => id.fmt(out),
        }
    }
}

impl FromStr for MemberId {
    type Err = IdError;

    fn from_str(text: &str) -> Result<Self, IdError> {
        if text.starts_with(GuestId::PREFIX) {
            return text.parse().map(MemberId::Guest);
        }
        text.parse().map(MemberId::Account)
    }
}

impl TryFrom<String> for MemberId {
    type Error = IdError;

    fn try_from(text: String) -> Result<Self, IdError> {
        text.parse()
    }
}

impl From<MemberId> for String {
    fn from(id: MemberId) -> String {
        id.to_string()
    }
}

/// A member of a list. The owner is one too.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Member {
    pub member_id: MemberId,
    /// How the others see them.
    pub name: Name,
    /// An account's own; a guest's is that of the link, and ends with it.
    pub right: Right,
    /// The link they came by; the owner came by none.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub came_by: Option<InvitationId>,
    pub joined_at: Timestamp,
}

/// A link that lets people in. Of its secret only a hash is kept, and not here.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct Invitation {
    pub invitation_id: InvitationId,
    pub right: Right,
    pub created_at: Timestamp,
    pub holds_until: Timestamp,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub revoked_at: Option<Timestamp>,
}

impl Invitation {
    /// How long a link holds.
    pub const HOLDS: SignedDuration = SignedDuration::from_hours(90 * 24);

    /// Whether it lets anybody in at `now`.
    pub fn holds(&self, now: Timestamp) -> bool {
        self.revoked_at.is_none() && now < self.holds_until
    }
}
