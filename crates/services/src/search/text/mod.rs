//! Search through a full-text index kept beside the table.

mod change;
mod check;
mod document;
mod draft;
mod expand;
mod folder;
mod matching;
mod open;
mod question;
mod rows;
mod schema;
mod small;
mod snapshot;
mod tally;

pub use folder::IndexPlace;

use super::{
    error::{IndexError, SearchError},
    index::SearchIndex,
    source::{ListingSource, PresentState},
};
use async_trait::async_trait;
use change::Change;
use draft::Draft;
use durbar_domain::{
    PropertyId,
    search::{SearchQuery, SearchResults},
};
use futures::TryStreamExt;
use open::OpenIndex;
use std::{path::PathBuf, sync::Arc};
use tokio::{sync::Semaphore, task::spawn_blocking};

/// Answers from an index of words: knows titles, summaries, places, kinds and amenities in
/// both languages, and forgives spelling. The figures of all homes are in memory, about a
/// hundred bytes each; words and cards are read from the folder.
pub(super) struct TextIndex {
    index: Arc<OpenIndex>,
    /// The build's folder; `None` in memory.
    folder: Option<PathBuf>,
    place: IndexPlace,
    turns: Arc<Semaphore>,
}

impl TextIndex {
    /// Opens the index of this generation of the table; `None` when there is none.
    ///
    /// # Errors
    /// Fails when it is damaged.
    pub(super) async fn open(
        place: IndexPlace,
        generation: &str,
    ) -> Result<Option<Self>, IndexError> {
        let IndexPlace::Folder(root) = &place else {
            return Ok(None);
        };
        let (root, generation) = (root.clone(), generation.to_owned());
        let opened = spawn_blocking(move || {
            let Some(folder) = folder::present(&root, &generation) else {
                return Ok(None);
            };
            let index = OpenIndex::in_folder(&folder)?;
            folder::sweep(&root, &folder)?;
            Ok::<_, IndexError>(Some((index, folder)))
        });
        Ok(opened
            .await??
            .map(|(index, folder)| Self::of(index, Some(folder), place)))
    }

    /// Makes sure that [`TextIndex::open`] finds nothing until an index is adopted.
    pub(super) async fn disown(place: IndexPlace) -> Result<(), IndexError> {
        let IndexPlace::Folder(root) = place else {
            return Ok(());
        };
        spawn_blocking(move || folder::disown(&root)).await?
    }

    /// Builds an index of all published homes. It becomes the one that
    /// [`TextIndex::open`] finds when it is [adopted](TextIndex::adopt).
    pub(super) async fn build(
        place: IndexPlace,
        source: &dyn ListingSource,
    ) -> Result<Self, IndexError> {
        let begun = place.clone();
        let mut draft = spawn_blocking(move || Draft::begin(&begun)).await??;
        let mut pages = source.published();
        while let Some(cards) = pages.try_next().await? {
            draft = spawn_blocking(move || draft.add(&cards).map(|()| draft)).await??;
        }
        let (index, folder) = spawn_blocking(|| draft.finish()).await??;
        Ok(Self::of(index, folder, place))
    }

    /// Makes this the index that the next process opens, and removes all others.
    pub(super) async fn adopt(&self, generation: &str) -> Result<(), IndexError> {
        let (IndexPlace::Folder(root), Some(folder)) = (&self.place, &self.folder) else {
            return Ok(());
        };
        let (root, folder, generation) = (root.clone(), folder.clone(), generation.to_owned());
        let adopted = spawn_blocking(move || {
            folder::adopt(&root, &folder, &generation)?;
            folder::sweep(&root, &folder)
        });
        adopted.await?
    }

    fn of(index: OpenIndex, folder: Option<PathBuf>, place: IndexPlace) -> Self {
        let cores = std::thread::available_parallelism().map_or(1, |cores| cores.get());
        Self {
            index: Arc::new(index),
            folder,
            place,
            turns: Arc::new(Semaphore::new(cores)),
        }
    }

    /// Homes in the index.
    pub(super) fn homes(&self) -> u64 {
        self.index.snapshot().homes()
    }

    /// Whether its files are as they were written.
    pub(super) async fn is_whole(&self) -> bool {
        let index = self.index.clone();
        matches!(spawn_blocking(move || index.check()).await, Ok(Ok(())))
    }

    /// Brings these listings to the state in which the table has them, which the next search
    /// shows. Gives the version of each in the table.
    pub(super) async fn follow(
        &self,
        ids: &[PropertyId],
        source: &dyn ListingSource,
    ) -> Result<Vec<Option<u64>>, IndexError> {
        let states = source.present(ids).await?;
        let versions = states.iter().map(PresentState::version).collect();
        let change = |(id, state): (&PropertyId, PresentState)| match state {
            PresentState::Published(card) => Change::Put(card),
            PresentState::Unpublished { version } => Change::Remove {
                listing_id: *id,
                version: Some(version),
            },
            PresentState::Absent => Change::Remove {
                listing_id: *id,
                version: None,
            },
        };
        let changes = ids.iter().zip(states).map(change).collect();
        let index = self.index.clone();
        spawn_blocking(move || index.apply(changes)).await??;
        Ok(versions)
    }
}

#[async_trait]
impl SearchIndex for TextIndex {
    /// Runs off the async threads, on as many threads as there are cores.
    async fn search(&self, query: &SearchQuery) -> Result<SearchResults, SearchError> {
        let turn = self
            .turns
            .clone()
            .acquire_owned()
            .await
            .map_err(|_| SearchError::Stopped)?;
        let (snapshot, query) = (self.index.snapshot(), query.clone());
        let found = spawn_blocking(move || {
            let _turn = turn;
            snapshot.search(&query)
        });
        Ok(found.await.map_err(IndexError::from)??)
    }
}
