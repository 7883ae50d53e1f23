//! Keys of the items themselves.

use super::{
    AlertKey, AuditKey, EnquiryKey, IdentityKey, KeyError, OUTBOX_SHARDS, PurchaseKey,
    ShortlistKey, VIEW_SHARDS, shard,
};
use durbar_domain::{AccountId, BrokerId, EventId, PropertyId};
use jiff::civil::Date;
use std::fmt;

/// The key of one item.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum PrimaryKey {
    Listing(PropertyId),
    /// Views of a listing on one day (UTC), one of [`VIEW_SHARDS`] parts.
    ViewStat {
        listing_id: PropertyId,
        date: Date,
        shard: u8,
    },
    Broker(BrokerId),
    /// A home somebody marked with a heart.
    Favorite {
        account_id: AccountId,
        listing_id: PropertyId,
    },
    /// A home whose premium media somebody opened on one day (in Nepal).
    PremiumUse {
        account_id: AccountId,
        date: Date,
        listing_id: PropertyId,
    },
    /// An event that waits to be published, in one of [`OUTBOX_SHARDS`] queues.
    Outbox {
        shard: u8,
        event_id: EventId,
    },
    /// An event that no attempt could publish.
    Parked {
        shard: u8,
        event_id: EventId,
    },
    /// Enquiries and what belongs to them.
    Enquiry(EnquiryKey),
    /// Shortlists and what belongs to them.
    Shortlist(ShortlistKey),
    /// Accounts and what proves who somebody is.
    Identity(IdentityKey),
    /// Purchases and the levels they give.
    Purchase(PurchaseKey),
    /// The audit trail.
    Audit(AuditKey),
    /// Saved searches and the alerts about them.
    Alert(AlertKey),
    /// How far the seeding of the demo market has come.
    Seed,
    /// Which content the table holds.
    Generation,
}

const METADATA: &str = "METADATA";
const PROFILE: &str = "PROFILE";
const SEED: &str = "SEED";
const GENERATION: &str = "GENERATION";
const VIEWSTAT: &str = "VIEWSTAT";

impl PrimaryKey {
    /// The value of `PK`.
    pub fn partition(&self) -> String {
        match self {
            Self::Listing(id) | Self::ViewStat { listing_id: id, .. } => format!("PROPERTY#{id}"),
            Self::Broker(id) => format!("BROKER#{id}"),
            Self::Favorite { account_id, .. } | Self::PremiumUse { account_id, .. } => {
                Self::account_partition(*account_id)
            }
            Self::Enquiry(key) => key.partition(),
            Self::Shortlist(key) => key.partition(),
            Self::Identity(key) => key.partition(),
            Self::Purchase(key) => key.partition(),
            Self::Audit(key) => key.partition(),
            Self::Alert(key) => key.partition(),
            Self::Outbox { shard, .. } => Self::outbox_partition(*shard),
            Self::Parked { shard, .. } => Self::parked_partition(*shard),
            Self::Seed => SEED.to_owned(),
            Self::Generation => GENERATION.to_owned(),
        }
    }

    /// The value of `SK`.
    pub fn sort(&self) -> String {
        match self {
            Self::Listing(_) | Self::Seed | Self::Generation => METADATA.to_owned(),
            Self::ViewStat { date, shard, .. } => format!("{VIEWSTAT}#{date}#{shard:02}"),
            Self::Broker(_) => PROFILE.to_owned(),
            Self::Favorite { listing_id, .. } => format!("{}{listing_id}", Self::FAVORITES),
            Self::PremiumUse {
                date, listing_id, ..
            } => format!("{}{listing_id}", Self::premium_uses_on(*date)),
            Self::Enquiry(key) => key.sort(),
            Self::Shortlist(key) => key.sort(),
            Self::Identity(key) => key.sort(),
            Self::Purchase(key) => key.sort(),
            Self::Audit(key) => key.sort(),
            Self::Alert(key) => key.sort(),
            Self::Outbox { event_id, .. } | Self::Parked { event_id, .. } => event_id.to_string(),
        }
    }

    /// What the `SK` of every heart of an account starts with.
    pub const FAVORITES: &'static str = "FAVORITE#";

    /// What the `SK` of every home somebody opened starts with.
    pub const PREMIUM_USES: &'static str = "PREMIUMUSE#";

    /// What the `SK` of every home somebody opened on a day starts with.
    pub fn premium_uses_on(date: Date) -> String {
        format!("{}{date}#", Self::PREMIUM_USES)
    }

    /// `PK` of what belongs to an account.
    pub fn account_partition(id: AccountId) -> String {
        format!("USER#{id}")
    }

    /// `PK` of one queue of the outbox.
    pub fn outbox_partition(shard: u8) -> String {
        shard::partition("OUTBOX", shard)
    }

    /// `PK` of the events of one queue that were given up on.
    pub fn parked_partition(shard: u8) -> String {
        shard::partition("PARKED", shard)
    }

    /// The first and the last `SK` of a listing's views from one day to another, both included.
    pub fn view_stat_range(from: Date, to: Date) -> (String, String) {
        (
            format!("{VIEWSTAT}#{from}#00"),
            format!("{VIEWSTAT}#{to}#99"),
        )
    }

    /// Reads a key back.
    pub fn parse(partition: &str, sort: &str) -> Result<Self, KeyError> {
        Self::read(partition, sort).ok_or_else(|| KeyError::new(partition, sort))
    }

    fn read(partition: &str, sort: &str) -> Option<Self> {
        match (partition, sort) {
            (SEED, METADATA) => return Some(Self::Seed),
            (GENERATION, METADATA) => return Some(Self::Generation),
            _ => {}
        }
        let (kind, rest) = partition.split_once('#')?;
        match (kind, sort) {
            ("PROPERTY", METADATA) => Some(Self::Listing(rest.parse().ok()?)),
            ("PROPERTY", _) => {
                let (date, part) = sort
                    .strip_prefix(VIEWSTAT)?
                    .strip_prefix('#')?
                    .split_once('#')?;
                let day: Date = date.parse().ok()?;
                // One spelling a day.
                (day.to_string() == date).then_some(())?;
                let shard = shard::parse(part, VIEW_SHARDS)?;
                Some(Self::ViewStat {
                    listing_id: rest.parse().ok()?,
                    date: day,
                    shard,
                })
            }
            ("BROKER", PROFILE) => Some(Self::Broker(rest.parse().ok()?)),
            ("USER", sort) if sort.starts_with(Self::FAVORITES) => Some(Self::Favorite {
                account_id: rest.parse().ok()?,
                listing_id: sort.strip_prefix(Self::FAVORITES)?.parse().ok()?,
            }),
            ("USER", sort) if sort.starts_with(Self::PREMIUM_USES) => {
                let (day, id) = sort.strip_prefix(Self::PREMIUM_USES)?.split_once('#')?;
                let date: Date = day.parse().ok()?;
                // One spelling a day.
                (date.to_string() == day).then_some(())?;
                Some(Self::PremiumUse {
                    account_id: rest.parse().ok()?,
                    date,
                    listing_id: id.parse().ok()?,
                })
            }
            ("OUTBOX", id) => Some(Self::Outbox {
                shard: shard::parse(rest, OUTBOX_SHARDS)?,
                event_id: id.parse().ok()?,
            }),
            ("PARKED", id) => Some(Self::Parked {
                shard: shard::parse(rest, OUTBOX_SHARDS)?,
                event_id: id.parse().ok()?,
            }),
            _ => IdentityKey::read(partition, sort)
                .map(Self::Identity)
                .or_else(|| EnquiryKey::read(partition, sort).map(Self::Enquiry))
                .or_else(|| ShortlistKey::read(partition, sort).map(Self::Shortlist))
                .or_else(|| PurchaseKey::read(partition, sort).map(Self::Purchase))
                .or_else(|| AuditKey::read(partition, sort).map(Self::Audit))
                .or_else(|| AlertKey::read(partition, sort).map(Self::Alert)),
        }
    }
}

impl fmt::Display for PrimaryKey {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(out, "{} / {}", self.partition(), self.sort())
    }
}
