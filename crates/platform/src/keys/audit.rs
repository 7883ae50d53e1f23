//! Keys of the audit trail.

use super::PrimaryKey;
use durbar_domain::{AccountId, EventId};
use jiff::{Timestamp, civil::Date, tz::TimeZone};

/// The key of an item of the audit trail.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum AuditKey {
    /// An entry, among those of its month (UTC).
    Entry(EventId),
    /// That an entry names an account.
    OfAccount {
        account_id: AccountId,
        event_id: EventId,
    },
    /// That an entry is to be put into the chain.
    Waiting(EventId),
    /// A link of the chain, among a thousand.
    Link(u64),
    /// The end of the chain.
    Head,
    /// How far the chain was exported.
    Exported,
}

const AUDIT: &str = "AUDIT#";
const CHAIN: &str = "AUDITCHAIN#";
const STATE: &str = "STATE";
const HEAD: &str = "HEAD";
const EXPORTED: &str = "EXPORTED";
const WAITING: &str = "AUDITWAITING#ALL";
/// Links in one partition.
const LINKS: u64 = 1_000;

impl AuditKey {
    /// What the `SK` of every entry about an account starts with.
    pub const ENTRIES: &'static str = AUDIT;

    /// `PK` of the entries of the month that a day is in, as in `AUDIT#2026-11`.
    pub fn month_partition(day: Date) -> String {
        format!("{AUDIT}{:04}-{:02}", day.year(), day.month())
    }

    /// `PK` of what is to be put into the chain.
    pub fn waiting_partition() -> String {
        WAITING.to_owned()
    }

    pub(super) fn partition(&self) -> String {
        match self {
            Self::Entry(id) => Self::month_partition(day_of(*id)),
            Self::OfAccount { account_id, .. } => PrimaryKey::account_partition(*account_id),
            Self::Waiting(_) => Self::waiting_partition(),
            Self::Link(sequence) => format!("{CHAIN}{:017}", sequence / LINKS),
            Self::Head | Self::Exported => format!("{CHAIN}{STATE}"),
        }
    }

    pub(super) fn sort(&self) -> String {
        match self {
            Self::Entry(id) | Self::Waiting(id) => id.to_string(),
            Self::Link(sequence) => format!("{sequence:020}"),
            Self::Head => HEAD.to_owned(),
            Self::Exported => EXPORTED.to_owned(),
            Self::OfAccount { event_id, .. } => format!("{AUDIT}{event_id}"),
        }
    }

    pub(super) fn read(partition: &str, sort: &str) -> Option<Self> {
        let (kind, rest) = partition.split_once('#')?;
        match kind {
            "AUDITCHAIN" => match (rest, sort) {
                (STATE, HEAD) => Some(Self::Head),
                (STATE, EXPORTED) => Some(Self::Exported),
                _ => {
                    let key = Self::Link(sort.parse().ok()?);
                    // One spelling a number.
                    (key.partition() == partition && key.sort() == sort).then_some(key)
                }
            },
            "AUDITWAITING" if partition == WAITING => Some(Self::Waiting(sort.parse().ok()?)),
            "AUDIT" => {
                let key = Self::Entry(sort.parse().ok()?);
                (key.partition() == partition).then_some(key)
            }
            "USER" => Some(Self::OfAccount {
                account_id: rest.parse().ok()?,
                event_id: sort.strip_prefix(AUDIT)?.parse().ok()?,
            }),
            _ => None,
        }
    }
}

/// The day an entry was made on; identifiers that say otherwise than time can are of the first.
fn day_of(id: EventId) -> Date {
    let ms = i64::try_from(id.unix_ms()).unwrap_or(0);
    let at = Timestamp::from_millisecond(ms).unwrap_or(Timestamp::UNIX_EPOCH);
    at.to_zoned(TimeZone::UTC).date()
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn keys_are_read_back(event in any::<u128>(), account in any::<u128>(), sequence in any::<u64>()) {
            let event_id = EventId::from_bits(event);
            let account_id = AccountId::from_bits(account);
            for key in [
                AuditKey::Entry(event_id),
                AuditKey::OfAccount { account_id, event_id },
                AuditKey::Waiting(event_id),
                AuditKey::Link(sequence),
                AuditKey::Head,
                AuditKey::Exported,
            ] {
                let key = PrimaryKey::Audit(key);
                prop_assert_eq!(PrimaryKey::parse(&key.partition(), &key.sort()), Ok(key));
            }
        }
    }

    #[test]
    fn an_entry_is_in_its_month_alone() {
        let at: Timestamp = "2026-11-30T23:59:59Z".parse().expect("a time");
        let id = EventId::from_parts(at.as_millisecond() as u64, 1);
        let key = PrimaryKey::Audit(AuditKey::Entry(id));
        assert_eq!(key.partition(), "AUDIT#2026-11");
        assert!(PrimaryKey::parse("AUDIT#2026-12", &id.to_string()).is_err());
        assert!(PrimaryKey::parse("AUDIT#2026-11", "evt_").is_err());
        for sequence in ["1", "+0000000000000000001", "00000000000000001000"] {
            assert!(PrimaryKey::parse("AUDITCHAIN#00000000000000000", sequence).is_err());
        }
    }
}
