//! Shortlists: homes that a family looks at together, with notes and votes.

mod member;

pub use member::{Invitation, Member, MemberId, Right};

use crate::{
    AccountId, NoteId, PropertyId, ShortlistId,
    text::{Line, Words},
};
use enumset::EnumSetType;
use jiff::{SignedDuration, Timestamp};
use serde::{Deserialize, Serialize};
use strum::{EnumString, IntoStaticStr, VariantArray};

/// A shortlist's name: 1 to 80 characters.
pub type ShortlistName = Line<80>;
/// What somebody notes about a home: 1 to 1,000 characters.
pub type NoteText = Words<1_000>;

/// A list of homes.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Shortlist {
    pub shortlist_id: ShortlistId,
    /// Counts the writes of these fields; a write names the version it changes.
    pub version: u64,
    pub name: ShortlistName,
    pub owner: AccountId,
    pub created_at: Timestamp,
    pub modified_at: Timestamp,
    /// Deleted then; it can be brought back for [`Shortlist::RESTORABLE_FOR`].
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub deleted_at: Option<Timestamp>,
}

impl Shortlist {
    /// Most homes in a list.
    pub const MAX_HOMES: u16 = 100;
    /// Most members, the owner among them.
    pub const MAX_MEMBERS: u16 = 50;
    /// Most notes in a list.
    pub const MAX_NOTES: u16 = 500;
    /// Most links that let people in at a time.
    pub const MAX_INVITATIONS: u16 = 20;
    /// How long a deleted list or note can be brought back.
    pub const RESTORABLE_FOR: SignedDuration = SignedDuration::from_hours(30 * 24);
}

/// Whether what was deleted then can be brought back at `now`.
pub fn is_restorable(deleted_at: Timestamp, now: Timestamp) -> bool {
    now.duration_since(deleted_at) < Shortlist::RESTORABLE_FOR
}

/// A home in a list.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct Entry {
    pub listing_id: PropertyId,
    /// `None` once their account is erased.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub added_by: Option<MemberId>,
    pub added_at: Timestamp,
}

/// A note on a home.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Note {
    pub note_id: NoteId,
    /// Counts the writes; a write names the version it changes.
    pub version: u64,
    pub listing_id: PropertyId,
    pub by: MemberId,
    pub text: NoteText,
    pub written_at: Timestamp,
    pub modified_at: Timestamp,
    /// Deleted then; it can be brought back for [`Shortlist::RESTORABLE_FOR`].
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub deleted_at: Option<Timestamp>,
}

/// What a member thinks of a home.
#[derive(
    Debug, Hash, EnumSetType, Serialize, Deserialize, EnumString, IntoStaticStr, VariantArray,
)]
#[strum(serialize_all = "kebab-case")]
#[serde(rename_all = "kebab-case")]
pub enum Opinion {
    Up,
    Down,
    /// Neither, or no longer.
    None,
}

/// A member's vote on a home.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct Vote {
    pub listing_id: PropertyId,
    pub by: MemberId,
    /// Counts the writes, 1 the first; a write names the version it changes, 0 for none yet.
    pub version: u64,
    pub opinion: Opinion,
    pub modified_at: Timestamp,
}

#[cfg(test)]
mod tests;
