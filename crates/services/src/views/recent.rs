//! Who looked within the last hour, as far as it takes to leave out repeats.

use durbar_domain::PropertyId;
use jiff::{SignedDuration, Timestamp};
use std::{
    collections::HashMap,
    hash::{BuildHasher, RandomState},
};

/// A repeat within this time isn't counted.
const HOUR: SignedDuration = SignedDuration::from_hours(1);
/// Most visits remembered in a generation: about 3 MB.
const MOST: usize = 100_000;

/// Visits of the last hour, in two generations so that they are forgotten in bulk. Each
/// generation has a salt of its own: what it holds cannot be compared with another time's.
#[derive(Default)]
pub(super) struct RecentVisitors {
    current: Generation,
    previous: Generation,
    began: Option<Timestamp>,
}

#[derive(Default)]
struct Generation {
    // Two random numbers from the system, new for each.
    salt: RandomState,
    seen: HashMap<u64, Timestamp>,
}

impl Generation {
    fn mark(&self, listing_id: PropertyId, visitor: u64) -> u64 {
        self.salt.hash_one((listing_id, visitor))
    }

    fn saw_within_the_hour(&self, listing_id: PropertyId, visitor: u64, now: Timestamp) -> bool {
        let seen = self.seen.get(&self.mark(listing_id, visitor));
        seen.is_some_and(|seen| now.duration_since(*seen) < HOUR)
    }
}

impl RecentVisitors {
    /// Whether this visitor didn't see this listing within the hour before `now`; if so they
    /// have now.
    pub(super) fn first_within_the_hour(
        &mut self,
        listing_id: PropertyId,
        visitor: u64,
        now: Timestamp,
    ) -> bool {
        let began = *self.began.get_or_insert(now);
        if now.duration_since(began) >= HOUR || self.current.seen.len() >= MOST {
            self.previous = std::mem::take(&mut self.current);
            self.began = Some(now);
        }
        let both = [&self.current, &self.previous];
        if both
            .iter()
            .any(|generation| generation.saw_within_the_hour(listing_id, visitor, now))
        {
            return false;
        }
        let mark = self.current.mark(listing_id, visitor);
        self.current.seen.insert(mark, now);
        true
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use jiff::ToSpan;

    fn listing(number: u128) -> PropertyId {
        PropertyId::from_parts(0, number)
    }

    #[test]
    fn a_repeat_counts_again_only_after_an_hour() {
        let mut visitors = RecentVisitors::default();
        let start: Timestamp = "2026-11-22T10:00:00Z".parse().expect("a time");
        let mut seen =
            |minutes: i64| visitors.first_within_the_hour(listing(1), 7, start + minutes.minutes());
        assert!(seen(0));
        assert!(!seen(1));
        assert!(!seen(59));
        assert!(seen(60), "an hour has passed");
        assert!(!seen(100), "the last counted view was 40 minutes before");
        assert!(seen(121));
    }

    #[test]
    fn visitors_and_listings_are_told_apart() {
        let mut visitors = RecentVisitors::default();
        let now = Timestamp::UNIX_EPOCH;
        for (number, visitor) in [(1, 7), (1, 8), (2, 7), (2, 8)] {
            assert!(visitors.first_within_the_hour(listing(number), visitor, now));
            assert!(!visitors.first_within_the_hour(listing(number), visitor, now));
        }
    }

    #[test]
    fn memory_stays_bounded_under_a_flood() {
        let mut visitors = RecentVisitors::default();
        let flood = u64::try_from(3 * MOST).expect("a small number");
        for visitor in 0..flood {
            visitors.first_within_the_hour(listing(1), visitor, Timestamp::UNIX_EPOCH);
        }
        assert!(visitors.current.seen.len() + visitors.previous.seen.len() <= 2 * MOST);
    }
}
