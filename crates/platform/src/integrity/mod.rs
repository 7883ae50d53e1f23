//! Whether the table and the objects are whole: every item readable as what its key says, in
//! the indexes as what it says, with everything it belongs to, and with its files. For the
//! command line, never for a request: it reads the whole table.

mod content;
mod damage;
mod fault;
mod needs;
mod tally;

#[cfg(test)]
mod tests;

pub use damage::{Damage, damage};
pub use fault::Fault;
pub use tally::{KindDifference, KindTally, Tally};

use crate::{
    Platform, PlatformError,
    keys::PrimaryKey,
    listings,
    objects::{Bucket, ObjectKey},
    table::{ENTITY_TYPE, Item, key_in},
};
use content::Content;
use serde::Serialize;
use std::collections::{HashMap, HashSet};

/// What an inspection found.
#[derive(Debug, Clone, Default, Serialize)]
pub struct Inspection {
    pub tally: Tally,
    /// References that were followed.
    pub references: u64,
    /// Files that items name.
    pub objects_named: u64,
    /// Files that are there, in all buckets.
    pub objects_stored: u64,
    pub faults: Vec<Fault>,
}

/// Inspects a table and its objects. While somebody writes, what is found missing is looked
/// for again, so that a change under way is no fault; the digests are of what was read.
#[derive(Debug)]
pub struct Inspector<'a> {
    platform: &'a Platform,
    found: Inspection,
    keys: HashSet<PrimaryKey>,
    needed: Vec<(PrimaryKey, needs::AnyOf)>,
    objects: HashMap<(Bucket, ObjectKey), PrimaryKey>,
}

impl<'a> Inspector<'a> {
    pub fn new(platform: &'a Platform) -> Self {
        Self {
            platform,
            found: Inspection::default(),
            keys: HashSet::new(),
            needed: Vec::new(),
            objects: HashMap::new(),
        }
    }

    /// Reads everything; `progressed` is told how many items were read so far.
    ///
    /// # Errors
    /// When table or objects don't answer. What is wrong in them is no error but a fault.
    pub async fn run(
        mut self,
        mut progressed: impl FnMut(u64),
    ) -> Result<Inspection, PlatformError> {
        let mut after = None;
        loop {
            let page = self.platform.table.walk(after).await?;
            for item in page.items {
                self.found.tally.add(&item);
                self.look_at(item);
            }
            progressed(self.found.tally.items());
            match page.next {
                Some(next) => after = Some(next),
                None => break,
            }
        }
        self.follow().await?;
        self.look_for_objects().await?;
        Ok(self.found)
    }

    fn look_at(&mut self, item: Item) {
        let name = crate::table::name_of(&item);
        let Ok(key) = key_in(&item) else {
            return self.found.faults.push(Fault::StrangeKey { name });
        };
        self.keys.insert(key);
        if !item.get(ENTITY_TYPE).is_some_and(|kind| kind.is_s()) {
            return self.found.faults.push(Fault::NoKind { name });
        }
        for need in needs::by_key(key) {
            self.needed.push((key, need));
        }
        match content::read(key, item.clone()) {
            Ok(content) => self.take(key, &item, &content),
            Err(error) => {
                let reason = match error {
                    PlatformError::CorruptItem { reason, .. } => reason,
                    error => error.to_string(),
                };
                self.found.faults.push(Fault::Unreadable { name, reason });
            }
        }
    }

    fn take(&mut self, key: PrimaryKey, item: &Item, content: &Content) {
        for need in needs::by_content(content) {
            self.needed.push((key, need));
        }
        for (bucket, object) in needs::objects(content) {
            match object.parse() {
                Ok(object) => drop(self.objects.insert((bucket, object), key)),
                Err(_) => self.found.faults.push(Fault::Unreadable {
                    name: key.to_string(),
                    reason: format!("{object:?} is not the key of an object"),
                }),
            }
        }
        if let Content::Listing(listing) = content {
            let wanted = listings::index_attributes(listing);
            let wrong = wanted
                .iter()
                .find(|(name, value)| item.get(*name) != Some(value));
            let attribute = match wrong {
                Some((name, _)) => name.clone(),
                None if listings::card(item).is_err() => crate::table::CARD.to_owned(),
                None => return,
            };
            let name = key.to_string();
            self.found
                .faults
                .push(Fault::BadlyIndexed { name, attribute });
        }
    }

    /// Looks for what items need.
    async fn follow(&mut self) -> Result<(), PlatformError> {
        self.found.references = self.needed.len() as u64;
        let table = &self.platform.table;
        for (key, any_of) in std::mem::take(&mut self.needed) {
            if any_of.iter().any(|it| self.keys.contains(it)) {
                continue;
            }
            // It may have come, or gone with what it belongs to, since it was read.
            let now = table.batch_get(&any_of, &[]).await?;
            if now.is_empty() && table.get(key).await?.is_some() {
                let missing = any_of.first().map(ToString::to_string);
                self.found.faults.push(Fault::Dangling {
                    name: key.to_string(),
                    missing: missing.unwrap_or_default(),
                });
            }
        }
        Ok(())
    }

    /// Looks for the files that items name.
    async fn look_for_objects(&mut self) -> Result<(), PlatformError> {
        let objects = &self.platform.objects;
        self.found.objects_named = self.objects.len() as u64;
        for bucket in Bucket::ALL {
            let mut after: Option<ObjectKey> = None;
            loop {
                let entries = objects.list(bucket, "", after.as_ref()).await?;
                let Some(last) = entries.last() else { break };
                after = Some(last.key.clone());
                self.found.objects_stored += entries.len() as u64;
                for entry in entries {
                    let named = self.objects.remove(&(bucket, entry.key.clone()));
                    if named.is_some() && entry.size == 0 {
                        let key = entry.key.to_string();
                        self.found.faults.push(Fault::ObjectEmpty { bucket, key });
                    }
                }
            }
        }
        let mut missing: Vec<_> = std::mem::take(&mut self.objects).into_iter().collect();
        missing.sort_unstable_by(|(one, _), (other, _)| one.1.cmp(&other.1));
        for ((bucket, key), by) in missing {
            if objects.head(bucket, &key).await?.is_none() {
                let fault = Fault::object_missing(&by.to_string(), bucket, &key);
                self.found.faults.push(fault);
            }
        }
        Ok(())
    }
}

impl Inspection {
    /// What to tell, a line each: at most `shown` of the faults.
    pub fn lines(&self, shown: usize) -> Vec<String> {
        let kinds = self.tally.kinds.iter();
        let mut lines: Vec<String> = kinds
            .map(|(kind, it)| format!("{kind}: {} items, digest {}", it.count, it.digest))
            .collect();
        lines.push(format!(
            "{} items of {} kinds, {} references, {} files named, {} files stored",
            self.tally.items(),
            self.tally.kinds.len(),
            self.references,
            self.objects_named,
            self.objects_stored,
        ));
        let faults = self.faults.iter().take(shown);
        lines.extend(faults.map(|fault| format!("wrong: {fault}")));
        let hidden = self.faults.len().saturating_sub(shown);
        if hidden > 0 {
            lines.push(format!("and {hidden} more; --report FILE writes them all"));
        }
        lines.push(match self.faults.len() {
            0 => "table and objects are whole".to_owned(),
            1 => "table and objects are not whole: 1 thing is wrong".to_owned(),
            count => format!("table and objects are not whole: {count} things are wrong"),
        });
        lines
    }
}
