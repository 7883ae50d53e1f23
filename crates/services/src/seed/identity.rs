//! Identifiers and times made from what is being seeded, so that seeding twice makes the
//! same things.

use crate::time::nepal;
use jiff::{Timestamp, ToSpan, civil::Date};

/// The 80 random bits of an identifier, from what it names.
pub(super) fn random_bits(kind: &str, key: &str) -> u128 {
    let mut hash = blake3::Hasher::new();
    hash.update(kind.as_bytes())
        .update(&[0])
        .update(key.as_bytes());
    let bytes = hash.finalize();
    let sixteen: [u8; 16] = bytes.as_bytes()[..16]
        .try_into()
        .expect("a hash has 32 bytes");
    u128::from_be_bytes(sixteen) >> 48
}

/// A moment of that day in office hours in Nepal, the same for the same key.
pub(super) fn moment(date: Date, key: &str) -> Timestamp {
    let office_minutes = 9 * 60 + i64::try_from(random_bits("moment", key) % (8 * 60)).unwrap_or(0);
    let local = date.at(0, 0, 0, 0).saturating_add(office_minutes.minutes());
    // Dates of a market are far from the ends of the calendar.
    nepal().to_timestamp(local).unwrap_or(Timestamp::UNIX_EPOCH)
}

/// Milliseconds since 1970, as identifiers hold them.
pub(super) fn unix_ms(time: Timestamp) -> u64 {
    u64::try_from(time.as_millisecond()).unwrap_or(0)
}

#[cfg(test)]
mod tests {
    use super::*;
    use jiff::civil::date;

    #[test]
    fn the_same_key_makes_the_same_bits_and_another_makes_others() {
        assert_eq!(random_bits("listing", "a"), random_bits("listing", "a"));
        assert_ne!(random_bits("listing", "a"), random_bits("listing", "b"));
        assert_ne!(random_bits("listing", "a"), random_bits("broker", "a"));
        assert!(random_bits("listing", "a") < 1 << 80);
    }

    #[test]
    fn moments_lie_in_the_day_in_nepal() {
        for key in ["a", "b", "c", "d"] {
            let moment = moment(date(2026, 9, 14), key);
            assert_eq!(crate::time::kathmandu_date(moment), date(2026, 9, 14));
        }
    }
}
