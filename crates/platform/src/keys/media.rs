//! Keys of the files of listings and of the work on them.

use super::{PrimaryKey, shard, shard_of, time};
use durbar_domain::{MediaId, PropertyId, media::Band};
use jiff::Timestamp;

/// Shards of the work on files.
pub const MEDIA_SHARDS: u8 = 4;

/// The key of an item about files of listings.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum MediaKey {
    /// A file of a listing, with how far the work on it has come.
    Item {
        listing_id: PropertyId,
        media_id: MediaId,
    },
    /// That something is to be done about a file, in the order in which it falls due.
    Due {
        due_at: Timestamp,
        media_id: MediaId,
    },
    /// That a file is to be fetched. In a queue of its own: a list of a thousand homes is not
    /// to stand before what a broker uploads.
    FetchDue {
        due_at: Timestamp,
        media_id: MediaId,
    },
    /// That files a row of a list names are to be fetched, in the order of the rows' taking.
    Named {
        at: Timestamp,
        listing_id: PropertyId,
        /// Of the row's record.
        version: u64,
    },
    /// A picture under a part of its hash.
    Look { band: Band, media_id: MediaId },
    /// That a picture of a listing looks like one of another listing.
    Alike {
        listing_id: PropertyId,
        media_id: MediaId,
        other: MediaId,
    },
}

const ALIKE: &str = "ALIKE#";
const MEDIA: &str = "MEDIA#";

impl MediaKey {
    /// What the `SK` of every file of a listing starts with.
    pub const FILES: &'static str = MEDIA;

    /// What the `SK` of all pictures of a listing starts with that look like another's.
    pub const ALIKES: &'static str = ALIKE;

    /// The same for those that look like one picture of the listing.
    pub fn alikes_of(media_id: MediaId) -> String {
        format!("{ALIKE}{media_id}#")
    }

    /// `PK` of all pictures that have a band.
    pub fn look_partition(band: Band) -> String {
        format!("LOOK#{}#{:03x}", band.place(), band.bits())
    }

    /// `PK` of a listing and what belongs to it.
    pub fn listing_partition(id: PropertyId) -> String {
        format!("PROPERTY#{id}")
    }

    /// `PK` of the work that falls due in a shard.
    pub fn due_partition(shard: u8) -> String {
        shard::partition("MEDIADUE", shard)
    }

    /// `PK` of the files to fetch of a shard.
    pub fn fetch_partition(shard: u8) -> String {
        shard::partition("MEDIAFETCH", shard)
    }

    /// `PK` of what rows of lists name, of a shard.
    pub fn named_partition(shard: u8) -> String {
        shard::partition("MEDIANAMED", shard)
    }

    /// Above the `SK` of all that is due at a time, below that of all that comes later.
    pub fn due_until(at: Timestamp) -> String {
        format!("{}$", time::write(at))
    }

    pub(super) fn partition(&self) -> String {
        match self {
            Self::Item { listing_id, .. } | Self::Alike { listing_id, .. } => {
                Self::listing_partition(*listing_id)
            }
            Self::Look { band, .. } => Self::look_partition(*band),
            Self::Due { media_id, .. } => {
                Self::due_partition(shard_of(media_id.bits(), MEDIA_SHARDS))
            }
            Self::FetchDue { media_id, .. } => {
                Self::fetch_partition(shard_of(media_id.bits(), MEDIA_SHARDS))
            }
            Self::Named { listing_id, .. } => {
                Self::named_partition(shard_of(listing_id.bits(), MEDIA_SHARDS))
            }
        }
    }

    pub(super) fn sort(&self) -> String {
        match self {
            Self::Item { media_id, .. } => format!("{MEDIA}{media_id}"),
            Self::Due { due_at, media_id } | Self::FetchDue { due_at, media_id } => {
                format!("{}#{media_id}", time::write(*due_at))
            }
            Self::Named {
                at,
                listing_id,
                version,
            } => format!("{}#{listing_id}#{version}", time::write(*at)),
            Self::Look { media_id, .. } => media_id.to_string(),
            Self::Alike {
                media_id, other, ..
            } => format!("{}{other}", Self::alikes_of(*media_id)),
        }
    }

    pub(super) fn read(partition: &str, sort: &str) -> Option<Self> {
        let (kind, rest) = partition.split_once('#')?;
        match kind {
            "PROPERTY" if sort.starts_with(ALIKE) => {
                let (media_id, other) = sort.strip_prefix(ALIKE)?.split_once('#')?;
                Some(Self::Alike {
                    listing_id: rest.parse().ok()?,
                    media_id: media_id.parse().ok()?,
                    other: other.parse().ok()?,
                })
            }
            "LOOK" => {
                let (place, bits) = rest.split_once('#')?;
                let bits = u16::from_str_radix(bits, 16).ok()?;
                let key = Self::Look {
                    band: Band::new(place.parse().ok()?, bits)?,
                    media_id: sort.parse().ok()?,
                };
                // One spelling a band.
                (key.partition() == partition).then_some(key)
            }
            "PROPERTY" => Some(Self::Item {
                listing_id: rest.parse().ok()?,
                media_id: sort.strip_prefix(MEDIA)?.parse().ok()?,
            }),
            "MEDIADUE" | "MEDIAFETCH" => {
                let (due_at, media_id) = sort.split_once('#')?;
                let (due_at, media_id) = (time::read(due_at)?, media_id.parse().ok()?);
                let key = match kind {
                    "MEDIADUE" => Self::Due { due_at, media_id },
                    _ => Self::FetchDue { due_at, media_id },
                };
                // Its shard is its own.
                (key.partition() == partition).then_some(key)
            }
            "MEDIANAMED" => {
                let (at, rest) = sort.split_once('#')?;
                let (listing_id, version) = rest.split_once('#')?;
                let key = Self::Named {
                    at: time::read(at)?,
                    listing_id: listing_id.parse().ok()?,
                    version: version.parse().ok()?,
                };
                (key.partition() == partition && key.sort() == sort).then_some(key)
            }
            _ => None,
        }
    }
}

impl From<MediaKey> for PrimaryKey {
    fn from(key: MediaKey) -> Self {
        Self::Media(key)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use durbar_domain::media::PerceptualHash;
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn keys_are_read_back(first: u128, second: u128, ms in 0_i64..4_000_000_000_000) {
            let media_id = MediaId::from_bits(second);
            let due_at = Timestamp::from_millisecond(ms).expect("a time");
            let listing_id = PropertyId::from_bits(first);
            let look = PerceptualHash::from_bits(first as u64).bands();
            let looks = look.map(|band| MediaKey::Look { band, media_id });
            for key in [
                MediaKey::Item { listing_id, media_id },
                MediaKey::Due { due_at, media_id },
                MediaKey::FetchDue { due_at, media_id },
                MediaKey::Named { at: due_at, listing_id, version: first as u64 },
                MediaKey::Alike { listing_id, media_id, other: MediaId::from_bits(first) },
            ].into_iter().chain(looks) {
                let key = PrimaryKey::Media(key);
                prop_assert_eq!(PrimaryKey::parse(&key.partition(), &key.sort()), Ok(key));
            }
            let due = MediaKey::Due { due_at, media_id };
            prop_assert!(due.sort() < MediaKey::due_until(due_at));
            let later = Timestamp::from_millisecond(ms + 1).expect("a time");
            let later = MediaKey::Due { due_at: later, media_id };
            prop_assert!(later.sort() > MediaKey::due_until(due_at));
        }
    }

    #[test]
    fn nothing_else_is_read() {
        let (listing, media) = (PropertyId::from_bits(1), MediaId::from_bits(2));
        let own = MediaKey::Due {
            due_at: Timestamp::UNIX_EPOCH,
            media_id: media,
        };
        let shard = shard_of(media.bits(), MEDIA_SHARDS);
        let other = MediaKey::due_partition((shard + 1) % MEDIA_SHARDS);
        for (partition, sort) in [
            (format!("PROPERTY#{listing}"), "MEDIA#".to_owned()),
            (format!("PROPERTY#{listing}"), format!("MEDIA#{listing}")),
            (other, own.sort()),
            (own.partition(), media.to_string()),
            (MediaKey::named_partition(shard), own.sort()),
            (format!("PROPERTY#{listing}"), format!("ALIKE#{media}")),
            ("LOOK#6#001".to_owned(), media.to_string()),
            ("LOOK#5#400".to_owned(), media.to_string()),
            ("LOOK#0#1".to_owned(), media.to_string()),
            ("LOOK#0#+01".to_owned(), media.to_string()),
        ] {
            assert!(
                PrimaryKey::parse(&partition, &sort).is_err(),
                "{partition} / {sort}"
            );
        }
    }
}
