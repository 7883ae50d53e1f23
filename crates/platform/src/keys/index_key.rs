//! Keys of entries of the indexes.

use super::{GeoCell, Index, KeyError, PREMIUM_SHARDS, RECENT_SHARDS, shard, time};
use durbar_domain::{BrokerId, Npr, PropertyId, StandardStatus, price_band::PriceBand};
use jiff::Timestamp;

/// The key of one entry of an index. Times are in whole milliseconds.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum IndexKey {
    Premium {
        shard: u8,
        created_at: Timestamp,
        listing_id: PropertyId,
    },
    Geo {
        cell: GeoCell,
        band: PriceBand,
        listing_id: PropertyId,
    },
    Broker {
        broker_id: BrokerId,
        status: StandardStatus,
        created_at: Timestamp,
        listing_id: PropertyId,
    },
    Recent {
        shard: u8,
        created_at: Timestamp,
        listing_id: PropertyId,
    },
    /// An entry of the list of homes that members see before everyone.
    Early {
        announced_at: Timestamp,
        listing_id: PropertyId,
    },
    /// An entry of the list of a broker's drafts.
    Draft {
        broker_id: BrokerId,
        created_at: Timestamp,
        listing_id: PropertyId,
    },
    /// A submitted draft, in the queue of all that wait.
    Review {
        submitted_at: Timestamp,
        listing_id: PropertyId,
    },
    /// An entry of the list of all brokers.
    BrokerList {
        created_at: Timestamp,
        broker_id: BrokerId,
    },
}

impl IndexKey {
    /// Partition of the list of all brokers.
    pub const BROKERS: &'static str = "BROKERS";
    /// Partition of the homes that members see before everyone.
    pub const EARLY: &'static str = "EARLY";
    /// Partition of the submitted drafts.
    pub const REVIEWS: &'static str = "REVIEW";
    /// What every sort key of a broker's drafts starts with; no status is named so.
    pub const DRAFTS: &'static str = "draft#";

    /// The index this key belongs to.
    pub fn index(&self) -> Index {
        match self {
            Self::Premium { .. } => Index::Premium,
            Self::Geo { .. } => Index::Geo,
            Self::Broker { .. } | Self::Draft { .. } => Index::Broker,
            Self::Recent { .. }
            | Self::Early { .. }
            | Self::Review { .. }
            | Self::BrokerList { .. } => Index::Recent,
        }
    }

    /// The partition.
    pub fn partition(&self) -> String {
        match self {
            Self::Premium { shard, .. } => Self::premium_partition(*shard),
            Self::Geo { cell, .. } => Self::geo_partition(*cell),
            Self::Broker { broker_id, .. } | Self::Draft { broker_id, .. } => {
                Self::broker_partition(*broker_id)
            }
            Self::Review { .. } => Self::REVIEWS.to_owned(),
            Self::Recent { shard, .. } => Self::recent_partition(*shard),
            Self::Early { .. } => Self::EARLY.to_owned(),
            Self::BrokerList { .. } => Self::BROKERS.to_owned(),
        }
    }

    /// The sort key.
    pub fn sort(&self) -> String {
        match self {
            Self::Premium {
                created_at,
                listing_id,
                ..
            }
            | Self::Recent {
                created_at,
                listing_id,
                ..
            } => {
                format!("{}#{listing_id}", time::write(*created_at))
            }
            Self::Geo {
                band, listing_id, ..
            } => format!("{band}#{listing_id}"),
            Self::Broker {
                status,
                created_at,
                listing_id,
                ..
            } => {
                format!("{}#{}#{listing_id}", status.key(), time::write(*created_at))
            }
            Self::Early {
                announced_at,
                listing_id,
            } => format!("{}#{listing_id}", time::write(*announced_at)),
            Self::Draft {
                created_at,
                listing_id,
                ..
            } => format!("{}{}#{listing_id}", Self::DRAFTS, time::write(*created_at)),
            Self::Review {
                submitted_at,
                listing_id,
            } => format!("{}#{listing_id}", time::write(*submitted_at)),
            Self::BrokerList {
                created_at,
                broker_id,
            } => format!("{}#{broker_id}", time::write(*created_at)),
        }
    }

    /// Partition of one shard of the premium feed.
    pub fn premium_partition(shard: u8) -> String {
        shard::partition("PREMIUM", shard)
    }

    /// Partition of one shard of the recent feed.
    pub fn recent_partition(shard: u8) -> String {
        shard::partition("RECENT", shard)
    }

    /// Partition of a cell of the map.
    pub fn geo_partition(cell: GeoCell) -> String {
        format!("GEO#{cell}")
    }

    /// Partition of a broker's listings.
    pub fn broker_partition(broker_id: BrokerId) -> String {
        format!("BROKER#{broker_id}")
    }

    /// What every sort key of a broker's listings in `status` starts with.
    pub fn status_prefix(status: StandardStatus) -> String {
        format!("{}#", status.key())
    }

    /// Bounds of the sort keys of the bands from one to another, both included.
    pub fn band_range(first: PriceBand, last: PriceBand) -> (String, String) {
        // '$' is the character after '#', so it ends the last band.
        (format!("{first}#"), format!("{last}$"))
    }

    /// Reads a key of `index` back.
    pub fn parse(index: Index, partition: &str, sort: &str) -> Result<Self, KeyError> {
        Self::read(index, partition, sort).ok_or_else(|| KeyError::new(partition, sort))
    }

    fn read(index: Index, partition: &str, sort: &str) -> Option<Self> {
        if (index, partition) == (Index::Recent, Self::BROKERS) {
            let (created_at, id) = sort.split_once('#')?;
            return Some(Self::BrokerList {
                created_at: time::read(created_at)?,
                broker_id: id.parse().ok()?,
            });
        }
        if (index, partition) == (Index::Recent, Self::EARLY) {
            let (announced_at, id) = sort.split_once('#')?;
            return Some(Self::Early {
                announced_at: time::read(announced_at)?,
                listing_id: id.parse().ok()?,
            });
        }
        if (index, partition) == (Index::Recent, Self::REVIEWS) {
            let (submitted_at, id) = sort.split_once('#')?;
            return Some(Self::Review {
                submitted_at: time::read(submitted_at)?,
                listing_id: id.parse().ok()?,
            });
        }
        let (kind, rest) = partition.split_once('#')?;
        let (before, id) = sort.rsplit_once('#')?;
        let listing_id = id.parse().ok()?;
        match (index, kind) {
            (Index::Premium, "PREMIUM") => {
                let shard = shard::parse(rest, PREMIUM_SHARDS)?;
                Some(Self::Premium {
                    shard,
                    created_at: time::read(before)?,
                    listing_id,
                })
            }
            (Index::Recent, "RECENT") => {
                let shard = shard::parse(rest, RECENT_SHARDS)?;
                Some(Self::Recent {
                    shard,
                    created_at: time::read(before)?,
                    listing_id,
                })
            }
            (Index::Geo, "GEO") => Some(Self::Geo {
                cell: rest.parse().ok()?,
                band: read_band(before)?,
                listing_id,
            }),
            (Index::Broker, "BROKER") if before.starts_with(Self::DRAFTS) => Some(Self::Draft {
                broker_id: rest.parse().ok()?,
                created_at: time::read(before.strip_prefix(Self::DRAFTS)?)?,
                listing_id,
            }),
            (Index::Broker, "BROKER") => {
                let (status, created_at) = before.split_once('#')?;
                let (broker_id, status) = (rest.parse().ok()?, status.parse().ok()?);
                Some(Self::Broker {
                    broker_id,
                    status,
                    created_at: time::read(created_at)?,
                    listing_id,
                })
            }
            _ => None,
        }
    }
}

/// The band written as `text`.
fn read_band(text: &str) -> Option<PriceBand> {
    // Bounds are whole crores, so counting in crores up to the dearest band meets every one.
    let mut priced = (0..).map(|crore| PriceBand::of(Some(Npr::crore(crore))));
    let mut reached_last = false;
    let bands = std::iter::once(PriceBand::ON_REQUEST).chain(std::iter::from_fn(|| {
        if reached_last {
            return None;
        }
        let band = priced.next()?;
        reached_last = band == PriceBand::LAST;
        Some(band)
    }));
    bands.into_iter().find(|band| band.to_string() == text)
}
