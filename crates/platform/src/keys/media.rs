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
        }
    }

    pub(super) fn sort(&self) -> String {
        match self {
            Self::Item { media_id, .. } => format!("{MEDIA}{media_id}"),
            Self::Due { due_at, media_id } => format!("{}#{media_id}", time::write(*due_at)),
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
            "MEDIADUE" => {
                let (due_at, media_id) = sort.split_once('#')?;
                let key = Self::Due {
                    due_at: time::read(due_at)?,
                    media_id: media_id.parse().ok()?,
                };
                // Its shard is its own.
                (key.partition() == partition).then_some(key)
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
