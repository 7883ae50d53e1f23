//! What the table says of itself: which content it holds, and how far seeding has come.

use crate::{
    PlatformError, Table,
    keys::PrimaryKey,
    table::{PK, SK, attribute, from_item, to_item},
};
use rand::{Rng, distr::Alphanumeric};
use serde::{Deserialize, Serialize};

/// Where seeding the demo market stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub enum SeedProgress {
    /// It began and didn't end: it is to be run again.
    Started,
    Finished,
}

#[derive(Serialize, Deserialize)]
struct SeedMarker {
    progress: SeedProgress,
}

#[derive(Serialize, Deserialize)]
struct GenerationMarker {
    generation: String,
}

impl Table {
    /// Where seeding stands; `None` when it never began.
    pub async fn seed_progress(&self) -> Result<Option<SeedProgress>, PlatformError> {
        let marker = self
            .get(PrimaryKey::Seed)
            .await?
            .map(from_item::<SeedMarker>)
            .transpose()?;
        Ok(marker.map(|marker| marker.progress))
    }

    /// Notes where seeding stands.
    pub async fn set_seed_progress(&self, progress: SeedProgress) -> Result<(), PlatformError> {
        self.put(to_item(
            PrimaryKey::Seed,
            "SeedProgress",
            &SeedMarker { progress },
        )?)
        .await
    }

    /// A mark of the table's content that changes when much of it is replaced without
    /// events; whatever was derived from content of another mark is to be made anew.
    pub async fn generation(&self) -> Result<String, PlatformError> {
        match self.get(PrimaryKey::Generation).await? {
            Some(item) => Ok(from_item::<GenerationMarker>(item)?.generation),
            None => self.renew_generation().await,
        }
    }

    /// Gives the content a new mark.
    pub async fn renew_generation(&self) -> Result<String, PlatformError> {
        let generation: String = rand::rng()
            .sample_iter(Alphanumeric)
            .take(16)
            .map(char::from)
            .collect();
        let marker = GenerationMarker {
            generation: generation.clone(),
        };
        self.put(to_item(PrimaryKey::Generation, "Generation", &marker)?)
            .await?;
        Ok(generation)
    }

    /// Whether the table holds nothing but such marks. A scan of a few items: for the command
    /// line, never for a request.
    pub async fn is_empty(&self) -> Result<bool, PlatformError> {
        let marks = [PrimaryKey::Seed, PrimaryKey::Generation];
        let scan = self
            .client()
            .scan()
            .table_name(self.name())
            .limit(3)
            .projection_expression(format!("{PK}, {SK}"));
        let found = scan
            .send()
            .await
            .map_err(|e| PlatformError::service("Scan", e))?;
        for item in found.items() {
            let key = PrimaryKey::parse(attribute(item, PK)?, attribute(item, SK)?);
            if !key.is_ok_and(|key| marks.contains(&key)) {
                return Ok(false);
            }
        }
        Ok(true)
    }
}
