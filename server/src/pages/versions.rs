//! Which kept pages are still true: a counter that every change moves on, and for each
//! thing a page can show, where the counter stood when it last changed.

use durbar_app::page::Tag;
use std::{
    collections::{BTreeSet, HashMap},
    sync::{PoisonError, RwLock},
};

/// A point in the order of changes. A rendering notes it before it reads anything.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Default)]
pub struct Moment(u64);

/// The last change of everything that pages show.
#[derive(Debug)]
pub struct TagVersions {
    state: RwLock<State>,
    /// Entries remembered one by one; past it, all are forgotten and every page counts as old.
    capacity: usize,
}

#[derive(Debug, Default)]
struct State {
    now: Moment,
    /// Everything counts as changed at this moment, whatever `changed` says.
    floor: Moment,
    changed: HashMap<Tag, Moment>,
}

impl Default for TagVersions {
    fn default() -> Self {
        Self::with_capacity(100_000)
    }
}

impl TagVersions {
    /// Remembers up to `capacity` things apart.
    pub fn with_capacity(capacity: usize) -> Self {
        Self {
            state: RwLock::default(),
            capacity,
        }
    }

    /// The present moment.
    pub fn now(&self) -> Moment {
        self.read(|state| state.now)
    }

    /// Notes that these things have just changed.
    pub fn change(&self, tags: impl IntoIterator<Item = Tag>) {
        // Every write below leaves the state whole, so a panicked holder cannot have spoilt it.
        let mut state = self.state.write().unwrap_or_else(PoisonError::into_inner);
        state.now.0 += 1;
        let now = state.now;
        for tag in tags {
            state.changed.insert(tag, now);
        }
        if state.changed.len() > self.capacity {
            state.changed = HashMap::new();
            state.floor = now;
        }
    }

    /// Whether what was read at `moment` still holds for all of `tags`.
    pub fn is_current(&self, tags: &BTreeSet<Tag>, moment: Moment) -> bool {
        self.read(|state| {
            moment >= state.floor
                && tags.iter().all(|tag| {
                    state
                        .changed
                        .get(tag)
                        .is_none_or(|changed| *changed <= moment)
                })
        })
    }

    fn read<T>(&self, look: impl FnOnce(&State) -> T) -> T {
        look(&self.state.read().unwrap_or_else(PoisonError::into_inner))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use durbar_domain::PropertyId;

    fn listing(n: u128) -> Tag {
        Tag::Listing(PropertyId::from_bits(n))
    }

    #[test]
    fn a_page_is_old_once_something_it_shows_changes() {
        let versions = TagVersions::default();
        versions.change([listing(1)]);
        let (shown, read_at) = (BTreeSet::from([listing(1), Tag::Market]), versions.now());
        assert!(versions.is_current(&shown, read_at));
        versions.change([listing(2)]);
        assert!(versions.is_current(&shown, read_at));
        versions.change([Tag::Market]);
        assert!(!versions.is_current(&shown, read_at));
        assert!(versions.is_current(&shown, versions.now()));
    }

    #[test]
    fn a_page_read_before_a_change_is_old_even_when_finished_after_it() {
        let versions = TagVersions::default();
        let read_at = versions.now();
        versions.change([listing(1)]);
        assert!(!versions.is_current(&BTreeSet::from([listing(1)]), read_at));
    }

    #[test]
    fn forgetting_makes_pages_old_never_wrong() {
        let versions = TagVersions::with_capacity(2);
        let read_at = versions.now();
        (1..=3).for_each(|n| versions.change([listing(n)]));
        assert!(!versions.is_current(&BTreeSet::from([listing(9)]), read_at));
        assert!(versions.is_current(&BTreeSet::from([listing(3)]), versions.now()));
    }
}
