//! Keys of what is kept of brokers' licences beside the broker.

use super::Digest;
use durbar_domain::BrokerId;
use jiff::civil::Date;

/// The key of an item about a licence.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum LicenseKey {
    /// What a broker sent to have it verified.
    Application(BrokerId),
    /// That somebody has to look at it.
    Waiting(BrokerId),
    /// That a verification ends on a day.
    End { until: Date, broker_id: BrokerId },
    /// A link to a paper, for a minute.
    Look(Digest),
}

const APPLICATION: &str = "LICENSE";
const WAITING: &str = "LICENSEWAITING#ALL";
const ENDS: &str = "LICENSEEND#ALL";
const LOOK: &str = "LICENSELOOK";
const METADATA: &str = "METADATA";

impl LicenseKey {
    /// `PK` of the licences that somebody has to look at.
    pub fn waiting_partition() -> String {
        WAITING.to_owned()
    }

    /// `PK` of the ends of verifications, in the order of their days.
    pub fn ends_partition() -> String {
        ENDS.to_owned()
    }

    pub(super) fn partition(&self) -> String {
        match self {
            Self::Application(id) => format!("BROKER#{id}"),
            Self::Waiting(_) => Self::waiting_partition(),
            Self::End { .. } => Self::ends_partition(),
            Self::Look(digest) => format!("{LOOK}#{digest}"),
        }
    }

    pub(super) fn sort(&self) -> String {
        match self {
            Self::Application(_) => APPLICATION.to_owned(),
            Self::Waiting(id) => id.to_string(),
            Self::End { until, broker_id } => format!("{until}#{broker_id}"),
            Self::Look(_) => METADATA.to_owned(),
        }
    }

    pub(super) fn read(partition: &str, sort: &str) -> Option<Self> {
        let (kind, rest) = partition.split_once('#')?;
        match (kind, sort) {
            _ if partition == WAITING => Some(Self::Waiting(sort.parse().ok()?)),
            _ if partition == ENDS => {
                let (day, id) = sort.split_once('#')?;
                let until: Date = day.parse().ok()?;
                // One spelling a day.
                (until.to_string() == day).then_some(())?;
                let broker_id = id.parse().ok()?;
                Some(Self::End { until, broker_id })
            }
            ("BROKER", APPLICATION) => Some(Self::Application(rest.parse().ok()?)),
            (LOOK, METADATA) => Some(Self::Look(rest.parse().ok()?)),
            _ => None,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::{super::PrimaryKey, *};
    use jiff::civil::date;

    #[test]
    fn keys_are_read_back() {
        let id = BrokerId::from_parts(1, 2);
        let until = date(2027, 4, 13);
        for key in [
            LicenseKey::Application(id),
            LicenseKey::Waiting(id),
            LicenseKey::End {
                until,
                broker_id: id,
            },
            LicenseKey::Look(Digest::of(b"a")),
        ] {
            let key = PrimaryKey::License(key);
            assert_eq!(PrimaryKey::parse(&key.partition(), &key.sort()), Ok(key));
        }
        assert!(PrimaryKey::parse("LICENSEEND#ALL", &format!("2027-4-13#{id}")).is_err());
        assert!(PrimaryKey::parse("LICENSEEND#SOME", &format!("{until}#{id}")).is_err());
    }
}
