//! Breaking a table and its objects on purpose, for drills: never call it on anything but a
//! copy that is thrown away.

use crate::{
    Platform, PlatformError,
    keys::{Index, PrimaryKey},
    objects::Bucket,
    table::{ENTITY_TYPE, Item, PK, SK, Write, key_in},
};

/// Things of each sort that are broken at most.
const AT_MOST: usize = 10;

/// What was broken.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Damage {
    /// Homes of which nothing but the key is left.
    pub emptied: usize,
    /// Homes that no index finds any more.
    pub unindexed: usize,
    /// Brokers that are gone, whose homes are there still.
    pub deleted: usize,
    /// Files that are gone.
    pub objects: usize,
}

impl Damage {
    /// Whether there was anything to break.
    pub fn is_none(&self) -> bool {
        *self == Self::default()
    }
}

/// Breaks some of everything.
pub async fn damage(platform: &Platform) -> Result<Damage, PlatformError> {
    let (mut homes, mut brokers, mut after) = (Vec::new(), Vec::new(), None);
    loop {
        let page = platform.table.walk(after).await?;
        for item in page.items {
            match key_in(&item) {
                Ok(PrimaryKey::Listing(_)) => homes.push(item),
                Ok(key @ PrimaryKey::Broker(_)) => brokers.push(key),
                _ => {}
            }
        }
        match page.next {
            Some(next) => after = Some(next),
            None => break,
        }
    }
    // No more than half, so that something is left that depends on what is gone.
    let some = (homes.len() / 2).min(AT_MOST);
    let gone = usize::from(brokers.len() > 1);
    let emptied = homes.iter().take(some).map(emptied);
    let unindexed = homes.iter().skip(some).take(some).map(unindexed);
    let mut writes: Vec<Write> = emptied.chain(unindexed).map(Write::Put).collect();
    writes.extend(brokers.into_iter().take(gone).map(Write::Delete));
    platform.table.write_all(writes).await?;
    Ok(Damage {
        emptied: some,
        unindexed: some,
        deleted: gone,
        objects: delete_objects(platform).await?,
    })
}

fn emptied(item: &Item) -> Item {
    let kept = item
        .iter()
        .filter(|(name, _)| [PK, SK, ENTITY_TYPE].contains(&name.as_str()));
    kept.map(|(name, value)| (name.clone(), value.clone()))
        .collect()
}

fn unindexed(item: &Item) -> Item {
    let mut item = item.clone();
    for index in Index::ALL {
        item.remove(index.partition_attribute());
        item.remove(index.sort_attribute());
    }
    item
}

async fn delete_objects(platform: &Platform) -> Result<usize, PlatformError> {
    let mut deleted = 0;
    for bucket in [Bucket::PublicMedia, Bucket::PremiumMedia] {
        let found = platform.objects.list(bucket, "", None).await?;
        for entry in found.iter().take(AT_MOST) {
            platform.objects.delete(bucket, &entry.key).await?;
            deleted += 1;
        }
    }
    Ok(deleted)
}
