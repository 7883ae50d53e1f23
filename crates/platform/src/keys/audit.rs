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
}

const AUDIT: &str = "AUDIT#";

impl AuditKey {
    /// What the `SK` of every entry about an account starts with.
    pub const ENTRIES: &'static str = AUDIT;

    /// `PK` of the entries of the month that a day is in, as in `AUDIT#2026-11`.
    pub fn month_partition(day: Date) -> String {
        format!("{AUDIT}{:04}-{:02}", day.year(), day.month())
    }

    pub(super) fn partition(&self) -> String {
        match self {
            Self::Entry(id) => Self::month_partition(day_of(*id)),
            Self::OfAccount { account_id, .. } => PrimaryKey::account_partition(*account_id),
        }
    }

    pub(super) fn sort(&self) -> String {
        match self {
            Self::Entry(id) => id.to_string(),
            Self::OfAccount { event_id, .. } => format!("{AUDIT}{event_id}"),
        }
    }

    pub(super) fn read(partition: &str, sort: &str) -> Option<Self> {
        let (kind, rest) = partition.split_once('#')?;
        match kind {
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
        fn keys_are_read_back(event in any::<u128>(), account in any::<u128>()) {
            let event_id = EventId::from_bits(event);
            let account_id = AccountId::from_bits(account);
            for key in [AuditKey::Entry(event_id), AuditKey::OfAccount { account_id, event_id }] {
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
    }
}
