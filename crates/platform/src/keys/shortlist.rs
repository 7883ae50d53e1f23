//! Keys of shortlists, of what belongs to them, and of the lists of them.

use super::PrimaryKey;
use durbar_domain::{
    AccountId, InvitationId, NoteId, PropertyId, ShortlistId, shortlist::MemberId,
};

/// The key of an item about a shortlist.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum ShortlistKey {
    Shortlist(ShortlistId),
    Home(ShortlistId, PropertyId),
    Member(ShortlistId, MemberId),
    Invitation(ShortlistId, InvitationId),
    Note(ShortlistId, NoteId),
    Vote(ShortlistId, PropertyId, MemberId),
    /// An entry of the list of an account's shortlists, its own and those it is or was in.
    OfAccount(AccountId, ShortlistId),
    /// How many lists an account owns.
    Owned(AccountId),
}

const METADATA: &str = "METADATA";
const OWNED: &str = "SHORTLISTS";

impl ShortlistKey {
    /// What the `SK` of every entry of a list of shortlists starts with.
    pub const ENTRIES: &'static str = "SHORTLIST#";

    pub(super) fn partition(&self) -> String {
        match self {
            Self::Shortlist(id)
            | Self::Home(id, _)
            | Self::Member(id, _)
            | Self::Invitation(id, _)
            | Self::Note(id, _)
            | Self::Vote(id, ..) => Self::shortlist_partition(*id),
            Self::OfAccount(account, _) | Self::Owned(account) => {
                PrimaryKey::account_partition(*account)
            }
        }
    }

    pub(super) fn sort(&self) -> String {
        match self {
            Self::Shortlist(_) => METADATA.to_owned(),
            Self::Home(_, home) => format!("HOME#{home}"),
            Self::Member(_, member) => format!("MEMBER#{member}"),
            Self::Invitation(_, invitation) => format!("INVITATION#{invitation}"),
            Self::Note(_, note) => format!("NOTE#{note}"),
            Self::Vote(_, home, member) => format!("VOTE#{home}#{member}"),
            Self::OfAccount(_, id) => format!("{}{id}", Self::ENTRIES),
            Self::Owned(_) => OWNED.to_owned(),
        }
    }

    /// `PK` of a shortlist and all that belongs to it.
    pub fn shortlist_partition(id: ShortlistId) -> String {
        format!("SHORTLIST#{id}")
    }

    /// The list that an item of its partition belongs to.
    pub(crate) fn shortlist_id(&self) -> Option<ShortlistId> {
        match self {
            Self::Shortlist(id)
            | Self::Home(id, _)
            | Self::Member(id, _)
            | Self::Invitation(id, _)
            | Self::Note(id, _)
            | Self::Vote(id, ..) => Some(*id),
            Self::OfAccount(..) | Self::Owned(_) => None,
        }
    }

    pub(super) fn read(partition: &str, sort: &str) -> Option<Self> {
        let (kind, rest) = partition.split_once('#')?;
        match (kind, sort.strip_prefix(Self::ENTRIES)) {
            ("USER", Some(id)) => {
                return Some(Self::OfAccount(rest.parse().ok()?, id.parse().ok()?));
            }
            ("USER", None) if sort == OWNED => return Some(Self::Owned(rest.parse().ok()?)),
            ("SHORTLIST", _) => {}
            _ => return None,
        }
        let id: ShortlistId = rest.parse().ok()?;
        if sort == METADATA {
            return Some(Self::Shortlist(id));
        }
        let (what, name) = sort.split_once('#')?;
        match what {
            "HOME" => Some(Self::Home(id, name.parse().ok()?)),
            "MEMBER" => Some(Self::Member(id, name.parse().ok()?)),
            "INVITATION" => Some(Self::Invitation(id, name.parse().ok()?)),
            "NOTE" => Some(Self::Note(id, name.parse().ok()?)),
            "VOTE" => {
                let (home, member) = name.split_once('#')?;
                Some(Self::Vote(id, home.parse().ok()?, member.parse().ok()?))
            }
            _ => None,
        }
    }
}
