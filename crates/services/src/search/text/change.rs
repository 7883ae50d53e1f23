//! Changes of single listings in an index.

use durbar_domain::{ListingSummary, PropertyId};
use std::collections::{HashMap, VecDeque};

/// Removed listings whose versions are remembered.
const REMEMBERED: usize = 10_000;

/// What is to become of a listing in the index.
#[derive(Debug, Clone, PartialEq)]
pub(super) enum Change {
    /// It is to be found, as this card says.
    Put(Box<ListingSummary>),
    /// It is not to be found. The version is that in which it left, where it is known.
    Remove {
        listing_id: PropertyId,
        version: Option<u64>,
    },
}

impl Change {
    pub(super) fn listing_id(&self) -> PropertyId {
        match self {
            Change::Put(card) => card.listing_id,
            Change::Remove { listing_id, .. } => *listing_id,
        }
    }

    pub(super) fn version(&self) -> u64 {
        match self {
            Change::Put(card) => card.version,
            Change::Remove { version, .. } => version.unwrap_or(u64::MAX),
        }
    }
}

/// The newest change of each listing.
pub(super) fn newest(changes: Vec<Change>) -> HashMap<PropertyId, Change> {
    let mut newest: HashMap<PropertyId, Change> = HashMap::new();
    for change in changes {
        let known = newest.get(&change.listing_id());
        if known.is_none_or(|known| known.version() <= change.version()) {
            newest.insert(change.listing_id(), change);
        }
    }
    newest
}

/// The versions in which listings left the index lately, so that an older state of one
/// that comes late doesn't bring it back.
#[derive(Debug, Default)]
pub(super) struct Left {
    versions: HashMap<PropertyId, u64>,
    /// Oldest first.
    order: VecDeque<PropertyId>,
}

impl Left {
    /// Whether the listing left in a newer state than this card.
    pub(super) fn after(&self, card: &ListingSummary) -> bool {
        let version = self.versions.get(&card.listing_id);
        version.is_some_and(|version| *version > card.version)
    }

    pub(super) fn remember(&mut self, id: PropertyId, version: Option<u64>) {
        let Some(version) = version else { return };
        if self.versions.insert(id, version).is_none() {
            self.order.push_back(id);
        }
        if self.order.len() > REMEMBERED
            && let Some(oldest) = self.order.pop_front()
        {
            self.versions.remove(&oldest);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn remove(random: u128, version: Option<u64>) -> Change {
        Change::Remove {
            listing_id: PropertyId::from_bits(random),
            version,
        }
    }

    #[test]
    fn of_several_changes_the_newest_counts() {
        let changes = vec![
            remove(1, Some(3)),
            remove(1, Some(2)),
            remove(2, Some(1)),
            remove(2, None),
        ];
        let newest = newest(changes);
        assert_eq!(newest[&PropertyId::from_bits(1)], remove(1, Some(3)));
        assert_eq!(newest[&PropertyId::from_bits(2)], remove(2, None));
    }

    #[test]
    fn what_left_long_ago_is_forgotten() {
        let mut left = Left::default();
        for number in 0..=REMEMBERED as u128 {
            left.remember(PropertyId::from_bits(number), Some(7));
            left.remember(PropertyId::from_bits(number), Some(8));
        }
        assert_eq!(
            (left.versions.len(), left.order.len()),
            (REMEMBERED, REMEMBERED)
        );
        assert!(!left.versions.contains_key(&PropertyId::from_bits(0)));
    }
}
