//! Keys of agencies, of what belongs to them, and of feeds of calendars.

use super::{Digest, PrimaryKey};
use durbar_domain::{AccountId, AgencyId, InvitationId};

/// The key of an item about an agency or a broker's calendar.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum AgencyKey {
    Agency(AgencyId),
    Invitation(AgencyId, InvitationId),
    /// That a member leaves and what they have is being handed over.
    Handover(AccountId),
    /// Whose calendar a secret address shows, by the hash of the secret.
    Feed(Digest),
    /// The secret address of an account's calendar.
    FeedOf(AccountId),
}

const METADATA: &str = "METADATA";
const HANDOVERS: &str = "HANDOVER#ALL";
const FEED_OF: &str = "CALENDARFEED";

impl AgencyKey {
    /// What the `SK` of every invitation starts with.
    pub const INVITATIONS: &'static str = "INVITATION#";

    pub(super) fn partition(&self) -> String {
        match self {
            Self::Agency(id) | Self::Invitation(id, _) => Self::agency_partition(*id),
            Self::Handover(_) => Self::handovers_partition(),
            Self::Feed(secret) => format!("CALENDARFEED#{secret}"),
            Self::FeedOf(account) => PrimaryKey::account_partition(*account),
        }
    }

    pub(super) fn sort(&self) -> String {
        match self {
            Self::Agency(_) | Self::Feed(_) => METADATA.to_owned(),
            Self::Invitation(_, id) => format!("{}{id}", Self::INVITATIONS),
            Self::Handover(account) => account.to_string(),
            Self::FeedOf(_) => FEED_OF.to_owned(),
        }
    }

    /// `PK` of an agency and its invitations.
    pub fn agency_partition(id: AgencyId) -> String {
        format!("AGENCY#{id}")
    }

    /// `PK` of the handovers that are under way.
    pub fn handovers_partition() -> String {
        HANDOVERS.to_owned()
    }

    pub(super) fn read(partition: &str, sort: &str) -> Option<Self> {
        if partition == HANDOVERS {
            return Some(Self::Handover(sort.parse().ok()?));
        }
        let (kind, rest) = partition.split_once('#')?;
        match (kind, sort, sort.strip_prefix(Self::INVITATIONS)) {
            ("AGENCY", METADATA, _) => Some(Self::Agency(rest.parse().ok()?)),
            ("AGENCY", _, Some(id)) => Some(Self::Invitation(rest.parse().ok()?, id.parse().ok()?)),
            ("CALENDARFEED", METADATA, _) => Some(Self::Feed(rest.parse().ok()?)),
            ("USER", FEED_OF, _) => Some(Self::FeedOf(rest.parse().ok()?)),
            _ => None,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn keys_are_read_back() {
        let (agency, account) = (AgencyId::from_parts(1, 2), AccountId::from_parts(1, 3));
        for key in [
            AgencyKey::Agency(agency),
            AgencyKey::Invitation(agency, InvitationId::from_parts(1, 4)),
            AgencyKey::Handover(account),
            AgencyKey::Feed(Digest::of(b"a")),
            AgencyKey::FeedOf(account),
        ] {
            let key = PrimaryKey::Agency(key);
            assert_eq!(PrimaryKey::parse(&key.partition(), &key.sort()), Ok(key));
        }
        assert!(PrimaryKey::parse("HANDOVER#SOME", &account.to_string()).is_err());
        assert!(PrimaryKey::parse(&format!("AGENCY#{agency}"), "INVITATION#x").is_err());
    }
}
