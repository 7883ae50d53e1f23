//! How far the seeding of the demo market has come.

use crate::{
    PlatformError, Table,
    keys::PrimaryKey,
    table::{from_item, to_item},
};
use serde::{Deserialize, Serialize};

/// Where seeding stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub enum SeedProgress {
    /// It began and didn't end: it is to be run again.
    Started,
    Finished,
}

#[derive(Serialize, Deserialize)]
struct Marker {
    progress: SeedProgress,
}

impl Table {
    /// Where seeding stands; `None` when it never began.
    pub async fn seed_progress(&self) -> Result<Option<SeedProgress>, PlatformError> {
        let marker = self.get(PrimaryKey::Seed).await?.map(from_item::<Marker>).transpose()?;
        Ok(marker.map(|marker| marker.progress))
    }

    /// Notes where seeding stands.
    pub async fn set_seed_progress(&self, progress: SeedProgress) -> Result<(), PlatformError> {
        self.put(to_item(PrimaryKey::Seed, "SeedProgress", &Marker { progress })?).await
    }
}
