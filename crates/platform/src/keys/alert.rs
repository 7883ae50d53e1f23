//! Keys of saved searches and of the alerts about them.

use super::{Digest, PrimaryKey, SAVED_SEARCH_SHARDS, shard, shard_of, time};
use durbar_domain::{AccountId, EventId, PropertyId, SavedSearchId, account::SubscriptionLevel};
use jiff::{Timestamp, civil::Date};
use std::fmt;

/// Whose saved searches: an address stands in keys as its SHA-256.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum OwnerKey {
    Account(AccountId),
    Address(Digest),
}

/// What somebody is told once.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum FactKey {
    /// That a home is on the market.
    New(PropertyId),
    Event(EventId),
}

/// The key of an item about saved searches.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum AlertKey {
    /// A saved search, with its owner.
    Search {
        owner: OwnerKey,
        saved_search_id: SavedSearchId,
    },
    /// Counts the changes of an owner's list, so that two at once can't exceed its limit.
    List(OwnerKey),
    /// The same saved search, in one of [`SAVED_SEARCH_SHARDS`] lists of all.
    Listed(SavedSearchId),
    /// What a link in a mail may do.
    Link(Digest),
    /// Whoever reads the mail of an address has been, or will be, told of this.
    Told { address: Digest, fact: FactKey },
    /// Mails sent to an address on one day (Nepal).
    Sent { address: Digest, date: Date },
    /// Something to tell an address, in the order in which it falls due.
    Due {
        due_at: Timestamp,
        address: Digest,
        fact: FactKey,
    },
    /// Something to tell many addresses, before each has its own.
    Noted { noted_at: Timestamp, random: u64 },
    /// What was noted and can't be read.
    ParkedNote { noted_at: Timestamp, random: u64 },
    /// Which process sends what is due in a shard.
    Turn(u8),
    /// An event to tell a level once its time has come.
    Later {
        due_at: Timestamp,
        event_id: EventId,
        level: SubscriptionLevel,
    },
}

/// Shards of what falls due.
pub const ALERT_SHARDS: u8 = 4;

const METADATA: &str = "METADATA";
const SEARCH: &str = "SEARCH#";
const LIST: &str = "SEARCHES";
const TOLD: &str = "TOLD#";
const SENT: &str = "SENT#";
const TURN: &str = "TURN";
const NEW: &str = "NEW#";

impl OwnerKey {
    /// `PK` of what belongs to an owner.
    pub fn partition(self) -> String {
        match self {
            Self::Account(id) => PrimaryKey::account_partition(id),
            Self::Address(address) => AlertKey::address_partition(address),
        }
    }
}

impl fmt::Display for FactKey {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::New(id) => write!(out, "{NEW}{id}"),
            Self::Event(id) => write!(out, "{id}"),
        }
    }
}

impl FactKey {
    /// Reads what a fact is written as; `None` for anything else.
    pub(crate) fn read(text: &str) -> Option<Self> {
        match text.strip_prefix(NEW) {
            Some(id) => Some(Self::New(id.parse().ok()?)),
            None => Some(Self::Event(text.parse().ok()?)),
        }
    }
}

impl AlertKey {
    /// What the `SK` of every saved search of an owner starts with.
    pub const SEARCHES: &'static str = SEARCH;
    /// `PK` of what is to be told to many.
    pub const NOTED: &'static str = "ALERTNOTED#ALL";

    /// `PK` of what was noted and can't be read.
    pub const PARKED_NOTES: &'static str = "ALERTPARKED#ALL";

    /// `PK` of what hangs on an address without an account.
    pub fn address_partition(address: Digest) -> String {
        format!("ALERT#{address}")
    }

    /// `PK` of the events that a level hears of later.
    pub fn later_partition(level: SubscriptionLevel) -> String {
        format!("ALERTLATER#{}", level.key())
    }

    /// `PK` of one of the lists of all saved searches.
    pub fn listed_partition(shard: u8) -> String {
        shard::partition("SAVEDSEARCH", shard)
    }

    /// `PK` of what falls due in a shard.
    pub fn due_partition(shard: u8) -> String {
        shard::partition("ALERTDUE", shard)
    }

    /// The shard in which what an address is told falls due.
    pub fn due_shard(address: Digest) -> u8 {
        let bits = u128::from_str_radix(&address.to_string()[..32], 16);
        shard_of(bits.expect("a hash is hexadecimal"), ALERT_SHARDS)
    }

    /// The `SK` above which everything falls due later than `now`, to the millisecond.
    pub fn due_until(now: Timestamp) -> String {
        // '$' is the character after '#'.
        format!("{}$", time::write(now))
    }

    pub(super) fn partition(&self) -> String {
        match self {
            Self::Search { owner, .. } | Self::List(owner) => owner.partition(),
            Self::Listed(id) => Self::listed_partition(shard_of(id.bits(), SAVED_SEARCH_SHARDS)),
            Self::Link(digest) => format!("ALERTLINK#{digest}"),
            Self::Told { address, .. } | Self::Sent { address, .. } => {
                Self::address_partition(*address)
            }
            Self::Due { address, .. } => Self::due_partition(Self::due_shard(*address)),
            Self::Noted { .. } => Self::NOTED.to_owned(),
            Self::ParkedNote { .. } => Self::PARKED_NOTES.to_owned(),
            Self::Turn(shard) => Self::due_partition(*shard),
            Self::Later { level, .. } => Self::later_partition(*level),
        }
    }

    pub(super) fn sort(&self) -> String {
        match self {
            Self::Search {
                saved_search_id, ..
            } => format!("{SEARCH}{saved_search_id}"),
            Self::List(_) => LIST.to_owned(),
            Self::Listed(id) => id.to_string(),
            Self::Link(_) => METADATA.to_owned(),
            Self::Told { fact, .. } => format!("{TOLD}{fact}"),
            Self::Sent { date, .. } => format!("{SENT}{date}"),
            Self::Due {
                due_at,
                address,
                fact,
            } => {
                format!("{}#{address}#{fact}", time::write(*due_at))
            }
            Self::Noted { noted_at, random } | Self::ParkedNote { noted_at, random } => {
                format!("{}#{random:016x}", time::write(*noted_at))
            }
            Self::Turn(_) => TURN.to_owned(),
            Self::Later {
                due_at, event_id, ..
            } => format!("{}#{event_id}", time::write(*due_at)),
        }
    }

    pub(super) fn read(partition: &str, sort: &str) -> Option<Self> {
        let key = Self::read_any(partition, sort)?;
        // One spelling a key, in the shard where it belongs.
        (key.partition() == partition && key.sort() == sort).then_some(key)
    }

    fn read_any(partition: &str, sort: &str) -> Option<Self> {
        let (kind, rest) = partition.split_once('#')?;
        match kind {
            "USER" => Self::of_owner(OwnerKey::Account(rest.parse().ok()?), sort),
            "ALERT" => {
                let address = rest.parse().ok()?;
                if let Some(fact) = sort.strip_prefix(TOLD) {
                    let fact = FactKey::read(fact)?;
                    return Some(Self::Told { address, fact });
                }
                if let Some(date) = sort.strip_prefix(SENT) {
                    let date = date.parse().ok()?;
                    return Some(Self::Sent { address, date });
                }
                Self::of_owner(OwnerKey::Address(address), sort)
            }
            "SAVEDSEARCH" => Some(Self::Listed(sort.parse().ok()?)),
            "ALERTLINK" => Some(Self::Link(rest.parse().ok()?)),
            "ALERTDUE" if sort == TURN => Some(Self::Turn(shard::parse(rest, ALERT_SHARDS)?)),
            "ALERTDUE" => {
                let mut parts = sort.splitn(3, '#');
                Some(Self::Due {
                    due_at: time::read(parts.next()?)?,
                    address: parts.next()?.parse().ok()?,
                    fact: FactKey::read(parts.next()?)?,
                })
            }
            "ALERTNOTED" => {
                let (noted_at, random) = note(sort)?;
                Some(Self::Noted { noted_at, random })
            }
            "ALERTPARKED" => {
                let (noted_at, random) = note(sort)?;
                Some(Self::ParkedNote { noted_at, random })
            }
            "ALERTLATER" => {
                let (due_at, event_id) = sort.split_once('#')?;
                Some(Self::Later {
                    due_at: time::read(due_at)?,
                    event_id: event_id.parse().ok()?,
                    level: rest.parse().ok()?,
                })
            }
            _ => None,
        }
    }

    fn of_owner(owner: OwnerKey, sort: &str) -> Option<Self> {
        if sort == LIST {
            return Some(Self::List(owner));
        }
        let saved_search_id = sort.strip_prefix(SEARCH)?.parse().ok()?;
        Some(Self::Search {
            owner,
            saved_search_id,
        })
    }
}

/// What tells one note from another.
fn note(sort: &str) -> Option<(Timestamp, u64)> {
    let (noted_at, random) = sort.split_once('#')?;
    let random = u64::from_str_radix(random, 16).ok()?;
    Some((time::read(noted_at)?, random))
}
