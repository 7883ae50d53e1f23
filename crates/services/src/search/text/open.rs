//! An index of the engine, open for searching and for small changes.

use super::{
    change::{self, Change, Left},
    check::check,
    document,
    schema::{self, Fields},
    snapshot::Snapshot,
};
use crate::search::error::IndexError;
use std::{
    path::Path,
    sync::{Arc, Mutex, PoisonError, RwLock},
};
use tantivy::{
    Index, IndexReader, IndexWriter, ReloadPolicy, TantivyError, Term,
    directory::MmapDirectory,
    indexer::{IndexWriterOptions, LogMergePolicy},
};

/// The least memory the engine accepts for writing, in bytes; it takes what it uses.
const WRITING: usize = 15_000_000;
/// Blocks of cards kept unpacked.
const CACHED_BLOCKS: usize = 64;
/// An index that searches and takes changes.
pub(super) struct OpenIndex {
    index: Index,
    fields: Fields,
    reader: IndexReader,
    present: RwLock<Arc<Snapshot>>,
    writing: Mutex<Writing>,
}

struct Writing {
    writer: IndexWriter,
    left: Left,
}

impl OpenIndex {
    /// Opens the index in a folder, after checking every byte of it that has a checksum.
    pub(super) fn in_folder(folder: &Path) -> Result<Self, IndexError> {
        let index = Index::open(MmapDirectory::open(folder).map_err(TantivyError::from)?)?;
        check(&index)?;
        let opened = Self::of(index)?;
        let promised = opened
            .index
            .load_metas()?
            .payload
            .and_then(|homes| homes.parse().ok());
        if promised != Some(opened.snapshot().homes()) {
            return Err(IndexError::Damaged(
                "it doesn't hold as many homes as it should".to_owned(),
            ));
        }
        Ok(opened)
    }

    /// Checks the files again.
    pub(super) fn check(&self) -> Result<(), IndexError> {
        check(&self.index)
    }

    /// An index of the engine that is known to be whole.
    pub(super) fn of(index: Index) -> Result<Self, IndexError> {
        let (expected, fields) = schema::schema();
        if index.schema() != expected {
            return Err(IndexError::Damaged("it has other fields".to_owned()));
        }
        let reader = index
            .reader_builder()
            .reload_policy(ReloadPolicy::Manual)
            .doc_store_cache_num_blocks(CACHED_BLOCKS)
            .try_into()?;
        let options = IndexWriterOptions::builder()
            .num_worker_threads(1)
            .memory_budget_per_thread(WRITING)
            .num_merge_threads(1)
            .build();
        let writer: IndexWriter = index.writer_with_options(options)?;
        let mut merging = LogMergePolicy::default();
        merging.set_del_docs_ratio_before_merge(0.3);
        writer.set_merge_policy(Box::new(merging));
        let present = RwLock::new(Arc::new(Snapshot::new(reader.searcher(), fields, None)?));
        let writing = Mutex::new(Writing {
            writer,
            left: Left::default(),
        });
        Ok(Self {
            index,
            fields,
            reader,
            present,
            writing,
        })
    }

    /// The index as it stands.
    pub(super) fn snapshot(&self) -> Arc<Snapshot> {
        self.present
            .read()
            .unwrap_or_else(PoisonError::into_inner)
            .clone()
    }

    /// Makes changes that the next snapshot shows and that outlast the process. A change
    /// to an older version than the index has is passed over.
    pub(super) fn apply(&self, changes: Vec<Change>) -> Result<(), IndexError> {
        let mut writing = self.writing.lock().unwrap_or_else(PoisonError::into_inner);
        let before = self.snapshot();
        let mut homes = before.homes();
        let mut changed = false;
        for (id, change) in change::newest(changes) {
            let there = before.version(id)?;
            if there.is_some_and(|version| version > change.version()) {
                continue;
            }
            let document = match &change {
                Change::Put(card) if there == Some(card.version) || writing.left.after(card) => {
                    continue;
                }
                Change::Put(card) => document::of(&self.fields, card)?,
                Change::Remove { version, .. } => {
                    writing.left.remember(id, *version);
                    None
                }
            };
            if there.is_none() && document.is_none() {
                continue;
            }
            homes = homes - u64::from(there.is_some()) + u64::from(document.is_some());
            changed = true;
            writing
                .writer
                .delete_term(Term::from_field_text(self.fields.id, &id.to_string()));
            if let Some(document) = document {
                writing.writer.add_document(document)?;
            }
        }
        if changed {
            commit(&mut writing.writer, homes)?;
            self.reader.reload()?;
            let after = Snapshot::new(self.reader.searcher(), self.fields, Some(&before))?;
            *self.present.write().unwrap_or_else(PoisonError::into_inner) = Arc::new(after);
        }
        Ok(())
    }
}

/// Commits, noting how many homes there are then.
pub(super) fn commit(writer: &mut IndexWriter, homes: u64) -> Result<(), IndexError> {
    let mut prepared = writer.prepare_commit()?;
    prepared.set_payload(&homes.to_string());
    prepared.commit()?;
    Ok(())
}
