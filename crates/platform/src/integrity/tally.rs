//! Counting items by their kind, with a digest that doesn't depend on their order.

use crate::{
    keys::Digest,
    table::{ENTITY_TYPE, Item, canonical},
};
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

/// How many items there are of each kind, and what they add up to. Two tables with equal
/// tallies hold the same items.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Tally {
    /// By `entity_type`; items without one stand under an empty name.
    pub kinds: BTreeMap<String, KindTally>,
}

/// The items of one kind.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct KindTally {
    pub count: u64,
    /// The exclusive-or of the SHA-256 of each item's DynamoDB JSON with sorted names, as 64
    /// hexadecimal digits: what the monthly restore test in AWS (`infra/functions/restore-check`)
    /// computes too. Keys differ, so that no two items cancel each other out.
    pub digest: Sum,
}

/// An exclusive-or of digests.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Sum([u8; 32]);

impl Sum {
    fn add(&mut self, digest: &Digest) {
        for (sum, byte) in self.0.iter_mut().zip(digest.bytes()) {
            *sum ^= byte;
        }
    }
}

impl std::fmt::Display for Sum {
    fn fmt(&self, out: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        self.0.iter().try_for_each(|byte| write!(out, "{byte:02x}"))
    }
}

impl Serialize for Sum {
    fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

impl<'de> Deserialize<'de> for Sum {
    fn deserialize<D: serde::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        Digest::deserialize(deserializer).map(|digest| Self(*digest.bytes()))
    }
}

/// A kind of which two tallies tell differently.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct KindDifference {
    pub kind: String,
    pub before: u64,
    pub now: u64,
}

impl Tally {
    pub(crate) fn add(&mut self, item: &Item) {
        let kind = item.get(ENTITY_TYPE).and_then(|kind| kind.as_s().ok());
        let kind = kind.map_or("", String::as_str);
        if !self.kinds.contains_key(kind) {
            self.kinds.insert(kind.to_owned(), KindTally::default());
        }
        let Some(entry) = self.kinds.get_mut(kind) else {
            return;
        };
        entry.count += 1;
        entry.digest.add(&Digest::of(canonical(item).as_bytes()));
    }

    /// Items of all kinds.
    pub fn items(&self) -> u64 {
        self.kinds.values().map(|kind| kind.count).sum()
    }

    /// The kinds that are not as they were `before`, by name.
    pub fn differences(&self, before: &Tally) -> Vec<KindDifference> {
        let none = KindTally::default();
        let names = self.kinds.keys().chain(before.kinds.keys());
        let names: std::collections::BTreeSet<&String> = names.collect();
        let differing = names.into_iter().filter_map(|kind| {
            let then = before.kinds.get(kind).unwrap_or(&none);
            let now = self.kinds.get(kind).unwrap_or(&none);
            (then != now).then(|| KindDifference {
                kind: kind.clone(),
                before: then.count,
                now: now.count,
            })
        });
        differing.collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::table::text;

    fn item(number: u32, kind: &str) -> Item {
        Item::from([
            ("PK".to_owned(), text(number.to_string())),
            (ENTITY_TYPE.to_owned(), text(kind)),
        ])
    }

    fn tally(items: &[Item]) -> Tally {
        let mut tally = Tally::default();
        items.iter().for_each(|item| tally.add(item));
        tally
    }

    #[test]
    fn the_order_of_items_does_not_matter_and_everything_else_does() {
        let (one, two, three) = (item(1, "a"), item(2, "a"), item(3, "b"));
        let all = tally(&[one.clone(), two.clone(), three.clone()]);
        assert_eq!(all, tally(&[three.clone(), two.clone(), one.clone()]));
        assert_eq!(all.items(), 3);
        let other = tally(&[one, item(4, "a")]);
        let differences = other.differences(&all);
        let told: Vec<_> = differences
            .iter()
            .map(|it| (it.kind.as_str(), it.before, it.now))
            .collect();
        assert_eq!(told, [("a", 2, 2), ("b", 1, 0)]);
    }

    #[test]
    fn a_digest_is_that_of_the_restore_test_in_aws() {
        // Computed by Tally in infra/functions/restore-check/logic.mjs.
        let tally = tally(&[item(1, "a")]);
        let text = "{\"PK\":{\"S\":\"1\"},\"entity_type\":{\"S\":\"a\"}}";
        assert_eq!(
            tally.kinds["a"].digest.to_string(),
            Digest::of(text.as_bytes()).to_string()
        );
    }

    #[test]
    fn it_is_read_back() {
        let tally = tally(&[item(1, "a"), item(2, "b")]);
        let json = serde_json::to_string(&tally).expect("JSON");
        assert_eq!(serde_json::from_str::<Tally>(&json).expect("read"), tally);
    }
}
